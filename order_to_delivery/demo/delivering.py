"""The steps around a delivery: carriers, what is agreed, arrival, settlement."""

# What the walk adds to the way that every order of the demo factory goes.
AFTER = {
    "request_shipping": ("compare_carriers", "agree_delivery"),
    "advise": ("acknowledge", "arrive"),
    "sign_receipt": (
        "confirm_settlement",
        "invoice_balance",
        "receive_rest",
        "log_feedback",
    ),
}
# Its money comes by receipt vouchers, which share one transfer out over orders.
INSTEAD = {"pay_balance": "receive_balance"}
REQUEST = "order.shipping.request"
OFFERS = (
    {"carrier_name": "Deppon", "transport_mode": "land", "cost": 380, "days": 28},
    {
        "carrier_name": "SF Express",
        "transport_mode": "express",
        "cost": 960,
        "days": 25,
    },
)


class DeliverySteps:
    """Walks what lies around a delivery; used by Way."""

    def compare_carriers(self, order_id):
        """Put two carriers side by side, and choose the cheaper one."""
        request = self.last(REQUEST, order_id)
        offers = [
            self.do(
                "logistics",
                "order.carrier.offer",
                "create",
                {
                    "request_id": request["id"],
                    "carrier_name": offer["carrier_name"],
                    "transport_mode": offer["transport_mode"],
                    "cost": offer["cost"],
                    "arrival_date": self.day(offer["days"]),
                },
            )
            for offer in OFFERS
        ]
        self.do("logistics", "order.carrier.offer", "action_choose", offers[:1])

    def agree_delivery(self, order_id):
        """Write down with whom place and time were agreed."""
        values = {
            "agreed_with": "Mr Chen",
            "agreed_date": self.day(0),
            "agreed_channel": "call",
        }
        self.step("customer_service", REQUEST, order_id, "write", values)

    def acknowledge(self, order_id):
        """Note the call in which the customer said that the advice reached him."""
        said = "He has it, and expects the lorry in the morning."
        self.step(
            "customer_service", REQUEST, order_id, "action_acknowledge", "Mr Chen", said
        )

    def arrive(self, order_id):
        self.step("logistics", REQUEST, order_id, "action_mark_arrived")

    def receive(self, order_id, amount):
        """Let Finance share one transfer out by a receipt voucher."""
        if amount <= 0:
            return
        order = self.order(order_id, "partner_invoice_id", "currency_id")
        line = {"sale_order_id": order_id, "amount": amount}
        voucher = self.do(
            "finance",
            "order.receipt",
            "create",
            {
                "partner_id": order["partner_invoice_id"][0],
                "currency_id": order["currency_id"][0],
                "amount": amount,
                "order_instrument": "transfer",
                "line_ids": [(0, 0, line)],
            },
        )
        self.do("finance", "order.receipt", "action_post", [voucher])

    def receive_up_to(self, order_id, field):
        order = self.order(order_id, field, "money_received")
        self.receive(order_id, round(order[field] - order["money_received"], 2))

    def receive_balance(self, order_id):
        self.receive_up_to(order_id, "release_due")

    def confirm_settlement(self, order_id):
        """Let Finance confirm completion, where something is paid after delivery."""
        order = self.order(order_id, "settlement_state", kind="finance")
        if order["settlement_state"] == "awaiting":
            self.do("finance", "sale.order", "action_confirm_settlement", [order_id])

    def invoice_balance(self, order_id):
        self.do("finance", "sale.order", "action_create_balance_invoice", [order_id])
        order = self.order(order_id, "invoice_ids", kind="finance")
        domain = [("id", "in", order["invoice_ids"]), ("state", "=", "draft")]
        for invoice in self.find("finance", "account.move", domain, ["state"]):
            self.do("finance", "account.move", "action_post", [invoice["id"]])

    def receive_rest(self, order_id):
        self.receive_up_to(order_id, "amount_total")

    def log_feedback(self, order_id):
        """Write down what the customer says on the telephone."""
        values = {
            "sale_order_id": order_id,
            "score": "5",
            "words": "All as agreed, well packed.",
        }
        log = self.do("customer_service", "order.feedback.log", "create", values)
        self.do("customer_service", "order.feedback.log", "action_log", [log])
