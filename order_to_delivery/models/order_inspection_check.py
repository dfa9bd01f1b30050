"""What was asked of goods at one inspection, and what the inspector found (H7.4)."""

import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .order_inspection_asked_mixin import CHECK_KINDS
from .order_inspection_fit_mixin import get_sample
from .order_inspection_plan import SAMPLE_POLICIES

# What the inspector writes; the rest was copied from the plan.
FOUND_FIELDS = frozenset({"reading", "result", "photo", "finding"})
# One reading a piece of the sample, apart from each other by a space or the like.
APART = re.compile(r"[\s;、/]+")
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
# May stand for a thousand or for a fraction.
AMBIGUOUS = re.compile(r"\d,\d{3}(?!\d)")


def read_values(text):
    """Return the numbers of a reading, or None where it is not made of numbers."""
    text = unicodedata.normalize("NFKC", text or "").strip()
    parts = [part for part in APART.split(text) if part]
    if any(AMBIGUOUS.search(part) for part in parts):
        return None
    parts = [part.replace(",", ".") for part in parts]
    if not all(NUMBER.fullmatch(part) for part in parts):
        return None
    return [float(part) for part in parts]


class OrderInspectionCheck(models.Model):
    _name = "order.inspection.check"
    _description = "Check at an Inspection"
    _inherit = [
        "order.actor.mixin",
        "order.inspection.asked.mixin",
        "order.evidence.mixin",
    ]
    _order = "inspection_id, product_id, sequence, id"

    inspection_id = fields.Many2one(
        "order.inspection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)
    state = fields.Selection(related="inspection_id.state")
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    plan_id = fields.Many2one(
        "order.inspection.plan",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    plan_version = fields.Integer(string="Version", readonly=True)
    kind = fields.Selection(
        [
            *CHECK_KINDS,
            ("equipment", "Test Equipment"),
            ("standard", "Release Standard"),
        ],
        required=True,
        readonly=True,
    )
    title = fields.Char(string="Check", compute="_compute_title")
    sample_policy = fields.Selection(SAMPLE_POLICIES, readonly=True)
    sample_size = fields.Float(digits="Product Unit", readonly=True)
    sample_quantity = fields.Float(
        string="Sample", digits="Product Unit", compute="_compute_sample_quantity"
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents", readonly=True, copy=False
    )
    reading = fields.Char(
        help="One number a piece of the sample, apart by a space: 3.02 2.98.",
    )
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed")],
        compute="_compute_result",
        store=True,
        readonly=False,
    )
    photo = fields.Image(max_width=1600, max_height=1600)
    finding = fields.Char()

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_title(self):
        titles = {
            "equipment": self.env._("Test equipment is at hand and calibrated"),
            "standard": self.env._("The goods are as the release standard asks"),
        }
        for check in self:
            check.title = titles.get(check.kind, check.name)

    @api.depends(
        "sample_policy", "sample_size", "inspection_id.line_ids.offered_quantity"
    )
    def _compute_sample_quantity(self):
        for check in self:
            lines = check._get_lines()
            offered = sum(lines.mapped("offered_quantity"))
            check.sample_quantity = get_sample(
                check.sample_policy, check.sample_size, offered
            )

    @api.depends("kind", "reading", "photo", "limit_kind", "lower_limit", "upper_limit")
    def _compute_result(self):
        """Let measured values judge themselves, and a photo be there at all."""
        for check in self:
            if check.kind == "measured":
                check.result = check._judge_reading()
            elif check.kind == "photo" and not check.photo:
                check.result = False
            elif check.kind == "photo":
                check.result = check.result or "passed"
            else:
                check.result = check.result

    def _judge_reading(self):
        """Return what the values measured come to, or nothing where there are none."""
        values = read_values(self.reading)
        if not values:
            return False
        is_within = all(self._is_within(value) for value in values)
        return "passed" if is_within else "failed"

    @api.constrains("kind", "reading", "result", "photo")
    def _check_result(self):
        """Refuse what is no number, and a verdict that the value does not bear out."""
        for check in self:
            names = {"check": check.title}
            if check.reading and read_values(check.reading) is None:
                raise UserError(
                    self.env._(
                        "%(check)s: write numbers as 3.02, without a sign for "
                        "thousands, apart by a space.",
                        **names,
                    )
                )
            is_measured = check.kind == "measured"
            if is_measured and (check.result or False) != check._judge_reading():
                raise UserError(
                    self.env._(
                        "%(check)s is measured: write the value, it is judged by its "
                        "limits.",
                        **names,
                    )
                )
            if check.kind == "photo" and check.result and not check.photo:
                raise UserError(
                    self.env._("%(check)s asks for a photo: take it first.", **names)
                )

    # What stays as it was

    def _check_access(self, operation):
        """Keep files of a judged check, too, from being exchanged by themselves."""
        result = super()._check_access(operation)
        if result or operation == "read" or self.env.su:
            return result
        judged = self.filtered(lambda check: check.sudo().state != "draft")  # a fact
        if not judged:
            return None

        def make_error():
            return AccessError(
                self.env._("The inspection is judged: its checks stay as they are.")
            )

        return judged, make_error

    @api.model
    def _has_field_access(self, field, operation):
        is_found = field.name in FOUND_FIELDS
        if operation == "write" and not self.env.su and not is_found:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.inspection_id.line_ids._check_open()
        return checks

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        if "inspection_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        self._check_open()

    def _filter_signed(self):
        return self.filtered(lambda check: check.state != "draft")

    def _get_signed_name(self):
        return self.inspection_id.name

    def _check_open(self):
        """Refuse to change a check of what was judged, as its goods do."""
        # Whether it is judged is no secret of who would change it.
        self.sudo().inspection_id.line_ids._check_open()

    # One tap each

    def action_pass(self):
        """Say that the goods are as this check asks."""
        self._check_department("quality")
        self.write({"result": "passed"})
        return True

    def action_fail(self):
        """Say that the goods are not as this check asks."""
        self._check_department("quality")
        self.write({"result": "failed"})
        return True

    # What a result says

    def _get_lines(self):
        """Return the goods that this check is about."""
        return self.inspection_id.line_ids.filtered(
            lambda line: line.product_id == self.product_id
        )

    def _is_touched(self):
        """Tell whether the inspector has found something by now."""
        return any(check[name] for check in self for name in FOUND_FIELDS)
