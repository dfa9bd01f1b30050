"""The tax invoices of an order, as Finance recorded them on its invoices."""

from odoo import api, fields, models
from odoo.fields import Domain

NUMBER = "order_fapiao_number"


class OrderFapiaoMixin(models.AbstractModel):
    _name = "order.fapiao.mixin"
    _description = "Tax Invoices of an Order"

    # Only so that the mixin stands alone: the order's own definition wins.
    order_line = fields.One2many("sale.order.line", "order_id")

    order_fapiao_numbers = fields.Char(
        string="Fapiao Nos.",
        compute="_compute_order_fapiao_numbers",
        search="_search_order_fapiao_numbers",
        groups="order_to_delivery.group_user",
        help="Of the tax invoices for this order.",
    )

    @api.depends("order_line.invoice_lines.move_id.order_fapiao_number")
    def _compute_order_fapiao_numbers(self):
        # Whoever follows the order may be asked for the number, without invoices.
        for order, shown in zip(self, self.sudo(), strict=True):
            moves = shown.order_line.invoice_lines.move_id.sorted("id")
            numbers = [move.order_fapiao_number for move in moves]
            order.order_fapiao_numbers = ", ".join(filter(None, numbers))

    def _search_order_fapiao_numbers(self, operator, value):
        if operator not in ("in", "ilike", "like", "=ilike", "=like"):
            return NotImplemented
        if operator != "in":
            return self._find_by_fapiao(Domain(NUMBER, operator, value))
        found = self._find_by_fapiao(
            Domain(NUMBER, "in", [number for number in value if number])
        )
        if all(value):
            return found
        return found | ~self._find_by_fapiao(Domain(NUMBER, "!=", False))

    def _find_by_fapiao(self, domain):
        # As in what is shown: the number is no secret to who sees the order.
        moves = self.env["account.move"].sudo()._search(domain)
        return Domain("order_line.invoice_lines.move_id", "in", moves)
