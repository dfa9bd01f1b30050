"""What holds some orders of the demo factory: each for a reason of its own."""

import datetime
from typing import NamedTuple


def offer_too_low(way, order_id):
    """Promise the customer a price below the floor: it is doubted (H9.2)."""
    fields = ["price_unit"]
    lines = way.find("sales", "sale.order.line", [("order_id", "=", order_id)], fields)
    for line in lines:
        values = {"price_unit": round(line["price_unit"] * 0.8, 2)}
        way.do("sales", "sale.order.line", "write", [line["id"]], values)
    way.submit(order_id)


def refuse_technically(way, order_id):
    """Let Technical refuse: the recipe is not what the works can make."""
    review = way.last("order.review", order_id)
    domain = [("review_id", "=", review["id"]), ("kind", "=", "technical")]
    signoff = way.find(
        "customer_service", "order.review.signoff", domain, ["user_id", "kind"]
    )[0]
    ids = [signoff["id"]]
    values = {"text": "The drive does not fit this enclosure; offer the 800."}
    way.do("technical", "order.review.signoff", "write", ids, values)
    way.do("technical", "order.review.signoff", "action_refuse", ids)


def return_unclear(way, order_id):
    """File a scan that nobody can read, and send it back."""
    paper = way.file_paper("customer_service", "fax.pdf")
    model, clerk = "order.confirmation", "customer_service"
    way.step(clerk, model, order_id, "action_upload_signed", paper, "?")
    reason = "The stamp covers the signature."
    way.step("clerk", model, order_id, "action_mark_unclear", reason)


def pay_deposit_short(way, order_id):
    """Receive less than the deposit."""
    due = way.order(order_id, "deposit_due")["deposit_due"]
    way.pay(order_id, round(due * 0.9, 2))


def pay_balance_short(way, order_id):
    """Receive a part of the balance."""
    order = way.order(order_id, "release_due", "money_received")
    way.pay(order_id, round((order["release_due"] - order["money_received"]) / 2, 2))


def bounce_payment(way, order_id):
    """Lose a payment after Finance had verified the request."""
    domain = [("sale_order_id", "=", order_id), ("state", "!=", "draft")]
    payment = way.find("finance", "account.payment", domain, ["id"])[-1:]
    for row in payment:
        way.do("finance", "account.payment", "action_draft", [row["id"]])
        way.do("finance", "account.payment", "action_cancel", [row["id"]])


def propose_more(way, order_id):
    """Propose two more of the first product after production was instructed."""
    fields = ["product_id", "product_uom_id", "product_uom_qty", "price_unit"]
    lines = way.find("sales", "sale.order.line", [("order_id", "=", order_id)], fields)
    values = {
        "sale_order_id": order_id,
        "reason": "The customer builds two more lines.",
        "line_ids": [
            (
                0,
                0,
                {
                    "sale_line_id": line["id"],
                    "product_id": line["product_id"][0],
                    "product_uom_id": line["product_uom_id"][0],
                    "quantity": line["product_uom_qty"] + (2 if number == 0 else 0),
                    "price_unit": line["price_unit"],
                },
            )
            for number, line in enumerate(lines)
        ],
    }
    proposal = way.do("sales", "order.revision.propose", "create", values)
    way.do("sales", "order.revision.propose", "action_propose", [proposal])


def ship_in_emergency(way, order_id):
    """Let the supervisor send the goods ahead; the request is owed."""
    today = datetime.date.today()
    waiver = way.do(
        "supervisor",
        "order.gate.waive",
        "create",
        {
            "sale_order_id": order_id,
            "gate": "order.gate.shipping.needs.request",
            "reason": "The customer's line stands still; the lorry leaves at six.",
            "cap_amount": 20000,
            "cap_quantity": 100,
            "valid_to": f"{today + datetime.timedelta(days=5)} 18:00:00",
            "paper_due_date": f"{today + datetime.timedelta(days=3)}",
        },
    )
    way.do("supervisor", "order.gate.waive", "action_grant", [waiver])
    way.ship(order_id)


def receive_less(way, order_id):
    """Get the receipt back with less than was sent."""
    receipt = way.last("order.delivery.receipt", order_id)
    fields = ["sent_quantity"]
    domain = [("receipt_id", "=", receipt["id"])]
    line = way.find("logistics", "order.delivery.receipt.line", domain, fields)[0]
    values = {"received_quantity": line["sent_quantity"] - 1}
    way.do("logistics", "order.delivery.receipt.line", "write", [line["id"]], values)
    way.sign_receipt(order_id)


def give_back(way, order_id):
    """Give the order back to Sales: the works cannot keep the wanted date."""
    review = way.last("order.review", order_id)
    values = {"conditions": "No line is free before the spring; offer a later date."}
    chair = "deputy_general_manager"
    way.do(chair, "order.review", "write", [review["id"]], values)
    way.do(chair, "order.review", "action_refuse", [review["id"]])


def owe_the_paper(way, order_id):
    """Leave the signed paper owed: its day passed while production went on."""


def report_exception(way, order_id):
    """Report that a machine stands still while the order is made."""
    instruction = way.last("order.production.instruction", order_id, "production_ids")
    values = {
        "production_id": min(instruction["production_ids"]),
        "kind": "machine",
        "description": "The laser stands still; its lens is ordered.",
        "effect_days": 2,
    }
    model = "order.production.exception.report"
    report = way.do("production", model, "create", values)
    way.do("production", model, "action_report", [report])


def reject_some(way, order_id):
    """Find that some of what the vendor brings is damaged: it goes back."""
    for inspection in way.get_inspections(order_id):
        domain = [("inspection_id", "=", inspection["id"])]
        fields = ["offered_quantity"]
        for line in way.find("quality", "order.inspection.line", domain, fields):
            values = {
                "accepted_quantity": line["offered_quantity"] - 1,
                "rejected_quantity": 1,
                "disposition": "return",
                "note": "Arc chamber cracked in transport.",
            }
            ids = [line["id"]]
            way.do("quality", "order.inspection.line", "write", ids, values)
        way.answer_checks([inspection["id"]])
        way.do("quality", "order.inspection", "action_judge", [inspection["id"]])


def wait(way, order_id):
    """Leave the order where it stands: somebody's turn comes today."""


class Held(NamedTuple):
    """An order that stands before a step, and what holds it there.

    ``days`` tells how long ago it was taken, where that matters; ``code`` is what
    was ordered.
    """

    stop: str
    hold: object
    grade: str = "B"
    days: int = 0
    code: str = "CC-DIST-250"


HELD = (
    Held("submit", offer_too_low),
    Held("answer", refuse_technically),
    Held("close", give_back),
    Held("sign_confirmation", return_unclear),
    Held("pay_deposit", pay_deposit_short),
    Held("sign_confirmation", owe_the_paper, grade="A", days=40),
    Held("pay_balance", pay_balance_short),
    Held("release", bounce_payment),
    Held("make", propose_more),
    Held("request_shipping", ship_in_emergency),
    Held("sign_receipt", receive_less),
    Held("make", report_exception),
    # Those that wait for parts come last, so that no later order brings them any.
    Held("judge_materials", reject_some, code="CC-DIST-1600"),
    Held("judge_materials", wait, code="CC-PLC-X"),
    Held("order_materials", wait, code="CC-KILN"),
    Held("approve_requisition", wait, code="CC-DIST-1600"),
    Held("ask_for_materials", wait, code="CC-PLC-X"),
)
