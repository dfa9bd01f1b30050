"""Who is in charge of which customers' orders (H2.1)."""

from odoo import api, fields, models


class OrderAssignmentRule(models.Model):
    """The first rule that fits, by its sequence, names the person in charge.

    A rule fits where all that it names does: the customer with all its contacts, the
    country that the goods go to, a category that one of the goods belongs to.
    """

    _name = "order.assignment.rule"
    _description = "Assignment Rule"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        tracking=True,
        help="All contacts of the company count.",
    )
    country_id = fields.Many2one(
        "res.country", tracking=True, help="Where the goods go."
    )
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        tracking=True,
        help="One line of it is enough; those below it count.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="In Charge",
        required=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )

    @api.depends("partner_id", "country_id", "category_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for rule in self:
            parts = (rule.partner_id, rule.country_id, rule.category_id)
            names = [record.display_name for record in parts if record]
            rule.name = ", ".join(names) or self.env._("All orders")

    @api.depends("name", "user_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.name} → {rule.user_id.name or ''}"

    @api.model
    def _get_person(self, order):
        """Return who is in charge of an order by the rules, or nobody.

        Who left, or works in another company, is passed over.
        """
        # Who is in charge is no secret; the rules are the manager's to write.
        rules = self.sudo().search([("company_id", "=", order.company_id.id)])
        for rule in rules:
            user = rule.user_id
            is_here = user.active and order.company_id in user.company_ids
            if is_here and rule._fits(order):
                return user.sudo(False).with_env(self.env)
        return self.env["res.users"]

    def _fits(self, order):
        self.ensure_one()
        partner = order.partner_id.commercial_partner_id
        country = order.partner_shipping_id.country_id or order.partner_id.country_id
        return (
            (not self.partner_id or self.partner_id.commercial_partner_id == partner)
            and (not self.country_id or self.country_id == country)
            and (not self.category_id or self._fits_goods(order))
        )

    def _fits_goods(self, order):
        path = self.category_id.parent_path
        categories = order._get_content_lines().product_id.categ_id
        return any(category.parent_path.startswith(path) for category in categories)
