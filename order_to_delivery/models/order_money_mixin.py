"""What an order's plan makes due, and what was received for it."""

from odoo import fields, models


class OrderMoneyMixin(models.AbstractModel):
    _name = "order.money.mixin"
    _description = "Money of an Order"

    # Only so that the mixin stands alone: the order's own definition wins.
    currency_id = fields.Many2one("res.currency")
    customer_grade_id = fields.Many2one(
        "customer.grade",
        string="Grade",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="The customer's grade when the order was taken.",
    )
    order_contract_id = fields.Many2one(
        "order.contract",
        string="Contract",
        groups="order_to_delivery.group_user",
        check_company=True,
    )
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line",
        "sale_order_id",
        string="Payment Plan",
        groups="order_to_delivery.group_user",
    )
    payment_plan_source = fields.Selection(
        [("grade", "Grade"), ("contract", "Contract"), ("order", "This order")],
        readonly=True,
        copy=False,
    )
    money_received = fields.Monetary(
        compute="_compute_money",
        groups="order_to_delivery.group_finance,order_to_delivery.group_sales,"
        "order_to_delivery.group_customer_service,"
        "order_to_delivery.group_deputy_general_manager",
    )
    deposit_due = fields.Monetary(
        compute="_compute_money",
        groups="order_to_delivery.group_finance,order_to_delivery.group_sales,"
        "order_to_delivery.group_customer_service,"
        "order_to_delivery.group_deputy_general_manager",
    )
    release_due = fields.Monetary(
        compute="_compute_money",
        string="Due before Release",
        groups="order_to_delivery.group_finance,order_to_delivery.group_sales,"
        "order_to_delivery.group_customer_service,"
        "order_to_delivery.group_deputy_general_manager",
    )
    balance_notice_date = fields.Datetime(readonly=True, copy=False)

    def _compute_money(self):
        self.money_received = self.deposit_due = self.release_due = 0.0
