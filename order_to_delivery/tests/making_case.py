"""Orders whose goods pass two operations, before the first of them is begun."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .supply_common import SupplyCase

UNSIGNED = "after Cut"
OVER_SIGNED = "more than Quality has signed off after Cut"
OVER_ACCEPTED = "more would enter stock than Quality has accepted"


class MakingCase(SupplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routed = cls._make_product("Routed", [(cls.component, 1)])
        cls._give_operations(cls.routed, "Cut", "Assemble")

    @classmethod
    def _give_operations(cls, product, *names):
        product.bom_ids.operation_ids = [
            Command.create({"name": name, "workcenter_id": cls.workcenter.id})
            for name in names
        ]

    def _get_production(self, product=None, quantity=10, **values):
        """Return the manufacturing order of an instructed order."""
        order = self._instructed([(product or self.product, quantity)], **values)
        return self._productions(order)

    def _get_routed(self, quantity=10):
        """Return a manufacturing order of two operations, and both of them."""
        production = self._get_production(self.routed, quantity)
        first, second = production.workorder_ids
        self.assertEqual(second.blocked_by_workorder_ids, first)
        return production, first, second

    def _call(self, kind, records, method, *args, **context):
        """Call a public method as a client does, over the dispatcher of RPC."""
        self.env.flush_all()
        model = self.as_(kind, self.env[records._name])
        result = call_kw(model, method, [records.ids, *args], {"context": context})
        self.env.flush_all()
        return result

    def _finish_part(self, production, quantity, backorder=True):
        """Report a part of what is made, as the workshop does; the rest goes on."""
        production = self.as_("production", production)
        production.qty_producing = quantity
        production._set_qty_producing()
        keys = {"skip_backorder": True}
        if backorder and quantity < production.product_qty:
            keys["mo_ids_to_backorder"] = production.ids
        production.with_context(**keys).button_mark_done()

    def _get_rest(self, production):
        """Return what is left to make of a production."""
        parts = production.production_group_id.production_ids
        return parts.filtered(lambda part: part.state not in ("done", "cancel"))

    def _get_stocked(self, product):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", self.warehouse.lot_stock_id.id),
            ]
        )
        return sum(quants.mapped("quantity"))

    def _try_all(self, routes, text):
        """Try each route, and expect each to be refused for the reason."""
        for route, act in routes.items():
            with self.subTest(route=route), self.refused(text, UserError):
                act()
                self.env.flush_all()
