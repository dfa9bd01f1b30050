"""Who may answer for a seat in a review, and what an answer has to say."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderReviewAnswerMixin(models.AbstractModel):
    _name = "order.review.answer.mixin"
    _inherit = ["order.answered.position.mixin", "order.alternative.mixin"]
    _description = "Answer in an Order Review"

    @api.depends("state", "review_id.state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        """Show the buttons to who may press them; pressing asks again."""
        for signoff in self:
            signoff.can_answer = (
                signoff.state == "open"
                and signoff.review_id.state == "circulated"
                and not signoff._get_reason_barred()
            )

    def _compute_has_changes(self):
        for signoff in self:
            revision = signoff.sudo().revision_id  # not every seat reads revisions
            signoff.has_changes = bool(revision.previous_id)

    @api.depends("state", "due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for signoff in self:
            is_asked = signoff.state in ("waiting", "open")
            signoff.is_late = bool(
                is_asked and signoff.due_date and signoff.due_date < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return [
            ("state", "in", ("waiting", "open")),
            ("due_date", "<", fields.Date.context_today(self)),
        ]

    def _get_reason_barred(self):
        """Return why the user may not answer for the seat, or nothing."""
        seat = self.sudo()  # the whole review says who is on which seat
        department = seat.department_id
        return department._get_reason_barred(
            self.env.user,
            department._get_principal(self.env.user),
            seat.review_id.requested_by_id,
            (seat.review_id.signoff_ids - seat).signed_by_id,
        )

    def _check_may_write(self):
        """Refuse who may not answer for the seat.

        :return: on whose behalf the user answers, empty for the own department
        """
        principal = self.env["res.users"]
        for signoff in self:
            signoff.check_access("read")
            seat = signoff.sudo()  # the whole review says who is on which seat
            others = seat.review_id.signoff_ids - seat
            principal = seat.department_id._check_may_sign(
                self.env.user, seat.review_id.requested_by_id, others.signed_by_id
            )
        return principal

    def _check_not_signed(self):
        signed = self.filtered(lambda signoff: signoff.state in ("signed", "void"))
        if signed:
            raise UserError(
                self.env._(
                    "%(signoffs)s: what was signed stays as it is. If it does not hold "
                    "any more, propose a change of the order: it asks anew.",
                    signoffs=", ".join(signed.mapped("display_name")),
                )
            )

    def _check_is_open(self):
        """Refuse to sign twice, too early, or in a review that is over."""
        self._check_not_signed()
        if self.state == "waiting":
            raise UserError(
                self.env._(
                    "%(signoff)s builds on others' answers: %(others)s answers first.",
                    signoff=self.display_name,
                    others=", ".join(
                        self.waits_for_ids.filtered(
                            lambda other: other.state != "signed"
                        ).department_id.mapped("name")
                    ),
                )
            )
        if self.review_id.state != "circulated":
            raise UserError(
                self.env._(
                    "%(review)s is over: nothing is to be signed in it any more.",
                    review=self.review_id.display_name,
                )
            )

    def _check_answer(self, verdict):
        """Refuse an incomplete answer, saying all that is missing at once."""
        missing = self._get_missing(verdict)
        if missing:
            raise UserError(
                self.env._(
                    "%(signoff)s lacks:\n%(missing)s",
                    signoff=self.display_name,
                    missing="\n".join(f"• {text}" for text in missing),
                )
            )

    def _get_missing(self, verdict):
        """Return what the answer lacks; a spoken answer counts as none (H9.3)."""
        if verdict == "refuse":
            if self.alternative_product_id:
                self._get_alternative_for()
            return [] if self.text else [self.env._("the reason, as written answer")]
        missing = []
        if verdict == "conditions" and not self.text:
            missing.append(self.env._("the conditions, as written answer"))
        elif not self._is_answered_in_writing():
            missing.append(self.env._("the written answer"))
        if self.kind == "technical" and self._has_changed_products():
            missing += self._get_missing_technical()
        return missing + self._get_missing_positions() + self._get_missing_dates()

    def _is_answered_in_writing(self):
        is_one_press = self.review_id.kind == "standard"
        return bool(self.text or is_one_press or self.line_ids or self.technical_notes)

    def _get_missing_technical(self):
        missing = []
        if not self.technical_notes:
            missing.append(
                self.env._("the technical notes for the new or changed product")
            )
        if not self.has_no_obstacle:
            missing.append(self.env._("the confirmation of no technical obstacle"))
        return missing

    def _get_missing_dates(self):
        seat = self.sudo()  # seats read no products
        # The dates of all seats are read at once: the last answer decides by them.
        seat = seat.with_prefetch(seat.review_id.signoff_ids._ids)
        return [
            self.env._(
                "start and finished date of %(product)s, in this order",
                product=line.product_id.display_name,
            )
            for line in seat.line_ids
            if not line.start_date
            or not line.finished_date
            or line.finished_date < line.start_date
        ]

    def _has_changed_products(self):
        snapshot = self.sudo().revision_id.snapshot  # not every seat reads revisions
        return any(
            line["goods"]["change_kind"] in ("new", "changed")
            for line in snapshot["lines"].values()
        )
