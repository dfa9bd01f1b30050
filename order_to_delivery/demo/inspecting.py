"""How Quality answers what its plans ask, as goods arrive, are made, and leave."""


class InspectionSteps:
    """Steps of Quality on a Way."""

    def judge(self, ids):
        """Answer the checks of inspections, accept all that is offered, and sign."""
        self.answer_checks(ids)
        self.do("quality", "order.inspection", "action_accept_all", ids)
        self.do("quality", "order.inspection", "action_judge", ids)

    def answer_checks(self, ids):
        """Find all as it is asked for: values well within their limits."""
        domain = [("inspection_id", "in", ids), ("is_required", "=", True)]
        fields = ["kind", "limit_kind", "lower_limit", "upper_limit"]
        model, others = "order.inspection.check", []
        for check in self.find("quality", model, domain, fields):
            if check["kind"] != "measured":
                others.append(check["id"])
                continue
            value = self.measure(check)
            self.do("quality", model, "write", [check["id"]], {"reading": f"{value:g}"})
        if others:
            self.do("quality", model, "action_pass", others)

    def measure(self, check):
        """Return a value that a check allows."""
        if check["limit_kind"] == "at_least":
            return check["lower_limit"] * 4
        if check["limit_kind"] == "at_most":
            return check["upper_limit"] * 0.8
        return (check["lower_limit"] + check["upper_limit"]) / 2

    def inspect_shipment(self, order_id):
        """Judge what is inspected before it leaves, where a plan asks for it."""
        domain = [
            ("sale_order_id", "=", order_id),
            ("kind", "=", "shipment"),
            ("state", "=", "draft"),
        ]
        rows = self.find("quality", "order.inspection", domain, ["id"])
        if rows:
            self.judge([row["id"] for row in rows])
