"""Orders that stand before their production instruction."""

from odoo import Command
from odoo.exceptions import UserError

from .common import OrderToDeliveryCase


class SupplyCase(OrderToDeliveryCase):
    def refused(self, sentence, error=UserError):
        """Expect a refusal that says a sentence."""
        return self.assertRaisesRegex(error, sentence)

    def _confirmed(self, lines=None, grade="A", line_values=None, until="instruction"):
        """Return a confirmed order that Production was not told of yet."""
        order = self._take_order(grade, lines=lines)
        order.order_line.write(line_values or {})
        return self._confirm(order, until)

    def _confirm(self, order, until="instruction"):
        if not order._filter_gated():
            order.action_confirm()
            return order
        return self._walk_to(until, order=order)

    def _change(self, order, quantity=None, **hashes):
        """Put a next revision in force, and its quantity, as its review's end does."""
        if quantity:
            order._write_content(
                {}, {order.order_line[:1]: {"product_uom_qty": quantity}}
            )
        old = order.current_revision_id
        old.state = "superseded"
        self.env.flush_all()
        revision = old.copy(
            {
                "number": old.number + 1,
                "state": "in_force",
                "snapshot": old.snapshot,
                "dates_hash": old.dates_hash,
                "destination_hash": old.destination_hash,
                "content_hash": old.content_hash,
                "goods_hash": "changed",
                **hashes,
            }
        )
        signed = order.order_confirmation_ids.filtered(lambda c: c.state == "accepted")
        signed[:1].copy(
            {
                "revision_id": revision.id,
                "state": "accepted",
                "signed_by": "Mr Chen",
                "content_hash": revision.content_hash,
            }
        )
        order.current_revision_id = revision
        return revision

    def _instructed(self, lines=None, **values):
        """Return an order whose production instruction Production accepted."""
        order = self._confirmed(lines, **values)
        self._issue_instruction(order)
        self._accept_instruction(order)
        return order

    def _delivered(self, order):
        """Return the moves that launched an order's deliveries."""
        return order.order_line.move_ids.filtered(
            lambda move: not move.production_id and move.state != "cancel"
        )

    def _productions(self, order):
        return order.sudo().stock_reference_ids.production_ids.filtered("sale_line_id")

    def _finish(self, production, quantity=None):
        production = self.as_("production", production)
        if quantity and quantity > production.product_qty:
            # More than planned is inspected once the workshop has reported it.
            production.qty_producing = quantity
        self._inspect_made(production, quantity)
        production.qty_producing = quantity or production.product_qty
        production._set_qty_producing()
        action = production.button_mark_done()
        if (
            isinstance(action, dict)
            and action.get("res_model") == "mrp.production.backorder"
        ):
            wizard = (
                self.env["mrp.production.backorder"]
                .with_user(self.users["production"])
                .with_context(**action["context"])
                .create({})
            )
            wizard.action_backorder()

    @classmethod
    def _make_product(cls, name, parts=(), bom_type="normal", **values):
        """Return a product with a bill of materials of (product, quantity) parts."""
        product = cls.env["product.product"].create(
            {
                "name": name,
                "default_code": f"T-{name}",
                "is_storable": bom_type == "normal",
                "invoice_policy": "order",
                "taxes_id": False,
                **values,
            }
        )
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": bom_type,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts
                ],
            }
        )
        return product
