"""When an order has ended: its goods left, or their receipts are back (H10.5)."""

from odoo import fields, models

USER = "order_to_delivery.group_user"


class OrderEndMixin(models.AbstractModel):
    _name = "order.end.mixin"
    _description = "End of an Order"

    order_ended_date = fields.Date(
        string="Ended on",
        readonly=True,
        copy=False,
        groups=USER,
        help="The day on which all had left, or all receipts were back, as the company "
        "has set. From then on it is a matter of service.",
    )

    _ended_orders = models.Index(
        "(company_id, order_ended_date) WHERE order_ended_date IS NOT NULL"
    )

    def _follow_end(self):
        """Note which orders have ended, and which have not any more (H10.5).

        Goods that come back, or a quantity that is raised, open an order again: money
        and shipping treat it as one to deliver, and nobody has decided yet whether the
        rest is delivered or given up. It ends again once that has happened. A receipt
        that is awaited opens nothing again: its goods have left.
        """
        for order in self._filter_gated():
            is_shipped = order._has_all_left()
            if order.order_ended_date and not is_shipped:
                order._open_again()
            elif not order.order_ended_date and is_shipped and order._is_over():
                order._end()

    def _has_all_left(self):
        """Tell whether goods have left, all that was ordered within tolerance."""
        # Who ships, or brings a receipt, need not read the order.
        order = self.sudo()
        return (
            order.state == "sale"
            and bool(order.order_delivery_receipt_ids)
            and order._is_all_shipped()
        )

    def _is_over(self):
        """Tell whether what has left ends the order by the company's policy."""
        # The policy is the company's, and receipts are not everybody's.
        order = self.sudo()
        receipts = order.order_delivery_receipt_ids
        return order.company_id.order_end_policy == "dispatch" or (
            "awaited" not in receipts.mapped("state")
        )

    def _end(self):
        # Protected from everybody: it follows from what left and what is signed.
        order = self.sudo()
        order.order_ended_date = order.company_id._get_local_day()
        order._tell_end(self.env._("The order has ended and goes on into service."))

    def _open_again(self):
        order = self.sudo()  # as above
        order.order_ended_date = False
        order._tell_end(
            self.env._(
                "The order is open again: less is delivered than was ordered. Deliver "
                "the rest, or propose the change of the order."
            ),
            order._get_customer_service_user(),
        )

    def _tell_end(self, body, others=()):
        people = self.user_id | self.env["res.users"].union(*[others] if others else [])
        self.message_post(
            body=body,
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
