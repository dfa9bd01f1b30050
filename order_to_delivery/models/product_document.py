"""Process documents (工艺文件): what Production writes down per product (H8.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Written by the dialog alone, so that what a workshop worked by stays as it was.
PROTECTED_FIELDS = frozenset({"process_version"})
# What may be changed of a process document: whether, and where in the list it is shown.
SHOWN_FIELDS = frozenset({"active", "sequence"})


class ProductDocument(models.Model):
    _inherit = "product.document"

    process_version = fields.Integer(
        string="Version",
        readonly=True,
        copy=False,
        help="Which version of a process document this is; none for other documents.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in PROTECTED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if not self.env.su and not SHOWN_FIELDS.issuperset(vals):
            self._check_no_process_document()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _check_no_process_document(self):
        """Refuse to change or delete what a workshop works, or has worked, by.

        :raise UserError: naming the document
        """
        for document in self.filtered("process_version"):
            raise UserError(
                self.env._(
                    "%(name)s, version %(version)s, stays as it is: add its next "
                    "version, or archive it.",
                    name=document.name,
                    version=document.process_version,
                )
            )

    def action_open_file(self):
        """Open the file itself, on a phone as well."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.ir_attachment_id.id}",
            "target": "new",
        }

    @api.model
    def _get_process_domain(self, products):
        """Return which documents tell how products are made."""
        return Domain("process_version", ">", 0) & (
            Domain("res_model", "=", "product.product")
            & Domain("res_id", "in", products.ids)
            | Domain("res_model", "=", "product.template")
            & Domain("res_id", "in", products.product_tmpl_id.ids)
        )

    @api.model
    def _get_process_action(self, products):
        """Return the action that shows how products are made."""
        # Which views it opens is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.product_document_action_process")
        return {
            **action,
            "domain": list(self._get_process_domain(products)),
            "context": {"process_product_id": products[:1].id, "create": False},
        }

    @api.model
    def _add_process_document(self, product, name, content):
        """Put a process document in force; the version before is archived.

        :return: the document
        """
        # Production writes them without a right to change products.
        documents = self.sudo()
        domain = self._get_process_domain(product) & Domain("name", "=", name)
        earlier = documents.with_context(active_test=False).search(domain)
        earlier.active = False
        version = max(earlier.mapped("process_version"), default=0)
        return documents.create(
            {
                "name": name,
                "datas": content,
                "res_model": "product.template",
                "res_id": product.product_tmpl_id.id,
                "company_id": product.company_id.id,
                "attached_on_mrp": "bom",
                "process_version": version + 1,
            }
        )
