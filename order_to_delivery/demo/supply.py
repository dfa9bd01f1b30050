"""The way of what an order lacks: asked for, approved, bought, judged, received.

Orders whose materials lie in stock pass these steps without a document.
"""


class SupplySteps:
    """Steps of Material Control, Purchasing, Quality and the Warehouse."""

    def ask_for_materials(self, order_id):
        """Report what the order lacks, unless the server has listed it already."""
        if not self.get_requisition(order_id):
            if not self.lacks_materials(order_id):
                return
            self.do(
                "material_control", "sale.order", "action_require_materials", [order_id]
            )
        request = self.get_requisition(order_id)
        if request["state"] == "draft":
            self.step_requisition("material_control", request, "button_to_approve")

    def get_requisition(self, order_id):
        """Return the newest requisition of an order, or an empty dictionary."""
        rows = self.find(
            "material_control",
            "purchase.request",
            [("sale_order_id", "=", order_id), ("state", "!=", "rejected")],
            ["state", "line_ids"],
            order="id desc",
        )
        return rows[0] if rows else {}

    def lacks_materials(self, order_id):
        """Tell whether a manufacturing order of the order waits for stock."""
        domain = [
            ("reference_ids.sale_ids", "in", [order_id]),
            ("state", "in", ["confirmed", "progress"]),
            ("reservation_state", "!=", "assigned"),
        ]
        count = self.do("production", "mrp.production", "search_count", domain)
        return bool(count)

    def step_requisition(self, kind, request, method):
        self.do(kind, "purchase.request", method, [request["id"]])

    def approve_requisition(self, order_id):
        request = self.get_requisition(order_id)
        if request.get("state") == "to_approve":
            chair = "deputy_general_manager"
            self.step_requisition(chair, request, "button_approved")

    def order_materials(self, order_id):
        """Order from each vendor what is approved, at the vendor's price."""
        request = self.get_requisition(order_id)
        if request.get("state") not in ("approved", "in_progress"):
            return
        domain = [
            ("id", "in", request["line_ids"]),
            ("cancelled", "=", False),
            ("purchase_lines", "=", False),
        ]
        lines_of = {}
        for line in self.find(
            "purchasing", "purchase.request.line", domain, ["supplier_id"]
        ):
            vendor_id = line["supplier_id"][0]
            lines_of.setdefault(vendor_id, []).append(line["id"])
        for vendor_id, line_ids in lines_of.items():
            self.order_from(vendor_id, line_ids)
        for purchase in self.get_purchases(order_id, "draft", "sent"):
            self.do("purchasing", "purchase.order", "button_confirm", [purchase["id"]])

    def order_from(self, vendor_id, line_ids):
        """Make the request for quotation of requisition lines of one vendor."""
        model = "purchase.request.line.make.purchase.order"
        context = {"active_model": "purchase.request.line", "active_ids": line_ids}
        values = {"supplier_id": vendor_id}
        wizard = self.do("purchasing", model, "create", values, context=context)
        self.do("purchasing", model, "make_purchase_order", [wizard])

    def get_purchases(self, order_id, *states):
        """Return the purchase orders that stand on the order's requisitions."""
        asked = "order_line.purchase_request_lines.request_id.sale_order_id"
        domain = [(asked, "=", order_id), ("state", "in", list(states))]
        return self.find("purchasing", "purchase.order", domain, ["picking_ids"])

    def judge_materials(self, order_id):
        """Let Quality accept what the vendors bring."""
        for inspection in self.get_inspections(order_id):
            self.judge([inspection["id"]])

    def get_inspections(self, order_id):
        """Return the incoming inspections that wait for Quality."""
        purchases = self.get_purchases(order_id, "purchase", "done")
        domain = [
            ("purchase_id", "in", [row["id"] for row in purchases]),
            ("state", "=", "draft"),
        ]
        return self.find("quality", "order.inspection", domain, ["line_ids"])

    def receive_materials(self, order_id):
        """Let the warehouse put into stock what Quality accepted."""
        purchases = self.get_purchases(order_id, "purchase", "done")
        domain = [
            ("id", "in", [one for row in purchases for one in row["picking_ids"]]),
            ("state", "not in", ["done", "cancel"]),
        ]
        for picking in self.find("warehouse", "stock.picking", domain, ["move_ids"]):
            self.validate(picking)

    def validate(self, picking):
        """Move all that a transfer asks for, and validate it."""
        domain = [("id", "in", picking["move_ids"])]
        fields = ["product_uom_qty"]
        for move in self.find("warehouse", "stock.move", domain, fields):
            values = {"quantity": move["product_uom_qty"], "picked": True}
            self.do("warehouse", "stock.move", "write", [move["id"]], values)
        self.do("warehouse", "stock.picking", "button_validate", [picking["id"]])
