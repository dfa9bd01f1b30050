"""What a requisition asks for, and how much of it was approved."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# What the deputy general manager approves of a line.
CONTENT = frozenset(
    {"product_id", "product_qty", "product_uom_id", "estimated_cost", "request_id"}
)
# What else only those write who report needs.
REPORTED = CONTENT | {"date_required", "name", "specifications", "cancelled"}


class PurchaseRequestLine(models.Model):
    _inherit = "purchase.request.line"

    sale_order_id = fields.Many2one(
        related="request_id.sale_order_id", store=True, index="btree_not_null"
    )
    date_required = fields.Date(string="Needed by")
    approved_quantity = fields.Float(
        string="Approved", digits="Product Unit", readonly=True, copy=False
    )
    approved_cost = fields.Monetary(
        readonly=True, copy=False, help="Approved for the approved quantity."
    )
    ordered_quantity = fields.Float(
        string="Ordered",
        digits="Product Unit",
        compute="_compute_ordered_quantity",
        compute_sudo=True,
        help="On confirmed purchase orders.",
    )

    @api.depends("purchase_lines.product_qty", "purchase_lines.state")
    def _compute_ordered_quantity(self):
        ordered = self.env["order.requisition.room"]._get_ordered(self)
        for line in self:
            line.ordered_quantity = ordered.get(line, 0.0)

    @api.model
    def _has_field_access(self, field, operation):
        if (
            operation == "write"
            and not self.env.su
            and field.name in ("approved_quantity", "approved_cost")
        ):
            return False
        return super()._has_field_access(field, operation)

    def _filter_gated(self):
        return self.filtered(lambda line: line.request_id._filter_gated())

    @api.onchange("product_id", "product_qty", "product_uom_id")
    def _onchange_estimated_cost(self):
        if self.product_id and self.request_id._filter_gated():
            self.estimated_cost = self._estimate_cost(
                self.product_id,
                self.product_qty,
                self.product_uom_id or self.product_id.uom_id,
                self.request_id.company_id,
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        gated = lines._filter_gated()
        gated._check_reporter()
        gated._check_open()
        # Whoever asks for it need not see what is ordered.
        gated.sudo().request_id._reopen_grown(self.env.su)
        return lines

    def write(self, vals):
        gated = self._filter_gated() if REPORTED & vals.keys() else self.browse()
        if gated and not self.env.su:
            # The dialog that makes a purchase order writes back what it has read.
            vals = self._leave_out_unchanged(vals)
            if not vals:
                return True
        gated._check_reporter()
        if "cancelled" in vals:
            # Whoever changes it need not see what was signed of it.
            gated.sudo().request_id._void_first_signature(self.env.su)
        content = gated if CONTENT & vals.keys() else gated.browse()
        content._check_open()
        if "request_id" in vals:
            content._check_not_moved(vals["request_id"])
        units = {line: (line.product_id, line.product_uom_id) for line in content}
        ties = {}
        if "purchase_lines" in vals:
            ties = {line: line.purchase_request_lines for line in self.purchase_lines}
        result = super().write(vals)
        for line, before in ties.items():
            line._check_ties_kept(before)
        # What was approved is protected; it only shrinks here.
        own = content.sudo()
        if vals.get("cancelled"):
            # As above.
            gated.sudo()._withdraw_approval()
        own._keep_approval_true(units)
        own.request_id._reopen_grown(self.env.su)
        return result

    def _leave_out_unchanged(self, vals):
        return {
            name: value
            for name, value in vals.items()
            if name not in REPORTED
            or any(
                self._fields[name].convert_to_record(
                    self._fields[name].convert_to_cache(value, line), line
                )
                != line[name]
                for line in self
            )
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        self._filter_gated()._check_reporter()

    def _check_reporter(self):
        self.request_id._check_reporter()

    def _check_open(self):
        """Refuse to change what requisitions ask for that are done or refused.

        :raise UserError: naming them
        """
        closed = self.request_id.filtered(lambda r: r.state in ("done", "rejected"))
        if closed:
            raise UserError(
                self.env._(
                    "%s asks for nothing any more: take it back to draft if it was "
                    "refused, or make another requisition.",
                    ", ".join(closed.mapped("name")),
                )
            )

    def _check_not_moved(self, request_id):
        """Keep what was approved on the requisition that was approved.

        :raise UserError: when an approved line would change its requisition
        """
        for line in self:
            if line.request_id.id not in (False, request_id):
                raise UserError(
                    self.env._(
                        "%(product)s stays on requisition %(request)s, where it was "
                        "asked for: cancel the line and ask on the other one.",
                        product=line.product_id.display_name,
                        request=line.request_id.name,
                    )
                )

    # What was approved

    def _keep_approval_true(self, units):
        """Take back of an approval what a line does not ask for any more.

        What was ordered already stays approved.

        :param units: ``{line: (product, unit)}`` before the change
        """
        for line in self:
            product, unit = units[line]
            if (line.product_id, line.product_uom_id) != (product, unit):
                line._check_not_ordered(product)
                line._approve_quantity(0.0)
            elif line.product_qty < line.approved_quantity:
                is_as_approved = line.estimated_cost == line.approved_cost
                line._approve_quantity(max(line.product_qty, line.ordered_quantity))
                if is_as_approved:
                    line.estimated_cost = line.approved_cost

    def _check_not_ordered(self, product):
        """Refuse to make another thing of what was ordered.

        :raise UserError: when a confirmed purchase order stands on the line
        """
        if self.ordered_quantity:
            raise UserError(
                self.env._(
                    "%(request)s: %(product)s is ordered already. Add a line for "
                    "what else is needed.",
                    request=self.request_id.name,
                    product=product.display_name,
                )
            )

    def _approve_quantity(self, quantity):
        """Lower what is approved of a line, and its cost with it."""
        if quantity == self.approved_quantity:
            return
        share = quantity / self.approved_quantity if self.approved_quantity else 0.0
        self.write(
            {"approved_quantity": quantity, "approved_cost": self.approved_cost * share}
        )

    def _approve_content(self):
        """Approve what the lines ask for; what is ordered stays approved."""
        for line in self:
            values = {
                "approved_quantity": line.product_qty,
                "approved_cost": line.estimated_cost,
            }
            if line.cancelled or line.product_qty < line.ordered_quantity:
                line._approve_quantity(line.ordered_quantity)
            else:
                line.write(values)

    def _withdraw_approval(self):
        """Approve no more than what is ordered."""
        for line in self:
            line._approve_quantity(min(line.approved_quantity, line.ordered_quantity))

    def _ask_for_less(self, quantity):
        """Ask for a quantity less, at as much less; of nothing left, not at all.

        :param quantity: in the line's unit
        """
        left = self.product_qty - quantity
        unit = self.product_uom_id or self.product_id.uom_id
        if unit.is_zero(quantity):
            return
        if unit.compare(left, 0) <= 0:
            self.do_cancel()
            return
        self.write(
            {
                "product_qty": left,
                "estimated_cost": self.estimated_cost * left / self.product_qty,
            }
        )

    def _is_grown(self):
        """Tell whether it asks for more, or for dearer goods, than was approved."""
        if self.cancelled:
            return False
        unit = self.product_uom_id or self.product_id.uom_id
        if unit.compare(self.product_qty, self.approved_quantity) > 0:
            return True
        if not self.approved_quantity:
            return False
        approved = self.approved_cost * self.product_qty / self.approved_quantity
        return self.currency_id.compare_amounts(self.estimated_cost, approved) > 0

    @api.model
    def _estimate_cost(self, product, quantity, unit, company):
        """Return what a quantity costs by its vendor's price, else as last bought."""
        # Whoever needs material need not see vendors' prices.
        product = product.sudo().with_company(company)
        sellers = product._prepare_sellers(False).filtered(
            lambda seller: seller.company_id in (company, seller.env["res.company"])
        )
        seller = product._select_seller(quantity=quantity, uom_id=unit) or sellers[:1]
        if not seller:
            price = product.uom_id._compute_price(product.standard_price, unit)
            return price * quantity
        price = seller.product_uom_id._compute_price(seller.price_discounted, unit)
        return seller.currency_id._convert(
            price * quantity, company.currency_id, company, fields.Date.today()
        )
