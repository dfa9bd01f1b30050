"""Which parts Odoo would make or buy for their order alone, whatever stock has."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class Routes:
    """The rules from stock to production, asked once for each set of routes.

    :param rules: location, route and procure method, the best first
    :param places: where components are taken from, and what is around it
    :param of_warehouse: routes of the warehouse, asked last
    """

    def __init__(self, rules, places, of_warehouse):
        self._places = places
        self._of_warehouse = frozenset(of_warehouse)
        self._rules = defaultdict(list)
        for place, route, method in rules:
            self._rules[place].append((route, method))
        self._known = {}

    def is_to_order(self, goods):
        """Tell it as ``stock.move._adjust_procure_method`` does."""
        own = frozenset(goods.routes[0]) | frozenset(goods.routes[1])
        if own not in self._known:
            self._known[own] = self._find(own) == "make_to_order"
        return self._known[own]

    def _find(self, own):
        for place in self._places:
            for routes in (own, self._of_warehouse):
                for route, method in self._rules[place]:
                    if route in routes:
                        return method
        return None


class OrderPromiseRoute(models.AbstractModel):
    _name = "order.promise.route"
    _description = "Rules That a Promise Reads"

    @api.model
    def _read(self, warehouse):
        """Return the rules by which a warehouse supplies its production."""
        if warehouse.manufacture_steps == "mrp_one_step":
            source = warehouse.manu_type_id.default_location_src_id
            source = source or warehouse.lot_stock_id
            ends_there = SQL("destination.usage = 'production'")
        else:
            # Parts are picked first: what asks for that says where they come from.
            source = warehouse.lot_stock_id
            ends_there = SQL("destination.id = %s", warehouse.pbm_loc_id.id)
        places = [int(id_) for id_ in reversed(source.parent_path.split("/")) if id_]
        rules = self.env.execute_query(
            SQL(
                """
                SELECT rule.location_src_id, rule.route_id, rule.procure_method
                  FROM stock_rule rule
                  JOIN stock_location destination
                    ON destination.id = rule.location_dest_id
                 WHERE rule.active AND rule.action != 'push'
                   AND rule.location_src_id = ANY(%(places)s)
                   AND %(ends_there)s
                   AND (rule.warehouse_id IS NULL OR rule.warehouse_id = %(warehouse)s)
                   AND (rule.company_id IS NULL OR rule.company_id = %(company)s)
              ORDER BY rule.route_sequence, rule.sequence, rule.id
                """,
                places=places,
                ends_there=ends_there,
                warehouse=warehouse.id,
                company=warehouse.company_id.id,
            )
        )
        return Routes(rules, places, warehouse.route_ids.ids)
