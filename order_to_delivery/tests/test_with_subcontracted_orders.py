from odoo.tests import tagged

from .buying_common import NO_REQUISITION, NOT_APPROVED, PurchaseCase
from .subcontract_common import SubcontractMixin


@tagged("post_install", "-at_install")
class TestWithSubcontractedOrders(SubcontractMixin, PurchaseCase):
    """Machines of an order that take three castings each (H1.7, H1.9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_casting()
        cls.mill = cls._make_product("Mill", [(cls.casting, 3)])

    def test_subcontracting_is_bought_on_an_approved_requisition(self):
        _order, request = self._required([(self.mill, 10)])
        self.assertEqual(request.line_ids.product_id, self.casting)
        self.assertEqual(request.line_ids.product_qty, 30)
        self._report(request)
        with self.refused(NO_REQUISITION):
            self._confirm_purchase(self._tied(_order))
        self.as_("deputy_general_manager", request).button_approved()
        purchase = self._order(request)
        request.sudo().line_ids._withdraw_approval()
        self._try(self._routes(purchase), NOT_APPROVED)
        self.assertFalse(purchase.picking_ids)

    def _tied(self, order):
        """Return a purchase order for an order that stands on no requisition."""
        purchase = self._purchase(self.casting, 30, 30)
        purchase.order_line.sale_line_id = order.order_line
        return purchase

    def test_machines_wait_for_castings_and_go_on_once_they_are_accepted(self):
        order, request = self._required([(self.mill, 10)])
        production = self._productions(order)
        with self.refused("it was ordered on|lacks 30 Units"):
            self.call("production", production, "action_start")
        purchase = self._bought(request)
        self.assertTrue(purchase.picking_ids.move_ids.is_subcontract)
        with self.refused("it was ordered on"):
            self.call("production", production, "action_start")
        self._receive(purchase)
        made = purchase.order_line.move_ids._get_subcontract_production()
        self.assertEqual(made.state, "done")
        self.call("production", production, "action_start")
        self.assertEqual(production.state, "progress")

    def test_what_a_subcontractor_makes_waits_for_no_instruction(self):
        """It is bought: the receipt finishes it whatever the order's state."""
        order = self._instructed([(self.mill, 10)])
        purchase = self._tied(order)
        self.as_("purchasing", purchase).action_ask_requisition()
        self._approve(purchase.order_line.purchase_request_lines.request_id)
        purchase.invalidate_recordset()
        if purchase.state != "purchase":
            self._confirm_purchase(purchase)
        made = purchase.order_line.move_ids._get_subcontract_production()
        made.sudo().reference_ids.sale_ids = order
        self.assertEqual(made._get_customer_orders()[made], order)
        order._cancel_instructions()
        self.assertIn(order, order._filter_waiting_instruction())
        self._receive(purchase)
        self.assertEqual(made.state, "done")
