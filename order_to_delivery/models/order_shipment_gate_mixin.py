"""What rules on money ask where a plan is paid by what ships."""

from odoo import models


class OrderShipmentGateMixin(models.AbstractModel):
    _name = "order.shipment.gate.mixin"
    _inherit = "order.money.gate.mixin"
    _description = "Rules on Money by What Ships"

    def _get_goods(self, records):
        """Return the goods that these records are asked for, with one query.

        :return: ``{sale line: ShippingQuantity}``, which of its quantities counts, and
            ``{record: request lines}`` of what each asks for besides
        """
        raise NotImplementedError

    def _get_dues_of(self, orders, money):
        dues = super()._get_dues_of(orders, money)
        by_goods = [
            record for record, order in orders.items() if money[order].shipment > 0
        ]
        if by_goods:
            records = next(iter(orders)).union(*by_goods)
            quantities, counted, asked = self._get_goods(records)
            for record in by_goods:
                order, lines = orders[record], asked.get(record, ())
                share = order._get_goods_share(quantities, counted, lines)
                dues[record] = order._get_due_of_share(money[order], share)
        return dues
