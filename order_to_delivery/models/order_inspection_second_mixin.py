"""Customer Service signs finished goods together with Quality (H9.14)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderInspectionSecondMixin(models.AbstractModel):
    _name = "order.inspection.second.mixin"
    _description = "Second Signature of Inspections"

    needs_second_signature = fields.Boolean(readonly=True, copy=False)
    second_signer_id = fields.Many2one(
        "res.users", string="Customer Service", readonly=True, copy=False
    )
    second_signed_date = fields.Datetime(
        string="Signed Together on", readonly=True, copy=False
    )
    second_declined_by_id = fields.Many2one(
        "res.users", string="Declined by", readonly=True, copy=False
    )
    second_declined_date = fields.Datetime(
        string="Declined on", readonly=True, copy=False
    )
    second_declined_reason = fields.Text(
        string="Why Customer Service Declines", readonly=True, copy=False
    )
    asks_second_signature = fields.Boolean(compute="_compute_asks_second_signature")

    @api.depends("state", "needs_second_signature", "second_signer_id", "line_ids")
    def _compute_asks_second_signature(self):
        for inspection in self:
            inspection.asks_second_signature = bool(
                inspection.state == "judged"
                and inspection.needs_second_signature
                and not inspection.second_signer_id
                and (
                    inspection.concession_id
                    or any(line.accepted_quantity > 0 for line in inspection.line_ids)
                )
            )

    def action_second_sign(self):
        """Sign finished goods together with Quality, against the standard (H9.14)."""
        self._check_department("customer_service")
        self._check_state(("judged",))
        for inspection in self:
            inspection._check_second_signer()
        self._touch_making()
        # Only this step signs; whose turn it is was checked above.
        signed = self.sudo()
        signed.write(
            {
                "second_signer_id": self.env.uid,
                "second_signed_date": fields.Datetime.now(),
            }
        )
        signed._archive_activities()
        for inspection in signed:
            inspection._tell_production(
                self.env._(
                    "%(inspection)s is signed by Customer Service, too: the goods may "
                    "enter stock.",
                    inspection=inspection.name,
                )
            )
        signed.sale_order_id._touch_progress()
        return True

    def action_second_decline(self, reason):
        """Decline to sign what Quality accepted, so that it is inspected anew (H9.14).

        None of it may enter stock on this result.

        :param reason: what Customer Service finds wrong
        :raise UserError: without a reason, and where no signature is asked for
        """
        self.ensure_one()
        self._check_department("customer_service")
        self._check_second_signer()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Say what is wrong with the goods of %s: Quality inspects them "
                    "anew for that.",
                    self.name,
                )
            )
        self._touch_making()
        # Only this step declines; whose turn it is was checked above.
        return self.sudo()._decline(reason.strip()).sudo(False)

    def _decline(self, reason):
        """Close the result, and return the inspection of the same goods anew."""
        self._set_state(
            "closed",
            ("judged",),
            second_declined_by_id=self.env.uid,
            second_declined_date=fields.Datetime.now(),
            second_declined_reason=reason,
        )
        self._archive_activities()
        again = self.create(self._prepare_again(self._get_accepted_parts()))
        self._tell_production(
            self.env._(
                "Customer Service does not sign %(inspection)s: %(reason)s Quality "
                "inspects the goods anew with %(again)s.",
                inspection=self.name,
                reason=reason,
                again=again.name,
            )
        )
        self.sale_order_id._touch_progress()
        return again

    def _get_accepted_parts(self):
        """Return ``{line: quantity}`` that was accepted or conceded."""
        is_conceded = bool(self.concession_id)
        parts = {
            line: line.accepted_quantity
            + (
                line.rejected_quantity
                if is_conceded and line.disposition == "concession"
                else 0.0
            )
            for line in self.line_ids
        }
        return {line: quantity for line, quantity in parts.items() if quantity > 0}

    def _check_second_signer(self):
        """Refuse a second signature that nobody asks for, or that is the first.

        :raise UserError: naming the inspection
        """
        self.ensure_one()
        if not self.asks_second_signature:
            raise UserError(
                self.env._(
                    "%(inspection)s asks for no second signature.",
                    inspection=self.name,
                )
            )
        is_own = self.env.user == self.inspector_id
        # The policy is the company's, which the user may not see.
        if is_own and not self.company_id.sudo().order_allow_double_seat:
            raise UserError(
                self.env._(
                    "You judged %(inspection)s yourself: the second signature is "
                    "another person's.",
                    inspection=self.name,
                )
            )

    def _ask_second_signature(self):
        """Put what waits for the second signature on a desk of Customer Service."""
        people = self._get_departments("customer_service")._get_able_people()
        if people:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._(
                    "Sign the finished goods with Quality: %(name)s", name=self.name
                ),
                user_id=people[:1].id,
            )
