from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    _name = "account.payment.register"
    _inherit = ["account.payment.register", "order.instrument.mixin"]

    # The payment keeps what is chosen here; Finance may choose otherwise (H9.15).
    order_instrument = fields.Selection(
        compute="_compute_order_instrument", store=True, readonly=False
    )
    is_order_payment = fields.Boolean(
        compute="_compute_is_order_payment",
        help="Pays invoices of orders that are governed by gates.",
    )

    @api.depends("line_ids", "payment_type")
    def _compute_is_order_payment(self):
        for wizard in self:
            # Whoever registers money need not see the orders.
            invoices = wizard.line_ids.move_id.sudo()
            orders = invoices.invoice_line_ids.sale_line_ids.order_id
            wizard.is_order_payment = wizard.payment_type == "inbound" and bool(
                orders._filter_gated()
            )

    @api.depends("is_order_payment", "journal_id", "payment_method_line_id")
    def _compute_order_instrument(self):
        for wizard in self:
            wizard.order_instrument = (
                wizard._guess_instrument() if wizard.is_order_payment else False
            )

    def _guess_instrument(self):
        """Return how money usually comes that is booked so."""
        method = self.payment_method_line_id
        # Which provider it is, is no secret of who registers money.
        provider = method.sudo().payment_provider_id
        if "alipay" in f"{method.name} {provider.code}".lower():
            return "alipay"
        if self.journal_id.type == "cash":
            return "cash"
        return "card" if provider or self.journal_id.type == "credit" else "transfer"

    def _create_payment_vals_from_wizard(self, batch_result):
        values = super()._create_payment_vals_from_wizard(batch_result)
        return {**values, **self._prepare_instrument(values)}

    def _create_payment_vals_from_batch(self, batch_result):
        values = super()._create_payment_vals_from_batch(batch_result)
        return {**values, **self._prepare_instrument(values)}

    def _prepare_instrument(self, values):
        """Return how a payment was made, where the customer paid for orders."""
        if not self.is_order_payment or values["payment_type"] != "inbound":
            return {}
        return {
            "order_instrument": self.order_instrument,
            "order_bill_number": self.order_bill_number,
            "order_bill_bank": self.order_bill_bank,
            "order_bill_due_date": self.order_bill_due_date,
        }
