"""What the balance notice tells the customer of the goods that are finished (H9.16)."""

from odoo import Command
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestFinishedQuantity(ShippingCase):
    def _get_finished(self, order):
        """Return what the notice says of an order's lines."""
        order.invalidate_recordset()
        rows = self.env["order.paper"]._get_finished(self.as_("sales", order))
        return [row["finished"] for row in rows]

    def test_the_notice_says_the_finished_quantity(self):
        order = self._get_ready_order(lines=[(self.stocked, 7)])
        self.assertEqual(self._get_finished(order), [7])
        report = self.env["ir.actions.report"].with_context(lang="en_US")
        page, _kind = report._render_qweb_html(
            "order_to_delivery.report_balance_notice", order.ids
        )
        text = " ".join(page.decode().split())
        self.assertIn("Finished", text)
        self.assertEqual(text.count("<span>7</span>"), 2)

    def test_what_stands_in_stock_is_finished_however_many_steps_it_leaves_by(self):
        for steps in ("pick_ship", "pick_pack_ship"):
            with self.subTest(steps):
                self.warehouse.delivery_steps = steps
                order = self._get_ready_order(lines=[(self.stocked, 7)])
                order._refresh_completion()
                self.assertTrue(order.completion_date)
                self.assertEqual(self._get_finished(order), [7])

    def test_what_came_back_and_left_again_is_finished_once(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        self._return(self._return(picking, 4), 4)
        self.assertEqual(self._get_shipped(order), 10)
        self.assertEqual(self._get_finished(order), [10])

    def test_a_kit_is_finished_with_all_its_parts(self):
        self._stock(self.component, 100)
        for is_storable in (True, False):
            with self.subTest(is_storable=is_storable):
                kit = self._build_kit(is_storable)
                order = self._get_ready_order(lines=[(kit, 4)])
                order._refresh_completion()
                self.assertTrue(order.completion_date)
                self.assertEqual(self._get_finished(order), [4])

    def _build_kit(self, is_storable):
        kit = self.env["product.product"].create(
            {"name": "Set", "is_storable": is_storable, "list_price": 50}
        )
        parts = ((self.component, 2), (self.stocked, 3))
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts
                ],
            }
        )
        return kit
