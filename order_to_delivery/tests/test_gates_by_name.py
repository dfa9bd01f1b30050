"""Each rule is closed for its own reason, and open once that is mended."""

from odoo import fields
from odoo.tests import tagged

from .buying_common import PurchaseCase
from .inspection_common import InspectionCase
from .making_case import MakingCase
from .shipping_common import ShippingCase
from .supply_common import SupplyCase


class GateCase:
    def _is_closed(self, name, record):
        """Tell whether a rule, and this one by name, holds a record."""
        gate = self.env[f"order.gate.{name}"]
        self.assertEqual(gate._gate_model, record._name)
        # What a person writes is in the database before a gate looks.
        self.env.flush_all()
        record.invalidate_recordset()
        reasons = self.env["order.gate"]._get_reasons(gate._gate_station, record)
        return gate._name in {reason.gate for reason in reasons[record]}


@tagged("post_install", "-at_install")
class TestGatesOfThePromise(GateCase, SupplyCase):
    def test_review_needs_intake(self):
        order = self._take_order("B")
        self.assertFalse(self._is_closed("review.needs.intake", order))
        self.as_("sales", order).intake_is_read_back = False
        self.assertTrue(self._is_closed("review.needs.intake", order))

    def test_review_needs_answers(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        self.assertTrue(self._is_closed("review.needs.answers", review))
        self._answer_all(order)
        self.assertFalse(self._is_closed("review.needs.answers", review))

    def test_review_needs_dates(self):
        order = self._walk_to("closing")
        review = self.as_("deputy_general_manager", order.order_review_ids)
        review.promised_date = False
        self.assertTrue(self._is_closed("review.needs.dates", review))
        today = fields.Date.today()
        review.write(
            {
                "production_start_date": today,
                "finished_date": fields.Date.add(today, days=20),
                "promised_date": fields.Date.add(today, days=25),
                "packing": "Wooden case",
            }
        )
        self.assertFalse(self._is_closed("review.needs.dates", review))

    def test_confirmation_needs_review(self):
        order = self._walk_to("closing")
        self.assertTrue(self._is_closed("confirmation.needs.review", order))
        self._close(order)
        self.assertFalse(self._is_closed("confirmation.needs.review", order))

    def test_confirmation_needs_signature(self):
        order = self._walk_to("signature")
        self.assertTrue(self._is_closed("confirmation.needs.signature", order))
        self._sign_confirmation(order)
        self.assertFalse(self._is_closed("confirmation.needs.signature", order))

    def test_instruction_needs_deposit(self):
        draft = self._draft(self._walk_to("deposit"))
        self.assertTrue(self._is_closed("instruction.needs.deposit", draft))
        self._pay(draft.sale_order_id, draft.sale_order_id.deposit_due)
        self.assertFalse(self._is_closed("instruction.needs.deposit", draft))

    def test_supply_needs_deposit(self):
        order = self._walk_to("deposit")
        self.assertTrue(self._is_closed("supply.needs.deposit", order))
        self._pay(order, order.deposit_due)
        self.assertFalse(self._is_closed("supply.needs.deposit", order))

    def test_instruction_needs_revision(self):
        draft = self._draft(self._confirmed(grade="B"))
        self.assertFalse(self._is_closed("instruction.needs.revision", draft))
        order = draft.sale_order_id
        self._change(order, quantity=12)
        self.assertTrue(self._is_closed("instruction.needs.revision", draft))
        draft.sudo().revision_id = order.current_revision_id
        self.assertFalse(self._is_closed("instruction.needs.revision", draft))

    def test_instruction_needs_signature(self):
        draft = self._draft(self._confirmed(grade="B"))
        self.assertFalse(self._is_closed("instruction.needs.signature", draft))
        draft.sale_order_id.order_confirmation_ids.state = "unclear"
        self.assertTrue(self._is_closed("instruction.needs.signature", draft))

    def test_production_needs_instruction(self):
        order = self._instructed()
        production = order.order_production_instruction_ids.production_ids
        self.assertFalse(self._is_closed("production.needs.instruction", production))
        self._change(order, quantity=12)
        self.assertTrue(self._is_closed("production.needs.instruction", production))

    def test_production_needs_materials(self):
        production = self._instructed().order_production_instruction_ids.production_ids
        self.assertFalse(self._is_closed("production.needs.materials", production))
        production.move_raw_ids._do_unreserve()
        self._stock(self.component, -1000)
        self.assertTrue(self._is_closed("production.needs.materials", production))

    def test_production_needs_start_day(self):
        order = self._instructed()
        production = order.order_production_instruction_ids.production_ids
        self.assertFalse(self._is_closed("production.needs.start.day", production))
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        order.sudo().production_start_date = tomorrow
        self.assertTrue(self._is_closed("production.needs.start.day", production))

    def test_production_needs_stock(self):
        production = self._instructed().order_production_instruction_ids.production_ids
        self._finish(production)
        move = production.move_raw_ids
        self.assertFalse(self._is_closed("production.needs.stock", move))
        self._stock(self.component, -1000)
        self.assertTrue(self._is_closed("production.needs.stock", move))

    def _draft(self, order):
        self.as_("customer_service", order).action_prepare_instruction()
        return order.order_production_instruction_ids


@tagged("post_install", "-at_install")
class TestGatesOfTheGoods(GateCase, ShippingCase):
    def test_release_needs_quantity(self):
        request = self._request_shipping(self._get_ready_order())
        self.assertFalse(self._is_closed("release.needs.quantity", request))
        request.sudo().line_ids.quantity = 11
        self.assertTrue(self._is_closed("release.needs.quantity", request))

    def test_release_needs_review(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.assertFalse(self._is_closed("release.needs.review", request))
        order.sudo()._write_content({}, {order.order_line: {"product_uom_qty": 9}})
        self.assertTrue(self._is_closed("release.needs.review", request))

    def _get_unpaid_order(self):
        """Return a confirmed order of goods in stock whose balance is not paid."""
        order = self._walk_to("instruction", lines=[(self.stocked, 10)])
        order._resume_held()
        return order

    def _pay_balance(self, order):
        self._pay(order, order.release_due - order.money_received)

    def test_release_needs_collection(self):
        order = self._get_unpaid_order()
        request = self._request_shipping(order)
        self.assertTrue(self._is_closed("release.needs.collection", request))
        self._pay_balance(order)
        self.assertFalse(self._is_closed("release.needs.collection", request))

    def test_release_needs_signature(self):
        order = self._get_unpaid_order()
        request = self._request_shipping(order)
        self.assertFalse(self._is_closed("release.needs.signature", request))
        order.order_confirmation_ids.state = "unclear"
        self.assertTrue(self._is_closed("release.needs.signature", request))

    def test_shipping_needs_collection(self):
        order = self._get_unpaid_order()
        move = order.picking_ids.move_ids
        self._set_quantity(order.picking_ids)
        self.assertTrue(self._is_closed("shipping.needs.collection", move))
        self._pay_balance(order)
        self.assertFalse(self._is_closed("shipping.needs.collection", move))

    def test_shipping_needs_request(self):
        order = self._get_unpaid_order()
        self._pay_balance(order)
        move = order.picking_ids.move_ids
        self._set_quantity(order.picking_ids)
        self.assertTrue(self._is_closed("shipping.needs.request", move))
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.assertEqual(request.state, "released")
        self.assertFalse(self._is_closed("shipping.needs.request", move))

    def test_shipping_needs_inspection(self):
        self.company.sudo().order_shipment_inspection_policy = "always"
        order, request = self._get_released_order()
        move = order.picking_ids.move_ids
        self.assertTrue(self._is_closed("shipping.needs.inspection", move))
        inspection = self.as_("quality", request.order_inspection_ids)
        inspection.action_accept_all()
        inspection.action_judge()
        self.assertFalse(self._is_closed("shipping.needs.inspection", move))

    def test_shipping_needs_order(self):
        customers = self.env.ref("stock.stock_location_customers")
        move = self._create_transfer(customers, validate=False).move_ids
        company = self.company.sudo()
        for policy, is_closed in (("refuse", True), ("allow", False)):
            company.order_unordered_delivery_policy = policy
            with self.subTest(policy=policy):
                closed = self._is_closed("shipping.needs.order", move)
                self.assertEqual(closed, is_closed)


@tagged("post_install", "-at_install")
class TestGatesOfWhatArrives(GateCase, InspectionCase):
    def test_incoming_needs_inspection(self):
        self.company.sudo().use_order_to_delivery = False
        purchase = self._buy()
        self._receive(purchase.picking_ids)
        self.company.sudo().use_order_to_delivery = True
        line = purchase.order_line
        self.assertTrue(self._is_closed("incoming.needs.inspection", line))
        purchase.picking_ids.move_ids._await_inspection()
        self._judge(self._get_inspections(purchase))
        self.assertFalse(self._is_closed("incoming.needs.inspection", line))

    def test_incoming_needs_order(self):
        move = self._buy().picking_ids.move_ids
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        self.assertFalse(self._is_closed("incoming.needs.order", move))
        move = move.create(
            {
                "product_id": self.component.id,
                "product_uom_qty": 5,
                "location_id": move.location_id.id,
                "location_dest_id": move.location_dest_id.id,
            }
        )
        self.assertTrue(self._is_closed("incoming.needs.order", move))
        self.company.sudo().order_unordered_receipt_policy = "allow"
        self.assertFalse(self._is_closed("incoming.needs.order", move))


@tagged("post_install", "-at_install")
class TestGatesOfWhatIsBought(GateCase, PurchaseCase):
    def test_purchase_needs_requisition(self):
        request, purchase = self._asked(approved=True)
        self.assertFalse(self._is_closed("purchase.needs.requisition", purchase))
        request.sudo().line_ids._withdraw_approval()
        self.assertTrue(self._is_closed("purchase.needs.requisition", purchase))

    def test_requisition_needs_signature(self):
        order, request = self._required()
        self.assertFalse(self._is_closed("requisition.needs.signature", request))
        order.order_production_instruction_ids.sudo().accepted_date = False
        self.assertTrue(self._is_closed("requisition.needs.signature", request))

    def test_purchase_needs_signature(self):
        request, purchase = self._asked(approved=True)
        self.assertFalse(self._is_closed("purchase.needs.signature", purchase))
        instructions = request.sale_order_id.order_production_instruction_ids
        instructions.sudo().accepted_date = False
        self.assertTrue(self._is_closed("purchase.needs.signature", purchase))


@tagged("post_install", "-at_install")
class TestGatesOfWhatIsMade(GateCase, MakingCase):
    def test_operation_needs_signoff(self):
        production, first, second = self._get_routed()
        self.assertTrue(self._is_closed("operation.needs.signoff", second))
        self._accept_made(production, 10, first)
        self.assertFalse(self._is_closed("operation.needs.signoff", second))

    def test_stock_in_needs_inspection(self):
        production = self._get_production()
        self.company.sudo().use_order_to_delivery = False
        self._finish_part(production, 10, backorder=False)
        self.company.sudo().use_order_to_delivery = True
        self.assertTrue(self._is_closed("stock.in.needs.inspection", production))
        self._accept_made(production, 10)
        self.assertFalse(self._is_closed("stock.in.needs.inspection", production))

    def test_stock_in_needs_order(self):
        production = self._get_production()
        self._accept_made(production, 10)
        self._finish_part(production, 10, backorder=False)
        move = production.move_finished_ids
        self.assertFalse(self._is_closed("stock.in.needs.order", move))
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        stray = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "location_id": move.location_id.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        self.assertTrue(self._is_closed("stock.in.needs.order", stray))
        self.company.sudo().order_unordered_receipt_policy = "allow"
        self.assertFalse(self._is_closed("stock.in.needs.order", stray))
