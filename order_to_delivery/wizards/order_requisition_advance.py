from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class OrderRequisitionAdvance(models.TransientModel):
    _name = "order.requisition.advance"
    _description = "Ask for Long-Lead Parts"
    _inherit = ["order.actor.mixin"]

    sale_order_id = fields.Many2one("sale.order", string="Order", required=True)
    line_ids = fields.One2many(
        "order.requisition.advance.line",
        "advance_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("sale_order_id")
    def _compute_line_ids(self):
        for advance in self:
            order = advance.sale_order_id._origin
            advance.line_ids = [
                Command.clear(),
                *map(Command.create, advance._prepare_lines(order)),
            ]

    def _prepare_lines(self, order):
        """Return the parts that an order will need, the longest awaited first."""
        # What an order is made of is asked for whoever reports what it needs.
        order = order.sudo()
        asked = defaultdict(float)
        for line in order._find_requisition().line_ids:
            if not line.cancelled:
                unit = line.product_uom_id or line.product_id.uom_id
                asked[line.product_id] += unit._compute_quantity(
                    line.product_qty, line.product_id.uom_id, round=False
                )
        values = [
            {
                "product_id": product.id,
                "needed_quantity": product.uom_id.round(quantity),
                "asked_quantity": product.uom_id.round(asked[product]),
                "lead_days": max(product.seller_ids.mapped("delay"), default=0),
            }
            for product, quantity in self._get_parts(order).items()
        ]
        return sorted(values, key=lambda row: (-row["lead_days"], row["product_id"]))

    def _get_parts(self, order):
        """Return ``{product: quantity}`` of what is bought for an order, all levels."""
        wanted = []
        for line in order.order_line.filtered(lambda line: line._is_stocked()):
            product = line.product_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, product.uom_id, round=False
            )
            kit = line._get_kit()
            if not kit:
                wanted.append((product, quantity))
                continue
            for part in line._get_bom_component_qty(kit).items():
                wanted.append(self._get_kit_part(order, *part, quantity))
        products = order.env["product.product"].union(*(part for part, _q in wanted))
        bills = order.env["order.material.bill"]._find(order, products)
        needed = defaultdict(float)
        while wanted:
            product, quantity = wanted.pop()
            if bills.is_made(product):
                wanted += bills.get_parts(product, quantity)
            elif product.is_storable:
                needed[product] += quantity
        return needed

    def _get_kit_part(self, order, product_id, part, quantity):
        product = order.env["product.product"].browse(product_id)
        unit = order.env["uom.uom"].browse(part["uom"])
        return product, unit._compute_quantity(
            part["qty"] * quantity, product.uom_id, round=False
        )

    def action_ask(self):
        """Put the chosen parts on the order's requisition (H7.3).

        The deputy general manager approves it under a waiver only, up to its cap.

        :raise AccessError: unless the user acts for who reports needs
        :raise UserError: when nothing is chosen, or the order is not submitted
        """
        self.ensure_one()
        self._check_department("material_control", "warehouse", "production")
        order = self.sale_order_id
        order.check_access("read")
        chosen = self.line_ids.filtered(lambda line: line.quantity > 0)
        self._check_open(order.sudo(), chosen)  # asked for whoever reports needs
        # Whoever reports needs puts them on the order's requisition.
        request = order.sudo()._get_requisition()
        request.line_ids = [
            Command.create(line._prepare_requisition_line(request)) for line in chosen
        ]
        return request.sudo(False)._get_action_open()

    def _check_open(self, order, chosen):
        """Refuse with everything for which nothing can be asked early.

        :raise UserError: naming the order
        """
        missing = []
        if order not in order.env["order.early.buying"]._filter_early(order):
            missing.append(
                self.env._(
                    "%s takes its needs from Work Out Material Needs: it is signed and "
                    "instructed, cancelled, or not governed.",
                    order.name,
                )
            )
        elif not (order.current_revision_id or order.pending_revision_id):
            missing.append(
                self.env._("%s has to be submitted for review first.", order.name)
            )
        if not chosen:
            missing.append(self.env._("Say how much of which part is asked for."))
        if missing:
            raise UserError("\n".join(missing))
