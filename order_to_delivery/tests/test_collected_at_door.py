"""What the deliverer collects is booked by Finance, and nobody else (H6.6, H10.4)."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .collection_common import CollectionCase
from .common import KINDS


@tagged("post_install", "-at_install")
class TestCollectedAtDoor(CollectionCase):
    """H10.4: collection is a track of its own; H7.6: a difference stays due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash = cls.env["account.journal"].create(
            {
                "name": "Till",
                "code": "TILL",
                "type": "cash",
                "company_id": cls.company.id,
            }
        )

    def _get_receipt(self, *lines, **values):
        lines = lines or [("door", 100)]
        order = self._deliver(*lines, signs=False, **values)
        order.invalidate_recordset(["order_delivery_receipt_ids"])
        return order, order.order_delivery_receipt_ids[:1]

    def _report(self, receipt, amount, instrument="cash", kind="logistics", **values):
        values = {"collected_by": "Driver Wu", **values}
        self.as_(kind, receipt).action_report_collected(amount, instrument, **values)
        self.env.invalidate_all()
        return receipt.door_report_ids[:1]

    def _book(self, report, **values):
        report = self.as_("finance", report)
        if values:
            report.write(values)
        report.action_book()
        self._judge()
        return report.with_env(self.env)

    def _attach(self, kind="logistics"):
        return self.as_(kind, self.env["ir.attachment"]).create(
            {"name": "slip.pdf", "raw": b"%PDF-1.4 slip"}
        )

    # Reported

    def test_the_deliverer_is_told_what_to_collect(self):
        order, receipt = self._get_receipt(("release", 60), ("door", 40))
        for kind in ("logistics", "warehouse", "finance"):
            self.assertAlmostEqual(
                self.as_(kind, receipt).door_due, order.amount_total * 0.4
            )
        order, receipt = self._get_receipt(("after", 100))
        self.assertFalse(receipt.door_due)

    def test_a_part_of_the_goods_is_paid_by_its_part(self):
        order = self._get_planned_order(("door", 100))
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids, 4)
        receipt = order.order_delivery_receipt_ids[:1]
        self.assertAlmostEqual(receipt.door_due, order.amount_total * 0.4)
        self._report(receipt, order.amount_total * 0.4)
        self.assertFalse(receipt.door_due)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.env.invalidate_all()
        self.assertAlmostEqual(receipt.door_due, order.amount_total * 0.6)

    def test_the_report_waits_on_the_desk_of_finance(self):
        """H10.4: Finance books on the deliverer's report."""
        order, receipt = self._get_receipt()
        paper = self._attach()
        report = self._report(
            receipt, 100, "cheque", reference="CH-7", attachment_ids=paper.ids
        )
        self.assertEqual((report.state, report.amount), ("reported", 100))
        self.assertEqual(report.reported_by_id, self.users["logistics"])
        self.assertEqual(report.currency_id, order.currency_id)
        self.assertEqual(report.file_ids, paper)
        entry = self._get_entries("finance", order).filtered(
            lambda entry: entry.asked == "book_door"
        )
        self.assertEqual((entry.res_model, entry.res_id), (report._name, report.id))
        self.assertEqual(entry.action_open()["res_id"], report.id)
        # A word is no money.
        self.assertFalse(order._get_money()[order].received)

    def test_the_dialog_proposes_what_is_due(self):
        order, receipt = self._get_receipt()
        action = self.as_("warehouse", receipt).action_open_collected()
        form = Form(
            self.as_("warehouse", self.env["order.door.report.enter"]).with_context(
                **action["context"]
            )
        )
        self.assertAlmostEqual(form.amount, order.amount_total)
        form.instrument = "card"
        form.save().action_report()
        self.assertEqual(receipt.door_report_ids.instrument, "card")
        self.assertEqual(
            receipt.door_report_ids.collected_by, self.users["warehouse"].name
        )

    def test_what_is_missing_is_named_at_once(self):
        _order, receipt = self._get_receipt()
        with self._refused("an amount, cash, cheque, card or transfer, who took it"):
            self._report(receipt, 0, "gold", collected_by=" ")

    def test_only_who_delivers_reports(self):
        _order, receipt = self._get_receipt()
        for kind in set(KINDS) - {"logistics", "warehouse"}:
            with self.subTest(kind), self.assertRaises(AccessError):
                self._report(receipt, 10, kind=kind)
        for kind in KINDS:
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, self.env["order.door.report"]).create(
                    {"receipt_id": receipt.id, "amount": 10}
                )

    def test_the_report_stays_what_was_said(self):
        _order, receipt = self._get_receipt()
        report = self._report(receipt, 10, attachment_ids=self._attach().ids)
        for kind in ("logistics", "finance", "sales"):
            for values in (
                {"amount": 20},
                {"state": "booked"},
                {"collected_by": "Somebody else"},
                {"file_ids": False},
            ):
                with self.subTest(kind, values=values):
                    with self.assertRaises(AccessError):
                        self.as_(kind, report).write(values)
        with self._refused("stays as it is"):
            report.file_ids.sudo().unlink()

    def test_papers_of_others_are_not_taken(self):
        order, receipt = self._get_receipt()
        paper = self._attach().sudo()
        paper.write({"res_model": order._name, "res_id": order.id})
        with self.assertRaises(AccessError):
            self._report(receipt, 10, attachment_ids=paper.ids)

    # Booked

    def test_finance_books_it_with_one_step(self):
        """H10.4, H7.6: the payment is tied to its order, and the order is paid."""
        order, receipt = self._get_receipt()
        report = self._report(receipt, order.amount_total, reference="R-9")
        self._book(report)
        payment = report.payment_id
        self.assertEqual(payment.sale_order_id, order)
        self.assertEqual(payment.amount, order.amount_total)
        self.assertEqual(payment.journal_id.type, "cash")
        self.assertIn("R-9", payment.memo)
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertEqual(report.booked_by_id, self.users["finance"])
        self.assertAlmostEqual(order._get_money()[order].received, order.amount_total)
        self.assertFalse(self._get_entries("finance", order))
        self._sign_receipts(order)
        self.assertEqual(order.settlement_state, "paid")

    def test_what_is_missing_stays_due(self):
        """H10.4: a difference to what is due stays due."""
        order, receipt = self._get_receipt(("release", 60), ("door", 40))
        self._book(self._report(receipt, order.amount_total * 0.3))
        self._sign_receipts(order)
        self.assertAlmostEqual(receipt.door_due, order.amount_total * 0.1)
        self.assertTrue(self._is_listed(order))
        self.as_("finance", order).action_confirm_settlement()
        self.assertAlmostEqual(order._get_balance_due(), order.amount_total * 0.1)
        self.assertEqual(self._get_here(order), {("collection", 2): "demand"})

    def test_each_instrument_has_its_journal(self):
        _order, receipt = self._get_receipt()
        for instrument, journal in (("cash", "cash"), ("cheque", "bank")):
            with self.subTest(instrument):
                report = self._report(receipt, 10, instrument)
                self._book(report)
                self.assertEqual(report.payment_id.journal_id.type, journal)
        report = self._report(receipt, 10, "transfer")
        self._book(report, journal_id=self.cash.id)
        self.assertEqual(report.payment_id.journal_id, self.cash)

    def test_without_any_journal_finance_is_told_to_create_one(self):
        _order, receipt = self._get_receipt()
        report = self._report(receipt, 10)
        journals = self.env["account.journal"].search(
            [("type", "in", ("bank", "cash"))]
        )
        journals.active = False
        with self._refused("Create a cash or bank journal"):
            self._book(report)

    def test_another_amount_is_booked_for_a_reason(self):
        order, receipt = self._get_receipt()
        for counted in (120, 80):
            with self.subTest(counted):
                report = self._report(receipt, 100)
                with self._refused("why not what was reported"):
                    self._book(report, counted_amount=counted)
                self._book(
                    report, counted_amount=counted, difference_reason="Counted twice"
                )
                self.assertEqual(report.payment_id.amount, counted)
                self.assertEqual(report.amount, 100)
        self.assertAlmostEqual(order._get_money()[order].received, 200)

    def test_nothing_is_booked_twice(self):
        order, receipt = self._get_receipt()
        report = self._book(self._report(receipt, 100))
        with self._refused("not open any more"):
            self.as_("finance", report).action_book()
        with self._refused("not open any more"):
            self.as_("finance", report).action_refuse()
        self.assertEqual(order._get_money()[order].received, 100)

    def test_what_was_counted_stays_once_it_is_booked(self):
        _order, receipt = self._get_receipt()
        report = self._book(self._report(receipt, 100))
        for values in ({"counted_amount": 1}, {"difference_reason": "Lost"}):
            with self.subTest(values), self._refused("not open any more"):
                self.as_("finance", report).write(values)
        self.assertEqual(report.counted_amount, 100)

    def test_nobody_but_finance_books(self):
        _order, receipt = self._get_receipt()
        report = self._report(receipt, 100)
        for kind in set(KINDS) - {"finance"}:
            for step in ("action_book", "action_refuse"):
                with self.subTest(kind, step=step), self.assertRaises(AccessError):
                    getattr(self.as_(kind, report).sudo(), step)()
        self.assertFalse(report.payment_id)

    def test_a_wrong_report_is_refused_for_a_reason(self):
        order, receipt = self._get_receipt()
        report = self._report(receipt, 100)
        with self._refused("why not what was reported"):
            self.as_("finance", report).action_refuse()
        self.as_("finance", report).difference_reason = "The bank has it already"
        self.as_("finance", report).action_refuse()
        self.env.invalidate_all()
        self.assertEqual(report.state, "refused")
        self.assertAlmostEqual(receipt.door_due, order.amount_total)
        self.assertIn("The bank has it already", report.message_ids[:1].body)
        told = report.message_ids[:1].partner_ids
        self.assertLessEqual(self.users["logistics"].partner_id, told)

    def test_the_order_counts_in_its_own_currency(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": eur.id}
        )
        order, receipt = self._get_receipt(pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, eur)
        report = self._book(self._report(receipt, 50))
        self.assertEqual(report.payment_id.currency_id, order.currency_id)
        self.assertAlmostEqual(order._get_money()[order].received, 50)

    def test_money_that_bounces_is_due_again(self):
        order, receipt = self._get_receipt()
        report = self._book(self._report(receipt, order.amount_total, "cheque"))
        self._sign_receipts(order)
        self.as_("finance", report.payment_id).action_reject()
        self._judge()
        self.assertEqual(order.settlement_state, "awaiting")
        self.assertAlmostEqual(receipt.door_due, order.amount_total)
        self.assertTrue(self._is_listed(order))
