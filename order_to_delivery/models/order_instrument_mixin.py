"""How a customer paid: what Finance names on a payment or a receipt voucher."""

from odoo import fields, models

INSTRUMENTS = [
    ("transfer", "Bank Transfer"),
    ("cash", "Cash"),
    ("card", "Card"),
    ("alipay", "Alipay"),
    ("cheque", "Cheque"),
    ("bank_bill", "Bank Acceptance Bill"),
    ("trade_bill", "Commercial Acceptance Bill"),
]
BILLS = frozenset({"bank_bill", "trade_bill"})
PAPER_STATES = [
    ("received", "Received"),
    ("accepted", "Accepted"),
    ("cashed", "Cashed"),
    ("dishonoured", "Dishonoured"),
]
# What is only a promise of money until somebody pays it.
PAPERS = BILLS | {"cheque"}


class OrderInstrumentMixin(models.AbstractModel):
    _name = "order.instrument.mixin"
    _description = "How a Customer Paid"

    order_instrument = fields.Selection(
        INSTRUMENTS,
        string="Paid by",
        help="A cheque counts once it is cleared, an acceptance bill by the company's "
        "policy; all else as soon as it is registered, or confirmed by the bank.",
    )
    order_bill_number = fields.Char(string="Cheque or Bill Number", copy=False)
    order_bill_bank = fields.Char(
        string="Drawee Bank", help="Who pays the cheque, or accepts the bill."
    )
    order_bill_due_date = fields.Date(string="Bill Due on", copy=False)

    def _describe_missing_of_bill(self):
        """Return what an acceptance bill lacks to be told from others, if anything."""
        self.ensure_one()
        if self.order_instrument not in BILLS:
            return []
        names = ("order_bill_number", "order_bill_bank", "order_bill_due_date")
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
        ]
