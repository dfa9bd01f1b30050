"""The papers of a shipment, as its destination asks for them (H3.5)."""

from odoo import api, fields, models

# Writing these says that the goods go elsewhere, or travel otherwise.
DESTINATION_FIELDS = {"transport_mode", "partner_shipping_id"}


class OrderExportMixin(models.AbstractModel):
    _name = "order.export.mixin"
    _description = "Export Set of a Shipment"

    document_ids = fields.One2many(
        "order.shipping.document", "request_id", string="Documents"
    )
    missing_document_count = fields.Integer(
        string="Documents Missing", compute="_compute_missing_document_count"
    )
    destination_note = fields.Text(
        string="Habits and Notes",
        compute="_compute_destination_note",
        compute_sudo=True,
    )

    @api.depends("document_ids.state", "document_ids.is_required")
    def _compute_missing_document_count(self):
        for request in self:
            request.missing_document_count = len(request._get_missing_documents())

    @api.depends("sale_order_id", "partner_shipping_id", "transport_mode")
    def _compute_destination_note(self):
        for request in self:
            request.destination_note = request._get_destination_rules()._get_note()

    def _get_missing_documents(self):
        """Return the documents without which nothing leaves on these requests."""
        return self.document_ids.filtered(
            lambda document: document.is_required and document.state == "missing"
        )

    def _get_destination_rules(self):
        """Return the rules for where and how a shipment goes, most specific first."""
        self.ensure_one()
        order = self.sale_order_id
        return self.env["order.destination.rule"]._get_fitting(
            order.company_id,
            order.partner_id,
            self.partner_shipping_id or order.partner_shipping_id,
            self.transport_mode,
        )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._follow_destination()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if DESTINATION_FIELDS & vals.keys():
            self._follow_destination()
        return result

    def _follow_destination(self):
        """List the documents that the destination asks for, and fill in what is empty.

        What is not asked for any more, and of which nothing is noted, is dropped; but
        not from what is signed for by leaving the way open.
        """
        # What a destination asks for follows from its rules, whoever plans.
        for request in self.sudo()._filter_gated():
            rules = request._get_destination_rules()
            asked = rules._get_documents()
            surplus = request.document_ids.filtered(
                lambda document, asked=asked: (
                    document.rule_id
                    and document.kind not in asked
                    and document.state == "missing"
                    and not (document.number or document.file_ids)
                )
            )
            if request.transport_mode or request.state == "draft":
                surplus.unlink()
            known = set(request.document_ids.mapped("kind"))
            if asked.keys() - known:
                self.env["order.shipping.document"].sudo().create(  # as above
                    [
                        {
                            "request_id": request.id,
                            "rule_id": row.rule_id.id,
                            "kind": kind,
                            "is_required": row.is_required,
                            "note": row.note,
                        }
                        for kind, row in asked.items()
                        if kind not in known
                    ]
                )
            request._propose_terms(rules)

    def _propose_terms(self, rules):
        """Fill in packing and marks where neither the order nor anybody named them."""
        values = {
            name: rules._get_first(name)
            for name in ("packing", "marks")
            if not self[name]
        }
        values = {name: value for name, value in values.items() if value}
        if values:
            self.write(values)
