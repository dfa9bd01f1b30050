from odoo import fields, models
from odoo.exceptions import UserError

from ..order_gate import Reason


class ShippingNeedsRequest(models.AbstractModel):
    _name = "order.gate.shipping.needs.request"
    _inherit = "order.gate"
    _description = "Goods leave on a released shipping request, and never above it"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        lines = moves.sale_line_id
        excess = self.env["order.shipping.quantity"]._get_excess(
            lines, moves._get_planned_shipping()
        )
        return {
            move: [
                Reason(
                    self.env._(
                        "%(product)s of order %(order)s leaves above what a released "
                        "shipping request allows.",
                        product=move._get_shipping_name(),
                        order=move.sale_line_id.order_id.name,
                    ),
                    "customer_service",
                    "order_to_delivery.order_shipping_request_action",
                )
            ]
            for move in moves
            if move.sale_line_id in excess
        }

    def _waivers(self, records):
        """An emergency: the supervisor lets the request follow later (H9.17)."""
        return ("supervisor",)

    def _get_waiver_limit(self, order):
        """Return what the customer's grade lets leave, in the order's currency."""
        grade, company = order.customer_grade_id, order.company_id
        return (grade.company_id or company).currency_id._convert(
            grade.emergency_cap_amount,
            order.currency_id,
            company,
            fields.Date.context_today(order),
        )

    def _is_limited(self, order):
        """Tell that an emergency has a quantity and an end, too."""
        return True

    def _is_paper_owed(self, order):
        """Tell that the request follows, by a day to be named."""
        return True

    def _get_paper_name(self):
        return self.env._("the shipping request that follows")

    def _filter_owing(self, waivers):
        """Leave out emergencies on which nothing left: no request has to follow."""
        return waivers.filtered("used_quantity")

    def _check_may_waive(self, order):
        """Refuse the next emergency while requests of earlier ones are overdue.

        Those of the same customer count, and those that the same person granted. A
        customer whose lost payment is not back has none either.

        :raise UserError: naming them, and who makes the requests
        """
        held = self.env["order.recovery.case"]._get_held(order)
        if held:
            raise UserError(
                self.env._(
                    "No emergency for order %(order)s: a payment of its customer was "
                    "lost after goods had left (%(orders)s). Finance and Sales get the "
                    "money first.",
                    order=order.name,
                    orders=", ".join(held[order].sale_order_id.mapped("name")),
                )
            )
        overdue = self.env["order.gate.waiver"]._get_overdue(self, order)
        if overdue:
            raise UserError(
                self.env._(
                    "No further emergency for order %(order)s: shipping requests are "
                    "overdue for what left before. Customer Service makes them "
                    "first.\n%(overdue)s",
                    order=order.name,
                    overdue="\n".join(waiver._describe_owed() for waiver in overdue),
                )
            )

    def _drop_waived(self, reasons):
        """Leave out the moves whose order has an emergency that covers them all.

        An order is judged as a whole: many small moves do not stay under a cap
        that their sum exceeds.
        """
        moves = self.env["stock.move"].union(*reasons)
        orders = moves.sale_line_id.order_id
        waived = self.env["order.gate.waiver"]._get_waived(self._name, orders)
        if not waived:
            return
        # Who has not paid for what left before gets nothing ahead of his request.
        held = self.env["order.recovery.case"]._get_held(orders)
        waived = {
            order: waivers for order, waivers in waived.items() if order not in held
        }
        excess = self.env["order.shipping.quantity"]._get_excess(
            orders.order_line, moves._get_planned_shipping()
        )
        for move in moves:
            order = move.sale_line_id.order_id
            if order in waived and self._is_cap_enough(order, waived[order], excess):
                del reasons[move]

    def _is_cap_enough(self, order, waivers, excess):
        """Tell whether emergencies cover what an order ships beyond its requests.

        They stand in for the request only: what leaves stays within the ordered
        quantity, and its value within what the customer's grade allows.
        """
        own = [excess[line] for line in order.order_line if line in excess]
        if any(line_excess.is_above_order for line_excess in own):
            return False
        amount = sum(line_excess.amount for line_excess in own)
        quantity = sum(line_excess.quantity for line_excess in own)
        used_amount, used_quantity = waivers._get_used(order)
        currency = order.currency_id
        left = sum(waiver.cap_amount - waiver.used_amount for waiver in waivers)
        limit = self._get_waiver_limit(order)
        return (
            currency.compare_amounts(amount, limit) <= 0
            and currency.compare_amounts(amount - used_amount, left) <= 0
            and waivers._is_quantity_left(quantity - used_quantity)
        )
