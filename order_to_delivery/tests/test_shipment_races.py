"""Two shipments against one inspection before shipment, on connections of their own.

Each takes a lot of its own, so that they do not write the same stock. What Odoo notes
on the order and its line is written for either of them: by that chance alone one waits
for the other, too. The race without the guard leaves it out.
"""

from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_acts import validating
from .race_common import IS_LONG, ROUNDS, RaceCase
from .race_orders import QUANTITY, Round

ACCEPTED = 6
# What Odoo and the ledger note on the order of a delivery, whoever ships it.
NOTED = (
    ("sale.order.line", "_compute_qty_delivered"),
    ("sale.order", "_compute_delivery_status"),
    ("sale.order", "_compute_effective_date"),
    ("sale.order", "_touch_progress"),
    ("order.shipment.tie", "_write_ties"),
)


@tagged("post_install", "-at_install", "races")
class TestShipmentRaces(RaceCase):
    """H3.4: no more leaves than Quality has accepted before shipment."""

    def _prepare_rounds(self, number):
        """Return rounds in which deliveries of 6 and of 4 meet 6 that were accepted."""
        company = self.warehouse.company_id.sudo()
        company.order_shipment_inspection_policy = "always"
        company.order_allow_own_inspection = True
        self.goods.tracking = "lot"
        orders, _payments = self._get_paid_orders(number)
        requests = self._request_all(orders)
        self._verify_all(requests)
        self._release_all(requests)
        self._accept(requests)
        return [self._prepare_round(order) for order in orders]

    def _accept(self, requests):
        inspections = self.env["order.inspection"].search(
            [("shipping_request_id", "in", requests.ids), ("state", "=", "draft")]
        )
        self.assertEqual(len(inspections), len(requests))
        inspections = self.as_("quality", inspections)
        inspections.line_ids.write(
            {
                "accepted_quantity": ACCEPTED,
                "rejected_quantity": QUANTITY - ACCEPTED,
                "disposition": "scrap",
            }
        )
        inspections.action_judge()

    def _prepare_round(self, order):
        first = order.picking_ids
        second = self._split_deliveries(first, QUANTITY - ACCEPTED)
        for picking in first | second:
            self._take_lot(picking)
        return Round([[validating(first)], [validating(second)]], order.ids, 0)

    def _take_lot(self, picking):
        """Have a delivery take all of a lot that nobody else ships."""
        move = picking.move_ids
        lot = self.env["stock.lot"].create(
            {"name": picking.name, "product_id": move.product_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            move.product_id, move.location_id, move.product_uom_qty, lot_id=lot
        )
        move.move_line_ids.unlink()
        values = move._prepare_move_line_vals(quantity=move.product_uom_qty)
        self.env["stock.move.line"].create({**values, "lot_id": lot.id, "picked": True})

    def _race_shipments(self, number, *patches):
        """Return how each racer of each round ended, and what left of each order."""
        with self._committed():
            rounds = self._prepare_rounds(number)
        with ExitStack() as stack:
            for one in patches:
                stack.enter_context(one)
            return self._race_for(
                rounds,
                ACCEPTED,
                lambda env: [
                    sum(
                        env["sale.order"]
                        .browse(one.order_ids)
                        .order_line.move_ids.filtered(lambda move: move.state == "done")
                        .mapped("quantity")
                    )
                    for one in rounds
                ],
            )

    def test_one_inspection_lets_one_shipment_out(self):
        results, left = self._race_shipments(ROUNDS)
        self.assertLessEqual(max(left), ACCEPTED)
        self._assert_one_each(results)

    def test_without_the_guard_both_shipments_leave(self):
        unguarded = patch.object(OrderQuantityGuard, "_touch", lambda *_: None)
        unnoted = [
            patch.object(self.registry[model], name, lambda *_: None)
            for model, name in NOTED
        ]
        _results, left = self._race_shipments(50 if IS_LONG else 5, unguarded, *unnoted)
        self.assertIn(QUANTITY, left)
