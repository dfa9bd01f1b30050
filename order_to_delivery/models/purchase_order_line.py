from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = [
        "purchase.order.line",
        "order.promised.line.mixin",
        "order.bought.line.mixin",
    ]

    order_inspection_line_ids = fields.One2many(
        "order.inspection.line",
        "purchase_line_id",
        string="Inspections",
        groups="order_to_delivery.group_user",
    )

    @api.model
    def _has_field_access(self, field, operation):
        # What a vendor promised is recorded with its reason, by the dialog.
        if operation == "write" and not self.env.su and field.name == "promised_date":
            return False
        return super()._has_field_access(field, operation)

    def _filter_gated(self):
        """Return the lines of orders that are governed by gates."""
        # Whose order it is decides, not what the user may see of it.
        lines = self.sudo()
        orders = lines.order_id._filter_gated()
        return self.browse(line.id for line in lines if line.order_id in orders)

    @api.constrains(
        "order_id",
        "product_id",
        "product_qty",
        "product_uom_id",
        "price_unit",
        "discount",
        "tax_ids",
        "purchase_request_lines",
        "sale_line_id",
    )
    def _check_requisition_floor(self):
        """Ask the gates wherever a binding order grows (H1.7)."""
        orders = self.order_id.filtered(lambda order: order.state == "purchase")
        orders._ask_requisition()

    def write(self, vals):
        if "date_planned" in vals:
            self._check_promise_kept(vals["date_planned"])
        ties = {}
        if "purchase_request_lines" in vals:
            ties = {line: line.purchase_request_lines for line in self}
        result = super().write(vals)
        for line, before in ties.items():
            line._check_ties_kept(before)
        return result

    def _check_ties_kept(self, before):
        """Keep what was ordered on the requisition that it used up.

        :raise UserError: when a binding line would stand on it no longer
        """
        lost = before - self.purchase_request_lines
        if lost and self._filter_binding() and self.order_id._filter_gated():
            raise UserError(
                self.env._(
                    "%(order)s: %(product)s was ordered on %(requests)s and stays "
                    "there: cancel the purchase order instead.",
                    order=self.order_id.name,
                    product=self.product_id.display_name,
                    requests=", ".join(lost.request_id.mapped("name")),
                )
            )

    def _update_date_planned(self, updated_date):
        self._note_portal_promise(updated_date)
        return super()._update_date_planned(updated_date)

    def _filter_binding(self):
        """Return the lines that are ordered: confirmed, or with goods on the way.

        A state that is written back to draft takes no receipt away.
        """
        # Whoever buys need not see the receipts.
        return self.filtered(
            lambda line: (
                line.state == "purchase"
                or line.qty_received > 0
                or any(move.state != "cancel" for move in line.sudo().move_ids)
            )
        )

    @api.constrains("qty_received")
    def _note_received(self):
        """Close the requisitions whose goods have come."""
        gated = self.filtered(lambda line: line.order_id._filter_gated())
        # Whoever receives goods need not see what they were asked for.
        gated.sudo().purchase_request_lines.request_id._close_received()

    def _get_customer_orders(self):
        """Return the governed orders of customers for whose demand the lines are."""
        # Whoever buys need not see for whom.
        lines = self.sudo()
        moves = lines.move_dest_ids
        orders = (
            lines.sale_line_id.order_id
            | moves.sale_line_id.order_id
            | moves.reference_ids.sale_ids
        )
        return orders._filter_gated()

    def _ask_requisition_for_lines(self, requester):
        """Put lines on requisitions, those for orders' demand on the order's.

        :return: the requisitions
        """
        Request = self.env["purchase.request"].sudo()  # callers check the rights
        requests = Request
        manual = Request
        for line in self:
            order = line._get_customer_orders()[:1]
            if order:
                request = order._get_requisition()
            else:
                manual = request = manual or Request.create(
                    line.order_id._prepare_requisition(requester)
                )
            request.line_ids = [Command.create(line._prepare_requisition_line())]
            requests |= request
        return requests

    def _prepare_requisition_line(self):
        return {
            "product_id": self.product_id.id,
            "name": self.name,
            "product_qty": self.product_qty,
            "product_uom_id": self.product_uom_id.id,
            "date_required": self.date_planned.date(),
            "purchase_lines": [Command.link(self.id)],
            "estimated_cost": self.env["order.requisition.room"]._get_spent(self),
        }

    def _merge_po_line(self, rfq_line):
        # What was asked for twice is ordered together.
        self.purchase_request_lines |= rfq_line.purchase_request_lines
        return super()._merge_po_line(rfq_line)
