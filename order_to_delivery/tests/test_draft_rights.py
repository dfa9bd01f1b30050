"""What a seat is told of prices, payments and defects, and who is told (H7.1)."""

import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .draft_common import SEATS, DraftCase
from .price_common import PriceMixin


@tagged("post_install", "-at_install")
class TestDraftRights(PriceMixin, DraftCase):
    def test_draft_of_a_workshop_shows_no_price(self):
        self._deal(900, product=self.pump)
        self._circulated(*SEATS)
        for kind in ("technical", "production", "quality"):
            with self.subTest(kind=kind):
                seat = self._seat(kind)
                seat.invalidate_recordset()
                shown = json.dumps(seat.draft_panel, ensure_ascii=False)
                for amount in ("42.00", "7.00", "900.00"):
                    self.assertNotIn(amount, shown)

    def test_what_is_signed_tells_no_amount_to_whoever_reads_it(self):
        self._deal(900, product=self.pump)
        self._circulated(*SEATS)
        for kind in SEATS:
            seat = self._seat(kind)
            if kind == "finance":
                self.assertNotIn("900.00", self._get_facts(seat))
            self._agree(seat)
            read = self._seat(kind, by="production").read(["text", "draft"])
            with self.subTest(kind=kind):
                for amount in ("42.00", "7.00", "900.00"):
                    self.assertNotIn(amount, json.dumps(read[0], default=str))

    def test_material_control_is_told_what_ordering_would_cost(self):
        self._circulated()
        self.assertIn("would cost", self._get_facts(self._seat("material_control")))
        self.assertIn("42.00", self._get_facts(self._seat("material_control")))

    def test_purchasing_is_told_vendor_price_lead_time_and_record(self):
        self._circulated("purchasing")
        seat = self._seat("purchasing")
        facts = self._get_facts(seat)
        for text in ("Cam: Vendor, 12 days", "nothing delivered in a year", "7.00"):
            self.assertIn(text, facts)
        self._agree(seat)
        self.assertEqual(seat.answer_date, self._day(12))
        self.assertIn("Cam: 6 Units are short; Vendor delivers", seat.text)

    def test_purchasing_is_told_how_often_a_vendor_was_on_time(self):
        for is_late in (False, True):
            self._deliver_cams(is_late)
        self._circulated("purchasing")
        facts = self._get_facts(self._seat("purchasing"))
        self.assertIn("on time 50 % of 2 deliveries", facts)

    def _deliver_cams(self, is_late):
        """Have the vendor deliver a cam, in time or a week late."""
        self.company.sudo().use_order_to_delivery = False
        planned = fields.Datetime.subtract(
            fields.Datetime.now(), days=7 if is_late else -7
        )
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    fields.Command.create(
                        {
                            "product_id": self.cam.id,
                            "product_qty": 1,
                            "date_planned": planned,
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        purchase.order_line.date_planned = planned
        picking = purchase.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()
        self._stock(self.cam, -1)
        self.company.sudo().use_order_to_delivery = True

    def test_who_decides_is_told_last_price_margin_and_payments(self):
        self._deal(900, product=self.pump)
        self._circulated("marketing_director")
        seat = self._seat("marketing_director")
        facts = self._get_facts(seat)
        self.assertIn("900.00 for 10 on", facts)
        self.assertIn("No invoice was paid within a year.", facts)
        self._agree(seat)
        self.assertIn("1 of 1 products were sold to this customer before.", seat.text)
        self.assertIn("No payment of this customer is overdue.", seat.text)

    def test_how_late_a_customer_paid_is_told(self):
        self._pay_invoice(due_days_ago=30, paid_days_ago=10)
        self._pay_invoice(due_days_ago=30, paid_days_ago=40)
        self._circulated("marketing_director")
        facts = self._get_facts(self._seat("marketing_director"))
        self.assertIn(
            "1 of 2 invoices of a year were paid late, by up to 20 days.", facts
        )

    def _pay_invoice(self, due_days_ago, paid_days_ago):
        due, paid = self._day(-due_days_ago), self._day(-paid_days_ago)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partners["B"].id,
                "invoice_date": due,
                "invoice_date_due": due,
                "invoice_line_ids": [
                    fields.Command.create({"name": "Pumps", "price_unit": 100})
                ],
            }
        )
        invoice.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"payment_date": paid}).action_create_payments()

    def test_reasons_lead_only_to_what_the_reader_may_open(self):
        self._deal(900, product=self.pump)
        self._circulated(*SEATS)
        led = set()
        for kind in SEATS:
            seat = self._seat(kind)
            for fact in seat.draft_panel["facts"]:
                if fact["res_id"]:
                    led.add(fact["res_model"])
                    record = seat.env[fact["res_model"]].browse(fact["res_id"])
                    with self.subTest(kind=kind, fact=fact["text"]):
                        record.check_access("read")
        self.assertIn("product.product", led)
        self.assertIn("sale.order", led)

    def test_nobody_fills_in_for_others_or_what_is_signed(self):
        """Not even where all was typed already, and nothing would be filled in."""
        self._circulated(*SEATS)
        seat = self._seat("quality")
        seat.text = "Tested at 1 kV."
        for kind in ("technical", "production"):
            with (
                self.subTest(kind=kind),
                self.assertRaisesRegex(UserError, "does not sign for Quality"),
            ):
                self._seat("quality", by=kind).action_take_draft()
        self.assertFalse(seat.draft)
        seat.action_agree()
        with self.assertRaisesRegex(UserError, "signed"):
            seat.action_take_draft()
        self.assertFalse(seat.draft)

    def test_nothing_is_filled_in_before_those_who_answer_first(self):
        self.departments["quality"].waits_for_ids = self.departments["technical"]
        self._circulated(*SEATS)
        seat = self._seat("quality")
        self.assertEqual(seat.state, "waiting")
        with self.assertRaisesRegex(UserError, "answers first"):
            seat.action_take_draft()
        self.assertFalse(seat.text or seat.draft)

    def test_only_the_seat_itself_is_drafted_for(self):
        self._circulated(*SEATS)
        for kind in SEATS:
            for by in set(SEATS) - {kind}:
                with self.subTest(kind=kind, by=by):
                    self.assertFalse(self._seat(kind, by=by).draft_panel)


@tagged("post_install", "-at_install")
class TestDraftQuality(DraftCase):
    def test_quality_is_told_what_is_reworked(self):
        self._make_badly()
        self._circulated()
        seat = self._seat("quality")
        facts = self._get_facts(seat)
        self.assertIn("Control Cabinet: 2 Units are being reworked.", facts)
        self.assertIn("2 Units were rejected within a year.", facts)
        self._agree(seat)
        self.assertIn("being reworked", seat.text)
        self.assertNotIn("None of it is open", seat.text)

    def _make_badly(self):
        """Have ten cabinets made, of which two go back to the workshop."""
        self.pump = self.product
        production = self._walk_to("production").order_production_instruction_ids
        inspection = self._offer(production.production_ids, 10)
        self._judge_made(inspection, 8, 2)

    def test_quality_says_that_nothing_is_known(self):
        self._circulated()
        seat = self._agree(self._seat("quality"))
        self.assertEqual(
            seat.text, "No defect, claim or return of these products is known."
        )
