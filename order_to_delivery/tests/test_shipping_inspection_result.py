"""H3.4: who judges what is to be shipped, and what becomes of it."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KINDS
from .shipment_common import HELD, ShippingInspectionCase


@tagged("post_install", "-at_install")
class TestShippingInspectionResult(ShippingInspectionCase):
    # Who says so

    def test_only_quality_judges_and_not_who_asked_for_it(self):
        self._plan_shipments()
        _order, request, inspection = self._get_released()
        self.as_("inspector", inspection.check_ids).action_pass()
        for kind in set(KINDS) - {"quality"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, inspection).action_judge()
        asker = request.requested_by_id
        asker.sudo().group_ids += self.env.ref("order_to_delivery.group_quality")
        own = inspection.with_user(asker)
        own.action_accept_all()
        with self._refused("somebody else of Quality"):
            own.action_judge()

    def test_who_judges_the_same_goods_at_once_is_tried_again(self):
        self._plan_shipments()
        order, _request, inspection = self._get_released()
        before = self._get_version(order.order_line)
        self._judge_shipment(inspection, 8, 2)
        self.assertGreater(self._get_version(order.order_line), before)

    def test_only_customer_service_asks_for_the_rest(self):
        self._plan_shipments()
        _order, request, _inspection = self._get_released()
        # The supervisor acts for Customer Service, too.
        for kind in set(KINDS) - {"customer_service", "supervisor"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_inspect_rest()

    def test_nothing_is_inspected_for_a_request_that_was_withdrawn(self):
        self._plan_shipments()
        request = self._request_shipping(self._get_ready_order())
        clerk = self.as_("customer_service", request)
        clerk.action_withdraw("The customer fetches it himself.")
        with self._refused("not open any more"):
            clerk.action_inspect_rest()
        self.assertFalse(self._get_drafts(request))

    def test_nobody_says_that_goods_need_no_inspection(self):
        self._plan_shipments()
        request = self._request_shipping(self._get_ready_order())
        for kind in ("customer_service", "quality", "warehouse"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request.line_ids).needs_inspection = False

    def test_no_more_is_accepted_than_is_to_be_shipped(self):
        self._plan_shipments()
        _order, _request, inspection = self._get_released()
        self.as_("inspector", inspection.line_ids).offered_quantity = 100
        with self._refused("more would be accepted than is to be shipped"):
            self._judge_shipment(inspection, 100)

    def test_rejected_goods_of_a_shipment_go_back_to_no_vendor(self):
        self._plan_shipments()
        _order, _request, inspection = self._get_released()
        with self._refused("back to no vendor"):
            self._judge_shipment(inspection, 0, 10, "return")

    def test_who_asked_is_told_what_may_leave(self):
        self._plan_shipments()
        _order, request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2)
        told = request.message_ids[:1]
        self.assertRegex(told.body, "8 Units accepted.*rejected: 2 Units")
        self.assertIn(request.requested_by_id.partner_id, told.partner_ids)

    def test_it_waits_on_the_desk_of_quality(self):
        self._plan_shipments()
        _order, _request, inspection = self._get_released()
        desk = self.as_("inspector", self.env["order.desk.entry"])
        entry = desk.search(
            [("res_model", "=", inspection._name), ("res_id", "=", inspection.id)]
        )
        self.assertEqual(entry.asked, "inspect_shipment")
        self.assertEqual(entry.department, "quality")

    # What becomes of it

    def test_a_withdrawn_request_takes_its_inspection_off_the_desk(self):
        self._plan_shipments()
        _order, request, inspection = self._get_released()
        self.as_("customer_service", request).action_withdraw("Wrong address")
        self.assertEqual(inspection.state, "closed")

    def test_what_was_accepted_for_a_withdrawn_request_is_not_inspected_twice(self):
        self._plan_shipments()
        order, request, inspection = self._get_released()
        self._judge_shipment(inspection, 8, 2)
        self.as_("customer_service", request).action_withdraw("Wrong address")
        request = self._request_shipping(order)
        self.assertEqual(self._get_drafts(request).line_ids.offered_quantity, 2)

    def test_a_deleted_request_takes_its_inspection_off_the_desk(self):
        self._plan_shipments()
        request = self._request_shipping(self._get_ready_order())
        inspection = self._get_drafts(request)
        request.sudo().unlink()
        self.assertEqual(inspection.state, "closed")

    def test_a_kit_leaves_whole_as_it_was_accepted(self):
        kit = self.env["product.product"].create(
            {"name": "Set", "is_storable": True, "invoice_policy": "order"}
        )
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": need})
                    for part, need in ((self.stocked, 2), (self.component, 1))
                ],
            }
        )
        self._plan_shipments(product_tmpl_ids=[Command.set(kit.product_tmpl_id.ids)])
        order, _request, inspection = self._get_released(lines=[(kit, 5)])
        self.assertEqual(inspection.line_ids.product_id, kit)
        self._judge_shipment(inspection, 4, 1)
        with self._refused(HELD):
            self._validate(order.picking_ids)
        for move in order.picking_ids.move_ids:
            move.quantity = move.product_uom_qty * 4 / 5
            move.picked = True
        context = {"skip_backorder": True, "picking_ids_not_to_backorder": []}
        picking = self.as_("warehouse", order.picking_ids)
        picking.with_context(**context).button_validate()
        self.assertEqual(self._get_shipped(order), 4)

    def test_many_moves_are_judged_with_as_many_queries(self):
        self.walk_anew()
        self._plan_shipments()
        gate = self.env["order.gate.shipping.needs.inspection"].sudo()

        def count(number):
            lines = [(self.stocked, 10)] * number
            order = self._request_shipping(self._get_ready_order(lines=lines))
            moves = order.sudo().sale_order_id.picking_ids.move_ids.with_prefetch()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            gate._reasons_closed(moves)
            return self.env.cr.sql_log_count - before

        _warm, few, many = (count(number) for number in (2, 2, 12))
        self.assertLessEqual(many, few)
