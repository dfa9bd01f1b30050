from odoo import fields
from odoo.tests import tagged

from .shipping_common import REFUSED, ShippingCase

GATE = "order.gate.shipping.needs.request"


@tagged("post_install", "-at_install")
class TestShippingEmergency(ShippingCase):
    """The supervisor lets the request follow later, within a cap (H9.17)."""

    def _grant(self, order, **values):
        return (
            self.env["order.gate.waiver"]
            .sudo()
            .create(
                {
                    "sale_order_id": order.id,
                    "gate": GATE,
                    "reason": "The customer's line stands still.",
                    "granted_by_id": self.users["supervisor"].id,
                    "cap_amount": 100,
                    "valid_to": fields.Datetime.add(fields.Datetime.now(), hours=8),
                    "paper_due_date": fields.Date.today(),
                    **values,
                }
            )
        )

    def test_goods_leave_within_the_cap_and_its_use_is_booked(self):
        order = self._get_ready_order()
        waiver = self._grant(order)
        self._validate(order.picking_ids, 5)
        self.assertEqual(waiver.used_quantity, 5)
        self.assertEqual(waiver.used_amount, 100)

    def test_second_delivery_finds_only_what_is_left_of_the_cap(self):
        order = self._get_ready_order()
        waiver = self._grant(order)
        self._validate(order.picking_ids, 3)
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        with self._refused(REFUSED):
            self._validate(rest, 3)
        self._validate(rest, 2)
        self.assertEqual(waiver.used_amount, 100)

    def test_many_moves_do_not_stay_under_a_cap_that_their_sum_exceeds(self):
        order = self._get_ready_order(lines=[(self.stocked, 4), (self.stocked, 4)])
        self._grant(order)
        with self._refused(REFUSED):
            self._validate(order.picking_ids)

    def test_cap_in_quantity_counts_too(self):
        order = self._get_ready_order()
        self._grant(order, cap_quantity=2)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 3)
        self._validate(order.picking_ids, 2)

    def test_emergency_never_exceeds_the_order(self):
        order = self._get_ready_order(lines=[(self.stocked, 2)])
        self._grant(order)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 3)

    def test_grade_caps_every_emergency(self):
        order = self._get_ready_order()
        self.grades["A"].emergency_cap_amount = 40
        self._grant(order)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 3)

    def test_expired_emergency_opens_nothing(self):
        order = self._get_ready_order()
        self._grant(
            order, valid_to=fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        )
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 1)

    def test_revoked_emergency_opens_nothing(self):
        order = self._get_ready_order()
        self._grant(order, state="revoked")
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 1)

    def test_emergency_of_another_order_opens_nothing(self):
        order, other = self._get_ready_order(), self._get_ready_order()
        self._grant(other)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 1)

    def test_request_that_follows_covers_what_left_and_settles_the_emergency(self):
        order = self._get_ready_order()
        waiver = self._grant(order)
        self._validate(order.picking_ids, 5)
        request = self._request_shipping(order)
        self.assertEqual(request.line_ids.quantity, 10)
        self._verify(order)
        self._release(order)
        self.assertEqual(waiver.state, "settled")
        self.assertEqual(waiver.settled_reference, request.name)
        self.assertEqual(request.waiver_id, waiver)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._get_shipped(order), 10)

    def test_emergency_does_not_stand_in_for_a_line_of_the_order(self):
        order = self._get_ready_order()
        self._grant(order)
        picking = order.picking_ids
        self.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "product_id": self.component.id,
                "product_uom": self.component.uom_id.id,
                "product_uom_qty": 1,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        with self._refused("on no line"):
            self._validate(picking, 1)
