from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        copy=False,
        tracking=True,
        check_company=True,
        # Core reads payments whole as users who may not read orders.
        groups="order_to_delivery.group_user",
        help="The order that this money is for, as long as no invoice says otherwise.",
    )
