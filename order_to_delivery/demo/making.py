"""How goods are made, inspected and put into stock, step by step."""


class MakingSteps:
    """The steps of a Way from the instruction to the stock."""

    def produce(self, order_id):
        """Finish the manufacturing orders, the deepest first, as Quality lets them."""
        instruction = self.last(
            "order.production.instruction", order_id, "production_ids"
        )
        for production_id in sorted(
            instruction.get("production_ids", ()), reverse=True
        ):
            domain = [("id", "=", production_id)]
            fields = ["state", "can_request_inspection"]
            row = self.find("production", "mrp.production", domain, fields)[0]
            if row["state"] in ("done", "cancel"):
                continue
            if row["can_request_inspection"]:
                self.inspect_made(production_id)
            self.do("production", "mrp.production", "button_mark_done", [production_id])

    def inspect_made(self, production_id):
        """Have each operation signed off, and the finished goods inspected."""
        domain = [("production_id", "=", production_id)]
        fields = ["needed_by_workorder_ids"]
        for row in self.find("production", "mrp.workorder", domain, fields):
            if row["needed_by_workorder_ids"]:
                self.inspect_one(production_id, row["id"])
        self.inspect_one(production_id)

    def inspect_one(self, production_id, workorder_id=False):
        """Ask for one inspection, judge it, and sign it together where asked."""
        model = "order.inspection.request"
        values = {"production_id": production_id, "workorder_id": workorder_id}
        request = self.do("production", model, "create", values)
        self.do("production", model, "action_request", [request])
        domain = [("production_id", "=", production_id), ("state", "=", "draft")]
        drafts = self.find("quality", "order.inspection", domain, ["id"])
        ids = [row["id"] for row in drafts]
        self.judge(ids)
        domain = [("id", "in", ids), ("needs_second_signature", "=", True)]
        clerk = "customer_service"
        for row in self.find(clerk, "order.inspection", domain, ["id"]):
            self.do(clerk, "order.inspection", "action_second_sign", [row["id"]])
