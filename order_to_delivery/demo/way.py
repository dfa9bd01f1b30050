"""The way of an order, each step taken by the department that takes it.

Used from inside, to furnish the demo factory, and from outside, over Odoo's
external API. It knows nothing of either: ``call`` does a method of a model as
somebody, and must refuse what that login may not do.
"""

import datetime

from .delivering import AFTER, INSTEAD, DeliverySteps
from .inspecting import InspectionSteps
from .making import MakingSteps
from .supply import SupplySteps

STEPS = tuple(
    """
    submit circulate answer close send_confirmation sign_confirmation confirm
    pay_deposit issue_instruction accept_instruction ask_for_materials
    approve_requisition order_materials judge_materials receive_materials
    issue_materials make inspect_goods put_into_stock
    send_balance_notice pay_balance request_shipping verify release
    inspect_shipment ship advise sign_receipt
    """.split()
)
# The way with what lies around a delivery, as `./dev walk` goes it.
WALKED = tuple(
    step for each in STEPS for step in (INSTEAD.get(each, each), *AFTER.get(each, ()))
)
# Logins of the demo factory that are not the department's name.
LOGINS = {"deputy_general_manager": "dgm", "clerk": "customerservice2"}
PAPER = "JVBERi0xLjQKJSBzaWduZWQgYnkgdGhlIGN1c3RvbWVyCg=="


class Way(SupplySteps, MakingSteps, InspectionSteps, DeliverySteps):
    """Walks orders. ``call(login, model, method, *args, **kwargs)`` does the work.

    ``today`` is the day from which wanted and promised dates are counted.
    ``wait(order_id)`` lets the server go on by itself, as it does within a minute
    after money came in.
    """

    def __init__(self, call, today=None, wait=None):
        self.call = call
        self.wait = wait or (lambda order_id: None)
        self.today = today or datetime.date.today()

    def get_login_of(self, kind):
        """Return the login of a kind of department; a login stays itself."""
        return LOGINS.get(kind, kind.replace("_", ""))

    def do(self, kind, model, method, *args, **kwargs):
        """Call a method as the person of a department."""
        return self.call(self.get_login_of(kind), model, method, *args, **kwargs)

    def find(self, kind, model, domain, fields, order="id"):
        """Return the records that match, as dictionaries."""
        return self.do(kind, model, "search_read", domain, fields, order=order)

    def last(self, model, order_id, *fields, states=None):
        """Return the newest document of an order, or an empty dictionary."""
        domain = [("sale_order_id", "=", order_id)]
        if states:
            domain.append(("state", "in", list(states)))
        rows = self.find(
            "customer_service", model, domain, ["state", *fields], order="id desc"
        )
        return rows[0] if rows else {}

    def step(self, kind, model, order_id, method, *args):
        """Take a step on the newest document of an order, as a department."""
        document = self.last(model, order_id)
        return self.do(kind, model, method, [document["id"]], *args)

    def file_paper(self, kind, name):
        """Upload a signed paper, and return its id in a list."""
        return [
            self.do(kind, "ir.attachment", "create", {"name": name, "datas": PAPER})
        ]

    def order(self, order_id, *fields, kind="sales"):
        """Return fields of an order as a department reads them."""
        return self.find(kind, "sale.order", [("id", "=", order_id)], list(fields))[0]

    def day(self, days):
        """Return the day some calendar days after today, as text."""
        return (self.today + datetime.timedelta(days=days)).isoformat()

    def take(self, partner_id, lines, **values):
        """Take an order down with its memo; lines are values of sale order lines."""
        return self.do(
            "sales",
            "sale.order",
            "create",
            {
                "partner_id": partner_id,
                "intake_channel": "phone",
                "intake_words": "As on our list; please keep the date.",
                "intake_is_read_back": True,
                "wanted_date": self.day(30),
                "order_line": [(0, 0, line) for line in lines],
                **values,
            },
        )

    def submit(self, order_id):
        self.do("sales", "sale.order", "action_submit_for_review", [order_id])

    def circulate(self, order_id):
        if self.last("order.review", order_id)["state"] == "submitted":
            chair = "deputy_general_manager"
            self.step(chair, "order.review", order_id, "action_circulate")

    def answer(self, order_id, verdict="agree"):
        """Let every seat write its answer, those that build on others last."""
        review = self.last("order.review", order_id)
        fields = ["user_id", "kind"]
        domain = [("review_id", "=", review["id"]), ("state", "=", "open")]
        while rows := self.find(
            "customer_service", "order.review.signoff", domain, fields
        ):
            for row in rows:
                self.answer_one(row, verdict)

    def answer_one(self, signoff, verdict="agree"):
        """Write and sign the answer of one seat, as the person who was asked."""
        login = self.get_login(signoff["user_id"][0])
        values = {"text": "Checked; possible as asked.", "answer_date": self.day(20)}
        if signoff["kind"] == "technical":
            values |= {"technical_notes": "As drawing.", "has_no_obstacle": True}
            values["recipe_kind"] = "same"
        if signoff["kind"] in ("technical", "material_control"):
            values["material_position"] = "available"
        if signoff["kind"] == "production":
            values["line_ids"] = self.prepare_answer_lines(signoff)
        ids = [signoff["id"]]
        self.do(login, "order.review.signoff", "write", ids, values)
        method = {"agree": "action_agree", "refuse": "action_refuse"}[verdict]
        self.do(login, "order.review.signoff", method, ids)

    def prepare_answer_lines(self, signoff):
        """Return the dates that Production answers for, line by line."""
        domain = [("signoff_id", "=", signoff["id"])]
        rows = self.find(
            "customer_service", "order.review.signoff.line", domain, ["id"]
        )
        dates = {"start_date": self.day(0), "finished_date": self.day(20)}
        return [(1, row["id"], dates) for row in rows]

    def get_login(self, user_id):
        """Return the login of a user."""
        rows = self.find(
            "customer_service", "res.users", [("id", "=", user_id)], ["login"]
        )
        return rows[0]["login"]

    def close(self, order_id):
        review = self.last("order.review", order_id)
        if review["state"] == "closed":
            return
        values = {
            "production_start_date": self.day(0),
            "finished_date": self.day(20),
            "promised_date": self.day(25),
            "packing": "Wooden case, dry, with shock indicator",
        }
        chair = "deputy_general_manager"
        self.do(chair, "order.review", "write", [review["id"]], values)
        if self.last("order.review", order_id, "rep_asked_date")["rep_asked_date"]:
            self.do("sales", "order.review", "action_agree_date", [review["id"]])
        self.do(chair, "order.review", "action_close", [review["id"]])

    def send_confirmation(self, order_id):
        self.do(
            "customer_service", "sale.order", "action_send_confirmation", [order_id]
        )

    def sign_confirmation(self, order_id, signed_by="Signatory"):
        """File the customer's signed scan, and let a second clerk accept it."""
        paper = self.file_paper("customer_service", "signed-confirmation.pdf")
        model = "order.confirmation"
        self.step(
            "customer_service",
            model,
            order_id,
            "action_upload_signed",
            paper,
            signed_by,
        )
        self.step("clerk", model, order_id, "action_accept")

    def confirm(self, order_id):
        """Confirm what did not go on by itself: grade A, whose paper follows."""
        if self.order(order_id, "state")["state"] != "sale":
            self.do("customer_service", "sale.order", "action_confirm", [order_id])

    def pay(self, order_id, amount):
        """Let Finance register a bank transfer for the order."""
        order = self.order(order_id, "partner_invoice_id", "currency_id")
        payment = self.do(
            "finance",
            "account.payment",
            "create",
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order["partner_invoice_id"][0],
                "amount": amount,
                "currency_id": order["currency_id"][0],
                "sale_order_id": order_id,
            },
        )
        self.do("finance", "account.payment", "action_post", [payment])

    def pay_up_to(self, order_id, field):
        """Pay what is missing of an amount due on the order."""
        order = self.order(order_id, field, "money_received")
        missing = round(order[field] - order["money_received"], 2)
        if missing > 0:
            self.pay(order_id, missing)

    def pay_deposit(self, order_id):
        self.pay_up_to(order_id, "deposit_due")
        if not self.has_deliveries(order_id):
            self.wait(order_id)

    def has_deliveries(self, order_id):
        """Tell whether goods are on their way from or through the warehouse."""
        domain = [("sale_id", "=", order_id)]
        return bool(self.do("warehouse", "stock.picking", "search_count", domain))

    def pay_balance(self, order_id):
        self.pay_up_to(order_id, "release_due")

    def issue_instruction(self, order_id):
        if self.has_lines_to_make(order_id):
            self.do(
                "customer_service", "sale.order", "action_issue_instruction", [order_id]
            )

    def has_lines_to_make(self, order_id):
        """Tell whether something of the order has to be made."""
        domain = [("order_id", "=", order_id), ("supply_kind", "=", "make")]
        return bool(self.do("sales", "sale.order.line", "search_count", domain))

    def accept_instruction(self, order_id):
        if self.has_lines_to_make(order_id):
            model = "order.production.instruction"
            self.step("production", model, order_id, "action_accept")

    def owes(self, order_id):
        """Tell whether something due before release is not received."""
        order = self.order(order_id, "release_due", "money_received")
        return order["release_due"] > order["money_received"]

    def send_balance_notice(self, order_id):
        if self.owes(order_id):
            self.do("sales", "sale.order", "action_send_balance_notice", [order_id])

    def request_shipping(self, order_id):
        self.do("customer_service", "sale.order", "action_request_shipping", [order_id])

    def verify(self, order_id):
        self.step("finance", "order.shipping.request", order_id, "action_verify")

    def release(self, order_id):
        model = "order.shipping.request"
        self.step("customer_service", model, order_id, "action_release")

    def ship(self, order_id):
        """Let the warehouse pick what is asked and validate the deliveries."""
        domain = [
            ("sale_id", "=", order_id),
            ("state", "not in", ["done", "cancel"]),
        ]
        for picking in self.find("warehouse", "stock.picking", domain, ["move_ids"]):
            self.validate(picking)

    def advise(self, order_id):
        values = {
            "carrier_name": "Deppon",
            "tracking_reference": f"DP{order_id:08d}",
            "expected_arrival_date": self.day(28),
        }
        model = "order.shipping.request"
        self.step("logistics", model, order_id, "write", values)
        self.step("logistics", model, order_id, "action_send_advice")

    def sign_receipt(self, order_id, signed_by="Receiver"):
        paper = self.file_paper("logistics", "signed-receipt.pdf")
        model = "order.delivery.receipt"
        self.step("logistics", model, order_id, "action_mark_signed", paper, signed_by)
