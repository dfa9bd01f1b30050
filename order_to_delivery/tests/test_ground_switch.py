from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundSwitch(OrderToDeliveryCase):
    """Going live, and what was under way then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().use_order_to_delivery = False
        cls.manager = new_test_user(
            cls.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )
        cls.users["manager"] = cls.manager

    def _switch(self, by="manager"):
        return self.as_(by, self.env["order.company.switch"]).create({})

    def _switch_on(self):
        self._switch().action_switch_on()

    def _confirm_plainly(self):
        order = self._take_order("C", [(self.stocked, 5)])
        order.action_confirm()
        return order

    def test_the_manager_switches_a_company_on_that_has_its_seats(self):
        self._switch_on()
        self.assertTrue(self.company.use_order_to_delivery)
        self.assertTrue(self.company.order_to_delivery_since)

    def test_who_turned_the_switch_is_kept(self):
        self._switch_on()
        message = self.company.partner_id.message_ids[:1]
        self.assertIn("switched on", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)
        self._switch().action_switch_off()
        self.assertIn("switched off", self.company.partner_id.message_ids[:1].body)

    def test_a_switch_turned_twice_is_not_logged_twice(self):
        with self.assertRaisesRegex(UserError, "is off in"):
            self._switch().action_switch_off()
        self._switch_on()
        with self.assertRaisesRegex(UserError, "is on in"):
            self._switch_on()
        self.assertTrue(self.company.use_order_to_delivery)

    def test_no_department_turns_the_switch(self):
        for kind in ("sales", "deputy_general_manager", "supervisor"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._switch(kind)

    def test_a_wizard_of_somebody_else_is_no_way_round(self):
        wizard = self._switch()
        with self.assertRaisesRegex(AccessError, "Manager"):
            self.as_("supervisor", wizard).sudo().action_switch_on()

    def test_a_manager_of_another_company_does_not_turn_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        wizard = self._switch()
        wizard.sudo().company_id = other
        with self.assertRaisesRegex(AccessError, "Elsewhere"):
            wizard.action_switch_on()

    def test_nobody_writes_the_switch(self):
        admin = self.env.ref("base.user_admin")
        with self.assertRaisesRegex(AccessError, "use_order_to_delivery"):
            self.company.with_user(admin).use_order_to_delivery = True
        with self.assertRaisesRegex(AccessError, "use_order_to_delivery"):
            self.env["res.company"].with_user(admin).create(
                {"name": "X", "use_order_to_delivery": True}
            )

    def test_a_new_company_has_it_off(self):
        company = self.env["res.company"].create({"name": "Second Factory"})
        self.assertFalse(company.use_order_to_delivery)

    def test_everything_that_is_missing_is_listed_at_once(self):
        self.users["finance"].active = False
        self.departments["production"].sudo().unlink()
        self.users["clerk"].active = False
        self.users["technical"].group_ids = [
            Command.unlink(self.env.ref("order_to_delivery.group_technical").id)
        ]
        with self.assertRaises(UserError) as refusal:
            self._switch_on()
        text = str(refusal.exception)
        self.assertIn("Finance: 1 active", text)
        self.assertIn("Production: 1 active", text)
        self.assertIn("Customer Service: 2 active", text)
        self.assertIn("Technical has a seat", text)
        self.assertFalse(self.company.use_order_to_delivery)

    def test_a_refused_start_spares_nothing(self):
        order = self._confirm_plainly()
        self.users["finance"].active = False
        with self.assertRaises(UserError):
            self._switch_on()
        self.assertFalse(order.order_to_delivery_exempt)
        self.assertFalse(self.company.order_to_delivery_since)

    def test_what_is_under_way_at_going_live_is_spared(self):
        order = self._confirm_plainly()
        quotation = self._take_order("C")
        production = self.env["mrp.production"].create(
            {"product_id": self.product.id, "product_qty": 1}
        )
        production.action_confirm()
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        purchases = self.env["purchase.order"].create(
            [
                {
                    "partner_id": vendor.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.component.id, "product_qty": 1}
                        )
                    ],
                }
                for _number in range(2)
            ]
        )
        purchases[0].button_confirm()
        self._switch_on()
        self.assertTrue(order.order_to_delivery_exempt)
        self.assertTrue(order.picking_ids.order_to_delivery_exempt)
        self.assertTrue(production.order_to_delivery_exempt)
        self.assertTrue(purchases[0].order_to_delivery_exempt)
        self.assertTrue(purchases[0].picking_ids.order_to_delivery_exempt)
        self.assertFalse(purchases[1].order_to_delivery_exempt)
        self.assertFalse(quotation.order_to_delivery_exempt)

    def test_only_the_first_start_spares(self):
        self._switch_on()
        self._switch().action_switch_off()
        order = self._confirm_plainly()
        self._switch_on()
        self.assertFalse(order.order_to_delivery_exempt)

    def test_another_companys_documents_are_not_spared(self):
        company = self.env["res.company"].create({"name": "Second Factory"})
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        production = (
            self.env["mrp.production"]
            .with_company(company)
            .create(
                {
                    "product_id": self.component.id,
                    "product_qty": 1,
                    "picking_type_id": warehouse.manu_type_id.id,
                }
            )
        )
        production.action_confirm()
        self._switch_on()
        self.assertEqual(production.state, "confirmed")
        self.assertFalse(production.order_to_delivery_exempt)

    def test_sparing_takes_one_statement_per_table(self):
        self.walk_anew()
        for _number in range(3):
            self._confirm_plainly()
        self.env.flush_all()
        wizard = self._switch()
        with self.assertQueryCount(4):
            wizard._exempt_under_way(self.company)

    def test_nobody_spares_a_document_by_hand(self):
        order = self._confirm_plainly()
        admin = self.env.ref("base.user_admin")
        for record in (order, order.picking_ids):
            with self.assertRaisesRegex(AccessError, "order_to_delivery_exempt"):
                record.with_user(admin).order_to_delivery_exempt = True
        for model in ("purchase.order", "mrp.production", "stock.picking"):
            with self.assertRaisesRegex(AccessError, "order_to_delivery_exempt"):
                self.env[model].with_user(admin).with_context(
                    default_order_to_delivery_exempt=True
                ).create({})

    def test_a_copy_is_not_spared(self):
        order = self._confirm_plainly()
        self._switch_on()
        self.assertFalse(order.copy().order_to_delivery_exempt)
        self.assertFalse(order.picking_ids.copy().order_to_delivery_exempt)

    def test_the_rest_of_a_spared_delivery_stays_spared(self):
        order = self._confirm_plainly()
        self._switch_on()
        picking = order.picking_ids
        picking.move_ids.quantity = 2
        picking.move_ids.picked = True
        self.as_("warehouse", picking).with_context(
            skip_backorder=True
        ).button_validate()
        backorder = order.picking_ids - picking
        self.assertTrue(backorder)
        self.assertTrue(backorder.order_to_delivery_exempt)

    def test_the_rest_of_a_spared_manufacturing_order_stays_spared(self):
        production = self.env["mrp.production"].create(
            {"product_id": self.product.id, "product_qty": 5}
        )
        production.action_confirm()
        self._switch_on()
        production = self.as_("production", production)
        parts = production._split_productions({production: [2, 3]})
        self.assertEqual(parts.mapped("order_to_delivery_exempt"), [True, True])

    # Policies

    def _settings(self, by="manager", **values):
        return self.as_(by, self.env["order.settings"]).create(values)

    def test_the_manager_sets_the_policies_without_being_administrator(self):
        form = Form(self.as_("manager", self.env["order.settings"]))
        self.assertEqual(form.order_review_days, 2)
        form.order_review_days = 3
        form.order_money_waiver_policy = "deputy_general_manager"
        form.order_money_waiver_cap = 500
        form.save()
        self.assertEqual(self.company.order_review_days, 3)
        self.assertEqual(self.company.order_money_waiver_cap, 500)

    def test_a_changed_policy_is_kept_with_who_changed_it(self):
        self._settings(order_received_policy="validated")
        message = self.company.partner_id.message_ids[:1]
        self.assertRegex(message.body, "Payments that Finance registered → Payments")
        self.assertEqual(message.author_id, self.manager.partner_id)

    def test_looking_at_the_settings_writes_no_company(self):
        form = Form(self.as_("manager", self.env["order.settings"]))
        company = self.env.registry["res.company"]
        with patch.object(company, "write", side_effect=AssertionError("written")):
            form.save()

    def test_no_department_sets_policies(self):
        for kind in ("sales", "finance", "deputy_general_manager"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._settings(kind, order_review_days=9)

    def test_settings_of_another_are_not_written(self):
        settings = self._settings()
        with self.assertRaises(AccessError):
            self.as_("finance", settings).order_review_days = 9
        with self.assertRaisesRegex(AccessError, "Only the Order to Delivery Manager"):
            self.as_("finance", settings).sudo().order_review_days = 9

    def test_the_manager_sets_the_policies_of_the_own_companies_only(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaisesRegex(AccessError, "own companies"):
            self._settings(company_id=other.id, order_review_days=9)
        settings = self._settings()
        with self.assertRaisesRegex(AccessError, "own companies"):
            settings.write({"company_id": other.id, "order_review_days": 9})

    def test_settings_do_not_turn_the_switch(self):
        self._settings(use_order_to_delivery=True)
        self.assertFalse(self.company.use_order_to_delivery)

    def test_the_settings_page_opens_with_the_policies(self):
        admin = self.env.ref("base.user_admin")
        form = Form(self.env["res.config.settings"].with_user(admin))
        form.order_review_days = 4
        form.save().execute()
        self.assertEqual(self.company.order_review_days, 4)
