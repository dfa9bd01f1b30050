from odoo import api, fields, models


class OrderReceiptLine(models.Model):
    _name = "order.receipt.line"
    _inherit = ["order.document.mixin"]
    _description = "Order on a Receipt Voucher"
    _order = "id"
    _protected_fields = frozenset({"payment_id"})

    receipt_id = fields.Many2one(
        "order.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    currency_id = fields.Many2one(related="receipt_id.currency_id")
    state = fields.Selection(related="receipt_id.state")
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        required=True,
        index=True,
        ondelete="restrict",
    )
    owed_amount = fields.Monetary(
        string="Owed Next",
        compute="_compute_owed_amount",
        help="The deposit, then what is due before goods leave, then the rest.",
    )
    amount = fields.Monetary()
    payment_id = fields.Many2one(
        "account.payment",
        string="Payment Booked",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    payment_state = fields.Selection(
        related="payment_id.state", string="Payment Status"
    )

    @api.depends("sale_order_id")
    def _compute_owed_amount(self):
        owed = self.sale_order_id._get_next_payments()
        for line in self:
            line.owed_amount = owed.get(line.sale_order_id._origin, 0.0)

    @api.onchange("sale_order_id")
    def _onchange_order(self):
        if self.sale_order_id and not self.amount:
            left = max(self.receipt_id.rest_amount, 0.0)
            self.amount = min(self.owed_amount, left)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.receipt_id._check_state(("draft", "posted"))
        return lines

    def write(self, vals):
        if vals.keys() & {"receipt_id", "sale_order_id", "amount"}:
            self._check_open()
        res = super().write(vals)
        if "receipt_id" in vals:
            self.receipt_id._check_state(("draft", "posted"))
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change what a payment was made of.

        :raise UserError: naming the receipt voucher
        """
        paid = self.filtered("payment_id")
        paid.receipt_id._check_state(("draft",))
        (self - paid).receipt_id._check_state(("draft", "posted"))

    def _describe_wrong(self):
        """Return all for which this line cannot become a payment."""
        # Whose order it is, is looked up for whoever wrote its number.
        order, receipt = self.sale_order_id.sudo(), self.receipt_id
        payers = (order.partner_id | order.partner_invoice_id).commercial_partner_id
        wrongs = [
            (
                self.currency_id.compare_amounts(self.amount, 0.0) <= 0,
                self.env._("the amount must be above zero"),
            ),
            (order.state == "cancel", self.env._("it is cancelled")),
            (
                order.company_id != receipt.company_id,
                self.env._("it belongs to another company"),
            ),
            (
                receipt.commercial_partner_id not in payers,
                self.env._("it belongs to another customer"),
            ),
            (
                order.currency_id != receipt.currency_id,
                self.env._("it is paid in %s", order.currency_id.name),
            ),
        ]
        return [
            self.env._("order %(order)s: %(wrong)s.", order=order.name, wrong=wrong)
            for is_wrong, wrong in wrongs
            if is_wrong
        ]

    def _settle_invoices(self):
        """Reconcile the payment with the order's own open invoices."""
        entry = self.payment_id._get_counterpart()
        owed = self.sale_order_id._get_owed_lines(entry.account_id)
        if entry and owed:
            (entry + owed).reconcile()
