"""How goods are made, inspected and put into stock, step by step."""


class MakingSteps:
    """The steps of a Way from the instruction to the stock."""

    def get_productions(self, order_id):
        """Return the order's open manufacturing orders, the deepest first."""
        instruction = self.last(
            "order.production.instruction", order_id, "production_ids"
        )
        domain = [
            ("id", "in", instruction.get("production_ids", ())),
            ("state", "not in", ["done", "cancel"]),
        ]
        fields = ["sale_line_id", "can_request_inspection"]
        return self.find("production", "mrp.production", domain, fields, "id desc")

    def issue_materials(self, order_id):
        """Set the components aside for the workshops, which fetch them on a slip."""
        ids = [row["id"] for row in self.get_productions(order_id)]
        if ids:
            self.do("material_control", "mrp.production", "action_assign", ids)

    def make(self, order_id):
        """Make one operation after the other, as Quality lets it go on.

        What goes into the goods is put into stock, so that they can be made.
        """
        for row in self.get_productions(order_id):
            self.make_one(row)
            if not row["sale_line_id"]:
                self.inspect_finished(row)
                self.store(row)

    def make_one(self, production):
        domain = [
            ("production_id", "=", production["id"]),
            ("state", "not in", ["done", "cancel"]),
        ]
        fields = ["needed_by_workorder_ids"]
        for row in self.find("production", "mrp.workorder", domain, fields):
            self.do("production", "mrp.workorder", "button_finish", [row["id"]])
            if row["needed_by_workorder_ids"] and production["can_request_inspection"]:
                self.inspect_one(production["id"], row["id"])

    def inspect_goods(self, order_id):
        """Have the finished goods inspected, and signed together where asked."""
        for row in self.get_productions(order_id):
            self.inspect_finished(row)

    def inspect_finished(self, production):
        if production["can_request_inspection"]:
            self.inspect_one(production["id"])

    def put_into_stock(self, order_id):
        """Put what was accepted into stock, which its slip tells."""
        for row in self.get_productions(order_id):
            self.store(row)

    def store(self, production):
        self.do("production", "mrp.production", "button_mark_done", [production["id"]])

    def report_day(self):
        """Have each workshop hand in what it made today.

        :return: ``[(login of its head, report)]``
        """
        model, reports = "order.daily.report", []
        domain = [("kind", "=", "production"), ("head_id", "!=", False)]
        fields = ["head_id"]
        for workshop in self.find("production", "order.department", domain, fields):
            login = self.get_login(workshop["head_id"][0])
            values = self.do(login, model, "default_get", ["date"])
            values["department_id"] = workshop["id"]
            key = [(name, "=", value) for name, value in values.items()]
            if not self.find(login, model, key, ["state"]):
                self.do(login, model, "create", values)
            [report] = self.find(login, model, key, ["state", "display_name"])
            if report["state"] == "draft":
                self.do(login, model, "action_refresh", [report["id"]])
                self.do(login, model, "action_hand_in", [report["id"]])
            reports.append((login, report))
        return reports

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
