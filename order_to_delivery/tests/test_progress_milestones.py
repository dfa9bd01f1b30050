"""Where orders are is written down once per transaction, and truly."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestProgressMilestones(OrderToDeliveryCase):
    def _flush_hints(self):
        """Do what the commit does before it commits."""
        self.env.cr.flush()

    def _get_here(self, order):
        self._flush_hints()
        here = order.order_milestone_ids.filtered("is_here")
        return [(m.station, m.asked, m.department) for m in here]

    def _create_review(self, order, **values):
        revision = self.env["order.revision"].create(
            {"sale_order_id": order.id, "number": 1}
        )
        order.pending_revision_id = revision
        review = self.env["order.review"].create(
            {"sale_order_id": order.id, "revision_id": revision.id, **values}
        )
        order._touch_progress()
        return review

    def test_new_order_waits_for_sales_to_submit_it(self):
        order = self._take_order()
        self.assertEqual(self._get_here(order), [("intake", "submit", "sales")])
        self.assertEqual(order.order_station, "intake")

    def test_submitted_order_waits_for_its_circulation(self):
        order = self._take_order()
        review = self._create_review(order)
        self.assertEqual(
            self._get_here(order),
            [("review", "circulate", "deputy_general_manager")],
        )
        intake = order.order_milestone_ids.filtered(lambda m: m.station == "intake")
        self.assertEqual(intake.actual_end, review.submitted_date)

    def test_circulated_review_waits_for_the_department_asked_first(self):
        order = self._take_order()
        review = self._create_review(order)
        self.env["order.review.signoff"].create(
            {
                "review_id": review.id,
                "department_id": self.departments["technical"].id,
                "opened_date": fields.Datetime.now(),
            }
        )
        review._set_state(
            "circulated", ("submitted",), circulated_date=fields.Datetime.now()
        )
        order._touch_progress()
        self.assertEqual(self._get_here(order), [("review", "sign", "technical")])

    def test_refused_review_gives_the_order_back_to_sales(self):
        order = self._take_order()
        review = self._create_review(order)
        self._flush_hints()
        review._set_state("refused", ("submitted",), closed_date=fields.Datetime.now())
        order._touch_progress()
        self.assertEqual(self._get_here(order), [("intake", "submit", "sales")])

    def test_cancelled_order_waits_for_nobody(self):
        order = self._take_order()
        self._flush_hints()
        order._action_cancel()
        self.assertEqual(self._get_here(order), [])

    def test_wait_counts_from_its_beginning_while_it_is_the_same(self):
        order = self._take_order()
        self._flush_hints()
        since = order.order_milestone_ids.filtered("is_here").held_since
        self.env.cr.execute(
            "UPDATE order_milestone SET held_since = held_since - interval '2 days'"
            " WHERE sale_order_id = %s AND is_here",
            [order.id],
        )
        order.order_milestone_ids.invalidate_recordset()
        order._touch_progress()
        self._flush_hints()
        self.assertEqual(
            order.order_milestone_ids.filtered("is_here").held_since,
            fields.Datetime.subtract(since, days=2),
        )

    def test_unchanged_hints_are_not_written(self):
        order = self._take_order()
        self._flush_hints()
        with patch.object(
            self.registry["order.milestone"], "_write_hints", autospec=True
        ) as write:
            order._touch_progress()
            self._flush_hints()
        write.assert_not_called()

    def test_hints_of_twenty_orders_cost_as_many_queries_as_of_one(self):
        self.walk_anew()
        orders = self.env["sale.order"].union(
            *(self._take_order() for _turn in range(20))
        )
        self._flush_hints()
        counts = []
        for batch in (orders[:1], orders):
            batch.write({"commitment_date": fields.Datetime.now()})
            self.env.flush_all()
            for order in batch:
                order._touch_progress()
            before = self.env.cr.sql_log_count
            self._flush_hints()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 2)

    def test_hints_cost_nothing_while_the_switch_is_off(self):
        self.walk_anew()
        order = self._take_order()
        self._flush_hints()
        self.company.sudo().use_order_to_delivery = False
        self.env.flush_all()
        with self.assertQueryCount(0):
            order._touch_progress()
            self._flush_hints()

    def test_broken_hint_does_not_fail_the_transaction(self):
        self.walk_anew()
        order = self._take_order()
        with (
            patch.object(
                self.registry["order.milestone"],
                "_write_hints",
                lambda milestones, rows, savepoint: milestones.env.cr.execute(
                    "SELECT 1/0", log_exceptions=False
                ),
            ),
            self.assertLogs("odoo.addons.order_to_delivery", "WARNING"),
        ):
            self._flush_hints()
        self.assertFalse(order.order_milestone_ids)
        self.assertEqual(order.state, "draft")

    def test_night_writes_the_hints_that_an_event_missed(self):
        order = self._take_order()
        self._flush_hints()
        self.env.cr.execute(
            "UPDATE order_milestone SET asked = 'sign' WHERE sale_order_id = %s",
            [order.id],
        )
        self._run_cron("refresh_milestones")
        self.assertEqual(self._get_here(order), [("intake", "submit", "sales")])

    def test_order_is_found_by_its_station_and_department(self):
        order = self._take_order()
        self._flush_hints()
        found = self.env["sale.order"].search(
            [
                ("order_station", "=", "intake"),
                ("order_station_department", "=", "sales"),
            ]
        )
        self.assertIn(order, found)
        self.assertNotIn(
            order, self.env["sale.order"].search([("order_station", "=", "release")])
        )

    def test_order_of_services_skips_the_stations_of_goods(self):
        order = self._take_order(lines=[(self.service, 1)])
        states = {s["key"]: s["state"] for s in self.as_("sales", order).station_strip}
        self.assertEqual(states["intake"], "here")
        self.assertEqual(states["shipping"], "skipped")
        self.assertEqual(states["production"], "skipped")

    def test_strip_and_banner_are_shown_to_every_department(self):
        order = self._take_order()
        for kind in self.users.keys() - {"clerk"}:
            with self.subTest(kind=kind):
                seen = self.as_(kind, order)
                seen.invalidate_recordset()
                self.assertEqual(seen.gate_banner[0]["department"], "Sales")

    def test_switch_off_shows_no_strip(self):
        order = self._take_order()
        self.company.sudo().use_order_to_delivery = False
        self.assertFalse(order.station_strip)
        self.assertFalse(order.gate_banner)
