"""What a manufacturing order takes beyond its need, and what it gives back (H1.9)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_start_mixin import STARTED

MANAGER = "mrp.group_mrp_manager"


class OrderIssueMixin(models.AbstractModel):
    _name = "order.issue.mixin"
    _description = "Materials Issued to a Manufacturing Order"

    over_issue_reason = fields.Char(
        string="Reason for Over-Issue",
        copy=False,
        help="Why more is used than the bill of materials says; it is kept with what "
        "was issued beyond need.",
    )
    order_over_issue_count = fields.Integer(
        compute="_compute_order_issue_counts",
        groups="order_to_delivery.group_user",
    )
    order_material_return_count = fields.Integer(
        compute="_compute_order_issue_counts",
        groups="order_to_delivery.group_user",
    )
    can_return_leftovers = fields.Boolean(
        compute="_compute_can_return_leftovers", compute_sudo=True
    )

    def _compute_order_issue_counts(self):
        names = {
            "order_over_issue_count": "order.over.issue",
            "order_material_return_count": "order.material.return",
        }
        for name, model in names.items():
            counts = dict(
                self.env[model]._read_group(
                    [("production_id", "in", self.ids)], ["production_id"], ["__count"]
                )
            )
            for production in self:
                production[name] = counts.get(production._origin, 0)

    @api.depends("state", "company_id.use_order_to_delivery")
    def _compute_can_return_leftovers(self):
        governed = self._filter_gated()
        for production in self:
            production.can_return_leftovers = (
                production.state in STARTED
                and production in governed
                and not production._is_subcontracted()
            )

    # Used beyond need

    def _get_over_used(self):
        """Return ``{production: {product: (needed, used)}}`` beyond the bill.

        By Odoo's own rule: where the bill lets consumption differ, nothing is.
        """
        followed = self._filter_gated().filtered(lambda mo: not mo._is_subcontracted())
        over = {}
        # A client's context may switch the question off, and not what it is about.
        asked = followed.with_env(self.env(context={}))
        for production, product, used, needed in asked._get_consumption_issues():
            if product.uom_id.compare(used, needed) > 0:
                own = over.setdefault(production.with_env(self.env), {})
                own[product] = (needed, used)
        return over

    def _check_may_overuse(self, over):
        """Refuse that more is used of what the bill of materials does not let differ.

        :raise UserError: naming the manufacturing order and the products
        """
        for production, products in over.items():
            if production.consumption == "strict" and not self.env.user.has_group(
                MANAGER
            ):
                raise UserError(
                    self.env._(
                        "%(production)s would use more of %(products)s than its bill "
                        "of materials lets it: a manufacturing manager reports it.",
                        production=production.name,
                        products=", ".join(p.display_name for p in products),
                    )
                )

    def _note_over_used(self, over):
        """Note what was used beyond need by manufacturing orders that are done."""
        quantities = self.env["order.issue.quantity"]
        # It follows from what was used, whoever reports.
        issues = self.env["order.over.issue"].sudo()
        for production, products in over.items():
            ahead = quantities._is_issued_ahead(production)
            noted = issues._get_noted(production) if ahead else {}
            issues._note(
                production.sudo(),  # likewise
                {
                    product: (needed, used, used - needed - noted.get(product, 0.0))
                    for product, (needed, used) in products.items()
                    if used - needed > noted.get(product, 0.0)
                },
            )

    def action_view_over_issues(self):
        """Open what was issued beyond the need of this manufacturing order."""
        self.check_access("read")
        return self._get_issue_action("order_to_delivery.order_over_issue_action")

    # Given back

    def action_return_leftovers(self):
        """Open what was issued and not used, to be given back (退料, H1.15).

        :raise AccessError: unless the user acts for Production or the stores
        :raise UserError: where nothing is left, or nothing was started
        """
        self.ensure_one()
        self.check_access("read")
        returns = self.env["order.material.return"]
        returns._check_department("production", "material_control", "warehouse")
        production = self.sudo()  # the warehouse gives back what it may only read
        if not production.can_return_leftovers:
            raise UserError(
                self.env._(
                    "%(production)s was not started, or is governed by no gates: "
                    "nothing of it is given back.",
                    production=self.name,
                )
            )
        return returns.sudo()._draft(production)._get_form()  # checked just before

    def action_view_material_returns(self):
        """Open what was given back of this manufacturing order's materials."""
        self.check_access("read")
        return self._get_issue_action("order_to_delivery.order_material_return_action")

    def _get_issue_action(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return {**action, "domain": [("production_id", "in", self.ids)], "context": {}}
