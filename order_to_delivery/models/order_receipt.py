"""Money that came in and is shared out over a customer's orders (收款单, H9.15)."""

from odoo import Command, api, fields, models

# What Finance states of the money; the lines guard themselves.
CONTENT = frozenset(
    {
        "partner_id",
        "company_id",
        "date",
        "journal_id",
        "currency_id",
        "amount",
        "charge_amount",
        "charge_account_id",
        "reference",
        "order_instrument",
        "order_bill_number",
        "order_bill_bank",
        "order_bill_due_date",
    }
)


class OrderReceipt(models.Model):
    _name = "order.receipt"
    _description = "Receipt Voucher"
    _inherit = [
        "order.document.mixin",
        "order.receipt.suggest.mixin",
        "order.receipt.check.mixin",
        "order.receipt.posting.mixin",
        "order.receipt.paper.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "rest_payment_id",
            "posted_by_id",
            "posted_date",
            "undone_by_id",
            "undone_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("undone", "Undone")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    date = fields.Date(
        string="Received on", required=True, default=fields.Date.context_today
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Account",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash', 'credit'))]",
        default=lambda self: self._default_journal(),
        help="The bank account or the cash that took the money.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(
        string="Amount Received",
        tracking=True,
        help="What arrived on the account, after the banks took their charge.",
    )
    charge_amount = fields.Monetary(
        string="Bank Charge",
        help="What banks kept of the money that the customer sent. It counts for the "
        "orders as far as the company lets bank charges count.",
    )
    charge_account_id = fields.Many2one(
        "account.account",
        string="Charge Booked on",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_other'))]",
        default=lambda self: self._default_charge_account(),
    )
    reference = fields.Char(
        string="Bank Reference",
        copy=False,
        help="The memo of the transfer, or the bank's number of it.",
    )
    note = fields.Text()
    line_ids = fields.One2many("order.receipt.line", "receipt_id", string="Orders")
    rest_amount = fields.Monetary(
        string="Not Shared Out",
        compute="_compute_rest_amount",
        store=True,
        help="What no order takes yet: it stays a payment of the customer.",
    )
    payment_ids = fields.One2many(
        "account.payment", "order_receipt_id", string="Payments", readonly=True
    )
    rest_payment_id = fields.Many2one(
        "account.payment",
        string="Payment without an Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    posted_by_id = fields.Many2one(
        "res.users", string="Posted by", readonly=True, copy=False
    )
    posted_date = fields.Datetime(string="Posted on", readonly=True, copy=False)
    undone_by_id = fields.Many2one(
        "res.users", string="Undone by", readonly=True, copy=False
    )
    undone_date = fields.Datetime(string="Undone on", readonly=True, copy=False)

    _to_share = models.Index("(company_id) WHERE state = 'posted' AND rest_amount > 0")

    @api.model
    def _default_journal(self):
        company = self.env.company
        return self.env["account.journal"].search(
            [("type", "in", ("bank", "cash")), ("company_id", "=", company.id)],
            order="type, sequence, id",
            limit=1,
        )

    @api.model
    def _default_charge_account(self):
        """Return the account of the last charge: it is always the same one."""
        known = [
            ("charge_account_id", "!=", False),
            ("company_id", "=", self.env.company.id),
        ]
        return self.search(known, limit=1).charge_account_id

    @api.depends("amount", "charge_amount", "line_ids.amount", "state")
    def _compute_rest_amount(self):
        for receipt in self:
            rest = receipt._get_total() - sum(receipt.line_ids.mapped("amount"))
            receipt.rest_amount = 0.0 if receipt.state == "undone" else rest

    def _get_total(self):
        """Return what the customer sent: what arrived, and what banks kept of it."""
        return self.amount + self.charge_amount

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        for receipt in receipts.sudo():  # the number is protected
            sequence = receipt.env["ir.sequence"].with_company(receipt.company_id)
            receipt.name = sequence.next_by_code(self._name) or "/"
        return receipts

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_state(("draft",))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_state(("draft",))

    # The suggestion

    @api.onchange("journal_id")
    def _onchange_journal(self):
        self.currency_id = (
            self.journal_id.currency_id
            or self.journal_id.company_id.currency_id
            or self.currency_id
        )

    @api.onchange("partner_id", "currency_id")
    def _onchange_partner(self):
        self.line_ids = [Command.clear(), *self._suggest_lines()]

    @api.onchange("amount", "charge_amount")
    def _onchange_amount(self):
        # What was shifted by hand stays.
        if not any(self.line_ids.mapped("amount")):
            self._onchange_partner()

    # What it leads to

    def action_view_payments(self):
        """Show the payments that the receipt made."""
        self._check_department("finance")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payments of %s", self.name),
            "res_model": "account.payment",
            "view_mode": "list,form",
            "domain": [("order_receipt_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_post(self):
        """Register the money: a payment for each order, and one for the rest (H9.15).

        :raise AccessError: unless the user acts for Finance
        :raise UserError: with all that is wrong, of all receipts
        """
        self._check_department("finance")
        self._check_state(("draft",))
        self._check_content()
        for receipt in self:
            receipt._post_whole()
        self._set_state(
            "posted",
            ("draft",),
            posted_by_id=self.env.uid,
            posted_date=fields.Datetime.now(),
        )
        return True

    def action_share_rest(self):
        """Share out to orders, by lines added, what none of them took before.

        :raise UserError: with all that is wrong, or where nothing is left to share
        """
        self._check_department("finance")
        self._check_state(("posted",))
        self._check_content()
        for receipt in self:
            receipt._share_rest()
        return True

    def action_undo(self):
        """Take the money back that was registered by mistake.

        Goods that were released for it stay where they are, and what has left becomes
        a recovery case, as where a payment is taken back.
        """
        self._check_department("finance")
        self._set_state(
            "undone",
            ("posted",),
            undone_by_id=self.env.uid,
            undone_date=fields.Datetime.now(),
        )
        for receipt in self:
            live = receipt.payment_ids.filtered(
                lambda payment: payment.state in ("draft", "in_process", "paid")
            )
            # Odoo would delete an entry that was reset; its number has been used.
            reset = live.filtered(lambda p: p.state == "draft" and p.move_id)
            reset.move_id.button_cancel()
            (live - reset).action_cancel()
        return True
