"""H9.10, H9.19: what is over within tolerance is invoiced as it was accepted."""

from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestAcceptedSurplus(SupplyCase):
    def _get_over(self, shipped=10.4, policy="order", tolerance=5):
        """Return an order of ten of which more was made and shipped, its money due."""
        self.product.invoice_policy = policy
        order = self._take_order("A")
        order.order_line.tolerance_over = tolerance
        order = self._confirm(order)
        self._issue_instruction(order)
        self._accept_instruction(order)
        self._finish(self._productions(order), shipped)
        order = self._ship_all(order, shipped)
        self.assertEqual(order.order_line.qty_delivered, shipped)
        return order

    def _ship_all(self, order, quantity):
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        picking = self.as_("warehouse", order.picking_ids)
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.button_validate()
        self.assertEqual(order.picking_ids.state, "done")
        order.invalidate_recordset()
        return order

    def _sign(self, order, received):
        receipt = self.as_("logistics", order.order_delivery_receipt_ids)
        receipt.line_ids.received_quantity = received
        paper = receipt.env["ir.attachment"].create(
            {"name": "receipt.pdf", "raw": b"%PDF-1.4 signed"}
        )
        receipt.action_mark_signed(paper.ids, "Mr Chen")
        order.invalidate_recordset()

    def _invoice(self, order):
        """Return the quantity and the price of what is invoiced by now."""
        lines = order._create_invoices().invoice_line_ids
        return lines.mapped(lambda line: (line.quantity, line.price_unit))

    def test_a_surplus_waits_for_the_customer_s_receipt(self):
        order = self._get_over()
        self.assertEqual(order.order_line.qty_to_invoice, 10)
        self.assertEqual(self._invoice(order), [(10, 1000)])
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_what_was_accepted_is_invoiced_at_the_order_s_price(self):
        order = self._get_over()
        order.order_line.product_id.list_price = 1500
        self._invoice(order)
        self._sign(order, 10.4)
        self.assertEqual(order.invoice_status, "to invoice")
        self.assertEqual(self._invoice(order), [(0.4, 1000)])
        self.assertEqual(order.invoice_status, "invoiced")

    def test_what_the_customer_did_not_get_is_not_invoiced(self):
        order = self._get_over()
        self._sign(order, 10.2)
        self.assertEqual(self._invoice(order), [(10.2, 1000)])

    def test_a_receipt_of_less_takes_nothing_off_what_was_ordered(self):
        """A complaint is settled by a claim, not by an invoice that says less."""
        order = self._get_over()
        self._sign(order, 9)
        self.assertEqual(self._invoice(order), [(10, 1000)])

    def test_goods_invoiced_as_delivered_follow_the_same_rule(self):
        order = self._get_over(policy="delivery")
        self.assertEqual(order.order_line.qty_to_invoice, 10)
        self._sign(order, 10.4)
        self.assertEqual(self._invoice(order), [(10.4, 1000)])

    def test_no_more_than_tolerance_is_invoiced_whatever_is_signed(self):
        order = self._get_over()
        self._sign(order, 50)
        self.assertEqual(self._invoice(order), [(10.4, 1000)])

    def test_without_tolerance_core_decides(self):
        order = self._walk_to("end", lines=[(self.stocked, 10)])
        self.assertEqual(order.order_line.qty_to_invoice, 10)
        self.company.sudo().use_order_to_delivery = False
        order.order_line.tolerance_over = 5
        self.assertFalse(order.order_line._filter_surplus())
