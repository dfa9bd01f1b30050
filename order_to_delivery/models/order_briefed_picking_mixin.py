"""A delivery shows what its shipper reads back (H9.17)."""

from odoo import api, fields, models

USER = "order_to_delivery.group_user"


class OrderBriefedPickingMixin(models.AbstractModel):
    _name = "order.briefed.picking.mixin"
    _inherit = ["order.actor.mixin"]
    _description = "Delivery of Which the Shipper Is Briefed"

    order_briefing_ids = fields.Many2many(
        "order.shipping.briefing",
        compute="_compute_order_briefing_ids",
        string="Briefing",
        groups=USER,
    )
    order_briefing_state = fields.Selection(
        [("open", "To Be Briefed"), ("signed", "Briefed")],
        string="Briefing of the Shipper",
        compute="_compute_order_briefing_ids",
        groups=USER,
    )

    @api.depends("order_shipping_request_ids.briefed_date")
    def _compute_order_briefing_ids(self):
        for picking in self:
            requests = picking._get_briefed_requests()
            picking.order_briefing_ids = requests.briefing_ids
            is_open = bool(requests) and not all(requests.mapped("briefed_date"))
            picking.order_briefing_state = (
                is_open and "open" or (bool(requests) and "signed")
            )

    def _get_briefed_requests(self):
        """Return the released requests of which the shipper is briefed."""
        return self.order_shipping_request_ids.filtered(
            lambda request: request.needs_briefing and request.state == "released"
        )

    def action_sign_briefing(self):
        """Sign as the shipper what was read back for these deliveries (H9.17)."""
        self._check_department("warehouse", "logistics")
        requests = self._get_briefed_requests()
        return requests.filtered(lambda r: not r.briefed_date).action_sign_briefing()
