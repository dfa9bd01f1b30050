"""How much of what is ordered stands on approved requisitions."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

# A requisition in these states still asks for something.
OPEN = ("draft", "to_approve", "approved", "in_progress")


class Verdict(NamedTuple):
    """What a purchase order line lacks, in the unit of its product."""

    missing: float
    is_dear: bool
    requests: models.BaseModel


class OrderRequisitionRoom(models.AbstractModel):
    _name = "order.requisition.room"
    _description = "Room That Approved Requisitions Leave"

    @api.model
    def _touch_guard(self, request_lines):
        """Make whoever orders on the same requisition at once try again."""
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("purchase.request.line", request_lines.ids)

    @api.model
    def _filter_judged(self, purchases):
        """Return the lines of purchase orders that need an approved requisition.

        Those for orders' demand, or all: the company decides (H1.7).
        """
        lines = purchases.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_downpayment
                and line.product_id
                and line.product_qty > 0
            )
        )
        # The policy is the company's, which the user may not see.
        return lines.filtered(
            lambda line: (
                line.company_id.sudo().order_requisition_policy == "all"
                or line.purchase_request_lines
                or line._get_customer_orders()
            )
        )

    @api.model
    def _judge(self, lines):
        """Tell what lines lack, beside all that is ordered on the same requisitions.

        A requisition is used by confirmed purchase orders first, then by the lines in
        their order: what two share is never counted twice.

        :return: ``{line: Verdict}``
        """
        everything = self._get_neighbours(lines)
        left = self._get_approved(everything.purchase_request_lines)
        verdicts = {}
        for line in everything.sorted(
            lambda line: (line in lines, len(line.purchase_request_lines), line.id)
        ):
            missing, cost = self._take(line, left)
            if line in lines:
                currency = line.company_id.currency_id
                verdicts[line] = Verdict(
                    missing,
                    currency.compare_amounts(self._get_spent(line), cost) > 0,
                    line.purchase_request_lines.request_id,
                )
        return verdicts

    @api.model
    def _get_spent(self, line):
        """Return what a line costs without tax, in the company's money.

        Not the subtotal, which a constraint meets before it is computed anew.
        """
        amounts = line.tax_ids.compute_all(
            line.price_unit * (1 - line.discount / 100),
            currency=line.currency_id,
            quantity=line.product_qty,
            product=line.product_id,
            partner=line.order_id.partner_id,
        )
        company = line.company_id
        return line.currency_id._convert(
            amounts["total_excluded"],
            company.currency_id,
            company,
            line.order_id.date_order.date(),
        )

    def _get_neighbours(self, lines):
        """Return the lines, and the confirmed ones that share a requisition."""
        everything = lines
        while True:
            ties = everything.purchase_request_lines
            shared = ties.purchase_lines._filter_binding()
            if shared <= everything:
                return everything
            everything |= shared

    def _get_approved(self, request_lines):
        """Return ``{request line: [quantity, cost of one]}``, in its product's unit."""
        approved = {}
        for line in request_lines:
            unit = line.product_id.uom_id
            quantity = (line.product_uom_id or unit)._compute_quantity(
                line.approved_quantity, unit, round=False
            )
            approved[line] = [
                quantity,
                line.approved_cost / quantity if quantity else 0,
            ]
        return approved

    def _take(self, line, left):
        """Use up requisitions for a line; return what is missing and its cost."""
        unit = line.product_id.uom_id
        wanted = line.product_uom_id._compute_quantity(
            line.product_qty, unit, round=False
        )
        cost = 0.0
        for tie in line.purchase_request_lines.sorted("id"):
            if tie.product_id == line.product_id and tie.company_id == line.company_id:
                taken = max(min(wanted, left[tie][0]), 0.0)
                left[tie][0] -= taken
                wanted -= taken
                cost += taken * left[tie][1]
        return (wanted if unit.compare(wanted, 0) > 0 else 0.0), cost

    @api.model
    def _get_ordered(self, request_lines):
        """Return how much of each line confirmed purchase orders take, in its unit.

        What one purchase line orders for several is theirs in turn, each up to what
        it asks for; what is beyond is the last one's.
        """
        lines = request_lines.purchase_lines._filter_binding()
        ordered = defaultdict(float)
        for line in lines.sorted(
            lambda line: (len(line.purchase_request_lines), line.id)
        ):
            ties = line.purchase_request_lines.sorted("id")
            wanted = line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False
            )
            for tie in ties:
                unit = tie.product_uom_id or tie.product_id.uom_id
                asked = max(tie.product_qty, tie.approved_quantity) - ordered[tie]
                theirs = line.product_id.uom_id._compute_quantity(
                    wanted, unit, round=False
                )
                taken = theirs if tie == ties[-1:] else max(min(theirs, asked), 0.0)
                ordered[tie] += taken
                wanted -= unit._compute_quantity(
                    taken, line.product_id.uom_id, round=False
                )
        return ordered
