"""Which further departments, and seniors, are asked about which orders (H4.4, H1.2)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang


class OrderSeatRule(models.Model):
    """Gives a department a seat in the reviews of the orders that the rule fits.

    A rule fits where all that it names does; what it names of products fits where one
    line does. Rules add seats to those that departments have by themselves.
    """

    _name = "order.seat.rule"
    _description = "Seat Rule"
    _inherit = ["mail.thread"]
    _check_company_auto = True
    _order = "sequence, id"

    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(
        "order.department",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        tracking=True,
    )
    is_senior = fields.Boolean(
        string="Senior Seat",
        tracking=True,
        help="An order that the rule fits is important: the department answers after "
        "all others, for price and dates too, and the order is no standard order.",
    )
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        tracking=True,
        help="Those below it count.",
    )
    product_id = fields.Many2one("product.product", tracking=True)
    change_kind = fields.Selection(
        [("changed", "New or changed"), ("new", "New only")],
        string="Product Is",
        tracking=True,
        help="Empty: whether or not it is new.",
    )
    workcenter_ids = fields.Many2many(
        "mrp.workcenter",
        string="Work Centers",
        help="A product to make, or one of its parts of any level, goes through one "
        "of them: the workshops concerned.",
    )
    is_export = fields.Boolean(
        string="Export",
        tracking=True,
        help="The goods go to another country than the company's.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        tracking=True,
        help="All contacts of the company count.",
    )
    customer_grade_id = fields.Many2one("customer.grade", tracking=True)
    amount_from = fields.Monetary(
        string="Amount from",
        tracking=True,
        help="What is ordered without taxes, in the company's currency, by the rate of "
        "the day on which it was submitted. Zero: any amount.",
    )
    margin_below = fields.Float(
        string="Margin up to (%)",
        tracking=True,
        help="Over the products' costs, over the whole order; without any cost the "
        "rule does not fit. Zero: any margin.",
    )

    @api.constrains("amount_from", "margin_below")
    def _check_limits(self):
        if self.filtered(lambda rule: rule.amount_from < 0):
            raise ValidationError(
                self.env._("The amount from which a rule fits is zero or more.")
            )

    @api.depends(
        "category_id",
        "product_id",
        "change_kind",
        "workcenter_ids",
        "is_export",
        "partner_id",
        "customer_grade_id",
        "amount_from",
        "margin_below",
    )
    @api.depends_context("lang")
    def _compute_name(self):
        for rule in self:
            records = (
                rule.partner_id,
                rule.customer_grade_id,
                rule.category_id,
                rule.product_id,
                *rule.workcenter_ids,
            )
            names = [record.display_name for record in records if record]
            names += rule._describe_kinds() + rule._describe_limits()
            rule.name = ", ".join(names) or self.env._("All orders")

    def _describe_kinds(self):
        labels = dict(self._fields["change_kind"]._description_selection(self.env))
        names = [labels[self.change_kind]] if self.change_kind else []
        return names + ([self.env._("Export")] if self.is_export else [])

    def _describe_limits(self):
        names = []
        if self.amount_from:
            amount = formatLang(
                self.env, self.amount_from, currency_obj=self.currency_id
            )
            names.append(self.env._("from %s", amount))
        if self.margin_below:
            names.append(self.env._("margin up to %g %%", self.margin_below))
        return names

    @api.depends("name", "department_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.name} → {rule.department_id.name or ''}"

    @api.model
    def _has_senior(self, revision):
        """Tell whether an order is important: seniors are asked about it (H4.4)."""
        return any(self._get_fitting(revision).mapped("is_senior"))

    @api.model
    def _get_fitting(self, revision):
        """Return the rules that fit a revision's content.

        The number of queries grows neither with the rules nor with the lines.
        """
        # Who is asked is no secret; the limits are the manager's.
        rules = self.sudo().search(
            [
                ("company_id", "=", revision.company_id.id),
                ("department_id.active", "=", True),
            ]
        )
        if not rules:
            return rules
        facts = rules.env["order.seat.fact"]._get_facts(revision)
        return rules.filtered(lambda rule: rule._fits(facts))

    def _fits(self, facts):
        return (
            self._fits_customer(facts)
            and self._fits_amounts(facts)
            and self._fits_goods(facts)
        )

    def _fits_customer(self, facts):
        customer = self.partner_id.commercial_partner_id
        return (
            (not self.is_export or facts.is_export)
            and (not customer or customer == facts.customer)
            and self._fits_grade(facts)
        )

    def _fits_grade(self, facts):
        grade = self.customer_grade_id
        return not grade or grade == facts.customer.customer_grade_id

    def _fits_amounts(self, facts):
        if self.amount_from:
            compare = self.currency_id.compare_amounts
            if compare(facts.amount, self.amount_from) < 0:
                return False
        if not self.margin_below:
            return True
        return facts.margin is not None and facts.margin <= self.margin_below

    def _fits_goods(self, facts):
        asked = self.category_id or self.product_id or self.workcenter_ids
        if not (asked or self.change_kind):
            return True
        return any(self._fits_line(line, facts) for line in facts.goods)

    def _fits_line(self, line, facts):
        path = self.category_id.parent_path or ""
        kinds = ("new",) if self.change_kind == "new" else ("new", "changed")
        return (
            (not self.product_id or self.product_id == line.product)
            and (line.product.categ_id.parent_path or "").startswith(path)
            and (not self.change_kind or line.change_kind in kinds)
            and (not self.workcenter_ids or self._fits_workshop(line, facts))
        )

    def _fits_workshop(self, line, facts):
        return line.is_made and bool(
            self.workcenter_ids & facts.get_workcenters(line.product)
        )
