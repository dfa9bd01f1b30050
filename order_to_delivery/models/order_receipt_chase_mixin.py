"""Signed receipts that do not come back are asked for (H9.19)."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import split_every

from .cron_turn import take_turns

CHASE_FIELDS = frozenset({"due_date", "reminded_date", "escalated_date"})
CHASED_AT_ONCE = 100


class OrderReceiptChaseMixin(models.AbstractModel):
    _name = "order.receipt.chase.mixin"
    _description = "Receipt That Has to Come Back"

    due_date = fields.Date(
        string="Back by",
        readonly=True,
        copy=False,
        help="Counted from the arrival of the goods, as the company has set.",
    )
    reminded_date = fields.Date(
        string="Customer Reminded",
        readonly=True,
        copy=False,
        help="When the customer was asked once for the overdue receipt.",
    )
    escalated_date = fields.Date(
        string="Superior Told",
        readonly=True,
        copy=False,
        help="When the superior of Logistics was told once that it still lacks.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in CHASE_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def _plan_return(self):
        """Write by when receipts have to be back, where the goods have arrived.

        Goods that left without a request count from the day that they left.
        """
        for receipt in self.filtered(lambda receipt: receipt.state == "awaited"):
            start = receipt._get_arrival_day()
            if start:
                company = receipt.company_id
                receipt.due_date = company._plan_deadline(
                    start, company.order_receipt_days
                )

    def _get_arrival_day(self):
        left = self.company_id._get_local_day(self.create_date)
        request = self.shipping_request_id
        if not request:
            return left
        # What left later on the same request arrived no earlier.
        return request.arrived_date and max(request.arrived_date, left)

    @api.model
    def _cron_chase_receipts(self):
        """Plan, remind the customer, then tell the superior: each once (H9.19)."""
        for find, act in (
            (self._search_unplanned, lambda receipts: receipts._plan_return()),
            (self._search_to_remind, lambda receipts: receipts._remind()),
            (self._search_to_escalate, lambda receipts: receipts._escalate()),
        ):
            receipts = find()
            self.env["ir.cron"]._commit_progress(remaining=len(receipts))
            for own in receipts.grouped("company_id").values():
                for ids in split_every(CHASED_AT_ONCE, own.ids):
                    if not take_turns(self.browse(ids), act):
                        return

    def _search_awaited(self, *terms):
        return self.search(
            [
                ("state", "=", "awaited"),
                ("company_id.use_order_to_delivery", "=", True),
                *terms,
            ],
            order="id",
        )

    def _search_unplanned(self):
        awaited = self._search_awaited(("due_date", "=", False))
        return awaited.filtered(lambda receipt: receipt._get_arrival_day())

    def _search_to_remind(self):
        overdue = self._search_awaited(
            ("due_date", "<", fields.Date.today()), ("reminded_date", "=", False)
        )
        days = {company: company._get_local_day() for company in overdue.company_id}
        return overdue.filtered(lambda r: r.due_date < days[r.company_id])

    def _search_to_escalate(self):
        """Return what the customer was reminded of in vain, for as many days again.

        Counted from the day after it was due, on which the customer is reminded, and
        not from when a cron did so.
        """
        reminded = self._search_awaited(
            ("reminded_date", "!=", False), ("escalated_date", "=", False)
        )
        days = {company: company._get_local_day() for company in reminded.company_id}
        return reminded.filtered(
            lambda r: (
                r.company_id._plan_deadline(
                    r.due_date + timedelta(1), r.company_id.order_receipt_days
                )
                < days[r.company_id]
            )
        )

    def _remind(self):
        """Ask the customer by mail to sign, with the link to do so."""
        template = self.env.ref(
            "order_to_delivery.mail_template_receipt_reminder", raise_if_not_found=False
        )
        for receipt in self:
            if template:
                template.send_mail(receipt.id)
            receipt.reminded_date = receipt.company_id._get_local_day()

    def _escalate(self):
        """Tell the superior of Logistics what is still missing, in one message."""
        person = self._get_superior()
        receipts = self.with_context(lang=person.lang)
        lines = Markup().join(
            Markup("<li>%s</li>")
            % receipts.env._(
                "%(delivery)s of %(order)s (%(customer)s), due on %(day)s",
                delivery=receipt.name,
                order=receipt.sale_order_id.name,
                customer=receipt.partner_id.display_name,
                day=receipt.due_date,
            )
            for receipt in receipts
        )
        receipts[:1].message_notify(
            partner_ids=person.partner_id.ids,
            subject=receipts.env._("Signed receipts missing: %s", len(receipts)),
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                receipts.env._(
                    "The customers were reminded, and these receipts are not back:"
                ),
                lines,
            ),
        )
        for receipt in self:
            receipt.escalated_date = receipt.company_id._get_local_day()

    def _get_superior(self):
        """Return the superior of Logistics, else the deputy general manager."""
        departments = self.env["order.department"].search(
            [
                ("kind", "in", ("logistics", "deputy_general_manager")),
                ("company_id", "=", self.company_id.id),
            ]
        )
        superior = departments.filtered(lambda d: d.kind == "logistics").superior_id
        if superior:
            return superior[:1]
        general = departments.filtered(lambda d: d.kind != "logistics")[:1]
        head = general and general._resolve_person()[0]
        return head or self.sale_order_id.user_id[:1] or self.env.user
