"""What the tests of collection share: orders of a plan, and where they stand."""

from odoo import Command

from .shipping_common import ShippingCase


class CollectionCase(ShippingCase):
    def _plan(self, lines):
        return [
            Command.create(
                {
                    "kind": kind,
                    "percent": percent,
                    "days": 30 if kind == "after" else 0,
                }
            )
            for kind, percent in lines
        ]

    def _get_planned_order(self, *lines, **values):
        return self._get_ready_order(payment_plan_line_ids=self._plan(lines), **values)

    def _judge(self):
        """Have what waits for the commit judged and written down."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def _get_places(self, order):
        [(_facts, places)] = self.env["order.progress"].sudo()._get_places(order)
        return {(p.station, p.round): p for p in places}

    def _get_here(self, order):
        self._judge()
        here = order.order_milestone_ids.filtered("is_here")
        return {(m.station, m.round): m.asked for m in here}

    def _is_listed(self, order):
        domain = [("is_to_collect", "=", True), ("id", "=", order.id)]
        return bool(self.as_("sales", self.env["sale.order"]).search(domain))

    def _get_entries(self, kind, order):
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [("sale_order_id", "=", order.id), ("is_mine", "=", True)]
        )

    def _pay_percent(self, order, percent):
        if percent:
            self._pay(order, order.amount_total * percent / 100)

    def _ship_order(self, order):
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)

    def _sign_receipts(self, order):
        order.invalidate_recordset(["order_delivery_receipt_ids"])
        for receipt in order.order_delivery_receipt_ids:
            paper = self.as_("logistics", self.env["ir.attachment"]).create(
                {"name": "signed.pdf", "raw": b"%PDF-1.4 signed"}
            )
            self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self._judge()

    def _deliver(self, *lines, signs=True, **values):
        """Return a delivered order of a plan, what is due before release paid."""
        order = self._get_planned_order(*lines, **values)
        due = order._get_money()[order].release_due
        if due:
            self._pay(order, due)
        self._ship_order(order)
        if signs:
            self._sign_receipts(order)
        return order
