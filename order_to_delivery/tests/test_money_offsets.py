from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .money_common import MoneyCase
from .offset_common import OffsetMixin


@tagged("post_install", "-at_install")
class TestMoneyOffsets(OffsetMixin, MoneyCase):
    """H1.16: an offset counts once two people signed it, and by its entry alone."""

    def test_an_offset_counts_once_it_is_countersigned(self):
        order = self._confirmed()
        offset = self._draft(order, 300)
        self.assertEqual(self._received(order), 0)
        offset.action_sign()
        self.assertEqual(self._received(order), 0)
        self._countersign(offset)
        self.assertEqual(self._received(order), 300)
        self.assertEqual(offset.state, "in_force")
        self.assertRegex(offset.name, r"OF/\d{4}/\d{5}")

    def test_its_entry_settles_the_bill_and_is_linked(self):
        order = self._confirmed()
        bill = self._bill(order, 500)
        offset = self._set_off(order, 300, bill)
        entry = offset.account_move_ids
        self.assertEqual((entry.state, entry.journal_id.type), ("posted", "general"))
        self.assertEqual(entry.order_offset_id, offset)
        self.assertEqual(bill.amount_residual, 200)
        self.assertEqual(self._get_lines(offset, "liability_payable").balance, 300)
        self.assertEqual(self._get_lines(offset, "asset_receivable").balance, -300)
        self.assertEqual(
            offset.action_view_entries()["domain"], [("id", "in", entry.ids)]
        )

    def test_it_settles_open_invoices_and_never_counts_twice(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._set_off(order, 400)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(self._received(order), 400)

    def test_an_invoice_that_comes_later_takes_it_over(self):
        order = self._confirmed()
        offset = self._set_off(order, 400)
        receivable = self._get_lines(offset, "asset_receivable")
        invoice = self._invoice(order)
        self.as_("finance", receivable + self._receivable(invoice)).reconcile()
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(self._received(order), 400)
        receivable.remove_move_reconcile()
        self.assertEqual(self._received(order), 400)

    def test_what_settles_another_orders_invoice_counts_there(self):
        order, other = self._confirmed(), self._confirmed()
        receivable = self._get_lines(self._set_off(order, 400), "asset_receivable")
        lines = receivable + self._receivable(self._invoice(other))
        self.as_("finance", lines).reconcile()
        self.assertEqual((self._received(order), self._received(other)), (0, 400))

    def test_an_invoice_of_two_orders_is_left_alone(self):
        order, other = self._confirmed(), self._confirmed()
        invoice = self._invoice(order, other)
        self._set_off(order, 400)
        self.assertEqual(invoice.amount_residual, 2000)
        self.assertEqual((self._received(order), self._received(other)), (400, 0))

    def test_it_counts_in_the_currency_of_the_order(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.eur.id}
        )
        order = self._confirmed(pricelist_id=pricelist.id)
        offset = self._set_off(order, 300)
        self.assertEqual(self._received(order), 300)
        receivable = self._get_lines(offset, "asset_receivable")
        self.assertEqual((receivable.amount_currency, receivable.balance), (-300, -600))

    def test_another_liability_needs_a_reason(self):
        order = self._confirmed()
        account = self._liability()
        values = {"against": "account", "account_id": account.id, "bill_id": False}
        offset = self._draft(order, 300, **values)
        with self.assertRaisesRegex(UserError, "why it is owed"):
            offset.action_sign()
        offset.account_reason = "The rebate of last year"
        offset.action_sign()
        self._countersign(offset)
        self.assertEqual(self._received(order), 300)
        self.assertEqual(offset.account_move_ids.line_ids.account_id & account, account)

    def _liability(self):
        return self.env["account.account"].create(
            {
                "name": "Rebates",
                "code": "OTD2241",
                "account_type": "liability_current",
                "company_ids": [Command.set(self.company.ids)],
            }
        )

    # Refused, with all reasons at once

    def test_all_that_is_wrong_is_said_at_once(self):
        order = self._confirmed()
        bill = self._bill(order, 500)
        self._pay(order, 900)
        offset = self._draft(order, 600, bill, file_ids=False, journal_id=False)
        reasons = (
            "attach the agreement",
            "lacks .*100.* only",
            "open for .*500.* only",
            "choose the journal",
        )
        self._assert_refused(offset, *reasons)

    def test_a_bill_of_another_partner_or_currency_is_refused(self):
        order = self._confirmed()
        bill = self._bill(self._confirmed(grade="C"), 500, currency_id=self.eur.id)
        offset = self._draft(order, 300, bill)
        self._assert_refused(offset, "belongs to", "is in EUR")

    def test_another_company_is_refused(self):
        order = self._confirmed()
        other = self.env["res.company"].create({"name": "Sister"})
        journal = self.env["account.journal"].create(
            {
                "name": "Sister's",
                "code": "SIS",
                "type": "general",
                "company_id": other.id,
            }
        )
        offset = self._draft(order, 300)
        offset.sudo().journal_id = journal
        self._assert_refused(offset, "belongs to another company")
        offset.sudo().journal_id = self.bank
        self._assert_refused(offset, "no journal of miscellaneous")

    def test_nothing_and_no_bill_are_refused(self):
        order = self._confirmed()
        offset = self._draft(order, 0, self.env["account.move"])
        self._assert_refused(offset, "above zero", "choose the vendor bill")

    def test_a_draft_bill_has_nothing_open(self):
        order = self._confirmed()
        bill = self._bill(order, 300)
        bill.button_draft()
        self._assert_refused(self._draft(order, 300, bill), "open for .*0.00")

    def test_what_changed_since_is_judged_again(self):
        order = self._confirmed()
        offset = self._draft(order, 300)
        offset.action_sign()
        self._pay(order, 800)
        with self.assertRaisesRegex(UserError, "lacks .*200"):
            self._countersign(offset)

    def _assert_refused(self, offset, *reasons):
        with self.assertRaises(UserError) as refused:
            offset.action_sign()
        for reason in reasons:
            self.assertRegex(str(refused.exception), reason)
        self.assertEqual(offset.state, "draft")

    # Signed by two

    def test_each_signature_belongs_to_its_department(self):
        order = self._confirmed()
        offset = self._draft(order, 300)
        with self.assertRaises(AccessError):
            self.as_("deputy_general_manager", offset).action_sign()
        offset.action_sign()
        for kind in ("finance", "sales", "warehouse"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, offset).action_countersign()
        activity = offset.sudo().activity_ids
        self.assertEqual(activity.user_id, self.users["deputy_general_manager"])
        self._countersign(offset)
        offset.invalidate_recordset()
        self.assertFalse(offset.sudo().activity_ids)

    def test_who_signs_what_is_in_force_is_told_so(self):
        order = self._confirmed()
        offset = self._draft(order, order.amount_total)
        offset.action_sign()
        self._countersign(offset)
        for kind, step in (
            ("finance", "action_sign"),
            ("deputy_general_manager", "action_countersign"),
        ):
            with self.subTest(step), self.assertRaisesRegex(UserError, "not open any"):
                getattr(self.as_(kind, offset), step)()

    def test_one_person_does_not_sign_twice(self):
        self.users["finance"].sudo().group_ids += self.env.ref(
            "order_to_delivery.group_deputy_general_manager"
        )
        offset = self._draft(self._confirmed(), 300)
        offset.action_sign()
        with self.assertRaisesRegex(UserError, "you signed for Finance"):
            offset.action_countersign()

    def test_what_was_signed_stays(self):
        offset = self._draft(self._confirmed(), 300)
        offset.action_sign()
        for values in ({"amount": 1}, {"bill_id": False}, {"file_ids": False}):
            with self.subTest(values), self.assertRaises(UserError):
                offset.write(values)
        with self.assertRaises(UserError):
            offset.file_ids.unlink()
        with self.assertRaises(UserError):
            offset.unlink()
        for values in ({"state": "in_force"}, {"signed_by_id": False}):
            with self.subTest(values), self.assertRaises(AccessError):
                offset.write(values)

    def test_it_waits_on_the_desk_until_it_is_countersigned(self):
        offset = self._draft(self._confirmed(), 300)
        self.assertFalse(self._find_on_desk(offset))
        offset.action_sign()
        entry = self._find_on_desk(offset)
        self.assertEqual(entry.asked, "countersign_offset")
        self.assertTrue(entry.is_mine)
        self.assertEqual(entry.action_open()["res_id"], offset.id)
        form = Form(self.as_("deputy_general_manager", offset))
        self.assertEqual((form.missing_amount, form.open_amount), (1000, 300))
        self._countersign(offset)
        self.assertFalse(self._find_on_desk(offset))

    def _find_on_desk(self, offset):
        self.env.flush_all()
        desk = self.as_("deputy_general_manager", self.env["order.desk.entry"])
        return desk.search(
            [("res_model", "=", "order.offset"), ("res_id", "=", offset.id)]
        )

    def test_the_order_leads_to_its_offsets(self):
        order = self._confirmed()
        offset = self._draft(order, 300)
        for kind in ("finance", "deputy_general_manager"):
            seen = self.as_(kind, order)
            self.assertEqual(seen.order_offset_count, 1)
            domain = seen.action_view_offsets()["domain"]
            self.assertEqual(self.as_(kind, offset).search(domain), offset)
        with self.assertRaises(AccessError):
            self.as_("sales", order).action_view_offsets()

    def test_the_form_says_what_is_missing_and_open(self):
        order = self._confirmed()
        self._pay(order, 300)
        form = Form(self.as_("finance", self.env["order.offset"]))
        form.sale_order_id = order
        form.bill_id = self._bill(order, 500)
        form.amount = 200
        offset = form.save()
        self.assertEqual((offset.missing_amount, offset.open_amount), (700, 500))
        self.assertEqual(offset.journal_id.type, "general")
        self.assertEqual(offset.partner_id, order.partner_id)
