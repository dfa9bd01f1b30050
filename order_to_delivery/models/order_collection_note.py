"""What was said with a customer about money, and what he promised (H1.13)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .order_money_mixin import MONEY_GROUPS

CHANNELS = [
    ("phone", "Phone"),
    ("message", "Message"),
    ("email", "E-mail"),
    ("visit", "At the Customer's"),
    ("letter", "Letter"),
    ("reminder", "Reminder"),
]


class OrderCollectionNote(models.Model):
    _name = "order.collection.note"
    _description = "Collection Note"
    # Nobody has the right to change one: what was noted stays.
    _inherit = ["order.document.mixin"]
    _order = "date desc, id desc"
    _rec_name = "sale_order_id"
    _protected_fields = frozenset(
        {
            "state",
            "company_id",
            "user_id",
            "received_amount",
            "kept_date",
            "level_id",
            "due_kind",
        }
    )

    sale_order_id = fields.Many2one(
        "sale.order", string="Order", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    words = fields.Text(string="What Was Said", required=True)
    user_id = fields.Many2one("res.users", string="Noted by", readonly=True)
    promised_date = fields.Date(
        string="Promised by", help="The day by which the customer says that he pays."
    )
    promised_amount = fields.Monetary(
        groups=MONEY_GROUPS,
        help="In the order's currency. Empty: all that is due.",
    )
    received_amount = fields.Monetary(
        string="Received When Promised", readonly=True, groups=MONEY_GROUPS
    )
    state = fields.Selection(
        [
            ("none", "No Promise"),
            ("open", "Payment Promised"),
            ("kept", "Kept"),
            ("late", "Kept Late"),
            ("replaced", "Replaced by Another"),
        ],
        string="Promise",
        required=True,
        readonly=True,
        default="none",
        help="Told by the money received, never by a person.",
    )
    is_broken = fields.Boolean(
        string="Promise Broken",
        compute="_compute_is_broken",
        search="_search_is_broken",
        help="The day has passed, and the money is not there.",
    )
    kept_date = fields.Date(string="Kept on", readonly=True)
    level_id = fields.Many2one(
        "order.collection.level",
        string="Reminding Level",
        readonly=True,
        ondelete="restrict",
    )
    due_kind = fields.Char(readonly=True)

    _once_per_level = models.UniqueIndex(
        "(sale_order_id, due_kind, level_id) WHERE level_id IS NOT NULL",
        "An order is reminded once at each level.",
    )
    _promises = models.Index("(sale_order_id) WHERE state IN ('open', 'kept', 'late')")
    _open_promises = models.Index("(promised_date) WHERE state = 'open'")

    @api.depends("state", "promised_date")
    def _compute_is_broken(self):
        for note in self:
            # Which day it is at the company is no secret.
            today = note.company_id.sudo()._get_local_day()
            note.is_broken = note.state == "open" and note.promised_date < today

    def _search_is_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        broken = Domain("state", "=", "open") & Domain(
            "promised_date", "<", fields.Date.context_today(self)
        )
        return Domain.OR([broken if flag else ~broken for flag in value])

    @api.model_create_multi
    def create(self, vals_list):
        """Keep what was said, with what was received by then.

        :raise AccessError: unless the user acts for Sales or Finance
        :raise UserError: when a promise is of the past, or of nothing
        """
        if not self.env.su:
            self._check_department("sales", "finance")
            self._check_unforged(vals_list)
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals.get("sale_order_id") or [])
            order.check_access("read")
            # The company and the money stand on the order; only the words are given.
            order.sudo()._prepare_note(vals)
        # Protected fields are among them; the department was asked above.
        notes = super(OrderCollectionNote, self.sudo()).create(vals_list)
        for note in notes:
            note._check_promise()
            note._replace_older()
        return notes.sudo(False)

    def _check_unforged(self, vals_list):
        """Refuse values that only the money and the clock tell."""
        for name in sorted(self._protected_fields):
            if any(name in vals for vals in vals_list):
                self._check_field_access(self._fields[name], "write")

    def _check_promise(self):
        """Refuse a promise that cannot be kept any more, or is of nothing."""
        if self.state == "none":
            return
        if self.promised_date < self.date or self.promised_amount <= 0:
            raise UserError(
                self.env._(
                    "%s: a promise names a day that is still to come, and nothing is "
                    "promised where nothing is due.",
                    self.sale_order_id.name,
                )
            )

    def _replace_older(self):
        """Let a new promise stand instead of one whose day has not come yet."""
        if self.state != "open":
            return
        older = self.search(
            [
                ("sale_order_id", "=", self.sale_order_id.id),
                ("state", "=", "open"),
                ("id", "!=", self.id),
                ("promised_date", ">=", self.date),
            ]
        )
        older._set_state("replaced", ("open",))

    def _follow(self, money):
        """Note which promises the money received keeps, and which no longer.

        :param money: ``{order: Money}``
        """
        for note in self:
            order = note.sale_order_id
            promised = note.received_amount + note.promised_amount
            is_kept = order._is_covered(money[order].received, promised)
            if is_kept and note.state == "open":
                day = order._get_last_payment_day()
                is_late = day > note.promised_date
                note._set_state("late" if is_late else "kept", ("open",), kept_date=day)
            elif not is_kept and note.state != "open":
                note._set_state("open", ("kept", "late"), kept_date=False)
