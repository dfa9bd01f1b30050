from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        result = super()._post_process()
        # Money may open the gates of orders that were confirmed long ago.
        paid = self.filtered(lambda tx: tx.state == "done")
        paid.sale_order_ids._resume_soon()
        return result

    def _check_amount_and_confirm_order(self):
        """Leave paid quotations waiting that a gate holds; they lose nothing.

        To core those are orders that the payment does not confirm: the payment is
        recorded, the customer is told, and ``_resume_held`` confirms them later.
        """
        quotations = self.sale_order_ids.filtered(
            lambda o: o.state in ("draft", "sent")
        )
        held = self.env["order.gate"]._get_held("confirmation", quotations)
        ready = self.filtered(lambda tx: not tx.sale_order_ids & held)
        return super(PaymentTransaction, ready)._check_amount_and_confirm_order()
