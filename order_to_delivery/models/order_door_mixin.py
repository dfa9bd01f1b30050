"""What an order has to bring at the door (H10.4)."""

from odoo import fields, models


class OrderDoorMixin(models.AbstractModel):
    _name = "order.door.mixin"
    _description = "Order Whose Goods Are Paid at the Door"

    order_door_report_ids = fields.One2many(
        "order.door.report",
        "sale_order_id",
        string="Reports from the Door",
        groups="order_to_delivery.group_user",
    )

    def _get_door_dues(self):
        """Return ``{order id: amount}`` still to collect at the door.

        Of what the plan has paid at the door, the share of the goods that have left;
        money beyond what was due before release pays it first, and so does what was
        reported and is not booked yet. In each order's currency.
        """
        orders = self.filtered(
            lambda order: "door" in order.payment_plan_line_ids.mapped("kind")
        )
        if not orders:
            return {}
        money = orders._get_money()
        shares = orders._get_shipped_shares()
        dues = {}
        for order in orders:
            lines = order.payment_plan_line_ids
            asked = order._get_plan_amount(lines, "door") * shares[order]
            reports = order.order_door_report_ids.filtered(
                lambda report: report.state == "reported"
            )
            brought = max(money[order].received - money[order].release_due, 0.0)
            due = asked - brought - sum(reports.mapped("amount"))
            is_paid = order._is_covered(0.0, due)
            dues[order.id] = 0.0 if is_paid else order.currency_id.round(due)
        return dues
