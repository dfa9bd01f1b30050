from odoo import Command
from odoo.tests import tagged

from .shipping_common import REFUSED, ShippingCase


@tagged("post_install", "-at_install")
class TestShippingNeighbours(ShippingCase):
    """Kits, vendors who deliver, other companies, and money that is taken back."""

    # Kits

    def _get_kit_order(self, quantity):
        kit = self.env["product.product"].create(
            {"name": "Service Set", "is_storable": True, "list_price": 50}
        )
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.component.id, "product_qty": 2}),
                    Command.create({"product_id": self.stocked.id, "product_qty": 1}),
                ],
            }
        )
        return self._get_released_order(quantity=quantity, lines=[(kit, 4)])

    def _validate_components(self, picking, boards, fuses):
        for move in picking.move_ids:
            move.quantity = boards if move.product_id == self.component else fuses
            move.picked = True
        picking = self.as_("warehouse", picking).with_context(skip_backorder=True)
        picking.button_validate()

    def test_kit_leaves_by_the_proportion_of_its_components(self):
        order, _request = self._get_kit_order(2)
        self._validate_components(order.picking_ids, 4, 2)
        self.assertEqual(self._get_shipped(order), 2)

    def test_kit_above_the_release_is_refused(self):
        order, _request = self._get_kit_order(2)
        with self._refused(REFUSED):
            self._validate_components(order.picking_ids, 6, 3)

    def test_one_component_above_its_proportion_is_refused(self):
        order, _request = self._get_kit_order(2)
        with self._refused(REFUSED):
            self._validate_components(order.picking_ids, 5, 1)

    # Other ways out

    def _move(self, order, source, destination, quantity=3):
        line = order.order_line
        move = self.env["stock.move"].create(
            {
                "product_id": line.product_id.id,
                "product_uom": line.product_id.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "sale_line_id": line.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    def test_vendor_who_delivers_to_the_customer_waits_too(self):
        order = self._get_ready_order()
        vendor = self.env.ref("stock.stock_location_suppliers")
        customer = self.env.ref("stock.stock_location_customers")
        with self._refused(REFUSED):
            self._move(order, vendor, customer)

    def test_vendor_delivers_what_was_released(self):
        order, _request = self._get_released_order(quantity=3)
        vendor = self.env.ref("stock.stock_location_suppliers")
        customer = self.env.ref("stock.stock_location_customers")
        self._move(order, vendor, customer)
        self.assertEqual(self._get_shipped(order), 3)
        with self._refused(REFUSED):
            self._move(order, vendor, customer, 1)

    def test_goods_for_another_company_wait_too(self):
        order = self._get_ready_order()
        transit = self.env.ref("stock.stock_location_inter_company")
        with self._refused(REFUSED):
            self._move(order, self.warehouse.lot_stock_id, transit)

    def test_goods_for_another_warehouse_are_free(self):
        order = self._get_ready_order()
        transit = self.env["stock.location"].create(
            {
                "name": "Between Warehouses",
                "usage": "transit",
                "company_id": self.company.id,
            }
        )
        move = self._move(order, self.warehouse.lot_stock_id, transit)
        self.assertEqual(move.state, "done")

    def test_finished_goods_of_an_order_enter_stock_freely(self):
        order = self._get_ready_order()
        # Whether some order made them is not for shipping to say.
        self.company.order_unordered_receipt_policy = "allow"
        production = self.stocked.property_stock_production
        move = self._move(order, production, self.warehouse.lot_stock_id)
        self.assertEqual(move.state, "done")
        self.assertEqual(self._get_shipped(order), 0)

    # Money

    def _get_paid_order(self):
        order = self._get_ready_order(grade="C")
        self.env["order.confirmation"].sudo().create(
            {
                "sale_order_id": order.id,
                "revision_id": order.current_revision_id.id,
                "content_hash": order.current_revision_id.content_hash,
                "state": "accepted",
                "signed_by": "Mr Chen",
            }
        )
        return order, self._pay(order, order.amount_total)

    def test_unpaid_goods_are_not_verified_and_no_amount_is_shown(self):
        order, payment = self._get_paid_order()
        payment.action_cancel()
        self._request_shipping(order)
        with self.assertRaisesRegex(Exception, "balance due before release") as caught:
            self._verify(order)
        self.assertNotIn("200", str(caught.exception))

    def test_payment_taken_back_after_the_release_holds_the_goods(self):
        order, payment = self._get_paid_order()
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        payment.action_cancel()
        with self._refused("balance due before release"):
            self._validate(order.picking_ids)
        order._withdraw_unpaid_releases()
        self.assertEqual(request.state, "withdrawn")
        self.assertIn("no longer covers", request.withdrawn_reason)

    def test_covered_release_is_not_withdrawn(self):
        order, _payment = self._get_paid_order()
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.assertFalse(order._withdraw_unpaid_releases())
        self.assertEqual(request.state, "released")

    def test_emergency_does_not_stand_in_for_the_money(self):
        order, payment = self._get_paid_order()
        payment.action_cancel()
        self.env["order.gate.waiver"].sudo().create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "Urgent.",
                "cap_amount": 1000,
            }
        )
        with self._refused("balance due before release"):
            self._validate(order.picking_ids)

    # Many at once

    def _count_queries(self, orders):
        pickings = orders.picking_ids
        self._set_quantity(pickings)
        self.env.flush_all()
        self.env.invalidate_all()
        moves = self.as_("warehouse", pickings.move_ids)
        start = self.env.cr.sql_log_count
        moves._filter_gated()._filter_releases()._ask_shipping()
        return self.env.cr.sql_log_count - start

    def _release_many(self, count, lines):
        orders = self.env["sale.order"]
        for _number in range(count):
            orders |= self._get_released_order(lines=[(self.stocked, 1)] * lines)[0]
        return orders

    def test_asking_for_twenty_deliveries_costs_as_much_as_for_one(self):
        self.walk_anew()
        one = self._count_queries(self._release_many(1, 1))
        many = self._count_queries(self._release_many(20, 1))
        self.assertLessEqual(many, one)

    def test_asking_for_fifty_lines_costs_as_much_as_for_one(self):
        self.walk_anew()
        one = self._count_queries(self._release_many(1, 1))
        many = self._count_queries(self._release_many(1, 50))
        self.assertLessEqual(many, one)

    def test_validation_costs_few_queries_more_than_without_the_switch(self):
        self.walk_anew()
        counts = []
        # The first round warms the caches that a running server has.
        for is_on in (True, False, True):
            order = self._get_released_order()[0]
            self._set_quantity(order.picking_ids)
            self.company.use_order_to_delivery = is_on
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            order.picking_ids.button_validate()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[2] - counts[1], 12, counts)
