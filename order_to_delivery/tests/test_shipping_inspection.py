"""H3.4: goods with an open defect, or not inspected where a plan says so, stay here."""

from odoo import Command, fields
from odoo.tests import tagged

from .shipment_common import HELD, ShippingInspectionCase


@tagged("post_install", "-at_install")
class TestShippingInspection(ShippingInspectionCase):
    # What is inspected

    def test_the_request_has_its_goods_inspected_where_a_plan_says_so(self):
        self._plan_shipments(
            product_tmpl_ids=[Command.set(self.stocked.product_tmpl_id.ids)]
        )
        lines = [(self.stocked, 10), (self.component, 5)]
        order = self._get_ready_order(lines=lines)
        request = self._request_shipping(order)
        inspection = self._get_drafts(request)
        self.assertEqual(inspection.kind, "shipment")
        self.assertEqual(inspection.sale_order_id, order)
        self.assertEqual(inspection.line_ids.product_id, self.stocked)
        self.assertEqual(inspection.line_ids.offered_quantity, 10)
        self.assertEqual(inspection.check_ids.title, "Packing and marks")
        self.assertEqual(request.line_ids.mapped("needs_inspection"), [True, False])

    def test_without_a_plan_nothing_is_inspected_and_nothing_is_asked(self):
        self.walk_anew()
        order, request, inspection = self._get_released()
        self.assertFalse(inspection)
        gate = self.env["order.gate.shipping.needs.inspection"].sudo()
        moves = order.sudo().picking_ids.move_ids
        self.assertFalse(gate._reasons_closed(moves))  # fills what is read anyway
        with self.assertQueryCount(0):
            gate._reasons_closed(moves)
            request.sudo()._ask_inspection()
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_the_company_has_nothing_inspected_or_everything(self):
        self._plan_shipments(
            product_tmpl_ids=[Command.set(self.component.product_tmpl_id.ids)]
        )
        for policy, is_held in (("never", False), ("plan", False), ("always", True)):
            self.company.sudo().order_shipment_inspection_policy = policy
            order, _request, inspection = self._get_released()
            with self.subTest(policy=policy):
                self.assertEqual(bool(inspection), is_held)
                if is_held:
                    with self._refused(HELD):
                        self._validate(order.picking_ids)
                else:
                    self._validate(order.picking_ids)

    def test_a_customers_plan_is_for_his_goods_alone(self):
        self._plan_shipments(partner_id=self.partners["A"].id)
        _order, _request, inspection = self._get_released(grade="A")
        self.assertTrue(inspection)
        request = self._request_shipping(self._get_ready_order(grade="C"))
        self.assertFalse(self._get_drafts(request))

    def test_a_plan_made_later_does_not_hold_what_is_released(self):
        order, request, _none = self._get_released()
        self._plan_shipments()
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)
        with self._refused("nothing left to inspect"):
            self.as_("customer_service", request).action_inspect_rest()

    def test_finance_signs_for_goods_that_are_inspected_by_then(self):
        """What changes while the request is a draft is asked once more."""
        self._plan_shipments()
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.as_("customer_service", request.line_ids).quantity = 6
        self._verify(order)
        self.assertEqual(self._get_drafts(request).line_ids.offered_quantity, 6)

    # What may leave

    def test_goods_not_judged_do_not_leave_by_any_route(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._try_all(order.picking_ids, text=HELD)
        self._judge_shipment(inspection)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_rejected_goods_do_not_leave_by_any_route(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._judge_shipment(inspection, 0, 10)
        self._try_all(order.picking_ids, text=HELD)

    def test_the_accepted_part_leaves_and_its_backorder_stays(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2)
        with self._refused("2 Units would leave"):
            self._validate(order.picking_ids)
        self._validate(order.picking_ids, 8)
        self.assertEqual(self._get_shipped(order), 8)
        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self._try_all(rest, text=HELD)

    def test_lines_of_a_done_delivery_are_not_raised_beyond_it(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2)
        done = order.picking_ids
        self._validate(done, 8)
        operation = done.move_ids.move_line_ids
        for act in (
            lambda: self.as_("warehouse", operation).write({"quantity": 9}),
            lambda: self.as_("warehouse", done.move_ids).write({"quantity": 9}),
            lambda: operation.sudo().copy({"quantity": 1}),
        ):
            with self._refused(HELD):
                act()
                self.env.flush_all()

    def test_what_replaces_scrapped_goods_is_inspected_like_the_first(self):
        self._plan_shipments()
        order, request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2, "scrap")
        before = self._get_version(order.order_line)
        self.as_("customer_service", request).action_inspect_rest()
        # Whoever ships or withdraws meanwhile is tried again.
        self.assertGreater(self._get_version(order.order_line), before)
        again = self._get_drafts(request)
        self.assertEqual(again.line_ids.offered_quantity, 2)
        self._judge_shipment(again, 2)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_reworked_goods_leave_once_they_are_inspected_again(self):
        self._plan_shipments()
        order, request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2, "rework")
        with self._refused("nothing left to inspect"):
            self.as_("customer_service", request).action_inspect_rest()
        self.as_("inspector", inspection).action_inspect_again()
        again = self._get_drafts(request)
        self._judge_shipment(again, 2)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_what_the_head_of_quality_concedes_leaves(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2, "concession")
        with self._refused(HELD):
            self._validate(order.picking_ids)
        self.as_("quality", inspection).action_concede("Scratch on the inside")
        self.assertEqual(inspection.concession_id.sale_order_id, order)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_revoked_concession_holds_what_has_not_left(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        self._judge_shipment(inspection, 0, 10, "concession")
        self.as_("quality", inspection).action_concede("Scratch on the inside")
        inspection.concession_id.sudo().state = "revoked"
        with self._refused(HELD):
            self._validate(order.picking_ids)

    def test_a_rejected_lot_does_not_leave_in_place_of_an_accepted_one(self):
        self.stocked.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.stocked.id} for name in ("L1", "L2")]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                self.stocked, self.warehouse.lot_stock_id, 10, lot_id=lot
            )
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        line = inspection.line_ids
        line.sudo().write({"lot_id": lots[0].id, "offered_quantity": 6})
        line.sudo().copy({"lot_id": lots[1].id, "offered_quantity": 4})
        first, second = self.as_("inspector", inspection.line_ids)
        first.action_accept()
        second.action_reject()
        self.as_("inspector", inspection.check_ids).action_pass()
        self.as_("inspector", inspection).action_judge()
        move = order.picking_ids.move_ids
        move._do_unreserve()

        def ship(lot, quantity):
            values = move._prepare_move_line_vals(quantity=quantity)
            move.move_line_ids.unlink()
            move.move_line_ids.create({**values, "lot_id": lot.id})
            move.picked = True
            context = {"skip_backorder": True, "picking_ids_not_to_backorder": []}
            picking = self.as_("warehouse", order.picking_ids[:1])
            picking.with_context(**context).button_validate()

        with self._refused(HELD):
            ship(lots[1], 4)
        ship(lots[0], 6)
        self.assertEqual(self._get_shipped(order), 6)
        done = self.as_("warehouse", move.move_line_ids)
        with self._refused(HELD):
            done.lot_id = lots[1]

    def test_an_emergency_lets_the_request_follow_not_the_inspection(self):
        self._plan_shipments()
        order = self._get_ready_order(grade="B")
        self._pay(order, order.release_due - order.money_received)
        self.env["order.gate.waiver"].sudo().create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "The truck is waiting.",
                "granted_by_id": self.users["supervisor"].id,
                "cap_amount": 1000,
                "valid_to": fields.Datetime.add(fields.Datetime.now(), hours=8),
                "paper_due_date": fields.Date.today(),
            }
        )
        with self._refused(HELD):
            self._validate(order.picking_ids)
        self._judge_shipment(self._get_drafts(self._request_shipping(order)))
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)
