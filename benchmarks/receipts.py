"""Receiving what a vendor brings: many lines, in one step and in two."""

from odoo import Command

from .figures import Row
from .orders import in_turn

LONG = 50
WARM_UP = 1


def measure(plain, ours, number):
    """Return the rows of receipts; judging, in between, is not measured."""
    turns = max(number // 5, 2)
    rows = []
    for steps, legs in (("one_step", ["Receive"]), ("two_steps", ["Arrive", "Store"])):
        named = {
            leg: Row(f"{leg} {LONG} lines", most_ratio=1.06, most_queries=7)
            for leg in legs
        }
        for walk in (plain, ours):
            _set_reception(walk, steps)
        for turn in range(-WARM_UP, turns):
            noted = named if turn >= 0 else {leg: Row("") for leg in legs}
            _receive(plain, ours, noted, turn)
        rows += named.values()
    return rows


def _receive(plain, ours, rows, turn):
    purchases = {walk: _buy(walk, LONG) for walk in (plain, ours)}
    for leg, row in rows.items():
        if leg != "Arrive":
            _judge(ours, purchases[ours])
        pickings = {walk: _pick(walk, purchases[walk]) for walk in (plain, ours)}
        costs = {
            walk: walk.validate(pickings[walk]) for walk in in_turn(plain, ours, turn)
        }
        row.add(costs[plain], costs[ours])


def _set_reception(walk, steps):
    """Let goods arrive in one step or in two."""

    def work(env):
        env["stock.warehouse"].search([], limit=1).reception_steps = steps

    walk.database.do(None, work)


def _buy(walk, lines):
    """Confirm a purchase order of stocked goods, and return its id."""

    def work(env):
        purchase = env["purchase.order"].create(
            {
                "partner_id": walk.ids["vendor"],
                "order_line": [
                    Command.create(
                        {"product_id": product, "product_qty": 10, "price_unit": 5}
                    )
                    for product in walk.ids["stock"][:lines]
                ],
            }
        )
        purchase.button_confirm()
        return purchase.id

    return walk.database.do(None, work)


def _pick(walk, purchase):
    """Say that all goods of a purchase's open transfer are there."""

    def work(env):
        moves = env["purchase.order"].browse(purchase).picking_ids.move_ids
        moves = (moves | moves.move_dest_ids).filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        moves.picked = True
        return moves.picking_id.ids

    return walk.database.do(walk.warehouse, work)


def _judge(walk, purchase):
    """Have all goods of a purchase accepted by Quality."""

    def work(env):
        inspection = env["order.inspection"].search(
            [("purchase_id", "=", purchase), ("state", "=", "draft")]
        )
        inspection.action_accept_all()
        inspection.action_judge()

    walk.database.do("quality", work)
