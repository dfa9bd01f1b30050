"""What an order keeps of the customer's own words."""

from odoo import fields, models


class OrderIntakeMixin(models.AbstractModel):
    _name = "order.intake.mixin"
    _description = "Intake Memo of an Order"

    intake_channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("rep", "Sales representative"),
            ("visit", "Visit"),
            ("fax", "Fax"),
            ("email", "E-mail"),
            ("portal", "Portal or web shop"),
        ],
        string="Came by",
        copy=False,
    )
    intake_words = fields.Text(
        string="Customer's Words",
        copy=False,
        help="The customer's own words (客户信息备忘录).",
    )
    intake_is_read_back = fields.Boolean(
        string="Read Back",
        copy=False,
        help="Read back to the customer, who confirmed it.",
    )
    intake_taken_by_id = fields.Many2one(
        "res.users", string="Taken by", copy=False, default=False
    )
    intake_date = fields.Datetime(string="Taken on", copy=False)
    wanted_date = fields.Date(
        string="Preliminary Date",
        copy=False,
        help="Preliminary delivery date (初步交期) agreed with the customer.",
    )
    packing = fields.Text(help="Packing that the customer asks for.")
    marks = fields.Text(string="Shipping Marks")
    special_rules = fields.Text()
