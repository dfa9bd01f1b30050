"""Seats that departments have by rules."""

from .common import OrderToDeliveryCase


class SeatRuleCase(OrderToDeliveryCase):
    def _rule(self, kind="logistics", **values):
        return self.env["order.seat.rule"].create(
            {
                "department_id": self.departments[kind].id,
                "company_id": self.company.id,
                **values,
            }
        )

    def _get_seats(self, order=None, **values):
        """Circulate an order, and return the kinds of department that are asked."""
        order = order or self._take_order(**values)
        self._submit(order)
        self._circulate(order)
        return set(order.order_review_ids[:1].signoff_ids.mapped("kind"))

    def _is_asked(self, order=None, kind="logistics", **values):
        return kind in self._get_seats(order, **values)
