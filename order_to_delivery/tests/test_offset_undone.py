from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .money_common import MoneyCase
from .offset_common import OffsetMixin
from .recovery_common import RecoveryCase


@tagged("post_install", "-at_install")
class TestOffsetUndone(OffsetMixin, MoneyCase):
    """H1.16: what is undone, on whatever route, counts no more."""

    def test_finance_undoes_it_for_a_reason(self):
        order = self._confirmed()
        bill = self._bill(order, 300)
        invoice = self._invoice(order)
        offset = self._set_off(order, 300, bill)
        entry = offset.account_move_ids
        with self.assertRaisesRegex(UserError, "why it is undone"):
            offset.action_undo()
        with self.assertRaises(AccessError):
            self.as_("deputy_general_manager", offset).action_undo()
        self._undo(offset)
        self.assertEqual((offset.state, self._received(order)), ("undone", 0))
        self.assertEqual(offset.undone_by_id, self.users["finance"])
        self.assertEqual((bill.amount_residual, invoice.amount_residual), (300, 1000))
        self.assertEqual(entry.reversal_move_ids.state, "posted")
        self.assertTrue(self._get_lines(offset, "asset_receivable").reconciled)
        with self.assertRaises(UserError):
            offset.undo_reason = "Another story"

    def test_its_bill_stays_while_it_is_in_force(self):
        order = self._confirmed()
        bill = self._bill(order, 300)
        offset = self._set_off(order, 200, bill)
        bill = self.as_("finance", bill)
        with self.assertRaisesRegex(UserError, "undo the offset first"):
            bill.button_draft()
        bill.line_ids.remove_move_reconcile()
        dated = [{"invoice_date": bill.invoice_date}]
        with self.assertRaisesRegex(UserError, "undo the offset first"):
            bill._reverse_moves(dated).action_post()
        self.assertEqual(self._received(order), 200)
        part = bill._reverse_moves(dated)
        part.invoice_line_ids.price_unit = 100
        part.action_post()  # what is left of the bill is still set off
        self._undo(offset)
        bill.button_draft()
        self.assertEqual((bill.state, self._received(order)), ("draft", 0))

    def test_one_that_was_not_countersigned_is_withdrawn(self):
        offset = self._draft(self._confirmed(), 300)
        offset.action_sign()
        self._undo(offset)
        self.assertEqual(offset.state, "undone")
        self.assertFalse(offset.account_move_ids)
        with self.assertRaises(UserError):
            self._countersign(offset)

    def test_every_way_to_take_its_entry_back_undoes_it(self):
        ways = {
            "reset": lambda entry: entry.button_draft(),
            "cancelled": lambda entry: (entry.button_draft(), entry.button_cancel()),
            "deleted": lambda entry: entry.with_context(force_delete=True).unlink(),
            "reversed": lambda entry: entry._reverse_moves(cancel=True),
            "reversed later": lambda entry: entry._reverse_moves().action_post(),
            "tied": self._tie_reversal,
        }
        for name, take_back in ways.items():
            order = self._confirmed()
            invoice = self._invoice(order)
            offset = self._set_off(order, 300)
            take_back(self.as_("finance", offset.account_move_ids))
            with self.subTest(name):
                self.assertEqual(offset.state, "undone")
                self.assertIn("journal entry", offset.undo_reason)
                self.assertEqual(self._received(order), 0)
                self.assertTrue(invoice)

    def _tie_reversal(self, entry):
        other = entry.copy()
        other.action_post()
        other.sudo().reversed_entry_id = entry

    def test_an_entry_that_is_posted_again_counts_nothing(self):
        order = self._confirmed()
        offset = self._set_off(order, 300)
        entry = self.as_("finance", offset.account_move_ids)
        entry.button_draft()
        entry.action_post()
        self.assertEqual((offset.state, self._received(order)), ("undone", 0))
        self.as_(
            "finance",
            self._receivable(entry) + self._receivable(self._invoice(order)),
        ).reconcile()
        self.assertEqual(self._received(order), 0)

    def test_its_entry_stays_as_it_was_countersigned(self):
        order = self._confirmed()
        offset = self._set_off(order, 300)
        entry = self.as_("finance", offset.account_move_ids)
        owed, owing = entry.line_ids.sorted("balance")
        for line, values in (
            (owed, {"balance": -900}),
            (owed, {"amount_currency": -900}),
            (owing, {"account_id": owed.account_id.id}),
            (self._bill(order, 5).line_ids[:1], {"move_id": entry.id}),
        ):
            with self.subTest(values):
                with self.assertRaisesRegex(UserError, "undo the offset"):
                    line.write(values)
        with self.assertRaisesRegex(UserError, "undo the offset"):
            entry.line_ids.create(
                [
                    {**line.copy_data()[0], "move_id": entry.id}
                    for line in entry.line_ids
                ]
            )
        with self.assertRaises(UserError):
            entry.line_ids = [Command.update(owed.id, {"balance": -900})]

    def test_no_other_entry_is_made_an_offset_by_hand(self):
        order = self._confirmed()
        offset = self._set_off(order, 300)
        moves = self.as_("finance", self.env["account.move"])
        with self.assertRaises(AccessError):
            moves.create({"move_type": "entry", "order_offset_id": offset.id})
        with self.assertRaises(AccessError):
            self.as_("finance", self._bill(order, 5)).order_offset_id = offset
        copy = self.as_("finance", offset.account_move_ids).copy()
        copy.action_post()
        self.assertFalse(copy.order_offset_id)
        self.assertEqual(self._received(order), 300)

    def test_what_changes_an_offset_is_guarded(self):
        order = self._confirmed()
        offset = self._draft(order, 300)
        versions = [self._version(order)]
        for act in (
            offset.action_sign,
            lambda: self._countersign(offset),
            lambda: self._undo(offset),
        ):
            act()
            versions.append(self._version(order))
        self.assertEqual(versions, sorted(set(versions)))
        entry = self._set_off(order, 300).account_move_ids
        before = self._version(order)
        self.as_("finance", entry).button_draft()
        self.assertGreater(self._version(order), before)

    def _version(self, order):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT version FROM order_money_guard WHERE sale_order_id = %s", [order.id]
        )
        return (self.env.cr.fetchone() or (0,))[0]


@tagged("post_install", "-at_install")
class TestOffsetAfterRelease(OffsetMixin, RecoveryCase):
    """H1.14, H1.16: goods are released for an offset as for a payment."""

    def test_goods_are_released_for_it_and_withdrawn_once_it_is_undone(self):
        order = self._get_ready_order()
        offset = self._set_off(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self.assertEqual(order.order_shipping_request_ids.state, "released")
        self._undo(offset)
        self._judge()
        self.assertEqual(order.order_shipping_request_ids.state, "withdrawn")
        self.assertFalse(self._get_cases(order))

    def test_goods_that_left_for_it_are_recovered(self):
        ways = {
            "undone": self._undo,
            "reset": lambda offset: offset.account_move_ids.button_draft(),
        }
        for name, undo in ways.items():
            order = self._get_ready_order()
            offset = self._set_off(order, order.amount_total)
            for step in (self._request_shipping, self._verify, self._release):
                step(order)
            self._validate(order.picking_ids)
            undo(offset)
            self._judge()
            with self.subTest(name):
                self.assertEqual(self._get_cases(order).amount, order.amount_total)
            self._get_cases(order)._settle()
