"""A plain model of what counts as received: the rules on money, without any Odoo.

An order is a number: 0 is the one whose history is told, 1 another of the customer's,
None is nobody's.
"""

from dataclasses import dataclass, field

BILLS = ("bank_bill", "trade_bill")
PAPERS = (*BILLS, "cheque")


@dataclass
class Paid:
    """A payment of the customer; negative where money went back."""

    amount: float  # what the customer sent, a bank's charge included
    order: int | None = 0
    is_live: bool = True
    paper: str | None = None  # how it was paid, where it is a paper
    state: str | None = None  # where the paper stands
    charge: float = 0.0  # what banks kept
    record: object = None  # which payment it is in Odoo, for the steps alone

    def may(self, step):
        """Tell whether a paper is accepted, cashed or dishonoured from where it is."""
        before = {
            "accept": ("received",),
            "cash": ("received", "accepted"),
            "dishonour": ("received", "accepted", "cashed"),
        }
        papers = BILLS if step == "accept" else PAPERS
        return self.is_live and self.paper in papers and self.state in before[step]

    def take(self, step):
        states = {"accept": "accepted", "cash": "cashed", "dishonour": "dishonoured"}
        self.state = states[step]
        self.is_live = step != "dishonour"


@dataclass
class Voucher:
    """Money that came at once, shared out over orders; the last part may be a rest."""

    parts: list
    is_undone: bool = False
    record: object = None

    @property
    def rest(self):
        return next((part for part in self.parts if part.order is None), None)

    def may_share(self, amount):
        rest = self.rest
        if self.is_undone or not rest or not rest.is_live or amount > rest.amount:
            return False
        return rest.charge < max(amount, round(rest.amount - amount, 2))

    def share(self, order, amount):
        """Share the rest out to an order; the charge goes with the largest part."""
        rest = self.rest
        self.parts.remove(rest)
        left = round(rest.amount - amount, 2)
        shares = [(order, amount)] + ([(None, left)] if left else [])
        return self._add(shares, rest.paper, rest.state, rest.charge)

    def _add(self, shares, paper, state, charge):
        parts = [Paid(amount, order, True, paper, state) for order, amount in shares]
        max(parts, key=lambda part: part.amount).charge = charge
        self.parts += parts
        return parts

    @classmethod
    def post(cls, shares, paper=None, charge=0.0):
        voucher = cls([])
        voucher._add(shares, paper, "received" if paper else None, charge)
        return voucher

    def undo(self):
        self.is_undone = True
        for part in self.parts:
            part.is_live = False


@dataclass
class Offset:
    """What the order owes, set against what is owed to its customer."""

    amount: float
    state: str = "signed"
    record: object = None


@dataclass
class Ledger:
    """All that was paid for an order and its sister."""

    bills_count_once: str = "cashed"
    charge_limit: float = 0.0
    paid: list = field(default_factory=list)
    vouchers: list = field(default_factory=list)
    offsets: list = field(default_factory=list)

    def counts(self, paid):
        if paid.paper is None:
            return paid.is_live
        is_bill = paid.paper in BILLS
        is_enough = is_bill and self.bills_count_once == paid.state
        return paid.is_live and (paid.state == "cashed" or is_enough)

    def get_received(self, order=0):
        parts = [part for voucher in self.vouchers for part in voucher.parts]
        received = sum(
            paid.amount - max(paid.charge - self.charge_limit, 0.0)
            for paid in self.paid + parts
            if paid.order == order and self.counts(paid)
        )
        if order == 0:
            received += sum(one.amount for one in self.offsets if self.is_on(one))
        return round(received, 2)

    def is_on(self, offset):
        return offset.state == "in_force"
