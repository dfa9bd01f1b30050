"""An earliest date says the one thing that decides it, and where to look."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..models.promise.order_promise_node import Demand
from .promise_cases import PromiseCase
from .promise_common import NOW


@tagged("post_install", "-at_install")
class TestPromiseReason(PromiseCase):
    """One date, one reason, one link (H9.3)."""

    def _work_out(self, *demands, not_before=None):
        return self.env["order.promise"]._work_out(
            self._get_demands(*demands), self.company, self.warehouse, not_before
        )

    def _get_demands(self, *demands):
        return [
            Demand(str(number), product.id, product.uom_id.id, quantity, kind)
            for number, (product, quantity, kind) in enumerate(demands)
        ]

    @freeze_time(NOW)
    def test_stock_is_there_today(self):
        promise = self._work_out((self.stocked, 5, "stock"))
        self.assertEqual(promise.earliest, date(2026, 3, 5))
        self.assertIn("All of it is there", promise.why)
        self.assertIsNone(promise.link)

    @freeze_time(NOW)
    def test_the_part_that_comes_last_is_named_with_its_vendor(self):
        late, early = self._build_bought("Cam", delay=12), self._build_bought("Rod", 2)
        product = self._build_made("Pump", [(late, 2), (early, 1)])
        promise = self._work_out((product, 3, "make"))
        self.assertIn("Cam is short by 6", promise.why)
        self.assertIn("Vendor", promise.why)
        self.assertEqual(promise.link, ("product.product", late.id))
        self.assertEqual(promise.earliest, date(2026, 3, 17))

    @freeze_time(NOW)
    def test_what_nobody_sells_has_no_date(self):
        product = self._build_made("Pump", [(self._build_bought("Cam"), 1)])
        promise = self._work_out((product, 1, "make"), (self.stocked, 1, "stock"))
        self.assertIsNone(promise.earliest)
        self.assertIsNone(promise.lines["0"][1])
        self.assertIsNotNone(promise.lines["1"][1])
        self.assertIn("nobody sells it", promise.why)

    @freeze_time(NOW)
    def test_a_full_work_center_is_named_with_the_day_it_is_free(self):
        self._occupy(self.workcenter, NOW - timedelta(1), NOW + timedelta(20))
        product = self._build_made("Pump", [], [(self.workcenter, 30)])
        promise = self._work_out((product, 1, "make"))
        self.assertIn("Assembly has no free time until", promise.why)
        self.assertEqual(promise.link, ("mrp.workcenter", self.workcenter.id))
        self.assertGreaterEqual(promise.earliest, date(2026, 3, 25))
        self.assertTrue(any(key[0] == self.workcenter.id for key in promise.load))

    @freeze_time(NOW)
    def test_lines_share_what_is_free_in_their_order(self):
        part = self._build_bought("Cam", delay=10, stock=4)
        first, second = (
            self._build_made(name, [(part, 1)]) for name in ("Pump", "Fan")
        )
        promise = self._work_out((first, 4, "make"), (second, 4, "make"))
        self.assertEqual(promise.lines["0"][1].date(), date(2026, 3, 5))
        self.assertEqual(promise.lines["1"][1].date(), date(2026, 3, 15))

    @freeze_time(NOW)
    def test_a_vendors_promise_counts_before_the_day_that_was_asked_for(self):
        part = self._build_bought("Cam", delay=30)
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": part.id,
                            "product_qty": 10,
                            "date_planned": NOW + timedelta(3),
                        }
                    )
                ],
            }
        )
        purchase.order_line.sudo().promised_date = date(2026, 3, 19)
        product = self._build_made("Pump", [(part, 1)])
        promise = self._work_out((product, 2, "make"))
        self.assertEqual(promise.earliest, date(2026, 3, 19))
        self.assertIn("come on", promise.why)

    @freeze_time(NOW)
    def test_nothing_starts_before_the_day_it_may(self):
        product = self._build_made("Pump", [], [(self.workcenter, 30)])
        promise = self._work_out((product, 1, "make"), not_before=date(2026, 4, 1))
        self.assertEqual(promise.earliest, date(2026, 4, 1))
        self.assertIn("nothing is waited for", promise.why)

    def test_a_product_in_itself_is_refused_by_its_name(self):
        product = self._build_made("Snake", [(self.component, 1)])
        below = self._build_made("Egg", [(product, 1)])
        self.env.flush_all()
        # Odoo refuses it on its screens; imports of others may not.
        self.env.cr.execute(
            "UPDATE mrp_bom_line SET product_id = %s WHERE bom_id = %s",
            [below.id, product.bom_ids.id],
        )
        self.env.invalidate_all()
        with self.refused("is a part of itself"):
            self._work_out((product, 1, "make"))

    @freeze_time(NOW)
    def test_more_lines_ask_no_more_queries(self):
        self.walk_anew()
        products = [
            self._build_made(
                f"Pump {number}",
                [(self._build_bought(f"Cam {number}", delay=3), 2)],
                [(self.workcenter, 10)],
            )
            for number in range(12)
        ]
        demands = self._get_demands(*((product, 1, "make") for product in products))
        counts = []
        for number in (2, 12, 2, 12):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["order.promise"]._work_out(
                demands[:number], self.company, self.warehouse
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])
