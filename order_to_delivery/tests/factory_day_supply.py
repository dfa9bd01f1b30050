"""The desks by which parts are asked for, approved, bought, judged and received."""

from odoo import Command

# What Quality may find of what a vendor brings; mostly all is in order.
ARRIVALS = ("all",) * 6 + ("part", "part", "rework")
FAR_QUANTITY = 30


class DaySupplyMixin:
    """Material Control, its approver, Purchasing, Quality at the gate, Warehouse."""

    def _get_supply_desks(self):
        return [
            self._report_needs,
            self._approve_needs,
            self._order_parts,
            self._judge_arrivals,
            self._inspect_reworked,
            self._receive_arrivals,
        ]

    def _ask_for_the_far_store(self):
        """Ask for spares that no order needs; some go back to the vendor."""
        spare = self.case.spare
        self.far_request = (
            self.as_("material_control", self.env["purchase.request"])
            .create(
                {
                    "picking_type_id": self.case.far.in_type_id.id,
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": spare.id,
                                "product_uom_id": spare.uom_id.id,
                                "product_qty": FAR_QUANTITY,
                                "estimated_cost": FAR_QUANTITY * 20,
                            }
                        )
                    ],
                }
            )
            .with_env(self.env)
        )

    # Asked for and bought

    def _get_requests(self, *states):
        return self.env["purchase.request"].search(
            [
                ("state", "in", states),
                "|",
                ("id", "=", self.far_request.id),
                ("sale_order_id", "in", self.orders.ids),
            ]
        )

    def _report_needs(self):
        # Whose goods are complete may have taken another's parts, and owe them.
        instructed = self.orders.filtered(
            lambda order: (
                order.state == "sale"
                and "accepted" in order.order_production_instruction_ids.mapped("state")
            )
        )
        needs = self.env["order.material.need"]
        for order in instructed and self._some(instructed)[:3]:
            # What a cancelled order left in stock may be all that another needs.
            if needs._get_short(order):
                self.as_("material_control", order).action_require_materials()
        self.orders.invalidate_recordset(["order_requisition_ids"])
        drafts = self._get_requests("draft")
        if drafts:
            self.as_("material_control", self._some(drafts)).button_to_approve()

    def _approve_needs(self):
        requests = self._get_requests("to_approve")
        if requests:
            approver = self.as_("deputy_general_manager", self._some(requests))
            approver.button_approved()

    def _order_parts(self):
        requests = self._get_requests("approved", "in_progress")
        lines = requests.line_ids.filtered(
            lambda line: not (line.cancelled or line.purchase_lines)
        )
        for line in lines and self._some(lines):
            wizard = self.as_(
                "purchasing", self.env["purchase.request.line.make.purchase.order"]
            )
            wizard = wizard.with_context(
                active_model="purchase.request.line", active_ids=line.ids
            )
            vendor = line.product_id.seller_ids.partner_id
            wizard.create({"supplier_id": vendor.id}).make_purchase_order()
        lines.invalidate_recordset(["purchase_lines"])
        purchases = requests.line_ids.purchase_lines.order_id
        drafts = purchases.filtered(lambda purchase: purchase.state == "draft")
        if drafts:
            self.as_("purchasing", drafts).button_confirm()

    def _get_bought(self, order):
        order.invalidate_recordset(["order_requisition_ids"])
        lines = order.order_requisition_ids.line_ids.purchase_lines
        return lines.filtered(lambda line: line.state == "purchase")

    # Judged at the gate

    def _get_drafts(self, *kinds):
        return self.env["order.inspection"].search(
            [("kind", "in", kinds), ("state", "=", "draft")]
        )

    def _judge_arrivals(self):
        drafts = self._get_drafts("incoming")
        if not drafts:
            return
        judged = self.as_("quality", self._some(drafts))
        passed = judged.browse()
        for inspection in judged:
            verdict = self.lot.choice(ARRIVALS)
            if inspection.previous_id:
                verdict = "all"
            elif inspection.picking_id.picking_type_id == self.case.far.in_type_id:
                verdict = "return"
            if verdict == "all":
                passed |= inspection
            else:
                for line in inspection.line_ids:
                    getattr(self, f"_find_{verdict}")(line)
                inspection.action_judge()
        passed.action_accept_all()
        passed.action_judge()

    def _find_part(self, line):
        """Look at a part of it now; the rest is looked at later."""
        part = max(1, line.offered_quantity // 2)
        line.write({"offered_quantity": part, "accepted_quantity": part})

    def _find_rework(self, line):
        self._reject(line, 1, "rework")

    def _find_return(self, line):
        self._reject(line, min(4, line.offered_quantity), "return")

    def _reject(self, line, quantity, disposition):
        line.write(
            {
                "accepted_quantity": line.offered_quantity - quantity,
                "rejected_quantity": quantity,
                "disposition": disposition,
                "note": "Scratched in transport.",
            }
        )

    def _inspect_reworked(self):
        """Look again at what the vendor's people mended at the gate."""
        judged = self.env["order.inspection"].search(
            [
                ("kind", "=", "incoming"),
                ("state", "=", "judged"),
                ("line_ids.disposition", "=", "rework"),
                ("next_ids", "=", False),
            ]
        )
        for inspection in judged.filtered(self._has_arrived):
            self.as_("quality", inspection).action_inspect_again()

    def _has_arrived(self, inspection):
        moves = inspection.line_ids.set_apart_move_id
        return not moves or set(moves.mapped("state")) == {"done"}

    # Received

    def _get_arrivals(self):
        """Return the transfers that bring a vendor's goods further, or back to him."""
        return self._get_new(
            "stock.picking",
            ("state", "in", ("assigned", "confirmed")),
            ("move_ids.raw_material_production_id", "=", False),
            ("move_ids.production_id", "=", False),
            ("move_ids.sale_line_id", "=", False),
        )

    def _receive_arrivals(self):
        arrivals = self._get_arrivals()
        for picking in arrivals and self.as_("warehouse", self._some(arrivals)):
            moves = picking.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel", "waiting")
            )
            if any([self._pick(move) for move in moves]):
                picking.with_context(
                    skip_backorder=True, picking_ids_not_to_backorder=[]
                ).button_validate()

    def _pick(self, move):
        """Set down how much of a move may go where it goes by now."""
        target = move.location_dest_id
        is_free = target.awaits_inspection or target.usage == "supplier"
        room = move.product_uom_qty
        if not is_free:
            room = min(room, self._get_room(move.sudo()))
        move.write({"quantity": room, "picked": room > 0})
        return room > 0

    def _get_room(self, move):
        """Return how much was accepted of a move's goods and is not in stock yet."""
        lines = move.purchase_line_id or move.incoming_line_id
        books = self.env["order.incoming.quantity"]._get_quantities(lines)
        accepted, entered = (
            sum(book.get((lines.id, move.product_id.id), {}).values()) for book in books
        )
        return accepted - entered
