"""A refused validation leaves nothing behind, once all that it did is committed.

What other tests look at is undone by the test itself. Here people act in transactions
of their own, as on a server, and another one looks at what they left.
"""

from odoo.tests import tagged
from odoo.tools import SQL

from .cases import covers
from .race_acts import validating
from .race_common import RaceCase
from .race_orders import Round

TABLES = (
    "mail_message",
    "mail_mail",
    "mail_activity",
    "mail_notification",
    "ir_attachment",
    "bus_bus",
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "order_delivery_receipt",
    "order_shipping_request",
    "order_gate_waiver",
    "order_resume_request",
)
STOCK = "SELECT sum(quantity), sum(reserved_quantity) FROM stock_quant"
STATES = "SELECT string_agg(state || name, ',' ORDER BY id) FROM stock_picking"
NUMBERS = "SELECT id, number_next FROM ir_sequence ORDER BY id"
# Of numbers that the database counts, which a rollback does not give back.
COUNTED = (
    "SELECT sequencename, last_value FROM pg_sequences"
    " WHERE sequencename LIKE 'ir\\_sequence\\_%%' ORDER BY sequencename"
)


@tagged("post_install", "-at_install", "races")
class TestBlockedLeavesNothing(RaceCase):
    def _get_left(self):
        with self._committed() as env:
            counts = [
                env.execute_query(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))
                for table in TABLES
            ]
            rows = [
                env.execute_query(SQL(query))
                for query in (STOCK, STATES, NUMBERS, COUNTED)
            ]
        return dict(
            zip((*TABLES, STOCK, STATES, NUMBERS, COUNTED), counts + rows, strict=True)
        )

    def _get_held(self):
        with self._committed():
            orders, payments = self._get_paid_orders(2)
            self._pick(orders.picking_ids)
            return orders[0], orders.picking_ids, payments[0]

    def _act(self, acts, order, payment):
        """Let somebody act alone, in a transaction that commits or is undone."""
        alone = Round([acts], order.ids, payment.id, delays=(0,))
        [[outcome]] = self._run_rounds([alone])
        return outcome

    @covers("ship.behind", route="rpc", role="warehouse")
    def test_what_is_refused_at_the_door_leaves_no_trace(self):
        order, pickings, payment = self._get_held()
        before = self._get_left()
        racers = [validating(pickings[0])], [validating(pickings)]
        for racer in racers:
            outcome = self._act(racer, order, payment)
            self.assertIn("has to wait", outcome.refusal or "")
            self.assertEqual(self._get_left(), before)

    @covers("ship.behind", route="rpc", role="warehouse")
    def test_what_was_refused_leaves_later_as_if_nothing_had_been(self):
        order, pickings, payment = self._get_held()
        act = [validating(pickings[0])]
        self.assertFalse(self._act(act, order, payment).succeeded)
        with self._committed():
            orders = self.env["sale.order"].browse(order.ids)
            requests = self._request_all(orders)
            self._verify_all(requests)
            self._release_all(requests)
        outcome = self._act(act, order, payment)
        self.assertTrue(outcome.succeeded, outcome.refusal or outcome.failure)
