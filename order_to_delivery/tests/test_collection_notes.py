"""What customers promise is noted, and the money tells whether they keep it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .collection_common import CollectionCase
from .common import KINDS


@tagged("post_install", "-at_install")
class TestCollectionNotes(CollectionCase):
    """H1.13: Sales chases the balance, and knows what was promised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_local_day()

    def _note(self, order, days=None, kind="sales", **values):
        if days is not None:
            values["promised_date"] = self.today + timedelta(days)
        return (
            self.as_(kind, self.env["order.collection.note"])
            .create(
                {
                    "sale_order_id": order.id,
                    "words": "He pays next week.",
                    "date": self.today,
                    **values,
                }
            )
            .with_env(self.env)
        )

    def _get_order(self):
        return self._get_planned_order(("release", 100))

    def test_sales_and_finance_note_what_was_said(self):
        order = self._get_order()
        for kind in ("sales", "finance"):
            note = self._note(order, kind=kind, channel="visit")
            self.assertEqual(note.user_id, self.users[kind])
            self.assertEqual((note.state, note.company_id), ("none", self.company))
        for kind in set(KINDS) - {"sales", "finance"}:
            with self.subTest(kind), self.assertRaises(AccessError):
                self._note(order, kind=kind)

    def test_the_step_opens_the_note_of_its_order(self):
        order = self._get_order()
        action = self.as_("sales", order).action_note_collection()
        notes = self.as_("sales", self.env["order.collection.note"])
        form = Form(notes.with_context(**action["context"]))
        form.words = "He asks for a discount."
        form.promised_date = self.today + timedelta(3)
        note = form.save()
        self.assertEqual(note.sale_order_id, order)
        self.assertAlmostEqual(note.promised_amount, order.amount_total)
        listed = self.as_("finance", order).action_view_collection()
        self.assertEqual(notes.search(listed["domain"]), note)
        for kind in set(KINDS) - {"sales", "finance"}:
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_note_collection()

    def test_a_promise_is_of_all_that_is_due_where_nothing_else_is_said(self):
        order = self._get_order()
        note = self._note(order, 5)
        self.assertEqual(note.state, "open")
        self.assertAlmostEqual(note.promised_amount, order.amount_total)
        self.assertEqual(order.promised_date, note.promised_date)
        self.assertAlmostEqual(
            self._note(order, 6, promised_amount=50).promised_amount, 50
        )

    def test_money_keeps_the_promise(self):
        order = self._get_order()
        self._pay(order, 10)
        note = self._note(order, 5, promised_amount=100)
        self._pay(order, 60)
        self._judge()
        self.assertEqual(note.state, "open")
        payment = self._pay(order, 40)
        self._judge()
        self.assertEqual((note.state, note.kept_date), ("kept", payment.date))
        self.as_("finance", payment).action_reject()
        self._judge()
        self.assertEqual((note.state, note.kept_date), ("open", False))

    def test_a_promise_is_broken_once_its_day_has_passed(self):
        order = self._get_order()
        note = self._note(order, 5)
        self.assertFalse(note.is_broken)
        self.assertFalse(self._is_broken(order))
        with freeze_time(self.today + timedelta(5)):
            self.env.invalidate_all()
            self.assertFalse(note.is_broken)
            self.assertFalse(self._is_broken(order))
        with freeze_time(self.today + timedelta(6)):
            self.env.invalidate_all()
            self.assertTrue(note.is_broken)
            self.assertTrue(self._is_broken(order))
            payment = self._pay(order, order.amount_total)
            payment.date = self.today + timedelta(6)
            self._judge()
            self.assertFalse(self._is_broken(order))
        self.assertEqual(note.state, "late")

    def _is_broken(self, order):
        domain = [("is_promise_broken", "=", True), ("id", "=", order.id)]
        found = self.as_("sales", self.env["sale.order"]).search(domain)
        notes = self.as_("finance", self.env["order.collection.note"])
        domain = [("is_broken", "=", True), ("sale_order_id", "=", order.id)]
        self.assertEqual(bool(notes.search(domain)), bool(found))
        return bool(found)

    def test_money_that_came_in_time_and_was_registered_later_keeps_it(self):
        order = self._get_order()
        note = self._note(order, 5)
        with freeze_time(self.today + timedelta(7)):
            payment = self._pay(order, order.amount_total)
            payment.date = self.today + timedelta(4)
            order._judge_money_later()
            self._judge()
        self.assertEqual(note.kept_date, self.today + timedelta(4))

    def test_a_new_promise_stands_for_one_whose_day_has_not_come(self):
        order = self._get_order()
        first, second = self._note(order, 5), self._note(order, 9)
        self.assertEqual((first.state, second.state), ("replaced", "open"))
        self.assertEqual(order.promised_date, second.promised_date)

    def test_a_promise_of_the_past_or_of_nothing_is_refused(self):
        order = self._get_order()
        with self.assertRaisesRegex(UserError, "still to come"):
            self._note(order, -1)
        self._pay_percent(order, 100)
        with self.assertRaisesRegex(UserError, "nothing is due"):
            self._note(order, 5)

    def test_what_was_noted_stays(self):
        note = self._note(self._get_order(), 5)
        for kind in ("sales", "finance", "deputy_general_manager"):
            for values in ({"words": "Nothing"}, {"state": "kept"}):
                with self.subTest(kind), self.assertRaises(AccessError):
                    self.as_(kind, note).write(values)
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, note).unlink()

    def test_what_the_money_tells_is_not_given(self):
        order = self._get_order()
        level = self.env["order.collection.level"].search([], limit=1)
        for values in (
            {"state": "kept"},
            {"kept_date": self.today},
            {"received_amount": -500},
            {"level_id": level.id},
            {"user_id": self.users["finance"].id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._note(order, 5, **values)

    def test_sales_notes_and_reads_only_of_the_own_orders(self):
        order = self._get_order()
        note = self._note(order, kind="finance")
        order.sudo().user_id = self.users["finance"]
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.as_("sales", note).read(["words"])
        with self.assertRaises(AccessError):
            self._note(order)
