from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .before_commit import judge_before_commit

PLANS = "order_to_delivery.plans"


class OrderPaymentPlanLine(models.Model):
    _name = "order.payment.plan.line"
    _inherit = ["order.whole.read.mixin"]
    _description = "Line of a Payment Plan"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    grade_id = fields.Many2one(
        "customer.grade", index="btree_not_null", ondelete="cascade"
    )
    contract_id = fields.Many2one(
        "order.contract", index="btree_not_null", ondelete="cascade"
    )
    sale_order_id = fields.Many2one(
        "sale.order", index="btree_not_null", ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("deposit", "Deposit before production"),
            ("release", "Before release"),
            ("shipment", "Before release, of what ships"),
            ("door", "Collected at the door"),
            ("after", "After delivery"),
        ],
        required=True,
        default="release",
    )
    amount_type = fields.Selection(
        [("percent", "Percent of the order"), ("amount", "Amount")],
        required=True,
        default="percent",
    )
    percent = fields.Float(digits=(16, 2))
    amount = fields.Float(help="In the currency of the order.", digits=(16, 2))
    days = fields.Integer(help="Calendar days after delivery.")

    _one_owner = models.Constraint(
        "CHECK(num_nonnulls(grade_id, contract_id, sale_order_id) = 1)",
        "A payment plan's line belongs to one grade, contract or order.",
    )
    _percent_in_range = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 100 AND amount >= 0 AND days >= 0)",
        "Percents are between 0 and 100; amounts and days are not negative.",
    )

    @api.depends(
        "grade_id.company_id", "contract_id.company_id", "sale_order_id.company_id"
    )
    def _compute_company_id(self):
        for line in self:
            line.company_id = line._get_owner().company_id

    @api.constrains("kind", "amount_type", "percent", "amount")
    def _check_amount(self):
        for line in self:
            if not (line.percent if line.amount_type == "percent" else line.amount):
                raise ValidationError(
                    self.env._(
                        "The plan of %(owner)s has a line without %(what)s: fill it in "
                        "or remove the line.",
                        owner=line._get_owner().display_name,
                        what=self.env._("a percent")
                        if line.amount_type == "percent"
                        else self.env._("an amount"),
                    )
                )

    @api.constrains("kind", "amount_type", "percent", "amount", "sale_order_id")
    def _note_due(self):
        """Note that the plan of confirmed orders changes what is due."""
        orders = self.sale_order_id.filtered(lambda order: order.state == "sale")
        self.env["order.money.watch"]._note(orders=orders)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        lines._note_change()
        return lines

    def write(self, vals):
        self._check_open()
        res = super().write(vals)
        if {"grade_id", "contract_id", "sale_order_id"} & vals.keys():
            self._check_open()
        self._note_change()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()
        self._note_due()
        self._note_change()

    def _get_owner(self):
        self.ensure_one()
        return self.grade_id or self.contract_id or self.sale_order_id

    def _check_open(self):
        """Refuse who may not change the plan's owner, and an order's fixed plan.

        The right to write lines is the salesperson's for the own orders; it must
        not reach a grade's plan (H9.21).
        """
        for owners in (self.grade_id, self.contract_id, self.sale_order_id):
            if owners:
                owners.check_access("write")
        self.sale_order_id._check_content_open()
        self.contract_id._check_not_signed()

    def _note_change(self):
        """Mark an order's plan as its own, and have the totals checked."""
        # The source is protected against everybody.
        self.sale_order_id.sudo().payment_plan_source = "order"
        owners = (self.grade_id, self.contract_id, self.sale_order_id)
        # A plan is edited line by line: its total is judged when all are written.
        keys = {(owner._name, owner.id) for records in owners for owner in records}
        check = self.browse()._check_totals
        judge_before_commit(self.env.cr, PLANS, keys, check)

    @api.model
    def _check_totals(self, keys):
        """Refuse a plan that asks for more than the whole order.

        :param keys: models and ids of grades, contracts and orders
        :raise ValidationError: naming the grade, contract or order
        """
        for model, owner_id in sorted(keys):
            # What is checked does not depend on who asks.
            for owner in self.env[model].sudo().browse(owner_id).exists():
                lines = owner.payment_plan_line_ids.filtered(
                    lambda line: line.amount_type == "percent"
                )
                if sum(lines.mapped("percent")) > 100.005:
                    raise ValidationError(
                        self.env._(
                            "The payment plan of %(owner)s asks for more than 100 %%: "
                            "lower one of its lines.",
                            owner=owner.display_name,
                        )
                    )

    def _get_copy_values(self):
        """Return the values of the lines, without their owner."""
        names = ("sequence", "kind", "amount_type", "percent", "amount", "days")
        return [{name: line[name] for name in names} for line in self]
