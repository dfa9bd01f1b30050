"""What is due where a plan is paid by what ships, and not by the whole order."""

from odoo import api, fields, models

from .order_money_mixin import MONEY_GROUPS


class OrderShipmentMoneyMixin(models.AbstractModel):
    _name = "order.shipment.money.mixin"
    _description = "Money of an Order by What Ships"

    # Only so that the mixin stands alone: the order's own definition wins.
    currency_id = fields.Many2one("res.currency")

    collection_due = fields.Monetary(
        string="Due by Now",
        compute="_compute_collection_due",
        groups=MONEY_GROUPS,
        help="Before release: of the whole order, or of what was released and is "
        "asked for, where the plan is paid by what ships.",
    )

    @api.depends("amount_total", "payment_plan_line_ids")
    def _compute_collection_due(self):
        orders = self._origin
        dues = orders._get_dues_by_now(orders._get_money())
        for order in self:
            order.collection_due = dues.get(order._origin, 0.0)

    def _get_goods_lines(self):
        """Return the lines of goods, by whose worth shares are told."""
        # Whoever ships need not see the order.
        return self.sudo().order_line.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )

    def _get_goods_quantities(self, planned=None):
        """Return ``{sale line: ShippingQuantity}`` of the orders, with one query."""
        lines = self._get_goods_lines()
        return self.env["order.shipping.quantity"]._get_quantities(lines, planned)

    def _get_goods_share(self, quantities, counted="released", asked=()):
        """Return the share of the goods' worth that counts, from zero to one.

        What was released counts, and what left without a release; where the order's
        goods are worth nothing, all of it does.

        :param quantities: ``{sale line: ShippingQuantity}``
        :param counted: the quantity to count, "released" or "shipped"
        :param asked: lines of a shipping request that count besides
        """
        self.ensure_one()
        more = {}
        for line in asked:
            own = line.sale_line_id
            more[own] = more.get(own, 0.0) + line.quantity
        whole = part = 0.0
        for line, quantity in quantities.items():
            if line.order_id != self:
                continue
            counts = max(getattr(quantity, counted), quantity.shipped)
            counts += more.get(line, 0.0)
            whole += line.price_total
            part += line.price_total * min(counts / quantity.ordered, 1.0)
        return min(max(part / whole, 0.0), 1.0) if whole > 0 else 1.0

    def _get_due_of_share(self, money, share):
        """Return what is due before a share of the goods leaves (H9.15).

        The deposit counts for the whole order; what the plan asks of what ships is
        asked by the share, the rest before anything leaves.
        """
        self.ensure_one()
        # Every asker has the order; its currency is no secret.
        return self.sudo().currency_id.round(
            money.release_due - money.shipment * (1 - share)
        )

    def _get_dues_by_now(self, money):
        """Return ``{order: amount}`` due before release by what is asked for by now.

        Where the plan is paid by what ships, that is what was released, and what open
        requests ask for; with no request open, it is all that remains. A hint for
        lists and letters: gates ask each request.

        :param money: ``{order: Money}`` of these orders
        """
        dues = {order: money[order].release_due for order in self}
        by_goods = self.filtered(lambda order: money[order].shipment > 0)
        if not by_goods:
            return dues
        quantities = by_goods._get_goods_quantities()
        # Requests are counted for who collects, too.
        requests = by_goods.sudo().order_shipping_request_ids.filtered(
            lambda request: request.state in ("draft", "verified")
        )
        for order in by_goods:
            own = requests.filtered(lambda r, order=order: r.sale_order_id == order)
            if own:
                share = order._get_goods_share(quantities, asked=own.line_ids)
                dues[order] = order._get_due_of_share(money[order], share)
        return dues
