from odoo import fields, models


class OrderDateChange(models.Model):
    _name = "order.date.change"
    _description = "Change of an Order's Date"
    _order = "id desc"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    kind = fields.Selection(
        [("finished", "Finished Date"), ("promise", "Promised Date")],
        required=True,
        readonly=True,
    )
    line_key = fields.Char(required=True, default="", readonly=True)
    date = fields.Date(
        required=True, readonly=True, default=fields.Date.context_today, string="Changed on"
    )
    old_date = fields.Date(readonly=True)
    new_date = fields.Date(readonly=True)
    days = fields.Integer(readonly=True, help="Calendar days; later is positive.")
    cause = fields.Selection(
        [
            ("review", "Order review"),
            ("late_signature", "Confirmation not returned"),
            ("late_material", "Late material"),
            ("exception", "Production exception"),
            ("customer", "Customer's wish"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    customer_answer = fields.Text()

    _once_a_day = models.UniqueIndex(
        "(sale_order_id, kind, line_key, cause, date, COALESCE(res_id, 0))",
        "A cause moves a date once a day.",
    )
