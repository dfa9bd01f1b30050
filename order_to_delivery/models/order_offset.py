"""What a customer owes for an order, set against what we owe him (抵账单, H1.16)."""

from odoo import api, fields, models

from .order_money_mixin import MONEY_GROUPS

# What the two sides agreed on; it stays once Finance has signed.
CONTENT = frozenset(
    {
        "sale_order_id",
        "amount",
        "against",
        "bill_id",
        "account_id",
        "account_reason",
        "journal_id",
        "file_ids",
    }
)
# A row of the desk: its id ends as that of no other branch.
OFFSETS = """
    SELECT o.id::bigint * 1000 + 500, o.sale_order_id, o.company_id,
           'deputy_general_manager', 'countersign_offset', NULL::int4, o.signed_date,
           NULL::date, 'order.offset', o.id
      FROM order_offset o
     WHERE o.state = 'signed'
"""
OFFSET_STEPS = [("countersign_offset", "Countersign the offset")]


class OrderOffset(models.Model):
    _name = "order.offset"
    _description = "Offset"
    _inherit = [
        "order.document.mixin",
        "order.evidence.mixin",
        "order.offset.check.mixin",
        "order.offset.entry.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _evidence_field = "file_ids"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "signed_by_id",
            "signed_date",
            "countersigned_by_id",
            "countersigned_date",
            "undone_by_id",
            "undone_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", string="Order", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="sale_order_id.partner_id.commercial_partner_id",
        string="Customer",
        store=True,
    )
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signed", "To Countersign"),
            ("in_force", "In Force"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    amount = fields.Monetary(tracking=True, help="What is set off, and counts as paid.")
    missing_amount = fields.Monetary(
        string="Order Still Lacks",
        compute="_compute_missing_amount",
        groups=MONEY_GROUPS,
    )
    against = fields.Selection(
        [("bill", "Vendor Bill"), ("account", "Other Liability")],
        string="Set off Against",
        required=True,
        default="bill",
    )
    bill_id = fields.Many2one(
        "account.move",
        string="Vendor Bill",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="An open bill, or another entry by which we owe the same company money.",
    )
    open_amount = fields.Monetary(
        string="Bill Still Open", compute="_compute_open_amount", groups=MONEY_GROUPS
    )
    account_id = fields.Many2one(
        "account.account",
        string="Liability Account",
        domain="[('account_type', 'in', "
        "('liability_current', 'liability_non_current'))]",
        ondelete="restrict",
    )
    account_reason = fields.Text(
        string="Why It Is Owed", help="What the customer is owed, if by no bill."
    )
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', 'parent_of', company_id)]",
        ondelete="restrict",
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Signed Agreement",
        copy=False,
        help="The offset agreement that the customer has signed.",
    )
    note = fields.Text()
    account_move_ids = fields.One2many(
        "account.move",
        "order_offset_id",
        string="Journal Entry",
        readonly=True,
        groups="order_to_delivery.group_finance",
    )
    signed_by_id = fields.Many2one(
        "res.users", string="Signed by", readonly=True, copy=False
    )
    signed_date = fields.Datetime(string="Signed on", readonly=True, copy=False)
    countersigned_by_id = fields.Many2one(
        "res.users", string="Countersigned by", readonly=True, copy=False
    )
    countersigned_date = fields.Datetime(
        string="Countersigned on", readonly=True, copy=False
    )
    undo_reason = fields.Text(string="Why It Is Undone", copy=False, tracking=True)
    undone_by_id = fields.Many2one(
        "res.users", string="Undone by", readonly=True, copy=False
    )
    undone_date = fields.Datetime(string="Undone on", readonly=True, copy=False)

    _to_countersign = models.Index("(company_id) WHERE state = 'signed'")
    _in_force = models.Index("(sale_order_id) WHERE state = 'in_force'")

    @api.depends("sale_order_id")
    def _compute_missing_amount(self):
        missing = self.sale_order_id._get_missing_money()
        for offset in self:
            offset.missing_amount = missing.get(offset.sale_order_id._origin, 0.0)

    @api.depends("bill_id", "partner_id")
    def _compute_open_amount(self):
        for offset in self:
            offset.open_amount = offset._get_open_amount()

    @api.depends("company_id")
    def _compute_journal_id(self):
        journals = self.env["account.journal"]
        for offset in self:
            company = offset.company_id
            domain = [
                ("type", "=", "general"),
                *journals._check_company_domain(company),
            ]
            found = journals.search(domain, limit=1) if company else journals
            offset.journal_id = found

    @api.model_create_multi
    def create(self, vals_list):
        offsets = super().create(vals_list)
        for offset in offsets.sudo():  # the number is protected
            sequence = offset.env["ir.sequence"].with_company(offset.company_id)
            offset.name = sequence.next_by_code(self._name) or "/"
        return offsets

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_state(("draft",))
        if "undo_reason" in vals:
            self._check_state(("draft", "signed", "in_force"))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_state(("draft",))

    def _filter_signed(self):
        return self.filtered(lambda offset: offset.state != "draft")

    def _set_state(self, state, allowed, **values):
        # The order's money changes with the state of its offsets.
        orders = self.sudo().sale_order_id  # whoever signs need not see the order
        self.env["order.money.watch"]._note(orders=orders)
        return super()._set_state(state, allowed, **values)

    def action_sign(self):
        """Sign as Finance that both sides agreed; the deputy general manager is asked.

        :raise AccessError: unless the user acts for Finance
        :raise UserError: with all that is wrong, of all offsets
        """
        self._check_department("finance")
        self._check_state(("draft",))
        self._check_content()
        self._keep_files()
        self._set_state(
            "signed",
            ("draft",),
            signed_by_id=self.env.uid,
            signed_date=fields.Datetime.now(),
        )
        for offset in self:
            offset._ask_countersignature()
        return True

    def action_countersign(self):
        """Put it in force: its entry is posted and counts as received (H1.16).

        :raise AccessError: unless the user acts for the deputy general manager
        :raise UserError: with all that is wrong by now, or by who signed for Finance
        """
        self._check_department("deputy_general_manager")
        self._check_state(("signed",))
        self._check_second_person()
        for offset in self:
            # One after the other: what the first brings, the next does not lack.
            offset._check_content()
            offset._set_state(
                "in_force",
                ("signed",),
                countersigned_by_id=self.env.uid,
                countersigned_date=fields.Datetime.now(),
            )
            offset._post_entry()
        self._archive_activities()
        return True

    def action_undo(self):
        """Take an offset back, for a reason: its entry is reversed.

        Goods that were released for it stay where they are, and what has left becomes
        a recovery case, as where a payment is taken back.

        :raise AccessError: unless the user acts for Finance
        :raise UserError: without a reason
        """
        self._check_department("finance")
        self._check_undo_reason()
        entries = self.account_move_ids.filtered(lambda move: move.state == "posted")
        self._set_undone()
        if entries:
            entries._reverse_moves(
                [entry.order_offset_id._prepare_reversal() for entry in entries],
                cancel=True,
            )
        return True

    def action_view_entries(self):
        """Show the entry that the offset made, and what reversed it."""
        self._check_department("finance")
        self.ensure_one()
        entries = self.account_move_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", (entries | entries.reversal_move_ids).ids)],
            "context": {"create": False},
        }

    def _set_undone(self, **values):
        self._set_state(
            "undone",
            ("signed", "in_force"),
            undone_by_id=self.env.uid,
            undone_date=fields.Datetime.now(),
            **values,
        )
        self._archive_activities()
