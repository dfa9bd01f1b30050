"""What a customer received otherwise than it was sent, until it is settled (H8.8)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

DIFFERENCE_FIELDS = frozenset(
    {
        "difference_state",
        "difference_user_id",
        "difference_answer",
        "difference_settled_date",
        "difference_settled_by_id",
    }
)


class OrderReceiptDifferenceMixin(models.AbstractModel):
    _name = "order.receipt.difference.mixin"
    _description = "Receipt That Differs from What Was Sent"

    difference_state = fields.Selection(
        [("open", "To Follow Up"), ("settled", "Settled")],
        string="Difference",
        readonly=True,
        copy=False,
        tracking=True,
    )
    difference_user_id = fields.Many2one(
        "res.users", string="Difference Followed by", readonly=True, copy=False
    )
    difference_answer = fields.Text(
        string="How It Was Settled", readonly=True, copy=False
    )
    difference_settled_date = fields.Datetime(
        string="Difference Settled on", readonly=True, copy=False
    )
    difference_settled_by_id = fields.Many2one(
        "res.users", string="Difference Settled by", readonly=True, copy=False
    )

    _differing = models.Index("(company_id, id) WHERE difference_state = 'open'")

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in DIFFERENCE_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def _note_received(self, entries):
        """Keep what the customer wrote in the portal before he signs (H9.19).

        :param entries: ``{line id: (quantity as text, remark)}``
        :raise UserError: naming every quantity that cannot be
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.id in entries)
        values = {line: line._read_entry(*entries[line.id]) for line in lines}
        refused = [text for text, _vals in values.values() if text]
        if refused:
            raise UserError("\n".join(refused))
        for line, (_text, vals) in values.items():
            line.write(vals)

    def _report_differences(self):
        """Tell Sales where the customer did not get what was sent, and have Customer
        Service follow it up (H8.8, H9.19).
        """
        for receipt in self:
            differing = receipt.line_ids._filter_differing()
            if differing:
                text = "\n".join(line._describe_difference() for line in differing)
                receipt._tell_sales(
                    self.env._(
                        "Receipt of %(delivery)s differs:\n%(lines)s",
                        delivery=receipt.name,
                        lines=text,
                    )
                )
                receipt._follow_difference(text)

    def _follow_difference(self, text):
        # Whoever signs or files the receipt need not see who follows it up.
        receipt = self.sudo()
        person = receipt.sale_order_id._get_customer_service_user()
        receipt.write({"difference_state": "open", "difference_user_id": person.id})
        receipt.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Settle the difference of %s", self.name),
            note=text,
            user_id=person.id,
        )

    def action_settle_difference(self, answer=None):
        """Note how a difference was settled with the customer (H8.8).

        Without an answer, a dialog asks.

        :raise UserError: where nothing is open, or the answer is missing
        """
        self._check_department("customer_service")
        if answer is None:
            self.ensure_one()
            return {
                "type": "ir.actions.act_window",
                "res_model": "order.delivery.receipt.settle",
                "view_mode": "form",
                "target": "new",
                "name": self.env._("Settle the Difference"),
                "context": {"default_receipt_id": self.id},
            }
        for receipt in self:
            receipt._check_difference(answer)
        # A signed receipt is nobody's to write; the answer is no part of it.
        self.sudo().write(
            {
                "difference_state": "settled",
                "difference_answer": answer.strip(),
                "difference_settled_date": fields.Datetime.now(),
                "difference_settled_by_id": self.env.uid,
            }
        )
        self._archive_activities()
        return True

    def _check_difference(self, answer):
        if self.difference_state != "open":
            raise UserError(
                self.env._("The receipt of %s has no open difference.", self.name)
            )
        if not (answer or "").strip():
            raise UserError(
                self.env._(
                    "%s: write down how the difference was settled with the customer.",
                    self.name,
                )
            )
