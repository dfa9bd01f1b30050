"""What is asked of goods at an inspection, on its plan and on itself alike."""

from odoo import api, fields, models
from odoo.tools import float_compare, float_repr
from odoo.tools.misc import formatLang

INSPECTION_KINDS = [
    ("incoming", "Incoming"),
    ("process", "In Process"),
    ("finished", "Finished Goods"),
    ("shipment", "Before Shipment"),
]
CHECK_KINDS = [
    ("measured", "Measured"),
    ("yes_no", "Yes or No"),
    ("function", "Function"),
    ("appearance", "Appearance"),
    ("photo", "Photo"),
]
# Digits behind the point to which measured values and limits are told apart.
DIGITS = 6


class OrderInspectionAskedMixin(models.AbstractModel):
    _name = "order.inspection.asked.mixin"
    _description = "What Is Asked of Goods"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Is Checked", required=True)
    limit_kind = fields.Selection(
        [
            ("between", "Between"),
            ("at_least", "At Least"),
            ("at_most", "At Most"),
        ],
        string="Allowed",
        default="between",
    )
    lower_limit = fields.Float(digits=(16, DIGITS))
    upper_limit = fields.Float(digits=(16, DIGITS))
    unit = fields.Char(string="Unit of Measurement", help="As the instrument shows it.")
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="Without a result nothing is judged; failed, nothing is accepted.",
    )
    instruction = fields.Text(string="How It Is Checked")
    limits = fields.Char(compute="_compute_limits")

    @api.depends("kind", "limit_kind", "lower_limit", "upper_limit", "unit")
    @api.depends_context("lang")
    def _compute_limits(self):
        for check in self:
            lower = check._format_value(check.lower_limit)
            upper = check._format_value(check.upper_limit)
            text = {
                "between": f"{lower} – {upper}",
                "at_least": f"≥ {lower}",
                "at_most": f"≤ {upper}",
            }.get(check.limit_kind, "")
            is_measured = check.kind == "measured"
            check.limits = f"{text} {check.unit or ''}".strip() if is_measured else ""

    def _format_value(self, value):
        """Write a value in the reader's language, without needless zeros."""
        behind = float_repr(value or 0.0, DIGITS).partition(".")[2].rstrip("0")
        return formatLang(self.env, value or 0.0, digits=len(behind))

    def _is_within(self, value):
        """Tell whether a measured value is within the limits, these included."""
        self.ensure_one()
        is_enough = float_compare(value, self.lower_limit, precision_digits=DIGITS) >= 0
        is_too_much = (
            float_compare(value, self.upper_limit, precision_digits=DIGITS) > 0
        )
        return {
            "at_least": is_enough,
            "at_most": not is_too_much,
        }.get(self.limit_kind, is_enough and not is_too_much)
