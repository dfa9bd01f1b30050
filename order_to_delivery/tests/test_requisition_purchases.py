from odoo import Command
from odoo.tests import new_test_user, tagged

from .buying_common import NO_REQUISITION, NOT_APPROVED, PurchaseCase
from .cases import covers


@tagged("post_install", "-at_install")
class TestRequisitionPurchases(PurchaseCase):
    """Which purchases need a requisition, and who waits for it (H1.7)."""

    def test_what_an_order_asked_for_is_inspected_for_it(self):
        order, request = self._required()
        purchase = self._bought(request)
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id)]
        )
        self.assertEqual(inspection.sale_order_id, order)

    # What machines confirm

    def test_a_machine_waits_and_goes_on_when_it_is_approved(self):
        request, purchase = self._asked(approved=True)
        purchase.order_line.product_qty = 40
        purchase.sudo().button_confirm()
        self.assertEqual(purchase.state, "to approve")
        clerk = self.as_("material_control", request.line_ids)
        clerk.write({"product_qty": 40, "estimated_cost": 2000})
        self.assertEqual(purchase.state, "to approve")
        self.as_("deputy_general_manager", request).button_approved()
        self.assertEqual(purchase.state, "purchase")
        self.assertTrue(purchase.picking_ids)

    def test_a_machine_orders_what_is_approved(self):
        _request, purchase = self._asked(approved=True)
        purchase.sudo().button_confirm()
        self.assertEqual(purchase.state, "purchase")

    def test_a_manager_of_purchases_approves_amounts_and_not_requisitions(self):
        manager = new_test_user(
            self.env,
            login="otd_purchase_manager",
            groups="order_to_delivery.group_purchasing,purchase.group_purchase_manager",
        )
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 100
        request, purchase = self._asked(approved=True)
        self.call("purchasing", purchase, "button_confirm")
        self.assertEqual(purchase.state, "to approve")
        request.sudo().line_ids._withdraw_approval()
        with self.refused(NOT_APPROVED):
            purchase.with_user(manager).button_approve()
        with self.refused(NOT_APPROVED):
            purchase.with_user(manager).button_approve(force=True)

    # Which purchases

    def test_what_no_order_needs_is_free_by_default(self):
        purchase = self._purchase(self.motor, 5, 50)
        self._confirm_purchase(purchase)
        self.assertEqual(purchase.state, "purchase")

    @covers(
        "buy.unapproved",
        route=("form", "list", "rpc", "import", "direct"),
        role=("purchasing",),
    )
    def test_all_purchases_need_a_requisition_where_the_company_says_so(self):
        self.company.sudo().order_requisition_policy = "all"
        purchase = self._purchase(self.motor, 5, 50)
        for route, act in self._routes(purchase).items():
            with self.subTest(route=route), self.refused(NO_REQUISITION):
                act()

    @covers("buy.unapproved", route=("create", "wizard"), role=("purchasing",))
    def test_purchasing_asks_for_a_requisition_of_what_it_wants_to_buy(self):
        self.company.sudo().order_requisition_policy = "all"
        with self.refused(NO_REQUISITION):
            self._purchase(self.motor, 5, 50, state="purchase")
        purchase = self._purchase(self.motor, 5, 50)
        action = self.as_("purchasing", purchase).action_ask_requisition()
        request = self.env["purchase.request"].browse(action["res_id"])
        self.assertEqual(request.requested_by, self.users["purchasing"])
        self.assertEqual(request.origin, purchase.name)
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)
        self._approve(request)
        self._confirm_purchase(purchase)
        with self.refused("stand on a requisition, or need none"):
            self.as_("purchasing", purchase).action_ask_requisition()

    def test_a_service_that_an_order_buys_comes_on_its_requisition(self):
        self.service.seller_ids = [
            Command.create({"partner_id": self.vendor.id, "price": 80})
        ]
        self.service.service_to_purchase = True
        order = self._confirmed([(self.service, 2)])
        order._resume_held()
        purchase = order._get_purchase_orders()
        request = order.order_requisition_ids
        self.assertEqual(request.line_ids.purchase_lines, purchase.order_line)
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)
        self._approve(request)
        self._confirm_purchase(purchase)

    def test_what_an_order_needs_is_not_ordered_without_its_requisition(self):
        order, _request = self._required()
        purchase = self._purchase(self.motor, 5, 50)
        purchase.order_line.sudo().sale_line_id = order.order_line
        with self.refused(NO_REQUISITION):
            self._confirm_purchase(purchase)

    def test_another_companys_requisition_does_not_count(self):
        request, purchase = self._asked(approved=True)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        request.sudo().company_id = other
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)

    def test_a_purchase_order_under_way_before_going_live_passes(self):
        _request, purchase = self._asked()
        purchase.sudo().order_to_delivery_exempt = True
        self._confirm_purchase(purchase)
        purchase.order_line.product_qty = 99

    def test_with_the_switch_off_odoo_does_what_it_does(self):
        _request, purchase = self._asked()
        self.company.sudo().use_order_to_delivery = False
        self._confirm_purchase(purchase)
        purchase.order_line.price_unit = 99

    def test_what_is_refused_is_not_ordered_any_more(self):
        request, purchase = self._asked(approved=True)
        self.as_("deputy_general_manager", request).action_refuse("Not now")
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)

    def test_what_was_ordered_before_a_refusal_stays(self):
        request, purchase = self._asked(approved=True)
        purchase.order_line.product_qty = 10
        self._confirm_purchase(purchase)
        self.as_("deputy_general_manager", request).action_refuse("Enough")
        self.assertEqual(request.line_ids.approved_quantity, 10)
        purchase.order_line.product_qty = 8
        with self.refused(NOT_APPROVED):
            purchase.order_line.product_qty = 11

    def test_all_reasons_are_told_at_once(self):
        _one, first = self._asked()
        _two, second = self._asked(approved=True)
        second.order_line.price_unit = 60
        with self.refused(f"(?s){NOT_APPROVED}.*costs more than was approved"):
            self.call("purchasing", first | second, "button_confirm")

    def test_the_form_says_why_before_it_is_pressed(self):
        _request, purchase = self._asked()
        self.assertRegex(purchase.requisition_reasons, NOT_APPROVED)
        _request, purchase = self._asked(approved=True)
        self.assertFalse(purchase.requisition_reasons)

    def test_the_gate_costs_as_much_for_many_lines(self):
        self.walk_anew()
        gate = self.env["order.gate.purchase.needs.requisition"]
        counts = []
        for number in (2, 8):
            parts = [
                (self._make_part(f"Part {number} {turn}", 5), 1)
                for turn in range(number)
            ]
            machine = self._make_product(f"Mill {number}", parts)
            _order, request = self._required([(machine, 1)])
            self._approve(request)
            purchase = self._order(request)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(gate._reasons_closed(purchase.sudo()))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_line_that_was_cancelled_is_not_ordered_any_more(self):
        request, purchase = self._asked(approved=True)
        self.as_("material_control", request.line_ids).do_cancel()
        self.assertEqual(request.state, "rejected")
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)
        other = self._ask([(self.motor, 5, 250), (self.component, 1, 10)])
        self._approve(other)
        motor = other.line_ids.filtered(lambda line: line.product_id == self.motor)
        self.as_("warehouse", motor).cancelled = True
        self.assertEqual(other.state, "approved")
        self.assertEqual(motor.approved_quantity, 0)

    # What was used stays used

    def test_what_is_ordered_stays_on_its_requisition(self):
        request, purchase = self._asked(approved=True)
        self._confirm_purchase(purchase)
        with self.refused("stays there"):
            self.save("purchasing", purchase.order_line, purchase_request_lines=[(5,)])
        with self.refused("stays there"):
            self.save("material_control", request.line_ids, purchase_lines=[(5,)])

    def test_a_receipt_that_is_under_way_uses_its_requisition(self):
        request, purchase = self._asked(approved=True)
        self._confirm_purchase(purchase)
        second = self._order(request)
        for state in ("draft", "cancel"):
            purchase.sudo().write({"state": state})
            with self.subTest(state=state), self.refused(NOT_APPROVED):
                self._confirm_purchase(second)
        third = self._purchase(self.component, 1, 1)
        purchase.sudo().write({"state": "purchase"})
        purchase.order_line.sudo().order_id = third
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(second)

    # Two at once

    def _get_versions(self, request):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT coalesce(sum(version), 0) FROM order_quantity_guard
                WHERE res_model = 'purchase.request.line' AND res_id = ANY(%s)""",
            [request.line_ids.ids],
        )
        return self.env.cr.fetchone()[0]

    def test_two_purchase_orders_on_one_requisition_at_once_collide(self):
        request, purchase = self._asked(approved=True)
        line = purchase.order_line
        for act in (
            lambda: self._confirm_purchase(purchase),
            lambda: line.write({"product_qty": 29}),
            lambda: line.write({"price_unit": 49}),
            lambda: self.as_("deputy_general_manager", request).action_refuse("No"),
            lambda: self.as_("material_control", request).button_draft(),
        ):
            before = self._get_versions(request)
            act()
            self.assertGreater(self._get_versions(request), before)
