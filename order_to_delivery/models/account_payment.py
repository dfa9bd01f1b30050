from odoo import Command, api, fields, models
from odoo.exceptions import UserError

LIVE_STATES = ("in_process", "paid")
MONEY_FIELDS = frozenset(
    {
        "state",
        "sale_order_id",
        "amount",
        "currency_id",
        "destination_account_id",
        "move_id",
        "payment_type",
        "order_instrument",
        "order_instrument_state",
    }
)

# Written by the documents' own steps alone.
PROTECTED_FIELDS = frozenset({"order_receipt_id", "order_instrument_state"})


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "order.actor.mixin", "order.money.paper.mixin"]

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        copy=False,
        tracking=True,
        check_company=True,
        # Core reads payments whole as users who may not read orders.
        groups="order_to_delivery.group_user",
        help="The order that this money is for, as long as no invoice says otherwise.",
    )
    order_receipt_id = fields.Many2one(
        "order.receipt",
        string="Receipt Voucher",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="restrict",
        groups="order_to_delivery.group_user",
    )

    # Cheques and bills that are still to be paid stand on Finance's desk.
    _papers_to_cash = models.Index(
        "(company_id) WHERE order_instrument_state IN ('received', 'accepted')"
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in PROTECTED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._check_posted_after()
        payments._start_paper()
        payments.filtered(lambda payment: payment.state in LIVE_STATES)._note_money()
        return payments

    def write(self, vals):
        if MONEY_FIELDS & vals.keys():
            self._note_money(vals.get("sale_order_id"))
        self._check_revived(vals)
        changed = self._get_paid_otherwise(vals)
        res = super().write(vals)
        changed._start_paper()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_online(self):
        """Keep what an online payment brought: without it its transaction counts anew.

        :raise UserError: naming the payments
        """
        # Which transaction made a payment is no secret of who handles payments.
        online = self.sudo().filtered("payment_transaction_id")
        online = self.env["order.money.watch"]._filter_watched(online)
        if online:
            raise UserError(
                self.env._(
                    "%s was paid online and stays: leave it cancelled.",
                    ", ".join(online.mapped("display_name")),
                )
            )

    def unlink(self):
        self._note_money()
        return super().unlink()

    def _prepare_payment_transaction_vals(self, **extra_create_values):
        values = super()._prepare_payment_transaction_vals(**extra_create_values)
        # A saved card that is charged for a quotation confirms it like the portal.
        order = self.sudo().sale_order_id  # charging needs no right to the order
        if order._filter_gated():
            values["sale_order_ids"] = [Command.set(order.ids)]
        return values

    @api.constrains(
        "state",
        "order_instrument",
        "order_bill_number",
        "order_bill_bank",
        "order_bill_due_date",
    )
    def _check_bill(self):
        self._check_bill_is_told()

    def _get_counterpart(self):
        """Return the entry's lines on the customer's account."""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_id == line.payment_id.destination_account_id
        )

    def _get_worth(self):
        """Return what a payment settles: its amount, and what is written off in it."""
        self.ensure_one()
        entry = self._get_counterpart()
        return -sum(entry.mapped("amount_currency")) if entry else self.amount

    @api.model
    def _note_counting_now(self):
        """Note payments whose day has come, and which did not count before."""
        today = fields.Date.today()
        recent = self.search(
            [
                ("state", "in", LIVE_STATES),
                ("date", ">=", fields.Date.subtract(today, days=2)),
                ("date", "<=", fields.Date.add(today, days=1)),
                ("company_id.use_order_to_delivery", "=", True),
            ]
        )
        recent.filtered(
            lambda payment: payment.create_date.date() < payment.date
        )._note_money()

    def _note_money(self, order_id=None):
        """Note that these payments, and their ties to orders, change.

        :param order_id: the order that they are to be tied to, if any
        """
        watch = self.env["order.money.watch"]
        payments = watch._filter_watched(self)
        if payments:
            orders = self.env["sale.order"].browse(order_id or [])
            # Who handles money may not read all orders that it is for.
            payments, orders = payments.sudo(), orders.sudo()
            watch._note(moves=payments.move_id, payments=payments, orders=orders)
