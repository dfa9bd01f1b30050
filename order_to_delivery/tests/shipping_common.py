"""Orders that are ready to ship, and the ways by which goods may leave."""

from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import UserError

from .common import OrderToDeliveryCase

REFUSED = "above what a released shipping request allows"


class ShippingCase(OrderToDeliveryCase):
    def _get_ready_order(self, grade="A", lines=None, **values):
        """Return a confirmed order, its content reviewed, its goods in stock.

        The way as far as here has tests of its own: it is set up, not walked.
        """
        order = self._take_order(grade, lines or [(self.stocked, 10)], **values).sudo()
        self.company.use_order_to_delivery = False
        order.action_confirm()
        self.company.use_order_to_delivery = True
        order.customer_grade_id = self.grades[grade]
        if not order.payment_plan_line_ids:
            order.payment_plan_line_ids = [
                Command.create({"kind": line.kind, "percent": line.percent})
                for line in self.grades[grade].payment_plan_line_ids
            ]
        self._put_revision_in_force(order)
        order.picking_ids.action_assign()
        return order.sudo(False)

    def _put_revision_in_force(self, order):
        order = order.sudo()
        order.current_revision_id.state = "superseded"
        order.env.flush_all()
        hashes = order._get_content_hashes()[order]
        order.current_revision_id = (
            self.env["order.revision"]
            .sudo()
            .create(
                {
                    "sale_order_id": order.id,
                    "number": len(order.order_revision_ids) + 1,
                    "state": "in_force",
                    "content_hash": hashes["content"],
                    **{
                        f"{aspect}_hash": hashes[aspect]
                        for aspect in ("goods", "price", "dates", "destination")
                    },
                }
            )
        )
        return order.current_revision_id

    def _get_released_order(self, quantity=None, **values):
        """Return an order and the request by which its goods were released."""
        order = self._get_ready_order(**values)
        request = self._request_shipping(order)
        if quantity is not None:
            self.as_("customer_service", request.line_ids).quantity = quantity
        self._verify(order)
        self._release(order)
        return order, request

    def _set_quantity(self, picking, quantity=None):
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True

    def _request_shipping(self, order):
        super()._request_shipping(order)
        # The newest comes first once the order is read anew.
        order.invalidate_recordset(["order_shipping_request_ids"])
        return order.order_shipping_request_ids[:1]

    def _validate(self, picking, quantity=None, kind="warehouse"):
        """Validate a delivery as the warehouse, the rest goes to a backorder."""
        picking = self.as_(kind, picking)
        self._set_quantity(picking, quantity)
        result = picking.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[]
        ).button_validate()
        self.assertIs(result, True)
        return picking.with_env(self.env)

    def _return(self, picking, quantity):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = quantity
        returned = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self._set_quantity(returned, quantity)
        returned.button_validate()
        return returned

    @contextmanager
    def _refused(self, text):
        """Expect a refusal that leaves nothing behind, as a failed request does."""
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            yield

    def _get_shipped(self, order):
        quantities = self.env["order.shipping.quantity"]._get_quantities(
            order.order_line
        )
        return sum(quantity.shipped for quantity in quantities.values())

    def _create_transfer(self, destination, validate=True, picking_type=None, **values):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": (picking_type or self.warehouse.int_type_id).id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.stocked.id,
                            "product_uom": self.stocked.uom_id.id,
                            "product_uom_qty": 5,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": destination.id,
                            **values,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self._set_quantity(picking)
        if validate:
            picking.button_validate()
        return picking


class PaidShippingCase(ShippingCase):
    @classmethod
    def _build_grades(cls):
        result = super()._build_grades()
        # All before release, the paper may follow: only money is at stake here.
        plan = [Command.create({"kind": "release", "percent": 100})]
        cls.grades["A"].payment_plan_line_ids = [Command.clear(), *plan]
        return result
