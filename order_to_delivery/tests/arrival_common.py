"""Orders whose goods are on their way to the customer."""

from datetime import timedelta

from odoo import fields, http

from .test_shipping_receipt import ReceiptCase


class ArrivalCase(ReceiptCase):
    def _get_advised_order(self, days=5, **values):
        """Return an order whose goods left and were advised, request and receipt."""
        order, request, receipt = self._get_shipped_order(**values)
        self.as_("logistics", request).write(
            {
                "carrier_name": "Pearl River Freight",
                "tracking_reference": "PR-778",
                "expected_arrival_date": self._day(days),
            }
        )
        self.as_("logistics", request).action_send_advice()
        return order, request, receipt

    def _day(self, days=0):
        return self.company._get_local_day() + timedelta(days)

    def _get_desk(self, kind, record, asked):
        self.env.flush_all()
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("asked", "=", asked),
                ("is_mine", "=", True),
            ]
        )

    def _sign_paper(self, receipt):
        self.as_("logistics", receipt).action_mark_signed(self._attach().ids, "Mr Chen")
        self.env.invalidate_all()

    def _set(self, record, **values):
        """Write what only time, or another step, writes."""
        record.sudo().write(values)
        self.env.flush_all()

    def _get_csrf(self, page):
        """Return the token of a page's form, else one of who is logged in."""
        _before, found, rest = page.partition('name="csrf_token" value="')
        return rest.split('"')[0] if found else http.Request.csrf_token(self)

    def _log_in_customer(self, grade="A"):
        """Log in a portal user of the customer of a grade."""
        user = self.env["res.users"].create(
            {
                "name": f"Portal {grade}",
                "login": f"portal_{grade}",
                "password": f"portal_{grade}",
                "partner_id": self.partners[grade].id,
                "group_ids": [
                    fields.Command.set(self.env.ref("base.group_portal").ids)
                ],
            }
        )
        self.authenticate(user.login, user.login)
        return user
