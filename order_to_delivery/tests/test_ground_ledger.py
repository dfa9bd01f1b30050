from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundLedger(OrderToDeliveryCase):
    """Each day that a date moved is kept once, with its cause."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._take_order(cls)
        cls.ledger = cls.env["order.date.change"]
        cls.old, cls.new = date(2026, 9, 4), date(2026, 9, 7)

    def _log(self, **values):
        return self.ledger._log(
            self.order, "promise", self.old, self.new, "late_signature", **values
        )

    def test_a_move_is_kept_with_its_days(self):
        entry = self._log(note="Not returned")
        self.assertEqual(entry.days, 3)
        self.assertEqual(entry.note, "Not returned")
        back = self.ledger._log(self.order, "finished", self.new, self.old, "customer")
        self.assertEqual(back.days, -3)

    def test_a_second_run_on_the_same_day_changes_nothing(self):
        self.assertEqual(self._log(), self._log())
        self.assertEqual(len(self.order.order_date_change_ids), 1)

    def test_another_source_is_another_entry(self):
        self._log(source=self.order)
        self._log(source=self.order.order_line)
        self.assertEqual(len(self.order.order_date_change_ids), 2)

    def test_a_date_that_stays_is_no_change(self):
        self.assertFalse(
            self.ledger._log(self.order, "promise", self.old, self.old, "other")
        )

    def test_a_date_that_is_set_first_moves_by_no_days(self):
        entry = self.ledger._log(self.order, "promise", False, self.new, "review")
        self.assertEqual((entry.days, entry.old_date), (0, False))

    def test_anybodys_act_is_kept_in_his_name(self):
        ledger = self.as_("production", self.ledger)
        entry = ledger._log(self.order, "finished", self.old, self.new, "exception")
        self.assertEqual(entry.owner_id, self.users["production"])

    def test_nobody_writes_the_ledger(self):
        entry = self._log()
        for kind in ("sales", "deputy_general_manager", "production"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, entry).cause = "customer"
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, entry).unlink()
