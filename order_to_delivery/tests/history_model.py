"""A plain model of what the rules on money and goods say of one order.

It knows nothing of Odoo: amounts and quantities are numbers, a step is allowed or not.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from .history_ledger import Ledger

ORDERED = 10.0
PRICE = 20.0
CENT = 0.01


class Plan(NamedTuple):
    """Shares of the total; what no share names is due before release."""

    deposit: float = 0.0
    ships: float = 0.0  # before release, of what ships
    door: float = 0.0
    after: float = 0.0


@dataclass
class Asked:
    """A shipping request: how much, and how far it is signed."""

    quantity: float
    state: str = "draft"
    kept: float = 0.0
    since: tuple = ()  # its turn among those that were released
    seen: float | None = None  # what Finance saw received, where it signed
    record: object = None  # which request it is in Odoo, for the steps alone

    @property
    def released(self):
        return self.quantity if self.state == "released" else self.kept


@dataclass
class History:
    """An order of some pieces, and what became of it so far."""

    plan: Plan
    ledger: Ledger
    ordered: float = ORDERED
    requests: list = field(default_factory=list)
    shipped: float = 0.0  # out of the door, what came back included
    returned: float = 0.0
    extra: float = 0.0  # a carrier's cost, added after confirmation
    emergency: float = 0.0  # pieces that may leave before their request
    is_held: bool = False
    given_up: float = 0.0

    # What the rules read

    @property
    def total(self):
        return self.ordered * PRICE + self.extra

    @property
    def received(self):
        return self.ledger.get_received()

    @property
    def deposit_due(self):
        return round(self.total * self.plan.deposit, 2)

    @property
    def release_due(self):
        later = sum(round(self.total * share, 2) for share in self.plan[2:])
        return round(max(self.deposit_due, self.total - later), 2)

    def get_due(self, quantity):
        """Return what is due before so many pieces have left."""
        by_goods = min(
            round(self.total * self.plan.ships, 2), self.release_due - self.deposit_due
        )
        share = min(max(quantity / self.ordered, 0.0), 1.0)
        return round(self.release_due - by_goods * (1 - share), 2)

    @property
    def net(self):
        return self.shipped - self.returned

    @property
    def shipped_share(self):
        return max(min(self.net / self.ordered, 1.0), 0.0)

    def is_covered(self, due, received=None):
        received = self.received if received is None else received
        return round(received + CENT - due, 6) >= 0

    @property
    def missing(self):
        return round(max(self.total - self.received, 0.0), 2)

    @property
    def has_surplus(self):
        return not self.is_covered(self.received, self.total)

    def _sum(self, *states):
        return sum(one.quantity for one in self.requests if one.state in states)

    @property
    def released(self):
        return sum(one.released for one in self.requests)

    @property
    def remaining(self):
        """Return what nobody asked for yet."""
        return self.ordered - self.released - self._sum("draft", "verified")

    # What the rules allow

    @property
    def may_launch(self):
        return self.is_covered(self.deposit_due)

    def may_verify(self, request):
        fits = self.released + self._sum("verified") + request.quantity <= self.ordered
        return request.state == "draft" and self._is_signable(request, fits)

    def may_release(self, request):
        fits = self.released + self._sum("verified") <= self.ordered
        return request.state == "verified" and self._is_signable(request, fits)

    def _is_signable(self, request, fits):
        due = self.get_due(max(self.released, self.net) + request.quantity)
        return fits and self.is_covered(due) and not self.is_held

    def may_withdraw(self, request):
        if request.state == "released":
            return self.left(request) < request.quantity
        return request.state in ("draft", "verified")

    def may_ship(self, quantity):
        excess = self.net + quantity - self.released
        is_urgent = (
            excess <= self.emergency
            and self.net + quantity <= self.ordered
            and not self.is_held
        )
        is_asked = excess <= 0 or is_urgent
        return is_asked and self.is_covered(self.get_due(self.net + quantity))

    def may_offset(self, amount):
        return 0 < amount <= self.missing

    # What follows

    def release(self, request, since):
        request.state, request.since = "released", since
        if self.net <= self.released:
            self.emergency = 0.0  # its request is there

    def left(self, request):
        """Return what left on a request: what is released first leaves first."""
        before = sum(one.released for one in self.requests if one.since < request.since)
        return min(max(self.net - before, 0.0), request.released)

    def withdraw(self, request):
        if request.state == "released":
            request.kept = self.left(request)
        request.state = "withdrawn"

    def change(self, ordered=None, plan=None):
        """Put a change in force: what was asked for other goods is withdrawn."""
        self.plan = plan or self.plan
        if ordered not in (None, self.ordered):
            self.ordered = ordered
            for request in reversed(self.requests):
                if request.state != "withdrawn":
                    self.withdraw(request)
        self.judge_money()

    def judge_money(self):
        """Withdraw what is not covered and has not left; hold the customer, or not."""
        if not self.is_covered(self.get_due(max(self.released, self.net))):
            # The newest first, as they are listed.
            for request in reversed(self.requests):
                if self.may_withdraw(request) and request.state == "released":
                    self.withdraw(request)
        due = round(self.release_due * self.shipped_share, 6)
        # Nothing may be due yet, and still more given back than was received.
        if not self.shipped_share or self.is_covered(due):
            self.is_held, self.given_up = False, 0.0
            return
        seen = [one.seen for one in self.requests if one.seen is not None]
        if self.is_covered(max(seen, default=self.release_due)):
            self.is_held = False
        elif not self.is_held:
            missing = due - self.received
            self.is_held = not self.is_covered(missing, self.given_up)

    def give_up(self):
        """Give up what is missing for what has left."""
        self.given_up = max(
            self.given_up, self.release_due * self.shipped_share - self.received
        )
        self.is_held = False
