"""The written standard of grades in figures, so that the record tells who meets it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

# What is counted over some months.
COUNTED = ("turnover", "punctual")


class CustomerGradeCriterion(models.Model):
    """What a customer has to meet, with all others of the grade, to have it (H9.21)."""

    _name = "customer.grade.criterion"
    _description = "Criterion of a Customer Grade"
    _order = "grade_id, sequence, id"

    grade_id = fields.Many2one(
        "customer.grade", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("turnover", "Turnover"),
            ("punctual", "Paid in Time"),
            ("papers", "Overdue Papers"),
            ("years", "Years as Customer"),
            ("contract", "Contract in Force"),
        ],
        string="What Counts",
        required=True,
        default="turnover",
    )
    threshold = fields.Float(
        digits=(16, 2),
        aggregator=None,
        help="Turnover: at least so much, untaxed, in the company's currency. Paid in "
        "time: at least so many percent of the orders that were due. Overdue papers: "
        "at most so many. Years as customer: at least so many.",
    )
    months = fields.Integer(
        default=12,
        aggregator=None,
        help="How far back turnover and payments are counted.",
    )

    _once = models.Constraint(
        "UNIQUE(grade_id, kind, months)",
        "A grade names each criterion once over the same months.",
    )

    @api.depends("kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for criterion in self:
            criterion.display_name = kinds.get(criterion.kind)

    @api.constrains("kind", "threshold", "months")
    def _check_figures(self):
        """Refuse a criterion that nobody, or everybody, would meet.

        :raise ValidationError: naming the grade and the criterion
        """
        for criterion in self:
            most = 100 if criterion.kind == "punctual" else float("inf")
            is_sound = 0 <= criterion.threshold <= most
            if criterion.kind in COUNTED:
                is_sound = is_sound and criterion.threshold and criterion.months > 0
            if not is_sound:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” of %(grade)s needs a figure that can be met, "
                        "and months over which it is counted.",
                        criterion=criterion.display_name,
                        grade=criterion.grade_id.name,
                    )
                )

    def _get_span(self):
        """Return over how many months it is counted: none, where it is as of today."""
        self.ensure_one()
        return self.months if self.kind in COUNTED else 0

    def _find_in(self, record):
        """Return ``(value, ids)`` of a record; None where it says nothing."""
        self.ensure_one()
        nothing = None if self.kind in ("punctual", "years") else 0.0
        return record.get((self.kind, self._get_span()), (nothing, []))

    def _filter_unmet(self, record):
        """Return the criteria that a customer's record does not meet."""
        return self.filtered(
            lambda criterion: not criterion._is_met(criterion._find_in(record)[0])
        )

    def _is_met(self, value):
        """Tell whether a figure of the record meets the criterion.

        :param value: None where the record says nothing
        """
        self.ensure_one()
        if value is None:
            return False
        if self.kind == "papers":
            return value <= self.threshold
        if self.kind == "contract":
            return value > 0
        # Both are told to two digits: two of three are 66.67 percent.
        return float_compare(value, self.threshold, precision_digits=2) >= 0
