"""Validating deliveries where every policy of the company asks for something."""

from contextlib import contextmanager

from odoo import Command, fields

from .figures import Row
from .orders import WARM_UP, in_turn

BATCH = 20
LONGEST = 500  # lines, ten of each product
# What a company may ask for before goods leave, and after.
EVERYTHING = {
    "order_shipment_inspection_policy": "always",
    "order_delivery_agreement": True,
    "order_needs_briefing": True,
    "order_end_policy": "receipt",
    "order_acknowledgement_days": 2,
    "order_receipt_days": 7,
    "order_feedback_days": 5,
    "order_received_policy": "registered",
}
DOCUMENTS = ("bill_of_lading", "packing_list", "certificate_of_origin")


def measure(plain, ours, number):
    """Return the rows of deliveries from stock, every rule before them asked."""
    rows = [
        Row("Validate a delivery, every policy on", most_ratio=1.06, most_queries=7),
        Row(
            f"Validate {BATCH} deliveries at once, every policy on",
            most_ratio=1.06,
            most_queries=7,
        ),
        Row(
            f"Validate a delivery of {LONGEST} lines, every policy on",
            most_ratio=1.06,
            most_queries=7,
        ),
    ]
    with _everything(ours):
        for turn in range(-WARM_UP, number):
            _validate(plain, ours, rows[0] if turn >= 0 else Row(""), turn, 1, 5)
        for turn in range(max(number // 20, 1)):
            _validate(plain, ours, rows[1], turn, BATCH, 5)
        for turn in range(max(number // 20, 3)):
            _validate(plain, ours, rows[2], turn, 1, LONGEST)
    return rows


def _validate(plain, ours, row, turn, number, lines):
    pickings = {plain: [], ours: []}
    for _ in range(number):
        pickings[plain] += plain.prepare_delivery(lines)
        pickings[ours] += prepare_delivery(ours, lines)
    costs = {walk: walk.validate(pickings[walk]) for walk in in_turn(plain, ours, turn)}
    row.add(costs[plain], costs[ours])


@contextmanager
def _everything(ours):
    """Have the company ask for everything while this lasts."""

    def switch(env):
        company = env.company
        before = {name: company[name] for name in EVERYTHING}
        company.write(EVERYTHING)
        rule = env["order.destination.rule"].create(
            {
                "document_ids": [
                    Command.create({"kind": kind, "is_required": True})
                    for kind in DOCUMENTS
                ],
            }
        )
        return before, rule.id

    def switch_back(env):
        env.company.write(before)
        env["order.destination.rule"].browse(rule).active = False

    before, rule = ours.database.do(None, switch)
    try:
        yield
    finally:
        ours.database.do(None, switch_back)


def prepare_delivery(ours, lines):
    """Bring an order to where its delivery may leave, each policy answered."""
    order = ours.prepare("stock", lines)
    ours.confirm([order])
    database, model = ours.database, "order.shipping.request"
    database.call("customer_service", "sale.order", order, "action_request_shipping")

    def fill_in(env):
        request = env["sale.order"].browse(order).order_shipping_request_ids
        request.write(
            {
                "delivery_place": "Gate 4",
                "delivery_date": fields.Date.today(),
                "agreed_with": "Mr Chen",
                "agreed_date": fields.Date.today(),
                "agreed_channel": "call",
            }
        )
        return request.id

    request = database.do("customer_service", fill_in)
    database.do("quality", lambda env: _accept(env[model].browse(request)))
    database.do("logistics", lambda env: _ready(env[model].browse(request)))
    database.call("finance", model, request, "action_verify")
    database.call("customer_service", model, request, "action_release")

    def brief(env):
        released = env[model].browse(request)
        released.briefing_ids.action_tick()
        released.action_sign_briefing()

    database.do("warehouse", brief)
    return ours.pick([order])


def _accept(request):
    """Accept all that is offered before shipment, as Quality."""
    for inspection in request.order_inspection_ids:
        for line in inspection.line_ids:
            line.accepted_quantity = line.offered_quantity
        inspection.action_judge()


def _ready(request):
    """Bring in the documents that the destination asks for."""
    for document in request.document_ids:
        paper = request.env["ir.attachment"].create({"name": "a.pdf", "raw": b"%PDF"})
        document.write({"number": "1", "file_ids": [Command.link(paper.id)]})
        document.action_mark_ready()
