"""Documents whose goods are inspected: the receipt, and the purchase order."""

from odoo import fields, models


class OrderInspectedMixin(models.AbstractModel):
    _name = "order.inspected.mixin"
    _description = "Document Whose Goods Are Inspected"

    order_inspection_count = fields.Integer(
        string="Inspections",
        compute="_compute_order_inspection_count",
        groups="order_to_delivery.group_user",
    )

    def _get_inspected_lines(self):
        """Return the purchase lines whose goods are inspected."""
        raise NotImplementedError

    def _compute_order_inspection_count(self):
        for document in self:
            # Whose the goods are is looked up for whoever receives them.
            lines = document.sudo()._get_inspected_lines()
            document.order_inspection_count = len(
                lines.order_inspection_line_ids.inspection_id
            )

    def action_view_inspections(self):
        """Open the inspections of what was bought here."""
        self.check_access("read")
        lines = self.sudo()._get_inspected_lines()  # likewise
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_inspection_action"
        )
        return {
            **action,
            "domain": [("line_ids.purchase_line_id", "in", lines.ids)],
            "context": {},
        }
