"""The station of the money says what the plan makes due, whatever the plan."""

from odoo import Command
from odoo.tests import tagged

from .collection_common import CollectionCase

# Lines of a plan; what is due before release of 100; whether a part is paid later.
PLANS = {
    "all before release": ([("release", 100)], 100, False),
    "deposit and release": ([("deposit", 30), ("release", 70)], 100, False),
    "a rest that no line names": ([("deposit", 30), ("after", 30)], 70, True),
    "a rest beside what is paid later": ([("after", 30)], 70, True),
    "a rest beside the door": ([("door", 40)], 60, True),
    "nothing but the deposit before": ([("deposit", 30), ("after", 70)], 30, True),
    "all after delivery": ([("after", 100)], 0, True),
    "all at the door": ([("door", 100)], 0, True),
    "door and after": ([("door", 50), ("after", 50)], 0, True),
}


@tagged("post_install", "-at_install")
class TestCollectionStation(CollectionCase):
    """H1.13, H6.6, H7.6: Sales chases what is due when it is due."""

    def test_station_desk_and_list_agree_with_the_money_before_release(self):
        """H1.13: what the release would be held by is collected before."""
        for name, (lines, due, _later) in PLANS.items():
            with self.subTest(name):
                order = self._get_planned_order(*lines)
                deposit = dict(lines).get("deposit", 0)
                self._pay_percent(order, deposit)
                money = order._get_money()[order]
                self.assertAlmostEqual(
                    money.release_due, order.amount_total * due / 100
                )
                is_asked = due > deposit
                here = self._get_here(order)
                self.assertEqual("collect" in here.values(), is_asked, here)
                self.assertEqual(self._is_listed(order), is_asked)
                entries = self._get_entries("sales", order)
                self.assertEqual("collect" in entries.mapped("asked"), is_asked)
                self.assertEqual(
                    bool(order.with_user(self.users["sales"])._get_balance_due()),
                    is_asked,
                )

    def test_way_shows_each_station_of_money_before_it_is_confirmed(self):
        for name, (lines, due, is_later) in PLANS.items():
            with self.subTest(name):
                order = self._take_order(payment_plan_line_ids=self._plan(lines))
                places = self._get_places(order)
                self.assertEqual(not places["collection", 1].is_skipped, due > 0)
                self.assertEqual(("collection", 2) in places, is_later)
                has_deposit = "deposit" in dict(lines)
                self.assertEqual(not places["deposit", 1].is_skipped, has_deposit)

    def test_order_without_a_plan_pays_all_before_release(self):
        order = self._get_planned_order(("release", 100))
        order.sudo().payment_plan_line_ids.unlink()
        self.assertIn("collect", self._get_here(order).values())

    def test_amounts_of_the_plan_count_as_percents_do(self):
        order = self._take_order(lines=[(self.stocked, 10)])
        order.sudo().payment_plan_line_ids.unlink()
        for amount, is_due in ((order.amount_total - 1, True), (5000000, False)):
            order.sudo().payment_plan_line_ids = [
                Command.clear(),
                Command.create(
                    {"kind": "after", "amount_type": "amount", "amount": amount}
                ),
            ]
            places = self._get_places(order)
            self.assertEqual(not places["collection", 1].is_skipped, is_due)

    def test_what_is_paid_later_is_collected_after_the_receipt(self):
        """H6.6, H7.6: Finance confirms completion, then Sales asks for payment."""
        for name, (lines, _due, is_later) in PLANS.items():
            if not is_later:
                continue
            with self.subTest(name):
                order = self._deliver(*lines)
                self.assertEqual(
                    self._get_here(order), {("collection", 2): "confirm_settlement"}
                )
                self.assertTrue(self._is_listed(order))
                entry = self._get_entries("finance", order)
                self.assertEqual(entry.asked, "confirm_settlement")
                self.as_("finance", order).action_confirm_settlement()
                self.assertEqual(self._get_here(order), {("collection", 2): "demand"})
                entry = self._get_entries("sales", order)
                self.assertEqual(
                    (entry.asked, entry.user_id), ("demand", order.user_id)
                )
                self.assertEqual(entry.due_date, order.payment_deadline)
                self._pay(order, order.amount_total - order.money_received)
                self.assertFalse(self._get_here(order))
                self.assertFalse(self._is_listed(order))
                self.assertFalse(self._get_entries("sales", order))

    def test_nothing_is_collected_after_what_was_paid_before(self):
        order = self._deliver(("release", 100))
        self.assertFalse(self._get_here(order))
        self.assertNotIn(("collection", 2), self._get_places(order))

    def test_lost_money_opens_the_station_again(self):
        order = self._deliver(("after", 100))
        payment = self._pay(order, order.amount_total)
        self.assertFalse(self._get_here(order))
        self.as_("finance", payment).action_reject()
        self.assertIn(("collection", 2), self._get_here(order))

    def test_night_writes_the_same_as_the_events(self):
        order = self._deliver(("door", 40), ("after", 60))
        written = self._get_here(order)
        self.env.cr.execute(
            "DELETE FROM order_milestone WHERE sale_order_id = %s", [order.id]
        )
        self.env.invalidate_all()
        order._touch_progress()
        self.assertEqual(self._get_here(order), written)

    def test_strip_shows_the_collection_that_is_asked_for(self):
        order = self._get_planned_order(("release", 60), ("after", 40))
        self._judge()
        self.assertEqual(self._get_strip(order), "here")
        self._pay_percent(order, 60)
        self._ship_order(order)
        self._sign_receipts(order)
        self.assertEqual(self._get_strip(order), "here")
        self.assertTrue(self.as_("finance", order).can_confirm_settlement)
        self._pay_percent(order, 40)
        self._judge()
        self.assertEqual(self._get_strip(order), "done")

    def _get_strip(self, order):
        strip = self.as_("sales", order).station_strip
        [state] = [s["state"] for s in strip if s["key"] == "collection"]
        return state

    def test_services_are_confirmed_by_finance(self):
        """H7.6: nothing is delivered that a receipt could tell of."""
        self.walk_anew()
        order = self._take_order(
            lines=[(self.service, 1)],
            payment_plan_line_ids=self._plan([("after", 100)]),
        )
        self.company.sudo().use_order_to_delivery = False
        order.sudo().action_confirm()
        self.company.sudo().use_order_to_delivery = True
        self.assertEqual(
            self._get_here(order), {("collection", 2): "confirm_settlement"}
        )
        with self._refused("still due"):
            self.as_("sales", order).action_send_balance_notice()
        self.as_("finance", order).action_confirm_settlement()
        days = order.payment_deadline - self.company._get_local_day()
        self.assertEqual(days.days, 30)
        self.assertEqual(self._get_here(order), {("collection", 2): "demand"})
        self.as_("sales", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)
