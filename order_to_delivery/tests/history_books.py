"""A plain model of what an order's invoices say, and what is invoiced next."""

from dataclasses import dataclass, field


@dataclass
class Document:
    """An invoice or, below zero, a credit note: for goods, a carrier, the deposit.

    A deposit is above zero where it is asked for, and below where it is taken off.
    """

    goods: float = 0.0
    cost: float = 0.0
    deposit: float = 0.0
    settled_by: list = field(default_factory=list)  # payments that it alone ties
    record: object = None  # which document it is in Odoo, for the steps alone

    @property
    def total(self):
        return round(self.goods + self.cost + self.deposit, 2)


@dataclass
class Books:
    """The documents of an order that stand."""

    documents: list = field(default_factory=list)

    @property
    def invoiced(self):
        return round(sum(one.total for one in self.documents), 2)

    def get_deposit(self, deposit_due, total):
        """Return the deposit that no document asks for yet."""
        asked = sum(max(one.deposit, 0.0) for one in self.documents)
        return round(max(min(deposit_due - asked, total - self.invoiced), 0.0), 2)

    def get_balance(self, worth, cost):
        """Return the document of goods and a cost that are not invoiced yet."""
        known = self.documents
        return Document(
            goods=round(worth - sum(one.goods for one in known), 2),
            cost=round(cost - sum(one.cost for one in known), 2),
            deposit=round(-sum(one.deposit for one in known), 2),
        )

    def may_invoice(self, document, is_complete, is_awaited):
        """Tell whether it is made.

        A carrier's cost alone waits for the goods, and a deposit is not given back
        that goods still await.
        """
        has_content = document.goods or document.cost and is_complete
        gives_back = document.total < 0 and document.deposit < 0
        return bool(has_content) and not (gives_back and is_awaited)
