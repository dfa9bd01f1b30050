"""What is bought for an order before its customer has signed it (H7.3, H9.8).

An order has one open requisition, so that no two approvals meet one cap at once.
"""

from odoo import api, fields, models

from .order_gate import Reason

EARLY_GATE = "order.gate.requisition.needs.signature"


class OrderEarlyBuying(models.AbstractModel):
    _name = "order.early.buying"
    _description = "Buying before the Customer's Signature"

    @api.model
    def _filter_early(self, orders):
        """Return the orders for which nobody may buy yet but by a waiver.

        Those that are not confirmed, and those with something to make of which
        Production has not accepted any instruction yet.
        """
        gated = orders._filter_gated().filtered(lambda order: order.state != "cancel")
        signed = gated.filtered(lambda order: order.state == "sale")
        if not signed:
            return gated
        instructed = (
            self.env["order.production.instruction"]
            .search(
                [
                    ("sale_order_id", "in", signed.ids),
                    ("accepted_date", "!=", False),
                ]
            )
            .sale_order_id
        )
        waiting = (signed - instructed).order_line._filter_made_for_order().order_id
        return gated - signed | waiting

    @api.model
    def _get_waivers(self, orders, is_in_force=True):
        """Return ``{order: waivers}`` of the rule, granted and not settled.

        :param is_in_force: leave out those that ended; what was approved under one
            is ordered after its end, until it is revoked
        """
        waivers = self.env["order.gate.waiver"]
        if is_in_force:
            return waivers._get_waived(EARLY_GATE, orders)
        # That buying was allowed is no secret of who buys.
        return dict(
            waivers.sudo()
            .search(
                [
                    ("gate", "=", EARLY_GATE),
                    ("sale_order_id", "in", orders.ids),
                    ("state", "=", "granted"),
                ]
            )
            .grouped("sale_order_id")
        )

    @api.model
    def _get_approved(self, order, request=None):
        """Return what is approved for an order, in the company's money.

        :param request: counts with all that it asks for, as if it were approved
        """
        lines = order.order_requisition_ids.line_ids
        asked = request.line_ids if request else lines.browse()
        return sum(
            line.approved_cost
            if line.cancelled or line not in asked
            else max(line.estimated_cost, line.approved_cost)
            for line in lines | asked
        )

    @api.model
    def _is_covered(self, order, amount, waivers):
        """Tell whether an amount is within the caps of waivers."""
        company = order.company_id
        cap = sum(waivers.mapped("cap_amount")) if waivers else 0.0
        allowed = order.currency_id._convert(
            cap, company.currency_id, company, fields.Date.context_today(order)
        )
        return company.currency_id.compare_amounts(amount, allowed) <= 0

    @api.model
    def _get_reason(self, order, document, waivers):
        """Return why nothing is bought for an order yet, without any amount."""
        names = {"order": order.name, "document": document.name}
        if waivers:
            text = self.env._(
                "%(document)s: what is bought for %(order)s before its customer has "
                "signed is above the cap of its waiver: ask for less, or have another "
                "one granted.",
                **names,
            )
        else:
            text = self.env._(
                "%(document)s: %(order)s is not signed by its customer, or not "
                "instructed, yet. The deputy general manager may waive this for parts "
                "with a long lead time, up to a cap.",
                **names,
            )
        return Reason(text, "deputy_general_manager")

    @api.model
    def _book(self, order):
        """Write on the waivers of an order how much of their caps is used."""
        waivers = self._get_waivers(order).get(order)
        if not waivers or order not in self._filter_early(order):
            return
        company = order.company_id
        left = company.currency_id._convert(
            self._get_approved(order),
            order.currency_id,
            company,
            fields.Date.context_today(order),
        )
        for waiver in waivers.sorted("id"):
            waiver.used_amount = min(left, waiver.cap_amount)
            left -= waiver.used_amount

    @api.model
    def _settle(self, orders):
        """Note that what the waivers waited for is there: nothing is early any more.

        :param orders: those that were confirmed, or instructed, just now
        """
        if not orders:
            return
        waived = self._get_waivers(orders, is_in_force=False)
        early = self._filter_early(orders.browse(order.id for order in waived))
        for order, waivers in waived.items():
            if order not in early:
                waivers._settle(order.name)
                waivers._close_chase()
