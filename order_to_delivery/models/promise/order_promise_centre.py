"""Work centres as plain Python: how long an operation takes there, and when."""

from typing import NamedTuple

from odoo.tools import float_round


class Capacity(NamedTuple):
    product_id: int | None
    unit_id: int
    quantity: float
    setup: float
    cleanup: float


class Centre:
    """One work centre with its capacities; times are minutes."""

    __slots__ = (
        "alternatives",
        "calendar_id",
        "capacities",
        "cleanup",
        "efficiency",
        "id",
        "resource_id",
        "setup",
    )

    def __init__(
        self, id_, resource_id, calendar_id, efficiency, setup, cleanup, alternatives
    ):
        self.id, self.resource_id, self.calendar_id = id_, resource_id, calendar_id
        self.efficiency = efficiency or 100.0
        self.setup, self.cleanup = setup or 0.0, cleanup or 0.0
        self.alternatives = tuple(alternatives)
        self.capacities = []

    def get_capacity(self, goods, unit_id, default, bills):
        """Return how many at a time, setup and cleanup, as ``_get_capacity`` does."""
        own = goods.unit_id
        ranked = sorted(
            self.capacities,
            key=lambda row: (
                not (row.product_id == goods.id and row.unit_id == own),
                not (not row.product_id and row.unit_id == unit_id),
                not (not row.product_id and row.unit_id == own),
            ),
        )
        best = ranked[0] if ranked else None
        is_fit = best and best.product_id in (goods.id, None)
        if not is_fit or best.unit_id not in (own, unit_id):
            return default, self.setup, self.cleanup
        if round(best.quantity) == 0:
            return default, best.setup, best.cleanup
        quantity = best.quantity
        if best.unit_id != unit_id:
            quantity = bills.round_up(bills.convert(quantity, best.unit_id, unit_id))
        return quantity, best.setup, best.cleanup


def count_cycles(quantity, capacity):
    return float_round(quantity / capacity, precision_digits=0, rounding_method="UP")


class Job(NamedTuple):
    """A quantity of goods that one operation works on, in the unit of its bill."""

    goods: object
    unit_id: int
    quantity: float
    bill_quantity: float
    minutes: float  # of one cycle


class Timing:
    """How long jobs take, as ``mrp.workorder._get_duration_expected`` says."""

    def __init__(self, centres, bills):
        self._centres, self._bills = centres, bills
        self._cycles = {}

    def get_cycle(self, operation):
        """Return the minutes of one cycle: as set, or of the last work orders."""
        samples = self._bills.samples.get(operation.id)
        if not samples:
            return operation.minutes
        if operation.id not in self._cycles:
            cycles = sum(self._count_sample(sample) for sample in samples)
            total = sum(sample[0] or 0.0 for sample in samples)
            self._cycles[operation.id] = total / cycles if cycles else operation.minutes
        return self._cycles[operation.id]

    def _count_sample(self, sample):
        _minutes, quantity, centre_id, product_id, unit_id, default = sample
        goods = self._bills.goods.get(product_id)
        centre = self._centres.get(centre_id)
        capacity = default
        if goods and centre:
            capacity = centre.get_capacity(goods, unit_id, default, self._bills)[0]
        return count_cycles(quantity, capacity or 1)

    def _split(self, job, centre):
        capacity, setup, cleanup = centre.get_capacity(
            job.goods, job.unit_id, job.bill_quantity or 1, self._bills
        )
        return count_cycles(job.quantity, capacity), setup + cleanup

    def get_minutes(self, job, centre):
        """Return the minutes at the operation's own work centre, as Odoo keeps them."""
        cycles, around = self._split(job, centre)
        minutes = around + cycles * job.minutes * 100.0 / centre.efficiency
        return float_round(minutes, precision_digits=2)

    def get_minutes_elsewhere(self, job, centre, other):
        """Return the minutes at an alternative: worked back from the own, as Odoo."""
        cycles, around = self._split(job, centre)
        own = self.get_minutes(job, centre)
        working = max((own - around) * centre.efficiency / (100.0 * cycles), 0)
        cycles, around = self._split(job, other)
        return around + cycles * working * 100.0 / other.efficiency
