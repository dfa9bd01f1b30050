"""Prices that are asked, compared, doubted and settled."""

from odoo import Command, fields


class PriceMixin:
    def _set_limits(self, floor=0, margin=0, deviation=0, months=0):
        self.company.sudo().write(
            {
                "order_price_floor": floor,
                "order_price_margin": margin,
                "order_price_deviation": deviation,
                "order_price_months": months,
            }
        )

    def _offer(self, price, product=None, kind="sales", **values):
        """Take an order of ten at a price that somebody types."""
        order = self._take_order(lines=[(product or self.product, 10)], **values)
        self.as_(kind, order.order_line).price_unit = price
        return order

    def _ask(self, price, **values):
        """Submit an order at a price, and return what is doubted."""
        order = self._offer(price, **values)
        self._submit(order)
        return order.order_price_doubt_ids

    def _deal(self, price, quantity=10, days=10, partner=None, product=None, **values):
        """Make an order that was confirmed some days ago."""
        # Not walked through all departments: a deal is what is confirmed.
        self.company.sudo().use_order_to_delivery = False
        unit = values.pop("product_uom_id", False)
        line = {
            "product_id": (product or self.product).id,
            "product_uom_qty": quantity,
            "price_unit": price,
            **({"product_uom_id": unit.id} if unit else {}),
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.partners["B"]).id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        self.company.sudo().use_order_to_delivery = True
        return order

    def _settle(self, doubts, kind="marketing_director", reason="Agreed for a trial."):
        """Settle doubts as somebody, in the dialog."""
        action = self.as_(kind, doubts).action_settle()
        dialog = self.as_(kind, self.env[action["res_model"]])
        dialog = dialog.with_context(**action["context"]).create({"reason": reason})
        dialog.action_settle()

    def _get_kinds(self, doubts, state="open"):
        return sorted(doubts.filtered(lambda d: d.state == state).mapped("kind"))
