from odoo import api, fields, models
from odoo.exceptions import UserError

from .answer.order_review_seal_mixin import SEALED_FIELDS, SIGNED_FIELDS


class OrderReviewSignoff(models.Model):
    _name = "order.review.signoff"
    _description = "A Department's Written Answer in a Review"
    _inherit = [
        "order.answer.deadline.mixin",
        "order.review.seal.mixin",
        "order.sealed.mixin",
        "order.review.draft.mixin",
        "order.standards.mixin",
        "order.review.seat.mixin",
        "order.review.answer.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "review_id desc, sequence, id"
    _rec_name = "department_id"
    _seal_chain = "review_id"
    # Whoever reads the answer may ask about it in its chatter.
    _mail_post_access = "read"
    _protected_fields = SIGNED_FIELDS | {
        "state",
        "sale_order_id",
        "revision_id",
        "company_id",
        "kind",
        "sequence",
        "is_senior",
        "user_id",
        "waits_for_ids",
        "opened_date",
        "due_date",
        "voided_by_revision_id",
    }

    review_id = fields.Many2one(
        "order.review", required=True, index=True, ondelete="restrict", readonly=True
    )
    sale_order_id = fields.Many2one(
        related="review_id.sale_order_id", store=True, index=True
    )
    revision_id = fields.Many2one(related="review_id.revision_id", store=True)
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    department_id = fields.Many2one(
        "order.department", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(related="department_id.kind", store=True)
    sequence = fields.Integer(default=10, readonly=True)
    is_senior = fields.Boolean(
        string="Senior Seat",
        readonly=True,
        copy=False,
        help="Answers after all others, as a seat rule said when it was circulated.",
    )
    user_id = fields.Many2one(
        "res.users", string="Asked of", readonly=True, index="btree_not_null"
    )
    waits_for_ids = fields.Many2many(
        "order.review.signoff",
        "order_review_signoff_waits_for_rel",
        "signoff_id",
        "waits_for_id",
        string="Waits for",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting for Others"),
            ("open", "To Answer"),
            ("signed", "Signed"),
            ("void", "Void"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="open",
    )
    verdict = fields.Selection(
        [
            ("agree", "Agree"),
            ("conditions", "Agree with Conditions"),
            ("refuse", "Refuse"),
        ],
        readonly=True,
        copy=False,
    )
    text = fields.Text(string="Written Answer", copy=False)
    technical_notes = fields.Text(
        copy=False, help="Technical notes (技术说明) for a new or changed product."
    )
    has_no_obstacle = fields.Boolean(string="No Technical Obstacle", copy=False)
    answer_date = fields.Date(
        copy=False, help="The date that this department answers for."
    )
    line_ids = fields.One2many("order.review.signoff.line", "signoff_id")
    opened_date = fields.Datetime(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True, copy=False)
    signed_date = fields.Datetime(readonly=True, copy=False)
    aspects = fields.Char(
        readonly=True,
        copy=False,
        help="The parts of the content that it depends on.",
    )
    content_hash = fields.Char(readonly=True, copy=False)
    voided_by_revision_id = fields.Many2one("order.revision", readonly=True, copy=False)
    carried_from_id = fields.Many2one(
        "order.review.signoff",
        readonly=True,
        copy=False,
        help="The answer of a round before, which holds since its content is the same.",
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    has_changes = fields.Boolean(compute="_compute_has_changes")
    content = fields.Html(related="revision_id.content")
    difference = fields.Html(related="revision_id.difference")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _seat_unique = models.Constraint(
        "UNIQUE(review_id, department_id)", "A department answers once in a review."
    )
    _open_idx = models.Index("(company_id, user_id) WHERE state = 'open'")

    @api.constrains("state", "verdict", "seal")
    def _check_signed_by_somebody(self):
        """Refuse an answer that nobody signed: created or written as signed."""
        for signoff in self:
            is_signed = signoff.state == "signed" or signoff.verdict or signoff.seal
            if is_signed and signoff.seal != signoff._get_seal():
                raise UserError(
                    self.env._(
                        "%(signoff)s is signed by its own department only, by the "
                        "buttons of the answer.",
                        signoff=signoff.display_name,
                    )
                )

    @api.depends("review_id", "department_id")
    def _compute_display_name(self):
        for signoff in self:
            signoff.display_name = (
                f"{signoff.review_id.name} · {signoff.department_id.name}"
            )

    def write(self, vals):
        if SEALED_FIELDS & vals.keys():
            self._check_not_signed()
            if not self.env.su:
                self._check_may_write()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("Answers are kept: a change of the order asks for new ones.")
        )

    def action_agree(self):
        """Sign for the department that the order can be done as it is (H9.3)."""
        return self._sign("agree")

    def action_agree_with_conditions(self):
        """Sign for the department under the conditions that it wrote."""
        return self._sign("conditions")

    def action_refuse(self):
        """Sign for the department that the order cannot be done, and why."""
        return self._sign("refuse")

    def action_ask_again(self):
        """Ask the person who signs today, after a leave or a departure."""
        self._check_department("deputy_general_manager")
        for signoff in self.filtered(lambda signoff: signoff.state == "open"):
            signoff._ask()
        return True

    def _sign(self, verdict):
        for signoff in self:
            signoff._check_is_open()
            principal = signoff._check_may_write()
            signoff._check_answer(verdict)
            signoff._seal(
                verdict=verdict,
                text=signoff.text or self.env._("Agreed as submitted."),
                signed_by_id=self.env.uid,
                on_behalf_of_id=principal.id,
            )
            # Whoever signs need not see or write what the next department is asked.
            signoff.sudo()._after_signature()
        self.sale_order_id._queue_progress()
        return True

    def _after_signature(self):
        self._archive_activities()
        if self.verdict == "refuse":
            self.review_id._ask_for_decision()
        else:
            self.review_id.signoff_ids._open_ready()
        self.review_id._after_answers()

    def _void(self, revision):
        """Mark answers that do not hold any more, for content that changed."""
        alive = self.filtered(lambda signoff: signoff.state != "void")
        alive._set_state(
            "void", ["waiting", "open", "signed"], voided_by_revision_id=revision.id
        )
