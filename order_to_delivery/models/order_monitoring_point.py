from odoo import fields, models

# What customer service watches of an order in production (H9.11).
KINDS = [
    ("progress", "Progress"),
    ("quality", "Quality and Appearance"),
    ("quantity", "Quantity"),
    ("time", "Time"),
]


class OrderMonitoringPoint(models.Model):
    _name = "order.monitoring.point"
    _description = "Monitoring Point"
    _inherit = ["order.whole.read.mixin"]
    _order = "sequence, id"

    name = fields.Char(string="What Is Watched", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    kind = fields.Selection(KINDS, required=True)
    due_at = fields.Selection(
        [
            ("start", "Production start"),
            ("finished", "Finished date"),
            ("promise", "Promised date"),
        ],
        string="Due at",
        required=True,
        default="finished",
    )
    days_before = fields.Integer(
        help="Calendar days before that date by which it is looked at."
    )
