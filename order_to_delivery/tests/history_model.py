"""A plain model of what the rules on money and goods say of one order.

It knows nothing of Odoo: amounts and quantities are numbers, a step is allowed or not.
"""

from dataclasses import dataclass, field

ORDERED = 10.0
PRICE = 20.0
CENT = 0.01


@dataclass
class Paid:
    """A payment of the customer; negative where money went back."""

    amount: float
    is_live: bool = True


@dataclass
class Asked:
    """A shipping request: how much, and how far it is signed."""

    quantity: float
    state: str = "draft"
    kept: float = 0.0
    since: tuple = ()  # its turn among those that were released
    seen: float | None = None  # what Finance saw received, where it signed

    @property
    def released(self):
        return self.quantity if self.state == "released" else self.kept


@dataclass
class History:
    """An order of ten pieces, and what became of it so far."""

    deposit: float  # share of the total
    later: float  # share of the total that is paid at the door or after delivery
    payments: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    shipped: float = 0.0  # out of the door, what came back included
    returned: float = 0.0
    extra: float = 0.0  # a carrier's cost, added after confirmation
    is_held: bool = False

    # What the rules read

    @property
    def total(self):
        return ORDERED * PRICE + self.extra

    @property
    def received(self):
        return sum(paid.amount for paid in self.payments if paid.is_live)

    @property
    def release_due(self):
        total = self.total
        return max(round(total * self.deposit, 2), total - round(total * self.later, 2))

    @property
    def net(self):
        return self.shipped - self.returned

    def is_covered(self, due):
        return round(self.received + CENT - due, 6) >= 0

    def _sum(self, *states):
        return sum(one.quantity for one in self.requests if one.state in states)

    @property
    def released(self):
        return sum(one.released for one in self.requests)

    @property
    def remaining(self):
        """Return what nobody asked for yet."""
        return ORDERED - self.released - self._sum("draft", "verified")

    # What the rules allow

    def may_verify(self, request):
        fits = self.released + self._sum("verified") + request.quantity <= ORDERED
        return request.state == "draft" and self._is_signable(fits)

    def may_release(self, request):
        fits = self.released + self._sum("verified") <= ORDERED
        return request.state == "verified" and self._is_signable(fits)

    def _is_signable(self, fits):
        return fits and self.is_covered(self.release_due) and not self.is_held

    def may_withdraw(self, request):
        if request.state == "released":
            return self.left(request) < request.quantity
        return request.state in ("draft", "verified")

    def may_ship(self, quantity):
        return (
            quantity <= ORDERED - self.shipped
            and self.is_covered(self.release_due)
            and self.net + quantity <= self.released
        )

    # What follows

    def release(self, request, since):
        request.state, request.since = "released", since

    def left(self, request):
        """Return what left on a request: what is released first leaves first."""
        before = sum(one.released for one in self.requests if one.since < request.since)
        return min(max(self.net - before, 0.0), request.released)

    def withdraw(self, request):
        if request.state == "released":
            request.kept = self.left(request)
        request.state = "withdrawn"

    def judge_money(self):
        """Withdraw what is not covered and has not left; hold the customer, or not."""
        if not self.is_covered(self.release_due) and self.net < self.released:
            # The newest first, as they are listed.
            for request in reversed(self.requests):
                if self.may_withdraw(request) and request.state == "released":
                    self.withdraw(request)
        due = self.release_due * max(min(self.net / ORDERED, 1.0), 0.0)
        if not due or self.is_covered(due):
            self.is_held = False
        elif not self.is_held:
            seen = max(one.seen for one in self.requests if one.seen is not None)
            self.is_held = not self.is_covered(seen)
