"""The customer's answer that the shipping advice reached him (H9.18)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

ANSWER_FIELDS = (
    "acknowledged_date",
    "acknowledged_by",
    "acknowledged_how",
    "acknowledged_words",
    "acknowledgement_user_id",
)


class OrderAcknowledgementMixin(models.AbstractModel):
    _name = "order.acknowledgement.mixin"
    _description = "Shipping Advice That the Customer Acknowledges"

    acknowledgement_due_date = fields.Date(
        string="Acknowledged by (Due)",
        readonly=True,
        copy=False,
        help="The day after which Customer Service asks the customer.",
    )
    acknowledged_date = fields.Datetime(
        string="Advice Acknowledged", readonly=True, copy=False
    )
    acknowledged_by = fields.Char(
        readonly=True, copy=False, help="Who answered for the customer."
    )
    acknowledged_how = fields.Selection(
        [("portal", "In the portal"), ("call", "By a call")],
        readonly=True,
        copy=False,
    )
    acknowledged_words = fields.Text(
        string="Customer's Answer", readonly=True, copy=False
    )
    acknowledgement_user_id = fields.Many2one(
        "res.users", string="Answer Noted by", readonly=True, copy=False
    )

    _unacknowledged = models.Index(
        "(acknowledgement_due_date) WHERE acknowledged_date IS NULL"
        " AND acknowledgement_due_date IS NOT NULL"
    )

    @api.model
    def _has_field_access(self, field, operation):
        if (
            operation == "write"
            and not self.env.su
            and field.name in (*ANSWER_FIELDS, "acknowledgement_due_date")
        ):
            return False
        return super()._has_field_access(field, operation)

    def action_acknowledge(self, who=None, words=None, date=None):
        """Note a call in which the customer said that the advice reached him (H9.18).

        Without who said it, a dialog asks.

        :param who: who spoke for the customer
        :param words: what was said
        :param date: when it was said, now by default (naive in UTC)
        :raise UserError: with all that is missing or wrong
        """
        self._check_department("customer_service", "logistics")
        if who is None:
            return self._get_arrival_dialog(
                "order.shipping.request.acknowledge", self.env._("Advice Acknowledged")
            )
        date = fields.Datetime.to_datetime(date) or fields.Datetime.now()
        for request in self:
            request._check_acknowledgement(who, words, date)
        for request in self:
            request._acknowledge(who.strip(), "call", words=words.strip(), date=date)
        return True

    def _check_acknowledgement(self, who, words, date):
        reasons = []
        if not self.advice_date:
            reasons.append(self.env._("send the shipping advice first"))
        elif self.acknowledged_date:
            reasons.append(
                self.env._("%s has acknowledged it already", self.acknowledged_by)
            )
        elif date < self.advice_date.replace(microsecond=0):
            reasons.append(self.env._("nobody answers before the advice was sent"))
        if date > fields.Datetime.now() + timedelta(minutes=1):
            reasons.append(self.env._("the call lies in the future"))
        if not (who or "").strip():
            reasons.append(self.env._("say who answered for the customer"))
        if not (words or "").strip():
            reasons.append(self.env._("write down what was said"))
        self._refuse_step(reasons)

    def _refuse_step(self, reasons):
        """Refuse a step with all that is missing or wrong, if anything is.

        :raise UserError: naming the request
        """
        if reasons:
            raise UserError(
                self.env._(
                    "%(request)s: %(reasons)s.",
                    request=self.name,
                    reasons="; ".join(reasons),
                )
            )

    def _awaits_acknowledgement(self):
        """Tell whether the customer was advised and has not answered yet."""
        return bool(self) and bool(self.advice_date) and not self.acknowledged_date

    def _await_acknowledgement(self):
        """Ask for an answer to the advice just sent.

        One that was sent again says something new: an answer before was to another.
        """
        for request in self:
            company = request.company_id
            day = company._get_local_day(request.advice_date)
            request.write(
                {
                    **dict.fromkeys(ANSWER_FIELDS, False),
                    "acknowledgement_due_date": day
                    + timedelta(max(company.order_acknowledgement_days, 0)),
                }
            )

    def _acknowledge(self, who, how, words="", date=None):
        """Write the answer, the only place that does, and tell Sales."""
        is_call = how == "call"
        # The answer is protected from everybody; the callers checked who brings it.
        self.sudo().write(
            {
                "acknowledged_date": date or fields.Datetime.now(),
                "acknowledged_by": who,
                "acknowledged_how": how,
                "acknowledged_words": words,
                "acknowledgement_user_id": is_call and self.env.uid,
            }
        )
        labels = dict(self._fields["acknowledged_how"]._description_selection(self.env))
        self._tell_sales(
            self.env._(
                "%(who)s has acknowledged the shipping advice %(request)s "
                "(%(how)s). %(words)s",
                who=who,
                request=self.name,
                how=labels[how],
                words=words,
            )
        )

    def _get_arrival_dialog(self, model, name, **defaults):
        """Return the dialog that asks for what a step needs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "name": name,
            "context": {
                "default_request_id": self.id,
                **{f"default_{key}": value for key, value in defaults.items()},
            },
        }
