"""What the deliverer collected at the door, until Finance has booked it (H10.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# A row of the desk: its id ends as that of no other branch.
DOORS = """
    SELECT report.id::bigint * 1000 + 400, report.sale_order_id, report.company_id,
           'finance', 'book_door', NULL::int4, report.reported_date, NULL::date,
           'order.door.report', report.id
      FROM order_door_report report
     WHERE report.state = 'reported'
"""
DOOR_STEPS = [("book_door", "Book what was collected")]
# What Finance finds, until the report is booked or refused.
COUNTED = frozenset({"counted_amount", "difference_reason", "journal_id"})
INSTRUMENTS = [
    ("cash", "Cash"),
    ("cheque", "Cheque"),
    ("card", "Card"),
    ("transfer", "Bank Transfer"),
]


class OrderDoorReport(models.Model):
    _name = "order.door.report"
    _description = "Money Collected at the Door"
    _inherit = ["order.document.mixin", "order.evidence.mixin", "mail.thread"]
    _order = "id desc"
    _mail_post_access = "read"
    _upload_model = "order.door.report.enter"
    _evidence_field = "file_ids"
    _protected_fields = frozenset(
        {
            "state",
            "receipt_id",
            "sale_order_id",
            "company_id",
            "amount",
            "instrument",
            "collected_by",
            "reference",
            "file_ids",
            "reported_by_id",
            "reported_date",
            "payment_id",
            "booked_by_id",
            "booked_date",
        }
    )

    receipt_id = fields.Many2one(
        "order.delivery.receipt",
        string="Delivery Receipt",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index=True,
        ondelete="restrict",
        required=True,
        readonly=True,
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    state = fields.Selection(
        [
            ("reported", "To Be Booked"),
            ("booked", "Booked by Finance"),
            ("refused", "Not Booked"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="reported",
        tracking=True,
    )
    amount = fields.Monetary(
        string="Collected", required=True, readonly=True, tracking=True
    )
    instrument = fields.Selection(INSTRUMENTS, required=True, readonly=True)
    collected_by = fields.Char(
        required=True, readonly=True, help="Who took the money at the customer's door."
    )
    reference = fields.Char(
        string="Number of the Slip",
        readonly=True,
        help="Number of the cheque, of the slip or of the transfer.",
    )
    file_ids = fields.Many2many(
        "ir.attachment", string="Evidence", copy=False, readonly=True
    )
    reported_by_id = fields.Many2one("res.users", required=True, readonly=True)
    reported_date = fields.Datetime(
        string="Reported on", required=True, readonly=True, default=fields.Datetime.now
    )
    # What Finance finds: the rest is the deliverer's word, and stays.
    counted_amount = fields.Monetary(
        string="Counted by Finance",
        tracking=True,
        help="What Finance books; another amount than the one reported needs a reason.",
    )
    difference_reason = fields.Text(
        string="Reason of Finance",
        tracking=True,
        help="Why another amount is booked than was reported, or nothing at all.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        help="Where the money lies; by default the first cash or bank journal.",
    )
    payment_id = fields.Many2one(
        "account.payment",
        string="Booked Payment",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_finance",
    )
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    booked_date = fields.Datetime(readonly=True, copy=False)

    _amount_is_positive = models.Constraint(
        "CHECK(amount > 0 AND counted_amount >= 0)",
        "What was collected is more than nothing.",
    )
    _to_book = models.Index("(company_id, id) WHERE state = 'reported'")

    @api.depends("receipt_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Collected at the door: %s", report.receipt_id.name
            )

    def write(self, vals):
        if not self.env.su and COUNTED & vals.keys():
            self._check_state(("reported",))
        return super().write(vals)

    def _filter_signed(self):
        # The report is the deliverer's word from the moment that it is made.
        return self

    def action_book(self):
        """Book as Finance what was collected: a payment tied to the order (H10.4).

        What it lacks to what is due stays due.

        :raise AccessError: unless the user acts for Finance
        :raise UserError: naming the reports that are closed, or lack a reason
        """
        self._check_department("finance")
        for report in self:
            report._check_counted()
        for report in self:
            report._book()
        return True

    def action_refuse(self):
        """Refuse as Finance a report that is wrong, or booked by another way.

        :raise AccessError: unless the user acts for Finance
        :raise UserError: without a reason
        """
        self._check_department("finance")
        self._check_state(("reported",))
        for report in self:
            report._check_reason()
        for report in self:
            report._close("refused")
        return True

    def _check_counted(self):
        """Refuse to book more or less than was reported without a word (H10.4)."""
        if self.currency_id.compare_amounts(self.counted_amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "%s: nothing was counted. Refuse the report instead, with the "
                    "reason.",
                    self.display_name,
                )
            )
        if self.currency_id.compare_amounts(self.counted_amount, self.amount):
            self._check_reason()

    def _check_reason(self):
        if not (self.difference_reason or "").strip():
            raise UserError(
                self.env._(
                    "%s: write down first why not what was reported is booked.",
                    self.display_name,
                )
            )

    def _book(self):
        self._close("booked")
        payment = self.env["account.payment"].create(self._prepare_payment())
        payment.action_post()
        self.sudo().payment_id = payment  # protected from everybody

    def _close(self, state):
        self._set_state(
            state,
            ("reported",),
            booked_by_id=self.env.uid,
            booked_date=fields.Datetime.now(),
        )
        self._tell_closed()

    def _prepare_payment(self):
        order = self.sale_order_id
        instruments = dict(self._fields["instrument"]._description_selection(self.env))
        memo = (self.receipt_id.name, instruments[self.instrument], self.reference)
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": order.partner_invoice_id.id,
            "amount": self.counted_amount,
            "currency_id": self.currency_id.id,
            "sale_order_id": order.id,
            "order_instrument": self.instrument,
            "journal_id": self._get_journal().id,
            "date": self.company_id._get_local_day(),
            "memo": ", ".join(filter(None, memo)),
        }

    def _get_journal(self):
        """Return where the money lies: as Finance says, else by the instrument.

        :raise UserError: when the company has no journal for it
        """
        if self.journal_id:
            return self.journal_id
        journals = self.env["account.journal"].search(
            [
                ("type", "in", ("bank", "cash")),
                *self.env["account.journal"]._check_company_domain(self.company_id),
            ]
        )
        wanted = "cash" if self.instrument == "cash" else "bank"
        journal = journals.filtered(lambda journal: journal.type == wanted)[:1]
        if not (journal or journals):
            raise UserError(
                self.env._("Create a cash or bank journal first, or choose one.")
            )
        return journal or journals[:1]

    def _tell_closed(self):
        """Tell who reported it, and Sales; the sums stand in the report alone."""
        if self.state == "refused":
            body = self.env._(
                "Finance does not book this report: %s", self.difference_reason
            )
        elif self.difference_reason:
            body = self.env._("Booked otherwise: %s", self.difference_reason)
        else:
            body = self.env._("Booked as reported.")
        # Whoever reported it, or sells to the customer, is told, seen or not.
        people = self.reported_by_id | self.sudo().sale_order_id.user_id
        self.message_post(
            body=body,
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
