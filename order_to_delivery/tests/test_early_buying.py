from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .buying_common import BuyingCase
from .common import KINDS
from .routes_common import RouteMixin

NOT_SIGNED = "is not signed by its customer, or not instructed"
ABOVE_CAP = "is above the cap of its waiver"


@tagged("post_install", "-at_install")
class TestEarlyBuying(RouteMixin, BuyingCase):
    """Long-lead parts are bought before the signature under a waiver (H7.3, H9.8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_early_buying_cap = 5000

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("signature", lines=[(self.machine, 10)])

    def _ask_early(self, quantity=20, order=None, by="material_control"):
        """Have motors put on the order's requisition, as Material Control does."""
        order = order or self.order
        action = self.as_(by, order).action_ask_early()
        dialog = (
            self.as_(by, self.env[action["res_model"]])
            .with_context(**action["context"])
            .create({})
        )
        line = dialog.line_ids.filtered(lambda line: line.product_id == self.motor)
        line.quantity = quantity
        dialog.action_ask()
        order.invalidate_recordset()
        return order.order_requisition_ids

    def _waive(self, cap=1000, by="deputy_general_manager", **values):
        dialog = self.as_(by, self.env["order.gate.waive"]).create(
            {
                "sale_order_id": self.order.id,
                "gate": "order.gate.requisition.needs.signature",
                "reason": "Motors take ten weeks.",
                "cap_amount": cap,
                "paper_due_date": fields.Date.today() + timedelta(days=7),
                **values,
            }
        )
        dialog.action_grant()
        return self.env["order.gate.waiver"].search(
            [("sale_order_id", "=", self.order.id)], limit=1
        )

    def _approve_again(self, request):
        self.as_("deputy_general_manager", request).button_approved()

    def _bought_early(self):
        """Return a waiver, and a confirmed purchase of 20 motors under it."""
        waiver = self._waive()
        return waiver, self._bought(self._ask_early())

    def test_the_dialog_lists_what_is_bought_for_the_order(self):
        dialog = self.as_("material_control", self.env["order.requisition.advance"])
        dialog = dialog.create({"sale_order_id": self.order.id})
        self.assertEqual(dialog.line_ids.product_id, self.motor)
        self.assertEqual(dialog.line_ids.needed_quantity, 30)

    def test_the_dialog_lists_the_parts_of_kits_too(self):
        kit = self._make_product("Kit", [(self.machine, 2)], bom_type="phantom")
        order = self._walk_to("signature", lines=[(kit, 3)])
        dialog = self.as_("warehouse", self.env["order.requisition.advance"])
        dialog = dialog.create({"sale_order_id": order.id})
        self.assertEqual(dialog.line_ids.product_id, self.motor)
        self.assertEqual(dialog.line_ids.needed_quantity, 18)

    def test_without_a_waiver_nothing_is_approved(self):
        request = self._ask_early()
        self.assertEqual(request.sale_order_id, self.order)
        self._report(request)
        with self.refused(NOT_SIGNED):
            self._approve_again(request)
        self.assertIn(
            "long lead time", self.as_("purchasing", request).approval_reasons
        )

    def test_no_other_route_approves_it(self):
        request = self._ask_early()
        self._report(request)
        with self.refused("by its buttons only"):
            self.import_("material_control", request, state="approved")
        with self.refused(NOT_SIGNED):
            request.sudo().write(
                {
                    "state": "approved",
                    "approved_by_id": self.users["deputy_general_manager"].id,
                }
            )

    def test_under_a_waiver_it_is_approved_and_bought(self):
        waiver, purchase = self._bought_early()
        self.assertEqual(purchase.state, "purchase")
        self.assertEqual(purchase.order_line.product_qty, 20)
        self.assertEqual(waiver.used_amount, 1000)
        self.assertNotEqual(self.order.state, "sale")

    def test_above_the_cap_nothing_is_approved(self):
        self._waive(cap=999)
        request = self._ask_early()
        self._report(request)
        with self.refused(ABOVE_CAP):
            self._approve_again(request)

    def test_several_requisitions_share_one_cap(self):
        waiver = self._waive(cap=1500)
        first = self._ask_early()
        self._bought(first)
        self.as_("material_control", first).button_done()
        second = self._ask_early(quantity=11) - first
        self._report(second)
        with self.refused(ABOVE_CAP):
            self._approve_again(second)
        self.as_("material_control", second.line_ids).write(
            {"product_qty": 10, "estimated_cost": 500}
        )
        self._approve_again(second)
        self.assertEqual(waiver.used_amount, 1500)

    def test_what_grows_beyond_the_cap_is_not_approved(self):
        self._waive()
        request = self._ask_early()
        self._approve(request)
        self.as_("material_control", request.line_ids).write(
            {"product_qty": 21, "estimated_cost": 1050}
        )
        with self.refused(ABOVE_CAP):
            self._approve_again(request)

    def test_a_second_waiver_raises_the_cap(self):
        self._waive(cap=600)
        request = self._ask_early()
        self._report(request)
        self._waive(cap=400)
        self._approve_again(request)
        waivers = self.env["order.gate.waiver"].search(
            [("sale_order_id", "=", self.order.id)], order="id"
        )
        self.assertEqual(waivers.mapped("used_amount"), [600, 400])

    def test_nobody_else_waives(self):
        for kind in set(KINDS) - {"deputy_general_manager"}:
            with (
                self.subTest(kind=kind),
                self.refused("Deputy General Manager|not allowed", AccessError),
            ):
                self._waive(by=kind)

    def test_nobody_waives_where_the_company_allows_no_amount(self):
        self.company.sudo().order_early_buying_cap = 0
        with self.refused("Nobody may waive", AccessError):
            self._waive()

    def test_a_waiver_needs_its_cap_and_the_papers_day(self):
        for values, text in (
            ({"cap_amount": 0}, "value cap"),
            ({"cap_amount": 5001}, "value cap"),
            ({"paper_due_date": False}, "the day by which the paper"),
            ({"reason": " "}, "the reason"),
        ):
            with self.subTest(values=values), self.refused(text):
                self._waive(**values)

    def test_the_requisition_leads_to_its_waiver(self):
        request = self._ask_early()
        action = self.as_("deputy_general_manager", request).action_waive_signature()
        self.assertEqual(action["context"]["default_sale_order_id"], self.order.id)
        with self.refused("belongs to Deputy General Manager", AccessError):
            self.as_("material_control", request).action_waive_signature()

    def test_once_revoked_nothing_more_is_ordered(self):
        waiver = self._waive()
        request = self._ask_early()
        self._approve(request)
        purchase = self._order(request)
        self.as_("deputy_general_manager", waiver).action_revoke()
        for route in (
            lambda: self.call("purchasing", purchase, "button_confirm"),
            lambda: self.call("purchasing", purchase, "write", {"state": "purchase"}),
            lambda: purchase.sudo().write({"state": "purchase"}),
        ):
            with self.refused(NOT_SIGNED):
                route()
        self.assertEqual(purchase.state, "draft")

    def test_what_was_approved_is_ordered_after_the_waivers_end(self):
        waiver = self._waive()
        request = self._ask_early()
        self._approve(request)
        purchase = self._order(request)
        waiver.sudo().valid_to = fields.Datetime.now() - timedelta(hours=1)
        self._confirm_purchase(purchase)
        self.assertEqual(request.state, "in_progress")
        self.as_("material_control", request.line_ids).write(
            {"product_qty": 21, "estimated_cost": 1000}
        )
        with self.refused(NOT_SIGNED):
            self._approve_again(request)

    def test_one_purchase_for_two_orders_is_asked_for_each(self):
        waiver = self._waive()
        early = self._ask_early()
        self._approve(early)
        _order, other = self._required()
        self._approve(other)
        purchase = self._order(other | early)
        self.as_("deputy_general_manager", waiver).action_revoke()
        with self.refused(NOT_SIGNED):
            self._confirm_purchase(purchase)

    def test_the_instruction_ends_it_and_asks_for_the_rest_only(self):
        waiver, _purchase = self._bought_early()
        self._sign_confirmation(self.order)
        self._pay(self.order, self.order.deposit_due)
        self.assertEqual(waiver.state, "granted")
        self._issue_instruction(self.order)
        self._accept_instruction(self.order)
        self.assertEqual(waiver.state, "settled")
        self.order.order_production_instruction_ids._require_materials()
        request = self.order.order_requisition_ids
        self.assertEqual(sum(request.line_ids.mapped("product_qty")), 30)
        self.assertEqual(request.state, "to_approve")
        self._approve_again(request)

    def test_a_signed_order_that_is_not_instructed_waits_too(self):
        self._sign_confirmation(self.order)
        self.assertEqual(self.order.state, "sale")
        request = self._ask_early()
        self._report(request)
        with self.refused(NOT_SIGNED):
            self._approve_again(request)

    def test_goods_from_stock_wait_for_the_confirmation_only(self):
        self.order = self._walk_to("signature", lines=[(self.motor, 10)])
        waiver = self._waive()
        self._sign_confirmation(self.order)
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(waiver.state, "settled")

    def test_nothing_is_asked_early_for_an_order_that_is_instructed(self):
        order = self._instructed([(self.machine, 10)])
        with self.refused("Work Out Material Needs"):
            self._ask_early(order=order)

    def test_everything_that_bars_asking_is_told_at_once(self):
        draft = self._take_order("B", lines=[(self.machine, 10)])
        with self.assertRaises(UserError) as refusal:
            self._ask_early(quantity=0, order=draft)
        self.assertIn("submitted for review first", str(refusal.exception))
        self.assertIn("Say how much", str(refusal.exception))

    def test_only_who_reports_needs_asks_early(self):
        for kind in ("sales", "purchasing", "deputy_general_manager"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.order).action_ask_early()
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                dialog = self.as_(kind, self.env["order.requisition.advance"])
                dialog.create({"sale_order_id": self.order.id}).action_ask()
            with self.subTest(kind=kind), self.refused("belongs to", AccessError):
                dialog = dialog.sudo().create({"sale_order_id": self.order.id})
                dialog.action_ask()

    def test_a_cancelled_order_asks_for_nothing_early(self):
        request = self._ask_early()
        self._report(request)
        self.order._action_cancel()
        self.assertEqual(request.state, "rejected")

    def test_with_the_switch_off_it_is_approved_as_in_oca(self):
        request = self._ask_early()
        self.company.sudo().use_order_to_delivery = False
        self.users["warehouse"].group_ids = [
            Command.link(
                self.env.ref("purchase_request.group_purchase_request_manager").id
            )
        ]
        request.requested_by = self.users["warehouse"]
        self.as_("warehouse", request).button_to_approve()
        self.as_("warehouse", request).button_approved()
        self.assertEqual(request.state, "approved")
