"""What the instruction says is read where it is carried out."""

from odoo.tests import Form, tagged

from .schedule_common import ScheduleCase

LINE = {"specification": "380 V, IP54", "tolerance_over": 5, "tolerance_under": 2}


@tagged("post_install", "-at_install")
class TestProductionTerms(ScheduleCase):
    """Tolerance, packing, marks, special rules travel to the workshop (H9.10, H6.4)."""

    def _instructed_with_terms(self):
        order = self._take_order(
            "A", marks="HCW / UP", special_rules="Photographs before loading"
        )
        order.order_line.write({**LINE, "packing": "Film"})
        self._confirm(order)
        self._issue_instruction(order)
        self._accept_instruction(order)
        return order

    def _assert_terms(self, record):
        self.assertEqual(record.order_tolerance, "+5% / −2%: 9.8–10.5 Units")
        self.assertEqual(record.order_specification, "380 V, IP54")
        self.assertEqual(record.order_packing, "Film\nWooden case")
        self.assertEqual(record.order_marks, "HCW / UP")
        self.assertEqual(record.order_special_rules, "Photographs before loading")

    def test_they_stand_on_the_manufacturing_and_the_work_order(self):
        order = self._instructed_with_terms()
        production = self._productions(order)
        for kind in ("production", "technical", "quality"):
            with self.subTest(kind=kind):
                seen = self.as_(kind, production)
                self._assert_terms(seen)
                self._assert_terms(seen.workorder_ids)
                self.assertEqual(
                    seen.order_instruction_id, order.order_production_instruction_ids
                )
                self.assertFalse(seen.order_instruction_difference)

    def test_both_forms_show_them(self):
        production = self._productions(self._instructed_with_terms())
        for record in (production, production.workorder_ids):
            view = record.with_user(self.users["production"]).get_views(
                [(False, "form")]
            )
            arch = view["views"]["form"]["arch"]
            for name in ("order_tolerance", "order_packing", "order_marks"):
                with self.subTest(model=record._name, name=name):
                    self.assertIn(f'name="{name}"', arch)
        form = Form(self.as_("production", production))
        self.assertEqual(form.order_marks, "HCW / UP")

    def test_nobody_writes_them_here(self):
        production = self._productions(self._instructed_with_terms())
        field = production._fields["order_tolerance"]
        self.assertFalse(field.store or field.inverse)

    def test_what_replaces_the_instruction_shows_its_difference(self):
        order = self._instructed_with_terms()
        production = self._productions(order)
        old = order.order_production_instruction_ids
        self._change(order, quantity=15)
        production.invalidate_recordset()
        coming = order.order_production_instruction_ids - old
        self.assertEqual(coming.state, "draft")
        # Until the next one is accepted, what was signed last holds.
        self.assertEqual(production.order_instruction_id, old)
        text = production.order_instruction_difference
        self.assertIn(f"{coming.name} against {old.name}", text)
        self.assertIn("10 → 15", text)
        self.as_("customer_service", coming).action_issue()
        self.as_("production", coming).action_accept()
        production.invalidate_recordset()
        self.assertEqual(production.order_instruction_id, coming)
        self.assertIn("10 → 15", production.order_instruction_difference)

    def test_technical_gets_the_copy_of_the_change(self):
        order = self._instructed_with_terms()
        self._change(order, quantity=15)
        coming = order.order_production_instruction_ids.filtered(
            lambda i: i.state == "draft"
        )
        self.as_("customer_service", coming).action_issue()
        self.assertIn(self.users["technical"].partner_id, coming.message_partner_ids)

    def test_a_part_of_the_order_shows_packing_and_rules_but_no_tolerance(self):
        order = self._instructed_with_terms()
        production = self.env["mrp.production"].create(
            {
                "product_id": self.product.id,
                "bom_id": self.bom.id,
                "reference_ids": order.stock_reference_ids.ids,
            }
        )
        self.assertEqual(production.order_marks, "HCW / UP")
        self.assertFalse(production.order_tolerance)

    def test_goods_for_stock_and_companies_with_the_switch_off_show_nothing(self):
        stock = self.env["mrp.production"].create(
            {"product_id": self.product.id, "bom_id": self.bom.id}
        )
        self.assertFalse(stock.order_instruction_id or stock.order_packing)
        production = self._productions(self._instructed_with_terms())
        self.company.use_order_to_delivery = False
        production.invalidate_recordset()
        self.assertFalse(production.order_instruction_id or production.order_marks)

    def test_what_is_over_within_tolerance_is_stocked_and_offered_for_shipping(self):
        for made, offered in ((9, 10), (10.4, 10.4), (12, 10.5)):
            order = self._instructed_with_terms()
            self._finish(self._productions(order), made)
            request = self._request_shipping(order)
            with self.subTest(made=made):
                self.assertAlmostEqual(request.line_ids.quantity, offered)
