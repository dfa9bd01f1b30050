"""What a cancelled, reduced or postponed order does to what was begun for it.

Nobody is bound yet by what was not sent or not started: it is brought along. The
rest is put before the department that has to decide on it; none lives on silently.
"""

from datetime import timedelta

from odoo import models

RUNNING = ("draft", "confirmed", "progress", "to_close")
UNSTARTED = ("draft", "confirmed")


class OrderSupplyFollowMixin(models.AbstractModel):
    _name = "order.supply.follow.mixin"
    _description = "Supply That Follows Its Order"

    def _get_bought_lines(self):
        """Return what vendors may still bring for an order, newest first."""
        lines = self.order_requisition_ids.line_ids.purchase_lines._filter_alive()
        return lines.sorted("id", reverse=True)

    def _get_linked_productions(self):
        """Return the manufacturing orders for an order, of all its levels."""
        productions = (
            self.order_production_instruction_ids.production_ids
            | self.stock_reference_ids.production_ids
        )
        return productions._filter_gated().filtered(
            lambda mo: (
                mo.state != "cancel" and (mo.sale_line_id or not mo.orderpoint_id)
            )
        )

    # Cancelled

    def _stop_supply(self):
        """Stop what was begun for orders that are cancelled, or ask about it."""
        # Whoever cancels an order stops what was begun for it.
        for order in self.sudo()._filter_gated():
            order._stop_purchases()
            order._stop_productions()
            order._settle_questions()

    def _settle_questions(self):
        """Ask nothing more that only mattered while the order was alive."""
        self.env["order.supply.question"].search(
            [
                ("sale_order_id", "=", self.id),
                ("state", "=", "open"),
                ("kind", "!=", "cancelled"),
            ]
        )._settle()

    def _stop_purchases(self):
        why = self.env._("%s was cancelled", self.name)
        rows = []
        for line in self._get_bought_lines():
            share = line._get_share(self)
            if share and line._is_unsent():
                line._order_less(share, why)
            elif share:
                rows.append(
                    self._prepare_question(
                        "cancelled", line, max(line.product_qty - share, 0.0)
                    )
                )
        # The activity of a requisition that goes on tells Purchasing of it.
        is_told = any(self._find_requisition().line_ids.mapped("ordered_quantity"))
        self.env["order.supply.question"]._ask(rows, is_told=is_told)

    def _stop_productions(self):
        running = self._get_linked_productions().filtered(
            lambda mo: mo.state in RUNNING
        )
        drafts = running.filtered(lambda mo: mo.state == "draft")
        drafts.action_cancel()
        # The instruction's own activity tells Production of it.
        self.env["order.supply.question"]._ask(
            [self._prepare_question("cancelled", mo, 0.0) for mo in running - drafts],
            is_told=True,
        )

    def _prepare_question(self, kind, document, new_quantity):
        """Return a question about a purchase line or a manufacturing order."""
        is_bought = document._name == "purchase.order.line"
        return {
            "kind": kind,
            "department": "purchasing" if is_bought else "production",
            "company_id": self.company_id.id,
            "sale_order_id": self.id,
            "purchase_line_id" if is_bought else "production_id": document.id,
            "product_id": document.product_id.id,
            "old_quantity": document.product_qty,
            "new_quantity": new_quantity,
        }

    # Reduced

    def _follow_less(self):
        """Make and buy no more than orders need after a change."""
        for order in self.sudo()._filter_gated():  # the change was agreed
            order._make_less()
            order._release_surplus()

    def _make_less(self):
        """Make no more than waits for it: from the goods down to their parts."""
        productions = self._get_linked_productions()
        rows = []
        dests_of = {mo: mo._get_waiting_moves() for mo in productions}
        level = productions.filtered(
            lambda mo: not dests_of[mo].raw_material_production_id
        )
        seen = productions.browse()
        while level:
            for dests, group in level.grouped(dests_of.get).items():
                rows += self._fit_productions(group, dests) if dests else []
            seen |= level
            level = (productions - seen).filtered(
                lambda mo, seen=seen: dests_of[mo].raw_material_production_id & seen
            )
        self.env["order.supply.question"]._ask(rows)

    def _fit_productions(self, productions, dests):
        """Lower what was not started to what waits for it.

        :return: questions about what was started
        """
        unit = productions.product_id.uom_id
        wanted = sum(move.product_qty for move in dests if move.state != "cancel")
        surplus = sum(mo._get_planned_quantity() for mo in productions) - wanted
        rows = []
        running = productions.filtered(lambda mo: mo.state in RUNNING)
        for mo in running.sorted(lambda mo: (mo.state not in UNSTARTED, -mo.id)):
            if unit.compare(surplus, 0) <= 0:
                break
            taken = min(surplus, mo.product_uom_qty)
            surplus -= taken
            left = mo.product_qty - unit._compute_quantity(
                taken, mo.product_uom_id, round=False
            )
            if mo.state in UNSTARTED:
                mo._make_only(left)
            else:
                rows.append(self._prepare_question("reduced", mo, left))
        return rows

    def _release_surplus(self):
        """Ask and buy no more than the order lacks by now."""
        surplus = self.env["order.material.need"]._get_surplus(self)
        for product, quantity in surplus.items():
            self._need_less(product, quantity)

    def _need_less(self, product, quantity):
        """Ask for less of a product, then order less, then ask Purchasing about it.

        :param quantity: in the product's unit
        """
        left = self._require_less(product, quantity)
        unit = product.uom_id
        why = self.env._("%s needs less", self.name)
        rows = []
        lines = self._get_bought_lines().filtered(
            lambda line: line.product_id == product
        )
        for line in lines.sorted(lambda line: (not line._is_unsent(), -line.id)):
            if unit.compare(left, 0) <= 0:
                break
            share = min(
                line._get_share(self), line.product_qty - max(line.qty_received, 0.0)
            )
            share = line.product_uom_id._compute_quantity(share, unit, round=False)
            taken = min(left, share)
            left -= taken
            taken = unit._compute_quantity(taken, line.product_uom_id, round=False)
            if line._is_unsent():
                self._ask_less_on(line, taken)
                line._order_less(taken, why)
            else:
                rows.append(
                    self._prepare_question("reduced", line, line.product_qty - taken)
                )
        self.env["order.supply.question"]._ask(rows)

    def _ask_less_on(self, line, quantity):
        """Lower what the order asks for on an unsent purchase line.

        :param quantity: in the purchase line's unit
        """
        ties = line.purchase_request_lines.filtered(
            lambda tie: tie.sale_order_id == self and not tie.cancelled
        )
        for tie in ties.sorted("id", reverse=True):
            unit = tie.product_uom_id or tie.product_id.uom_id
            wanted = line.product_uom_id._compute_quantity(quantity, unit, round=False)
            taken = min(tie.product_qty, wanted)
            quantity -= unit._compute_quantity(taken, line.product_uom_id, round=False)
            if taken:
                tie._ask_for_less(taken)

    # Postponed, or earlier

    def _follow_revision(self, start):
        """Follow what a revision changed, as far as Production need not sign for it.

        :param start: when production started until now
        """
        order = self.sudo()  # the revision was agreed
        later = timedelta(0)
        if start and order.production_start_date:
            later = order.production_start_date - start
        order._follow_start(later)
        if order._filter_gated():
            order._release_surplus()

    def _follow_start(self, delta):
        """Need what was asked for, and expect what was ordered, on another day."""
        # The dates were agreed; what follows them follows by itself.
        order = self.sudo()
        if not order._filter_gated():
            return
        days = {
            line: line.date_required for line in order.order_requisition_ids.line_ids
        }
        order._move_requisitions(delta)
        rows = []
        for line in order._get_bought_lines():
            tie = line.purchase_request_lines.filtered(
                lambda tie: tie.sale_order_id == order and not tie.cancelled
            ).sorted("date_required")[:1]
            if not tie or tie.date_required == days[tie]:
                continue
            if line._is_unsent():
                line.date_planned += tie.date_required - days[tie]
            else:
                rows.append(
                    {
                        **order._prepare_question("moved", line, line.product_qty),
                        "old_date": days[tie],
                        "new_date": tie.date_required,
                    }
                )
        questions = self.env["order.supply.question"]
        questions._ask(rows)
        lines = order._get_bought_lines()
        if lines:
            self.env["order.late.material"]._follow_lateness(lines)
