from odoo import api, fields, models
from odoo.exceptions import UserError

from .answer.order_review_earliest_mixin import EARLIEST_FIELDS
from .order_meeting_mixin import MEETING_FIELDS
from .order_review_deadline_mixin import OPEN_STATES

# What the chair decides, while the review is open.
DECISION_FIELDS = frozenset(
    {
        "production_start_date",
        "finished_date",
        "promised_date",
        "packing",
        "conditions",
        "minutes",
    }
)


class OrderReview(models.Model):
    _name = "order.review"
    _description = "Order Review"
    _inherit = [
        "order.review.deadline.mixin",
        "order.review.chair.mixin",
        "order.meeting.mixin",
        "order.review.mine.mixin",
        "order.standards.mixin",
        "order.sealed.mixin",
        "order.review.decision.mixin",
        "order.review.price.mixin",
        "order.review.earliest.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    # Whoever reads the review may ask and answer in its chatter.
    _mail_post_access = "read"
    _protected_fields = frozenset(
        {
            "state",
            "sale_order_id",
            "partner_id",
            "company_id",
            "revision_id",
            "round",
            "kind",
            "is_important",
            "requested_by_id",
            "chair_id",
            "submitted_date",
            "circulated_date",
            "circulation_due_date",
            "due_date",
            "closed_date",
            "decision",
            "seal_head",
            "signoff_ids",
            *MEETING_FIELDS,
            *EARLIEST_FIELDS,
        }
    )

    name = fields.Char(compute="_compute_name")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        related="sale_order_id.partner_id", string="Customer", store=True
    )
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    round = fields.Integer(required=True, readonly=True, default=1)
    kind = fields.Selection(
        [("full", "Full Review"), ("standard", "Standard Order")],
        required=True,
        readonly=True,
        default="full",
    )
    is_important = fields.Boolean(
        string="Important",
        readonly=True,
        copy=False,
        help="A senior seat is asked, after all other departments.",
    )
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("circulated", "Circulated"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        group_expand="_sort_states",
        default="submitted",
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    chair_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_date = fields.Datetime(readonly=True, default=fields.Datetime.now)
    circulated_date = fields.Datetime(readonly=True, copy=False)
    circulation_due_date = fields.Date(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False, tracking=True)
    closed_date = fields.Datetime(readonly=True, copy=False)
    decision = fields.Text(readonly=True, copy=False, tracking=True)
    conditions = fields.Text()
    production_start_date = fields.Date()
    finished_date = fields.Date()
    promised_date = fields.Date()
    packing = fields.Text()
    signoff_ids = fields.One2many("order.review.signoff", "review_id", string="Answers")
    seal_head = fields.Char(
        readonly=True,
        copy=False,
        help="The seal of the last answer. Every answer writes it, so that of two in "
        "the same second the later one starts anew behind the first.",
    )
    difference = fields.Html(related="revision_id.difference")
    is_change = fields.Boolean(compute="_compute_is_change")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _round_unique = models.Constraint(
        "UNIQUE(sale_order_id, round)", "A review's round is unique in its order."
    )
    _open = models.Index(
        "(company_id, due_date) WHERE state IN ('submitted', 'circulated', 'answered')"
    )
    _to_minute = models.Index(
        "(company_id) WHERE meeting_called_date IS NOT NULL AND minutes_date IS NULL"
    )

    @api.depends("sale_order_id.name", "round")
    def _compute_name(self):
        for review in self:
            review.name = self.env._(
                "%(order)s review %(round)s",
                order=review.sale_order_id.name,
                round=review.round,
            )

    @api.depends("revision_id.previous_id")
    def _compute_is_change(self):
        for review in self:
            review.is_change = bool(review.revision_id.previous_id)

    @api.constrains("state")
    def _check_review_floor(self):
        """Ask the gates before a review counts as closed, whatever the route."""
        for review in self:
            if review.state in ("circulated", "answered") and not review.signoff_ids:
                raise UserError(
                    self.env._(
                        "%(review)s asks no department: circulate it.",
                        review=review.display_name,
                    )
                )
        self.env["order.gate"]._refuse(
            "review", self.filtered(lambda review: review.state == "closed")
        )
        self.env["order.gate.review.needs.intake"]._refuse_incomplete(self)

    def write(self, vals):
        if DECISION_FIELDS & vals.keys():
            done = self.filtered(lambda review: review.state not in OPEN_STATES)
            if done:
                raise UserError(
                    self.env._(
                        "%(reviews)s: what was decided stays. A change of the order "
                        "is decided in its next review.",
                        reviews=", ".join(done.mapped("display_name")),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("Reviews are kept: cancel the order instead of deleting it.")
        )

    def action_circulate(self):
        """Give the order to the departments whose seats it concerns (H1.2)."""
        self._check_department("deputy_general_manager")
        self._check_may_chair()
        for review in self:
            review._circulate()
        self.sale_order_id._touch_progress()
        return True

    def action_close(self):
        """Decide the order: dates and packing go to Sales (H1.3, H1.5, H9.5)."""
        self._check_department("deputy_general_manager")
        self._check_may_chair()
        self.env["order.gate"]._refuse("review", self)
        for review in self:
            review._close()
        self.sale_order_id._resume_held()
        self.sale_order_id._touch_progress()
        return True

    def action_refuse(self):
        """Give the order back to Sales, who may change and submit it again."""
        self._check_department("deputy_general_manager")
        self._check_may_chair()
        for review in self:
            review._give_back()
        self.sale_order_id._touch_progress()
        return True

    @api.model
    def _open_for(self, revision):
        """Open the next round on a revision; a standard order is circulated at once."""
        order = revision.sale_order_id.sudo()  # nobody opens a review by hand
        review = self.sudo().create(self._prepare_review(order, revision))  # as above
        if review.kind == "standard":
            review._circulate()
        else:
            review._ask_for_circulation()
        return review

    def _prepare_review(self, order, revision):
        is_change = order.state == "sale"
        is_important = self.env["order.seat.rule"]._has_senior(revision)
        is_standard = not (is_change or is_important) and order._is_standard_order()
        header = revision.snapshot["header"]
        promise = fields.Date.to_date(header["dates"]["wanted_date"])
        return {
            "sale_order_id": order.id,
            "revision_id": revision.id,
            "round": max(order.order_review_ids.mapped("round"), default=0) + 1,
            "kind": "standard" if is_standard else "full",
            "is_important": is_important,
            "requested_by_id": self.env.uid,
            "circulation_due_date": order.company_id._plan_deadline(
                fields.Datetime.now(), 0
            ),
            "packing": header["destination"]["packing"],
            "promised_date": promise,
            "finished_date": promise if is_standard else False,
        }

    def _circulate(self):
        self.ensure_one()
        review = self.sudo()  # answers are nobody's to create by hand
        review._check_state(["submitted"])
        now = fields.Datetime.now()
        due = review.sale_order_id._plan_answers(now)
        signoffs = review.signoff_ids._open_seats(review, due)
        review._set_state(
            "circulated",
            ["submitted"],
            circulated_date=now,
            due_date=due,
            chair_id=self.env.uid if review.kind == "full" else False,
        )
        review._archive_activities()
        signoffs._carry_over()
        signoffs._open_ready()
        review._after_answers()

    def _after_answers(self):
        """Move on when the last department has answered."""
        self.ensure_one()
        review = self.sudo()  # the last to answer is no chair
        if any(signoff.state != "signed" for signoff in review.signoff_ids):
            return
        review._suggest_dates()
        review._set_state("answered", ["circulated"])
        agreed = not review.signoff_ids.filtered(lambda s: s.verdict == "refuse")
        if review.kind == "standard" and agreed:
            review._close()
        else:
            review._ask_for_decision()

    def _withdraw(self):
        """Take back reviews whose order was taken back or cancelled."""
        for review in self.filtered(lambda r: r.state in (*OPEN_STATES, "closed")):
            review._set_state("withdrawn", (*OPEN_STATES, "closed"))
            review._drop_activities()
