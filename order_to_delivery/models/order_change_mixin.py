"""An order says which of its products are new or changed, as proposed (H1.4)."""

from odoo import fields, models
from odoo.exceptions import UserError


class OrderChangeMixin(models.AbstractModel):
    _name = "order.change.mixin"
    _description = "Order with New or Changed Products"

    # Only so that the mixin stands alone: the order's own definition wins.
    company_id = fields.Many2one("res.company")

    order_proposes_change_kind = fields.Boolean(
        related="company_id.order_proposes_change_kind",
        groups="order_to_delivery.group_user",
    )

    def _propose_change_kinds(self):
        """Fill in what products are, and ask why where somebody says otherwise.

        :raise UserError: naming all lines that say less than was proposed, and not why
        """
        lines = self.env["sale.order.line"]
        for order in self.filtered("order_proposes_change_kind"):
            lines |= order._propose_change_kinds_of_lines()
        silent = lines.filtered(
            lambda line: (
                line._is_overruled() and not (line.change_kind_reason or "").strip()
            )
        )
        if silent:
            raise UserError("\n".join(line._describe_overruled() for line in silent))

    def _propose_change_kinds_of_lines(self):
        content = self._get_content_lines()
        kinds = content._get_supply_kind()
        lines = content.filtered(lambda line: kinds[line] == "make")
        (content - lines)._write_proposed_change_kind(False)
        if lines:
            proposed = self.env["order.change.kind"]._propose(self, lines.product_id)
            for line in lines:
                line._write_proposed_change_kind(proposed[line.product_id])
        return lines

    def _tell_overruled(self, review):
        """Tell the reviewers where Sales says less of a product than was proposed."""
        if not self.order_proposes_change_kind:
            return
        lines = self._get_content_lines().filtered(lambda line: line._is_overruled())
        for line in lines:
            review.message_post(
                body=self.env._(
                    "%(product)s is not submitted as proposed (%(proposed)s): "
                    "%(reason)s",
                    product=line.product_id.display_name,
                    proposed=line._get_proposed_label(),
                    reason=line.change_kind_reason,
                )
            )
