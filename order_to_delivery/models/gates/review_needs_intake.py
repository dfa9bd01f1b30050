from odoo import models

from ..order_gate import Reason


class ReviewNeedsIntake(models.AbstractModel):
    _name = "order.gate.review.needs.intake"
    _inherit = "order.gate"
    _description = "An order is reviewed once its intake memo is complete"

    _gate_station = "review"
    _gate_model = "sale.order"

    def _reasons_closed(self, orders):
        """Name all that a memo lacks at once, for Sales to ask the customer."""
        return {
            order: [Reason(text, "sales") for text in self._get_missing(order)]
            for order in orders
            # What was submitted was complete, and is locked since.
            if not order.is_content_locked
        }

    def _get_missing(self, order):
        """Return a sentence for each thing that is missing (H2.1, H2.2, H9.1)."""
        required = (
            (order.intake_channel, self.env._("How the order came is not recorded.")),
            (
                order.intake_words,
                self.env._("The customer's own words are not recorded."),
            ),
            (
                order.intake_is_read_back,
                self.env._("The memo was not read back to the customer."),
            ),
            (
                order.wanted_date,
                self.env._("The preliminary delivery date is missing."),
            ),
            (order.partner_shipping_id, self.env._("The delivery address is missing.")),
            (
                order.payment_plan_line_ids,
                self.env._(
                    "The payment plan is missing: plan it, or have the customer graded."
                ),
            ),
        )
        missing = [text for value, text in required if not value]
        return missing + self._get_missing_lines(order)

    def _get_missing_lines(self, order):
        lines = order._get_content_lines()
        if not lines:
            return [self.env._("No line has a product with a quantity.")]
        texts = []
        for line in lines:
            if not line.product_id:
                texts.append(self.env._("%s has no product.", line.name or "–"))
            elif line.product_id.type != "service" and not line.product_id.default_code:
                texts.append(
                    self.env._("%s has no product code.", line.product_id.display_name)
                )
            if line.product_uom_qty < 0:
                texts.append(self.env._("%s has a quantity below zero.", line.name))
        return texts
