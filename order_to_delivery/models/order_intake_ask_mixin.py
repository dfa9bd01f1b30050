"""How the customer is asked for what is missing, and told when he is answered."""

from odoo import api, fields, models
from odoo.exceptions import UserError

USER = "order_to_delivery.group_user"
OPEN_REVIEWS = ("submitted", "circulated", "answered")


class OrderIntakeAskMixin(models.AbstractModel):
    _name = "order.intake.ask.mixin"
    _description = "Order Whose Customer Is Asked and Told"

    intake_asked_by_id = fields.Many2one(
        "res.users", string="Asked by", readonly=True, copy=False
    )
    intake_asked_date = fields.Datetime(
        string="Customer Asked on", readonly=True, copy=False
    )
    answer_expected_date = fields.Date(
        string="Answer Expected by",
        compute="_compute_answer_expected_date",
        groups=USER,
        help="By when the departments will have answered; the customer sees it in the "
        "portal (H9.20).",
    )

    @api.depends("pending_revision_id", "is_urgent", "order_review_ids.due_date")
    def _compute_answer_expected_date(self):
        for order in self:
            order.answer_expected_date = order._get_answer_date()

    def _get_answer_date(self):
        """Return by which day the review under way will be answered, or False (H9.20).

        Before it is circulated, the days count from when it has to be.
        """
        self.ensure_one()
        # The customer is told the day, and nothing else of the review.
        reviews = self.sudo().order_review_ids.filtered(
            lambda review: review.state in OPEN_REVIEWS
        )
        review = reviews.sorted("round")[-1:]
        if not review:
            return False
        return review.due_date or self._plan_answers(review.circulation_due_date)

    def _plan_answers(self, start):
        """Return the day by which departments answer what is circulated at a start.

        :param start: a datetime (naive in UTC) or a date
        """
        self.ensure_one()
        company = self.company_id.sudo()  # the policy is no secret
        days = company.order_review_days
        if self.is_urgent:
            days = min(days, company.order_urgent_review_days)
        return company._plan_deadline(start, days)

    def _get_portal_answer_date(self):
        """Return the day that the customer is told in the portal, or False (H9.20)."""
        order = self._filter_gated()
        return order and order._get_answer_date()

    def action_ask_customer(self):
        """Open the one message that asks the customer for all that is missing (H9.1).

        :raise UserError: when nothing is missing that the customer could tell
        """
        self.ensure_one()
        self._check_department("sales", "customer_service")
        self.check_access("write")
        if not self._get_intake_questions():
            raise UserError(
                self.env._(
                    "%(order)s: nothing is missing that the customer could tell.",
                    order=self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Customer"),
            "res_model": "order.intake.ask",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sale_order_id": self.id},
        }

    def _note_asked(self):
        """Keep that the customer was asked, by whom and when."""
        # Nobody writes it by hand; the dialog has sent the message.
        self.sudo().write(
            {
                "intake_asked_by_id": self.env.uid,
                "intake_asked_date": fields.Datetime.now(),
            }
        )
