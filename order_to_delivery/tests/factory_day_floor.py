"""The desks of the shop floor: made, signed off, accepted, and put into stock."""

from collections import defaultdict

# What Quality may find of what a workshop made.
FINDINGS = ("all",) * 14 + ("rework",)
PARTIAL_SHARE = 0.25


class DayFloorMixin:
    """Production, Quality on its rounds, and Customer Service beside it."""

    def _get_floor_desks(self):
        # The workshops are busier than the office.
        return [
            *[self._go_on] * 3,
            *[self._judge_made] * 2,
            self._offer_reworked,
            self._sign_together,
        ]

    def _get_productions(self, order):
        productions = order.order_production_instruction_ids.production_ids
        return productions.production_group_id.production_ids | productions

    def _get_open_productions(self):
        return self._get_new(
            "mrp.production", ("state", "in", ("confirmed", "progress", "to_close"))
        )

    # Made

    def _go_on(self):
        """Begin, finish and offer operations, each order of a shift's own choice."""
        productions = self._get_open_productions()
        if not productions:
            return
        # Why it waits is asked anew, as each shift opens the form anew.
        productions.invalidate_recordset(["start_reasons"])
        steps = defaultdict(list)
        for production in self._some(productions):
            step = self._find_step(production)
            if step:
                steps[step].append(production.id)
        for step, ids in steps.items():
            made = self.as_("production", productions.browse(ids))
            getattr(self, f"_step_{step}")(made)

    def _find_step(self, production):
        """Return what a shift does next with a manufacturing order, if anything."""
        if self._is_changing(production):
            return None
        if production.state == "confirmed":
            return None if production.start_reasons else "begin"
        if self._is_judged_later(production):
            return None
        workorder = self._get_next(production)
        if not workorder:
            return "stock_in"
        return "end" if workorder.state == "progress" else "start"

    def _is_changing(self, production):
        """Tell whether the customer is about to take something off the order."""
        order = production.customer_order_id.sudo()
        return order.pending_revision_id or order._filter_waiting_instruction()

    def _get_next(self, production):
        return production.workorder_ids.filtered(
            lambda workorder: workorder.state not in ("done", "cancel")
        )[:1]

    def _is_judged_later(self, production):
        """Tell whether something that was made here still waits for a signature."""
        return any(
            inspection.state == "draft"
            or inspection.asks_second_signature
            or (inspection.can_offer_again and not inspection.next_ids)
            for inspection in self._get_inspections(production)
        )

    def _get_inspections(self, production):
        return self.env["order.inspection"].search(
            [
                ("production_id", "=", production.id),
                ("state", "in", ("draft", "judged")),
            ]
        )

    def _step_begin(self, productions):
        """Begin to make all of it, or what a day's output is to be."""
        for production in productions:
            # Who began a moment ago may have taken what this one needs.
            production.invalidate_recordset(["start_reasons"])
            if production.start_reasons:
                continue
            quantity = production.product_qty
            if quantity > 1 and self.lot.random() < PARTIAL_SHARE:
                quantity = self.lot.randint(1, int(quantity) - 1)
            production.qty_producing = quantity
            production._set_qty_producing()

    def _step_start(self, productions):
        workorders = self.env["mrp.workorder"].union(
            *(self._get_next(production) for production in productions)
        )
        self.as_("production", workorders).button_start()
        if not self.exception:
            self.exception = self._report_exception(workorders[:1])

    def _step_end(self, productions):
        """Finish an operation, and have it signed off; the last with the goods."""
        for production in productions:
            workorder = self._get_next(production)
            workorder.button_finish()
            followed = workorder.needed_by_workorder_ids
            self.case._offer(
                production, production.qty_producing, followed and workorder
            )

    def _step_stock_in(self, productions):
        """Put what was accepted into stock; the rest is made on another day."""
        parts = productions.filtered(lambda mo: mo.qty_producing < mo.product_qty)
        productions.with_context(
            skip_backorder=True, mo_ids_to_backorder=parts.ids
        ).button_mark_done()

    # Signed

    def _judge_made(self):
        drafts = self._get_drafts("process", "finished")
        if not drafts:
            return
        judged = self.as_("quality", self._some(drafts))
        for inspection in judged:
            [line] = inspection.line_ids
            if not inspection.previous_id and self.lot.choice(FINDINGS) == "rework":
                self._reject(line, 1, "rework")
        judged.action_accept_all()
        judged.action_judge()

    def _offer_reworked(self):
        judged = self.env["order.inspection"].search(
            [
                ("kind", "in", ("process", "finished")),
                ("state", "=", "judged"),
                ("line_ids.disposition", "=", "rework"),
                ("next_ids", "=", False),
            ]
        )
        for inspection in judged.filtered("can_offer_again"):
            self.as_("production", inspection).action_offer_again()

    def _sign_together(self):
        judged = (
            self.env["order.inspection"]
            .search([("state", "=", "judged"), ("needs_second_signature", "=", True)])
            .filtered("asks_second_signature")
        )
        if judged:
            self.as_("customer_service", self._some(judged)).action_second_sign()

    # Reported

    def _report_exception(self, workorder):
        """Report what went wrong, agree what is done, and close it with its cause."""
        action = self.as_("production", workorder).action_report_exception()
        dialog = self.as_("production", self.env[action["res_model"]])
        dialog.with_context(**action["context"]).create(
            {
                "kind": "machine",
                "description": "The press stands still.",
                "effect_days": 0,
            }
        ).action_report()
        exception = self.env["order.production.exception"].search([], limit=1)
        clerk = self.as_("customer_service", exception)
        clerk.emergency_plan = "Night shift on the second press."
        clerk.action_plan()
        self.as_("sales", exception).write(
            {"customer_answer": "agreed", "customer_contact": "Mr Chen"}
        )
        self.as_("production", exception).write(
            {"cause": "Bearing worn out.", "owner_id": self.case.users["production"].id}
        )
        clerk.action_close()
        return exception
