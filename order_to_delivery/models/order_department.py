from odoo import api, fields, models

from .order_department_kind import DEPARTMENT_KINDS


class OrderDepartment(models.Model):
    _name = "order.department"
    _description = "Department with Its Seat in the Review"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(DEPARTMENT_KINDS, required=True)
    workcenter_ids = fields.Many2many("mrp.workcenter", string="Work Centers")
    head_id = fields.Many2one("res.users", string="Head", tracking=True)
    superior_id = fields.Many2one("res.users", string="Superior")
    member_ids = fields.One2many("order.department.member", "department_id")
    seat = fields.Selection(
        [
            ("none", "No seat"),
            ("always", "Every order"),
            ("make", "Orders with products to make"),
            ("buy", "Orders with products to buy"),
            ("changed", "Orders with new or changed products"),
            ("standard", "Standard orders from stock only"),
        ],
        string="Seat in the Review",
        default="none",
        required=True,
        help="When the department is asked for its written answer. An order of stocked "
        "goods only is asked of the seats for standard orders alone.",
    )
    waits_for_ids = fields.Many2many(
        "order.department",
        "order_department_waits_for_rel",
        "department_id",
        "waits_for_id",
        string="Answers After",
        help="Its answer builds on the answers of these departments.",
    )

    @api.model
    def _get_kind_labels(self, kinds):
        """Return the names of kinds of department as one translated list."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return ", ".join(labels[kind] for kind in kinds)
