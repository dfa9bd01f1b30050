"""The earliest date of the reviewed content, worked out on demand (H7.1)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..order_review_deadline_mixin import OPEN_STATES

EARLIEST_FIELDS = frozenset(
    {
        "earliest_date",
        "earliest_start_date",
        "earliest_reason",
        "earliest_moment",
        "earliest_model",
        "earliest_res_id",
    }
)


class OrderReviewEarliestMixin(models.AbstractModel):
    _name = "order.review.earliest.mixin"
    _description = "Earliest Date of a Reviewed Order"

    # Only so that the mixin stands alone: the review's own definitions win.
    state = fields.Char()
    revision_id = fields.Many2one("order.revision")
    earliest_date = fields.Date(
        readonly=True,
        copy=False,
        help="When all of it could be finished, by what was known at that moment: "
        "stock, what comes in, vendors' days, and what is planned already.",
    )
    earliest_start_date = fields.Date(
        readonly=True, copy=False, help="When production would start for that."
    )
    earliest_reason = fields.Text(
        readonly=True, copy=False, help="The one thing that decides the date."
    )
    earliest_moment = fields.Datetime(readonly=True, copy=False)
    earliest_model = fields.Char(readonly=True, copy=False)
    earliest_res_id = fields.Many2oneReference(
        model_field="earliest_model", readonly=True, copy=False
    )
    is_earliest_late = fields.Boolean(compute="_compute_is_earliest_late")

    @api.depends("earliest_date", "earliest_moment", "revision_id.snapshot")
    def _compute_is_earliest_late(self):
        """Tell whether it could be finished only later than the customer wants."""
        for review in self:
            snapshot = review.sudo().revision_id.snapshot  # not all read revisions
            dates = snapshot["header"]["dates"] if snapshot else {}
            wanted = fields.Date.to_date(dates.get("wanted_date"))
            earliest = review.earliest_date
            review.is_earliest_late = bool(
                review.earliest_moment
                and (not earliest or (wanted and earliest > wanted))
            )

    def action_work_out_earliest(self):
        """Work out when the reviewed content could be finished, and keep it (H7.1).

        :raise AccessError: for who has no part in it
        :raise UserError: where the review is over
        """
        self._check_department(
            "deputy_general_manager",
            "sales",
            "customer_service",
            "technical",
            "material_control",
            "purchasing",
            "production",
        )
        self._check_state(OPEN_STATES)
        for review in self:
            # What it depends on is told in one sentence to whoever asks.
            review.sudo().write(review.sudo()._prepare_earliest())
        return True

    def _prepare_earliest(self):
        promise = self.env["order.promise"]
        answer = promise._work_out(
            promise._get_demands(self.revision_id.snapshot),
            self.company_id,
            self.sale_order_id.warehouse_id,
            order=self.sale_order_id,
        )
        starts = [start for start, _finish in answer.lines.values() if start]
        start = answer.earliest and self.company_id._get_local_day(min(starts))
        model, res_id = answer.link or (False, False)
        return {
            "earliest_date": answer.earliest,
            "earliest_start_date": start,
            "earliest_reason": answer.why,
            "earliest_moment": fields.Datetime.now(),
            "earliest_model": model,
            "earliest_res_id": res_id,
        }

    def action_take_earliest(self):
        """Suggest start and finish where Production has not answered for them.

        :raise UserError: where Production has, which is held to its own dates
        """
        self._check_department("deputy_general_manager")
        self._check_state(OPEN_STATES)
        self.ensure_one()
        answered = self._get_answered_finish()
        if answered:
            raise UserError(
                self.env._(
                    "%(review)s: Production has answered for %(day)s and is held to "
                    "it.",
                    review=self.display_name,
                    day=format_date(self.env, answered),
                )
            )
        if not self.earliest_date:
            raise UserError(
                self.env._(
                    "%s has no earliest date: work it out first.", self.display_name
                )
            )
        self.write(
            {
                "production_start_date": self.earliest_start_date,
                "finished_date": self.earliest_date,
            }
        )
        return True

    def action_view_earliest_reason(self):
        """Open what decides the earliest date: the part, or the work center."""
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.earliest_model].browse(self.earliest_res_id)
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
