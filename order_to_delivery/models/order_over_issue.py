"""Components of which a workshop took more than its manufacturing order needs."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderOverIssue(models.Model):
    _name = "order.over.issue"
    _description = "Over-Issue"
    _inherit = ["order.actor.mixin"]
    _order = "id desc"
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        ondelete="cascade",
        index=True,
        required=True,
        readonly=True,
    )
    sale_order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    needed_quantity = fields.Float(
        string="Needed", digits="Product Unit", readonly=True
    )
    issued_quantity = fields.Float(
        string="Quantity Issued", digits="Product Unit", readonly=True
    )
    over_quantity = fields.Float(
        string="Issued beyond Need", digits="Product Unit", readonly=True
    )
    reason = fields.Char(help="Why more was needed than the bill of materials says.")
    issued_by_id = fields.Many2one(
        "res.users", string="Materials Taken by", readonly=True
    )
    issued_date = fields.Datetime(
        string="Materials Taken on", readonly=True, default=fields.Datetime.now
    )

    _unexplained = models.Index("(company_id) WHERE reason IS NULL")

    @api.model
    def _has_field_access(self, field, operation):
        # What was issued is a fact; only why is told by people.
        if operation == "write" and not self.env.su and field.name != "reason":
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if "reason" in vals:
            self._check_department("production", "warehouse", "material_control")
            told = self.filtered(lambda issue: issue.reason)
            if told - told.filtered(lambda issue: issue.reason == vals["reason"]):
                raise UserError(
                    self.env._(
                        "Why more was issued for %(production)s is told already, and "
                        "stays.",
                        production=told[:1].production_id.name,
                    )
                )
        result = super().write(vals)
        if vals.get("reason"):
            self._tell()
        return result

    @api.model
    def _note(self, production, over, picking=None):
        """Note what was issued beyond need, and ask for the reason where none is told.

        Called in sudo: it follows from what was issued, whoever did.

        :param over: ``{product: (needed, issued, beyond)}`` in the product's unit
        """
        reason = production.over_issue_reason
        issues = self.create(
            [
                {
                    "company_id": production.company_id.id,
                    "production_id": production.id,
                    "sale_order_id": production.customer_order_id.id,
                    "picking_id": picking and picking.id,
                    "product_id": product.id,
                    "needed_quantity": needed,
                    "issued_quantity": issued,
                    "over_quantity": beyond,
                    "reason": reason,
                    "issued_by_id": self.env.uid,
                }
                for product, (needed, issued, beyond) in over.items()
            ]
        )
        production.over_issue_reason = False
        issues._tell()
        return issues

    @api.model
    def _get_noted(self, production):
        """Return ``{product: quantity}`` noted of all parts of a production."""
        parts = self.env["order.issue.quantity"]._get_parts(production)
        return dict(
            self._read_group(
                [("production_id", "in", parts.ids)],
                ["product_id"],
                ["over_quantity:sum"],
            )
        )

    def _tell(self):
        """Tell on the manufacturing order, for Material Control to see."""
        paper = self.env["order.paper"]
        for issue in self:
            # Whoever issues need not have the right to write on it.
            issue.sudo().production_id.message_post(
                body=self.env._(
                    "%(product)s: %(quantity)s %(unit)s issued beyond need. Reason: "
                    "%(reason)s",
                    product=issue.product_id.display_name,
                    quantity=paper._format_quantity(issue.over_quantity),
                    unit=issue.product_uom_id.name,
                    reason=issue.reason or self.env._("not told yet"),
                )
            )
