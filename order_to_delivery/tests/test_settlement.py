from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KINDS
from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestSettlement(ShippingCase):
    """What is paid after delivery is asked for once Finance confirms (H6.6, H7.6)."""

    def _deliver(self, signs=True, quantity=10, **shares):
        """Return a delivered order of which shares are paid at other times."""
        shares = shares or {"after": 100}
        plan = [
            Command.create(
                {
                    "kind": kind,
                    "percent": percent,
                    "days": 30 if kind == "after" else 0,
                }
            )
            for kind, percent in shares.items()
        ]
        order = self._get_ready_order(payment_plan_line_ids=plan)
        due = order._get_money()[order].release_due
        if due:
            self._pay(order, due)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids, quantity)
        if signs:
            self._sign_receipts(order)
        return order

    def _sign_receipts(self, order):
        order.invalidate_recordset(["order_delivery_receipt_ids"])
        for receipt in order.order_delivery_receipt_ids:
            if receipt.state != "signed":
                paper = self.as_("logistics", self.env["ir.attachment"]).create(
                    {"name": "signed.pdf", "raw": b"%PDF-1.4 signed"}
                )
                self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self.env.invalidate_all()

    def _confirm_as(self, kind, order):
        self.as_(kind, order).action_confirm_settlement()
        self.env.invalidate_all()

    def _judge(self):
        self.env.cr.flush()
        self.env.invalidate_all()

    # Awaited

    def test_the_last_signed_receipt_has_finance_confirm(self):
        order = self._deliver(signs=False)
        self.assertFalse(order.settlement_state)
        self._sign_receipts(order)
        self.assertEqual(order.settlement_state, "awaiting")
        entry = self._get_entry("finance", order)
        self.assertEqual(entry.asked, "confirm_settlement")

    def _get_entry(self, kind, order):
        self._judge()
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [
                ("sale_order_id", "=", order.id),
                ("asked", "in", ("confirm_settlement", "demand")),
                ("is_mine", "=", True),
            ]
        )

    def test_a_part_of_the_delivery_is_not_enough(self):
        order = self._deliver(quantity=4)
        self.assertFalse(order.settlement_state)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self._sign_receipts(order)
        self.assertEqual(order.settlement_state, "awaiting")

    def test_what_was_paid_before_release_awaits_nothing(self):
        order = self._deliver(release=100)
        self.assertFalse(order.settlement_state)

    def test_what_was_paid_early_is_paid(self):
        order = self._deliver(signs=False)
        self._pay(order, order.amount_total)
        self._sign_receipts(order)
        self.assertEqual(order.settlement_state, "paid")

    # Confirmed

    def test_finance_confirms_and_the_days_count_from_the_delivery(self):
        order = self._deliver()
        order.picking_ids.sudo().date_done = "2026-03-02 02:00:00"
        self._confirm_as("finance", order)
        self.assertEqual(order.settlement_state, "confirmed")
        self.assertEqual(order.settlement_confirmed_by_id, self.users["finance"])
        self.assertEqual(order.payment_deadline, fields.Date.to_date("2026-04-01"))
        entry = self._get_entry("sales", order)
        self.assertEqual((entry.asked, entry.user_id), ("demand", order.user_id))
        self.assertIn(order.user_id.partner_id, order.message_ids[:1].partner_ids)

    def test_what_is_collected_at_the_door_is_payable_at_once(self):
        order = self._deliver(door=100)
        self._confirm_as("finance", order)
        self.assertEqual(order.payment_deadline, self.company._get_local_day())

    def test_nobody_else_confirms(self):
        order = self._deliver()
        for kind in set(KINDS) - {"finance"}:
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, order).sudo().action_confirm_settlement()
        self.assertEqual(order.settlement_state, "awaiting")

    def test_nothing_is_confirmed_twice_or_too_early(self):
        order = self._deliver(signs=False)
        with self._refused("nothing to confirm"):
            self._confirm_as("finance", order)
        self._sign_receipts(order)
        self._confirm_as("finance", order)
        with self._refused("nothing to confirm"):
            self._confirm_as("finance", order)

    def test_goods_that_came_back_are_not_confirmed(self):
        order = self._deliver()
        self._return(order.picking_ids, 3)
        with self._refused("nothing to confirm"):
            self._confirm_as("finance", order)

    def test_nobody_writes_it_by_hand(self):
        order = self._deliver()
        for kind in ("finance", "sales", "deputy_general_manager"):
            for values in (
                {"settlement_state": "paid"},
                {"payment_deadline": "2099-01-01"},
                {"settlement_confirmed_by_id": self.users["finance"].id},
            ):
                with self.subTest(kind), self.assertRaises(AccessError):
                    self.as_(kind, order).write(values)

    # Asked for and paid

    def test_the_demand_waits_for_finance(self):
        order = self._deliver()
        with self._refused("Finance's confirmation"):
            self.as_("sales", order).action_send_balance_notice()
        self._confirm_as("finance", order)
        self.as_("sales", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)

    def test_what_is_not_delivered_in_full_is_not_demanded(self):
        order = self._deliver(signs=False)
        with self._refused("Finance's confirmation"):
            self.as_("sales", order).action_send_balance_notice()

    def test_what_was_delivered_before_finance_was_asked_is_payable(self):
        order = self._deliver()
        order.sudo().settlement_state = False  # as before an upgrade
        self.as_("sales", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)

    def test_what_is_due_before_release_is_asked_for_as_ever(self):
        plan = [
            Command.create({"kind": "release", "percent": 60}),
            Command.create({"kind": "after", "percent": 40}),
        ]
        order = self._get_ready_order(payment_plan_line_ids=plan)
        self.as_("sales", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)

    def test_money_settles_it_and_its_loss_opens_it_again(self):
        order = self._deliver(release=60, after=40)
        self._confirm_as("finance", order)
        payment = self._pay(order, 80)
        self._judge()
        self.assertEqual(order.settlement_state, "paid")
        self.assertFalse(self._get_entry("sales", order))
        self.as_("finance", payment).action_reject()
        self._judge()
        self.assertEqual(order.settlement_state, "confirmed")

    def test_it_is_listed_to_collect(self):
        order = self._deliver()
        orders = self.env["sale.order"]
        collect = [("is_to_collect", "=", True), ("id", "=", order.id)]
        self.assertTrue(orders.search(collect))
        self._confirm_as("finance", order)
        self.assertTrue(orders.search(collect))
        self._pay(order, order.amount_total)
        self._judge()
        self.assertFalse(orders.search(collect))
