from odoo import fields, models


class OrderContract(models.Model):
    _name = "order.contract"
    _description = "Sales Contract"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, tracking=True
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Signed Contract")
    valid_from = fields.Date(required=True, tracking=True)
    valid_to = fields.Date(tracking=True)
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line", "contract_id", string="Payment Plan"
    )
    note = fields.Text()

    _name_unique = models.Constraint(
        "UNIQUE(company_id, name)", "A contract's number is unique in the company."
    )
