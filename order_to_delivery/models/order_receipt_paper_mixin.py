"""A receipt voucher for a cheque or bill: its payments go one way together."""

from odoo import api, fields, models

from .order_instrument_mixin import PAPER_STATES


class OrderReceiptPaperMixin(models.AbstractModel):
    _name = "order.receipt.paper.mixin"
    _inherit = ["order.instrument.mixin"]
    _description = "Receipt Voucher for a Cheque or Bill"

    # Only so that the mixin stands alone: the voucher's own definition wins.
    payment_ids = fields.One2many(
        "account.payment", "order_receipt_id", string="Payment Booked"
    )
    paper_state = fields.Selection(
        PAPER_STATES, string="Cheque or Bill", compute="_compute_paper_state"
    )

    @api.depends("payment_ids.order_instrument_state", "payment_ids.state")
    def _compute_paper_state(self):
        """Tell where the paper stands: where all payments that live on stand."""
        for receipt in self:
            states = set(receipt._get_papers().mapped("order_instrument_state"))
            receipt.paper_state = states.pop() if len(states) == 1 else False

    def _get_papers(self):
        return self.payment_ids.filtered(
            lambda payment: (
                payment.order_instrument_state
                and payment.state not in ("draft", "canceled")
            )
        )

    def action_accept_paper(self):
        """Note that the drawee has accepted the bill."""
        self._check_department("finance")
        self._get_papers().action_accept_paper()
        return True

    def action_cash_paper(self):
        """Note that the money of the cheque or bill has come."""
        self._check_department("finance")
        self._get_papers().action_cash_paper()
        return True

    def action_dishonour_paper(self):
        """Note that the cheque or bill was not paid: no order has its money."""
        self._check_department("finance")
        self._get_papers().action_dishonour_paper()
        return True

    def _describe_wrong_paper(self):
        """Return what the bill lacks to be registered."""
        missing = self._describe_missing_of_bill()
        if missing:
            yield self.env._("the acceptance bill lacks: %s.", ", ".join(missing))
