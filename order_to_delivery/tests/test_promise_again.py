"""An order that is asked about again keeps what it has already."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..models.promise.order_promise_node import Demand
from ..models.promise.order_promise_own import Own
from .promise_cases import PromiseCase, RandomCase
from .promise_common import NOW


@tagged("post_install", "-at_install")
class TestPromiseAgain(PromiseCase):
    """What is reserved, planned and bought for an order is its own (H9.3)."""

    def _ask_again(self, order):
        """Return the earliest days of an order as its own, and as another's."""
        self.env.invalidate_all()
        own = self._promise(order, is_own=True)
        return own.earliest, self._promise(order).earliest

    @freeze_time(NOW)
    def test_what_is_planned_is_promised_again(self):
        others = []
        for number in range(4):
            with self.subTest(case=number), self.env.cr.savepoint() as point:
                case = RandomCase(self, number, seed=7)
                promise, tops = self._promise_and_plan(case.build())
                own, other = self._ask_again(tops.sale_line_id.order_id)
                self.assertEqual(own, promise.earliest, case.tell(promise, own))
                others.append(other != own)
                point.rollback()
            self.env.invalidate_all()
        self.assertIn(True, others, "none of the cases tells the two apart")

    @freeze_time(NOW)
    def test_what_is_reserved_is_its_own(self):
        part = self._build_bought("Cam", delay=10, stock=4)
        order = self._instructed(lines=[(self._build_made("Pump", [(part, 1)]), 4)])
        order.order_production_instruction_ids.production_ids.sudo().action_assign()
        own, other = self._ask_again(order)
        self.assertEqual(own, self._get_first_day(order))
        self.assertEqual(other, date(2026, 3, 15))

    def test_what_is_bought_for_it_comes_when_it_was_to_come(self):
        part = self._build_bought("Cam", delay=10)
        with freeze_time(NOW):
            order = self._instructed(lines=[(self._build_made("Pump", [(part, 1)]), 4)])
            promise = self._promise(order)
            self._buy_for(order, part, promise.earliest)
        with freeze_time(NOW + timedelta(4)):
            own, other = self._ask_again(order)
        self.assertEqual(own, promise.earliest)
        self.assertEqual(other, promise.earliest + timedelta(4))

    def _buy_for(self, order, part, day):
        """Ask a vendor for a part that an order's production takes."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {"product_id": part.id, "product_qty": 4, "date_planned": day}
                    )
                ],
            }
        )
        productions = order.order_production_instruction_ids.production_ids.sudo()
        move = productions.move_raw_ids.filtered(lambda move: move.product_id == part)
        move.created_purchase_line_ids = purchase.order_line

    @freeze_time(NOW)
    def test_what_was_delivered_is_not_made_again(self):
        unit, dozen = (
            self.env.ref(f"uom.product_uom_{name}").id for name in ("unit", "dozen")
        )
        own = Own(delivered={"a": (self.stocked.id, dozen, 1)})
        bills = self.env["order.promise.bill"]._read([], self.warehouse)
        for key, product, expected in (
            ("a", self.stocked, 3),
            ("a", self.component, 15),
            ("b", self.stocked, 15),
        ):
            demand = Demand(key, product.id, unit, 15, "make")
            self.assertEqual(own.get_open(demand, bills).qty, expected)

    def _get_first_day(self, order):
        return max(self.company._get_local_day(), order.production_start_date)
