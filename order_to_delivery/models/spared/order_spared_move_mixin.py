from odoo import models
from odoo.exceptions import UserError


class OrderSparedMoveMixin(models.AbstractModel):
    _name = "order.spared.move.mixin"
    _description = "Move of Goods under Way before Going Live"

    def _check_spared(self):
        """Refuse that more leaves of what was under way than was to leave then.

        Spared is what an order or a transfer had to bring when the company went live;
        moves are done and no gate governs them.

        :raise UserError: naming the move, and what to do instead
        """
        # The switch and whose the goods are decide, not what the user may see of it.
        moves = self.sudo().filtered("company_id.use_order_to_delivery")
        leaving = moves._filter_releases()
        ordered = leaving.filtered("sale_line_id")
        ordered._check_spared_lines()
        (leaving - ordered)._check_spared_transfers()

    def _check_spared_lines(self):
        quantities = self.env["order.shipping.quantity"]._get_quantities(
            self.sale_line_id
        )
        for move in self:
            line = move.sale_line_id
            goods = line.order_id.exempt_goods
            if not isinstance(goods, dict):
                continue  # spared by hand, whatever it brings
            product_id, limit = goods.get(str(line.id), (None, 0.0))
            shipped = line.product_uom_id._compute_quantity(
                quantities[line].shipped, line.product_id.uom_id, round=False
            )
            is_other = (
                line.product_id.id != product_id or not move._is_product_of_line()
            )
            if is_other or line.product_id.uom_id.compare(shipped, limit) > 0:
                move._refuse_not_spared(line.order_id.name)

    def _check_spared_transfers(self):
        for move in self:
            family = move.picking_id._get_spared_family()
            goods = family[:1].exempt_goods
            if not family[:1].order_to_delivery_exempt:
                # Made since for an order that was spared: it brings nothing of that.
                goods = move._get_customer_order().exempt_goods and {}
            if not isinstance(goods, dict):
                continue  # as above
            own = family.move_ids.filtered(
                lambda one, move=move: (
                    one.product_id == move.product_id
                    and one.state == "done"
                    and not one.sale_line_id
                )
            )
            left = sum(own._get_outflow().values())
            limit = goods.get(str(move.product_id.id), 0.0)
            if move.product_id.uom_id.compare(left, limit) > 0:
                move._refuse_not_spared(family[:1].name)

    def _refuse_not_spared(self, document):
        raise UserError(
            self.env._(
                "%(product)s: more would leave than %(document)s had to bring when the "
                "company went live. Take what was added on a new order.",
                product=self._get_shipping_name(),
                document=document,
            )
        )
