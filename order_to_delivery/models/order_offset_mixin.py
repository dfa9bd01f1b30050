"""What an order still lacks, and what was set off for it."""

from odoo import api, fields, models

OFFSET_GROUPS = (
    "order_to_delivery.group_finance,order_to_delivery.group_deputy_general_manager"
)


class OrderOffsetMixin(models.AbstractModel):
    _name = "order.offset.mixin"
    _description = "Offsets of an Order"

    order_offset_ids = fields.One2many(
        "order.offset", "sale_order_id", string="Offsets", groups=OFFSET_GROUPS
    )
    order_offset_count = fields.Integer(
        compute="_compute_order_offset_count", groups=OFFSET_GROUPS
    )

    @api.depends("order_offset_ids")
    def _compute_order_offset_count(self):
        for order in self:
            order.order_offset_count = len(order.order_offset_ids)

    def action_view_offsets(self):
        """Show what was set off for the order."""
        self._check_department("finance", "deputy_general_manager")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offsets of %s", self.name),
            "res_model": "order.offset",
            "view_mode": "list,kanban,form",
            "domain": [("sale_order_id", "=", self.id)],
            "context": {"default_sale_order_id": self.id},
        }

    def _get_missing_money(self):
        """Return ``{order: what of its cost was not received}``, in its currency."""
        orders = self._origin
        money = orders._get_money()
        costs = orders._get_costs(money)
        return {
            order: max(costs[order] - money[order].received, 0.0) for order in orders
        }

    def _get_owed_lines(self, account=None):
        """Return what is open of the order's own invoices, the oldest due first.

        An invoice of several orders is left alone: it would share money out among
        them by its amounts, and not as it is meant.

        :param account: only what is owed on it
        """
        # Who records money need not see the order: it says which invoices are its own.
        order = self.sudo()
        own = order.order_line.invoice_lines.move_id.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.invoice_line_ids.sale_line_ids.order_id == order
            )
        )
        owed = own.with_env(self.env).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
                and (not account or line.account_id == account)
            )
        )
        return owed.sorted(lambda line: (line.date_maturity or line.date, line.id))
