from odoo import api, fields, models


class OrderPaymentPlanLine(models.Model):
    _name = "order.payment.plan.line"
    _description = "Line of a Payment Plan"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.sale_order_id._check_content_open()
        return lines

    def write(self, vals):
        self.sale_order_id._check_content_open()
        result = super().write(vals)
        self.sale_order_id._check_content_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_content(self):
        self.sale_order_id._check_content_open()
