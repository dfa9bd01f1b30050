"""With the switch off, no query of an order's way touches a table of ours.

`./dev bench` compares the whole number of queries with plain Odoo's.
"""

import re
import threading
from contextlib import contextmanager

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import OrderToDeliveryCase

TABLE = re.compile(r'\b(?:from|join|into|update)\s+"?(\w+)', re.IGNORECASE)


@tagged("post_install", "-at_install")
class TestSwitchOffCostsNothing(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_tables = {
            model._table
            for model in cls.env.values()
            if model._original_module == "order_to_delivery"
        }

    @contextmanager
    def _tables_asked(self):
        """Collect the tables that are read or written inside."""
        asked = set()

        def note(cr, query, params, start, delay):
            text = query.code if isinstance(query, SQL) else str(query)
            asked.update(TABLE.findall(text))

        thread = threading.current_thread()
        thread.query_hooks = [note]
        try:
            yield asked
            self.env.cr.flush()
        finally:
            del thread.query_hooks

    def _walk(self):
        self.env.invalidate_all()
        with self._tables_asked() as asked:
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.partners["B"].id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.stocked.id, "product_uom_qty": 5}
                        )
                    ],
                }
            )
            order.action_confirm()
            order.picking_ids.move_ids.picked = True
            order.picking_ids.button_validate()
        self.assertEqual(order.picking_ids.state, "done")
        return asked & self.own_tables

    def test_taking_confirming_and_delivering_asks_no_table_of_ours_when_off(self):
        self.company.use_order_to_delivery = False
        self.env.cr.flush()
        self.assertIn("order_milestone", self.own_tables)
        self.assertFalse(self._walk())

    def test_taking_an_order_is_seen_to_ask_when_on(self):
        """The test above would notice."""
        with self._tables_asked() as asked:
            self._take_order("B")
        self.assertIn("order_milestone", asked)
