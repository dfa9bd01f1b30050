from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderProcessDocumentAdd(models.TransientModel):
    _name = "order.process.document.add"
    _description = "Add a Process Document"

    product_id = fields.Many2one("product.product", required=True)
    name = fields.Char(string="Document", required=True)
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    earlier_version = fields.Integer(
        string="Version in Force", compute="_compute_earlier_version"
    )

    @api.depends("product_id", "name")
    def _compute_earlier_version(self):
        documents = self.env["product.document"]
        for wizard in self:
            found = wizard.product_id and documents.search(
                documents._get_process_domain(wizard.product_id)
                & fields.Domain("name", "=", wizard.name),
                limit=1,
            )
            wizard.earlier_version = found.process_version if found else 0

    @api.onchange("file_name")
    def _onchange_file_name(self):
        self.name = self.name or self.file_name

    def action_add(self):
        """Put the document in force for its product, as its next version (H8.4).

        :raise AccessError: unless the user acts for Production or Technical
        """
        self.ensure_one()
        self.check_access("write")
        self.product_id.check_access("read")
        if not self.file or not (self.name or "").strip():
            raise UserError(self.env._("A process document has a name and a file."))
        document = self.env["product.document"]._add_process_document(
            self.product_id, self.name.strip(), self.file
        )
        # Whoever makes it now is told that it is made differently.
        self._tell_running(document)
        return {"type": "ir.actions.act_window_close"}

    def _tell_running(self, document):
        # The workshops' notes are written for whoever changes the document.
        productions = (
            self.env["mrp.production"]
            .sudo()
            .search(
                [
                    ("product_id", "=", self.product_id.id),
                    ("state", "in", ("confirmed", "progress", "to_close")),
                ]
            )
        )
        for production in productions:
            production.message_post(
                body=self.env._(
                    "Process document %(name)s is in force in version %(version)s.",
                    name=document.name,
                    version=document.process_version,
                )
            )
