"""What stands beside a draft: units, companies, languages, and nothing at all."""

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .draft_common import SEATS, DraftCase


@tagged("post_install", "-at_install")
class TestDraftNeighbours(DraftCase):
    def _open_all(self):
        """Return what each seat that there is is told, by its department."""
        kinds = self.review.signoff_ids.mapped("kind")
        return {kind: self._get_facts(self._seat(kind)) for kind in kinds}

    def test_material_that_nobody_sells_has_no_day(self):
        self.cam.seller_ids.unlink()
        self._circulated()
        seat = self._seat("material_control")
        draft = seat._work_out_draft()
        self.assertEqual(draft.values["material_position"], "short")
        self.assertNotIn("answer_date", draft.values)
        self._agree(seat)
        self.assertFalse(seat.answer_date)

    def test_what_came_back_is_told_in_the_products_unit(self):
        self._give_back(self.env.ref("uom.product_uom_dozen"), 2)
        self._give_back(self.pump.uom_id, 1)
        self._circulated("quality")
        self.assertIn(
            "Pump: 25 Units came back from customers",
            self._get_facts(self._seat("quality")),
        )

    def _give_back(self, unit, quantity):
        """Let a customer of before the company went live give pumps back."""
        self.company.sudo().use_order_to_delivery = False
        move = self.env["stock.move"].create(
            {
                "product_id": self.pump.id,
                "product_uom": unit.id,
                "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_customers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        self.company.sudo().use_order_to_delivery = True
        self._stock(self.pump, -unit._compute_quantity(quantity, self.pump.uom_id))

    # Two companies in one session

    def test_what_another_company_holds_is_not_told(self):
        other = self.env["res.company"].create({"name": "Second Factory"})
        order = self._circulated("marketing_director")
        director = self.users["marketing_director"]
        director.sudo().company_ids |= other
        self._hold(order.partner_id, other)
        seat = self.review.signoff_ids.filtered(
            lambda seat: seat.kind == "marketing_director"
        )
        seat = seat.with_user(director).with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertNotIn("Nothing new is released", self._get_facts(seat))
        self._hold(order.partner_id, self.company)
        self.assertIn("Nothing new is released", self._get_facts(seat))

    def _hold(self, customer, company):
        """Let a company wait for a lost payment of a customer."""
        orders = self.env["sale.order"].with_company(company)
        order = orders.create({"partner_id": customer.id, "company_id": company.id})
        # Cases are opened by what happens to payments.
        self.env["order.recovery.case"].sudo().create(
            {
                "sale_order_id": order.id,
                "partner_id": customer.commercial_partner_id.id,
                "company_id": company.id,
            }
        )
        self.env.invalidate_all()

    # Little, and what is done away with

    def test_order_of_a_service_alone_is_drafted(self):
        for kind in SEATS:
            self.departments[kind].seat = "always"
        order = self._take_order(lines=[(self.service, 1)])
        order.order_line.price_unit = 1  # no standard order
        self.review = self._walk_to("answers", order=order).order_review_ids
        for kind, facts in self._open_all().items():
            with self.subTest(kind=kind):
                self.assertIsInstance(facts, str)
        draft = self._seat("material_control")._work_out_draft()
        self.assertEqual(draft.text, "All materials are in stock.")

    def test_archived_products_are_drafted_for_as_well(self):
        self._circulated(*SEATS)
        before = self._open_all()
        (self.pump | self.cam).active = False
        for kind, facts in self._open_all().items():
            with self.subTest(kind=kind):
                self.assertEqual(facts, before[kind])

    def test_draft_is_in_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._circulated(*SEATS)
        for kind in self.review.signoff_ids.mapped("kind"):
            english = self._seat(kind)
            chinese = english.with_context(lang="zh_CN")
            with self.subTest(kind=kind):
                text = english._work_out_draft().text
                self.assertTrue(text)
                self.assertNotEqual(chinese._work_out_draft().text, text)
                self.assertNotRegex(chinese._work_out_draft().text, r"\b(are|is|the)\b")

    def test_day_is_the_companys(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self._stock(self.cam, 100)
        self._circulated()
        late = fields.Datetime.now().replace(hour=16, minute=30)
        with freeze_time(late):  # past midnight in Shanghai
            values = self._seat("material_control")._work_out_draft().values
        tomorrow = fields.Date.add(late.date(), days=1)
        self.assertEqual(values["answer_date"], str(tomorrow))
