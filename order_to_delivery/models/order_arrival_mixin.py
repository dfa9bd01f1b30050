"""Whether goods arrive when the customer was told: expected, delayed, arrived."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .cron_turn import take_turns

# Written by the steps below alone.
FOLLOWED_FIELDS = frozenset(
    {
        "advised_arrival_date",
        "arrived_date",
        "delayed_date",
        "delay_reason",
        "delayed_by_id",
        "arrival_asked_date",
    }
)
ACTIVITY = "mail.mail_activity_data_todo"
ASKED_AT_ONCE = 100


class OrderArrivalMixin(models.AbstractModel):
    _name = "order.arrival.mixin"
    _inherit = ["order.acknowledgement.mixin"]
    _description = "Shipment Whose Arrival Is Followed"

    # Only so that the mixin stands alone: the request's own definition wins.
    advice_date = fields.Datetime()
    expected_arrival_date = fields.Date(copy=False)
    arrived_date = fields.Date(copy=False)

    advised_arrival_date = fields.Date(
        string="Arrival as Advised",
        readonly=True,
        copy=False,
        help="The day that the customer was told when the goods left.",
    )
    delayed_date = fields.Datetime(string="Delay Reported", readonly=True, copy=False)
    delay_reason = fields.Text(readonly=True, copy=False)
    delayed_by_id = fields.Many2one(
        "res.users", string="Delay Reported by", readonly=True, copy=False
    )
    arrival_asked_date = fields.Date(
        readonly=True,
        copy=False,
        help="When Logistics was asked whether the goods arrived.",
    )
    arrival_state = fields.Selection(
        [("expected", "Expected"), ("delayed", "Delayed"), ("arrived", "Arrived")],
        string="Arrival",
        compute="_compute_arrival_state",
    )

    _under_way = models.Index(
        "(expected_arrival_date) WHERE advice_date IS NOT NULL AND arrived_date IS NULL"
    )

    @api.depends("advice_date", "arrived_date", "delayed_date")
    def _compute_arrival_state(self):
        for request in self:
            if request.arrived_date:
                request.arrival_state = "arrived"
            elif request.delayed_date:
                request.arrival_state = "delayed"
            else:
                request.arrival_state = request.advice_date and "expected"

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in FOLLOWED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if not self.env.su and "expected_arrival_date" in vals:
            self._check_no_later(fields.Date.to_date(vals["expected_arrival_date"]))
        return super().write(vals)

    def _check_no_later(self, day):
        """Refuse a later day in silence, once the customer was told another.

        :raise UserError: naming the request and the step that tells him
        """
        for request in self:
            known = request.advice_date and request.expected_arrival_date
            if known and (not day or day > known):
                raise UserError(
                    self.env._(
                        "%(request)s: the customer was told %(day)s. Press Delayed, so "
                        "that he and Sales are told the new day.",
                        request=request.name,
                        day=known,
                    )
                )

    def action_mark_delayed(self, expected=None, reason=None):
        """Tell the customer and Sales that goods arrive later (H9.18).

        The promise stays as it was; the date ledger has the new day. Without a day, a
        dialog asks.

        :param expected: the day on which the goods are expected now
        :param reason: why
        :raise UserError: with all that is missing or wrong
        """
        self._check_department("customer_service", "logistics")
        if expected is None:
            return self._get_arrival_dialog(
                "order.shipping.request.follow", self.env._("Delayed"), what="delayed"
            )
        expected = fields.Date.to_date(expected)
        for request in self:
            request._check_delay(expected, reason)
        for request in self:
            request._delay(expected, reason.strip())
        return True

    def _check_delay(self, expected, reason):
        reasons = []
        if not self.advice_date:
            reasons.append(self.env._("send the shipping advice first"))
        elif self.arrived_date:
            reasons.append(self.env._("it arrived on %s", self.arrived_date))
        elif not expected or expected <= self.expected_arrival_date:
            reasons.append(
                self.env._("name a day after %s", self.expected_arrival_date)
            )
        if not (reason or "").strip():
            reasons.append(self.env._("say why it is delayed"))
        self._refuse_step(reasons)

    def _delay(self, expected, reason):
        # The customer's mail, the ledger and the order are not the clerk's to write.
        request = self.sudo()
        old = request.expected_arrival_date
        request.write(
            {
                "expected_arrival_date": expected,
                "delayed_date": fields.Datetime.now(),
                "delay_reason": reason,
                "delayed_by_id": self.env.uid,
                "arrival_asked_date": False,
            }
        )
        self._archive_activities()
        self.env["order.date.change"]._log(
            request.sale_order_id,
            "arrival",
            old,
            expected,
            "transport",
            note=reason,
            source=self,
            # A day may bring two delays.
            line_key=fields.Date.to_string(expected),
        )
        self._tell_delay(old, reason)

    def _tell_delay(self, old, reason):
        template = self.env.ref(
            "order_to_delivery.mail_template_shipping_delay", raise_if_not_found=False
        )
        if template:
            # The customer's mail goes out for the company, whoever reported it.
            template.sudo().send_mail(self.id)
        self._tell_sales(
            self.env._(
                "%(request)s is delayed: expected on %(new)s instead of %(old)s. "
                "%(reason)s",
                request=self.name,
                new=self.expected_arrival_date,
                old=old,
                reason=reason,
            )
        )

    def action_mark_arrived(self, date=None):
        """Note that the goods arrived, and tell Sales (H9.18).

        :param date: the day, today by default
        :raise UserError: with what is missing or wrong
        """
        self._check_department("customer_service", "logistics")
        for request in self:
            day = fields.Date.to_date(date) or request.company_id._get_local_day()
            request._check_arrival(day)
            request._note_arrival(day)
        self._touch_progress()
        return True

    def action_open_follow(self):
        """Ask on which day the goods arrived, where it is not today."""
        self.check_access("read")
        return self._get_arrival_dialog(
            "order.shipping.request.follow", self.env._("Arrived"), what="arrived"
        )

    def _check_arrival(self, day):
        reasons = []
        if not self.advice_date:
            reasons.append(
                self.env._(
                    "the customer was not told of these goods. Send the shipping "
                    "advice first"
                )
            )
        elif self.arrived_date:
            reasons.append(self.env._("it arrived on %s", self.arrived_date))
        if day > self.company_id._get_local_day():
            reasons.append(self.env._("the day of arrival lies in the future"))
        self._refuse_step(reasons)

    def _note_arrival(self, day):
        # The day is a fact that logistics, or the signed receipt, brings.
        request = self.sudo()
        request.arrived_date = day
        request.delivery_receipt_ids._plan_return()
        self._archive_activities()
        self._tell_sales(
            self.env._("%(request)s arrived on %(date)s.", request=self.name, date=day)
        )

    # The morning

    @api.model
    def _cron_follow_arrivals(self):
        """Have Logistics find out once about each arrival whose day passed (H9.18)."""
        overdue = self._search_overdue_arrivals()
        self.env["ir.cron"]._commit_progress(remaining=len(overdue))
        for ids in split_every(ASKED_AT_ONCE, overdue.ids):
            if not take_turns(self.browse(ids), lambda r: r._ask_arrivals()):
                break

    @api.model
    def _search_overdue_arrivals(self):
        requests = self.search(
            [
                ("advice_date", "!=", False),
                ("arrived_date", "=", False),
                ("arrival_asked_date", "=", False),
                ("expected_arrival_date", "<", fields.Date.today()),
                ("company_id.use_order_to_delivery", "=", True),
            ],
            order="id",
        )
        days = {company: company._get_local_day() for company in requests.company_id}
        return requests.filtered(lambda r: r.expected_arrival_date < days[r.company_id])

    def _ask_arrivals(self):
        for company, requests in self.grouped("company_id").items():
            heads = requests._get_department_users("logistics")
            for request in requests:
                person = heads[:1] or request.requested_by_id
                request.activity_schedule(
                    ACTIVITY,
                    summary=request.env._(
                        "Find out whether %s arrived, or report its delay",
                        request.name,
                    ),
                    user_id=person.id,
                )
            requests.arrival_asked_date = company._get_local_day()
