from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestShippingSigned(ShippingCase):
    """What Finance signed stays as it is, and falls with what it rests on."""

    # Frozen from Finance's signature on

    def test_lines_are_frozen_for_everybody_once_verified(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self._verify(order)
        line = request.line_ids
        for lines in (line.sudo(), self.as_("customer_service", line)):
            with self._refused("lines stay as they are"):
                lines.quantity = 9
            with self._refused("lines stay as they are"):
                lines.unlink()
            with self._refused("lines stay as they are"):
                lines.copy()

    def test_lines_moved_into_a_released_request_are_refused(self):
        order, released = self._get_released_order(quantity=4)
        second = self._request_shipping(order)
        with self._refused("lines stay as they are"):
            second.line_ids.sudo().request_id = released

    def test_address_is_frozen_once_released(self):
        _order, request = self._get_released_order()
        with self._refused("stays as it is"):
            self.as_("customer_service", request).partner_shipping_id = self.partners[
                "B"
            ]

    def test_signed_request_is_kept(self):
        _order, request = self._get_released_order()
        with self._refused("stays as it is"):
            request.sudo().unlink()

    # What the release rests on

    def test_grade_b_needs_the_accepted_confirmation(self):
        order = self._get_ready_order(grade="B")
        request = self._request_shipping(order)
        self._pay(order, order.amount_total)
        with self._refused("signed confirmation of order .* is not accepted"):
            self._verify(order)
        self._accept_paper(order)
        self._verify(order)
        self.assertEqual(request.state, "verified")

    def _accept_paper(self, order):
        self.env["order.confirmation"].sudo().create(
            {
                "sale_order_id": order.id,
                "revision_id": order.current_revision_id.id,
                "content_hash": order.current_revision_id.content_hash,
                "state": "accepted",
                "signed_by": "Mr Chen",
            }
        )

    def test_content_that_differs_from_the_review_is_not_released(self):
        order = self._get_ready_order()
        self._request_shipping(order)
        order.sudo().is_content_locked = False
        order.order_line.sudo().price_unit = 1
        with self._refused("differs from what was reviewed"):
            self._verify(order)

    def test_cancelled_order_is_not_released(self):
        order = self._get_ready_order()
        self._request_shipping(order)
        self._verify(order)
        order.sudo()._action_cancel()
        with self._refused("not confirmed"):
            self._release(order)

    def test_changed_goods_withdraw_what_did_not_leave(self):
        order, request = self._get_released_order(quantity=6)
        self._validate(order.picking_ids, 2)
        order.sudo().is_content_locked = False
        order.order_line.sudo().product_uom_qty = 8
        self._put_revision_in_force(order)
        picking = order.picking_ids.filtered(lambda p: p.state != "done")
        with self._refused("above what a released"):
            self._validate(picking, 1)
        order._withdraw_outdated_releases()
        self.assertEqual(request.state, "withdrawn")
        self.assertEqual(request.line_ids.kept_quantity, 2)
        self.assertEqual(self._request_shipping(order).line_ids.quantity, 6)

    # Withdrawing

    def test_withdrawn_request_holds_the_goods(self):
        order, request = self._get_released_order()
        self.as_("customer_service", request).action_withdraw("The truck broke down.")
        self.assertEqual(request.state, "withdrawn")
        self.assertEqual(request.withdrawn_reason, "The truck broke down.")
        with self._refused("above what a released"):
            self._validate(order.picking_ids)

    def test_withdrawal_keeps_what_left_and_gives_back_the_rest(self):
        order, request = self._get_released_order()
        self._validate(order.picking_ids, 4)
        self.as_("finance", request).action_withdraw("Wrong address.")
        self.assertEqual(request.line_ids.kept_quantity, 4)
        second = self._request_shipping(order)
        self.assertEqual(second.line_ids.quantity, 6)
        self.as_("finance", second).action_verify()
        self.as_("customer_service", second).action_release()
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        self._validate(rest)
        self.assertEqual(self._get_shipped(order), 10)

    def test_nobody_writes_how_much_had_left_of_a_withdrawn_request(self):
        order, request = self._get_released_order()
        clerk = self.as_("customer_service", request)
        clerk.action_withdraw("Wrong address.")
        with self.assertRaisesRegex(AccessError, "kept_quantity"):
            clerk.line_ids.kept_quantity = 10
        line = {"sale_line_id": order.order_line.id, "quantity": 1, "kept_quantity": 10}
        with self.assertRaisesRegex(AccessError, "kept_quantity"):
            clerk.create(
                {"sale_order_id": order.id, "line_ids": [Command.create(line)]}
            )
        with self._refused("above what a released"):
            self._validate(order.picking_ids)

    def test_withdrawal_asks_for_a_reason(self):
        _order, request = self._get_released_order()
        action = self.as_("customer_service", request).action_withdraw()
        self.assertEqual(action["res_model"], "order.shipping.request.withdraw")
        self.assertEqual(request.state, "released")

    def test_shipped_request_cannot_be_withdrawn(self):
        order, request = self._get_released_order()
        self._validate(order.picking_ids)
        with self._refused("all its goods have left"):
            self.as_("customer_service", request).action_withdraw("Too late.")

    def test_warehouse_may_not_withdraw(self):
        _order, request = self._get_released_order()
        with self.assertRaises(AccessError):
            self.as_("warehouse", request).action_withdraw("No room.")

    # Seen by the warehouse

    def test_delivery_says_what_it_waits_for(self):
        order = self._get_ready_order()
        picking = self.as_("warehouse", order.picking_ids)
        self.assertEqual(picking.shipping_release, "held")
        self.assertIn("released shipping request", picking.shipping_held_reasons)

    def test_delivery_says_that_it_exceeds_its_release(self):
        order, _request = self._get_released_order(quantity=4)
        picking = self.as_("warehouse", order.picking_ids)
        self.assertEqual(picking.shipping_release, "held")
        picking.move_ids.quantity = 4
        self.assertEqual(picking.shipping_release, "released")

    def test_refusal_leaves_nothing_behind_and_a_retry_works(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        messages = picking.message_ids
        with self._refused("above what a released"):
            self._validate(picking)
        self.assertEqual(picking.message_ids, messages)
        self.assertFalse(order.order_delivery_receipt_ids)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._validate(picking)
        self.assertEqual(picking.state, "done")

    def test_error_is_one_that_point_of_sale_understands(self):
        order = self._get_ready_order()
        self._set_quantity(order.picking_ids)
        with self.assertRaises(UserError):
            order.picking_ids._action_done()
