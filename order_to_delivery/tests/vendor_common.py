"""Motors that a vendor has promised, and the people who wait for them."""

from odoo import Command, fields

from .buying_common import BuyingCase


class VendorCase(BuyingCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        self.order, self.request = self._required()
        self.purchase = self._bought(self.request)
        self.line = self.purchase.order_line

    def _in(self, days, day=None):
        return fields.Date.add(day or self.today, days=days)

    def _promise(self, day, reason="The foundry is late.", purchase=None, by=None):
        """Record the vendor's date with the dialog, as Purchasing does."""
        purchase = self.as_(by or "purchasing", purchase or self.purchase)
        action = purchase.action_record_promise()
        dialog = (
            purchase.env[action["res_model"]]
            .with_context(**action["context"])
            .create({"reason": reason})
        )
        dialog.line_ids.promised_date = day
        dialog.action_record()
        self.env.invalidate_all()

    def _need(self, day, request=None):
        (request or self.request).sudo().line_ids.date_required = day
        self.env.flush_all()

    def _rows(self, *domain, by="purchasing"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_(by, self.env["order.late.material"])
        return rows.search([("sale_order_id", "!=", False), *domain])

    def _questions(self, order=None, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["order.supply.question"].search(
            [
                ("sale_order_id", "=", (order or self.order).id),
                ("state", "=", "open"),
                *domain,
            ]
        )

    def _desk(self, kind, asked):
        self.env.flush_all()
        entries = self.as_(kind, self.env["order.desk.entry"])
        return entries.search([("asked", "=", asked), ("is_mine", "=", True)])

    def _chases(self, purchase=None, is_active=True):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "purchase.order"),
                    ("res_id", "=", (purchase or self.purchase).id),
                    ("active", "=", is_active),
                    (
                        "activity_type_id",
                        "=",
                        self.env.ref("order_to_delivery.mail_activity_type_chase").id,
                    ),
                ]
            )
        )

    def _decide(self, questions, by, decision="followed"):
        questions = self.as_(by, questions)
        action = questions.action_decide()
        dialog = questions.env[action["res_model"]].with_context(**action["context"])
        dialog.create({"decision": decision, "remark": "Agreed by telephone."})
        dialog.search([], order="id desc", limit=1).action_decide()
        self.env.invalidate_all()

    def _set_workdays(self, first, worked):
        """List days, from the first on, as worked or not."""
        self.env["order.workday"].create(
            [
                {
                    "company_id": self.company.id,
                    "date": self._in(number, first),
                    "is_worked": is_worked,
                }
                for number, is_worked in enumerate(worked)
            ]
        )

    def _buy_on_two_requisitions(self):
        """Return another order's requisition, on the same unsent purchase order."""
        second, request = self._required()
        self._approve(request)
        third, other = self._required([(self.machine, 4)])
        self._approve(other)
        purchase = self._order(request | other)
        purchase.order_line[1:].unlink()
        purchase.order_line.purchase_request_lines = [
            Command.set((request | other).line_ids.ids)
        ]
        return second, third, purchase
