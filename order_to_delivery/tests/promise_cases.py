"""Random orders of products in levels, from their earliest date to their plan."""

import random
from datetime import timedelta

from odoo import Command

from .promise_common import NOW, SEED, HoursMixin
from .supply_common import SupplyCase


class PromiseCase(HoursMixin, SupplyCase):
    """Builds products to make, instructs orders for them, and has them planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.to_order = cls.env.ref("stock.route_warehouse0_mto")
        cls.to_order.active = True
        cls.to_make = cls.env.ref("mrp.route_warehouse0_manufacture")
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})

    def _build_bought(self, name, delay=None, stock=0.0):
        """Return a part that somebody sells within some days, or nobody."""
        part = self.env["product.product"].create({"name": name, "is_storable": True})
        if delay is not None:
            part.seller_ids = [
                Command.create({"partner_id": self.vendor.id, "delay": delay})
            ]
        if stock:
            self._stock(part, stock)
        return part

    def _build_made(self, name, parts, operations=(), is_to_order=True, **bill):
        """Return a product made of (part, quantity), by (work center, minutes)."""
        product = self._make_product(name, parts)
        if is_to_order:
            product.route_ids = self.to_order | self.to_make
        product.bom_ids.write(
            {
                "operation_ids": [
                    Command.create(
                        {
                            "name": f"Operation {number}",
                            "workcenter_id": workcenter.id,
                            "time_cycle_manual": minutes,
                        }
                    )
                    for number, (workcenter, minutes) in enumerate(operations)
                ],
                **bill,
            }
        )
        return product

    def _promise(self, order, is_own=False):
        """Return the earliest date of an order as it stands, from its planned start.

        :param is_own: whether what is there for the order already is its own
        """
        promise = self.env["order.promise"]
        return promise._work_out(
            promise._get_demands_of_lines(order.order_line),
            self.company,
            self.warehouse,
            order.production_start_date,
            order=order if is_own else None,
        )

    def _promise_and_plan(self, lines):
        """Return the promise of a new order, and the orders that were planned by it."""
        order = self._confirmed(lines=lines)
        promise = self._promise(order)
        self._issue_instruction(order)
        self._accept_instruction(order)
        instruction = order.order_production_instruction_ids[:1]
        self.as_("production", instruction).action_plan()
        self.env.flush_all()
        self.env.invalidate_all()
        tops = instruction.production_ids.filtered(
            lambda mo: not mo.move_finished_ids.move_dest_ids.raw_material_production_id
        )
        return promise, tops

    def _count_workdays(self, first, last):
        """Return how many days worked lie between two days, either way."""
        low, high = min(first, last), max(first, last)
        days = self.env["order.workday"]._get_worked_days(self.company, low, high)
        return len(days - {low})


class RandomCase:
    """One random factory with its order; ``case`` is a test with its helpers."""

    def __init__(self, case, number, seed=SEED):
        self.case, self.number = case, number
        self.chance = random.Random(f"{seed}-{number}")
        self.made = {1: [], 2: []}  # by depth, since several products may use them

    def build(self):
        """Return the lines of the order."""
        chance, case = self.chance, self.case
        self.workcenters = [
            case._build_workcenter(chance) for _ in range(chance.randrange(1, 4))
        ]
        for workcenter in self.workcenters:
            case._fill(chance, workcenter, chance.randrange(15))
            others = [other for other in self.workcenters if other != workcenter]
            if others and chance.random() < 0.4:
                workcenter.alternative_workcenter_ids = chance.choice(others)
        lines = []
        for number in range(chance.randrange(1, 4)):
            product = self._build_product(f"{self.number}-{number}", 0)
            self._add_capacity(product)
            lines.append((product, chance.choice((1, 4, 15))))
        return lines

    def _add_capacity(self, product):
        if self.chance.random() < 0.3:
            self.workcenters[0].capacity_ids = [
                Command.create(
                    {
                        "product_id": product.id,
                        "capacity": self.chance.choice((2, 5)),
                        "time_start": 5,
                        "time_stop": 0,
                    }
                )
            ]

    def _build_product(self, name, depth):
        chance, case = self.chance, self.case
        parts = [
            (
                case._build_bought(
                    f"Part {name}.{number}",
                    delay=chance.choice((0, 2, 9)),
                    stock=chance.choice((0, 3, 500)),
                ),
                chance.choice((1, 2, 5)),
            )
            for number in range(chance.randrange(1, 3))
        ]
        if depth < 2:
            made = self.made[depth + 1]
            if made and chance.random() < 0.3:
                parts.append((chance.choice(made), 2))
            parts += [
                (self._build_product(f"{name}.{number}", depth + 1), 1)
                for number in range(chance.randrange(0, 3 - depth))
            ]
        operations = [
            (chance.choice(self.workcenters), chance.choice((3, 20, 61.5, 240)))
            for _ in range(chance.randrange(0, 4))
        ]
        product = case._build_made(
            name,
            parts,
            operations,
            product_qty=chance.choice((1, 1, 2)),
            produce_delay=chance.choice((0, 0, 2)),
            allow_operation_dependencies=chance.random() < 0.3,
            enable_batch_size=chance.random() < 0.15,
            batch_size=2,
        )
        self._add_dependencies(product.bom_ids)
        if depth:
            self.made[depth].append(product)
        return product

    def _add_dependencies(self, bill):
        if not bill.allow_operation_dependencies:
            return
        for number, operation in enumerate(bill.operation_ids):
            before = bill.operation_ids[:number]
            if before and self.chance.random() < 0.7:
                operation.blocked_by_operation_ids = self.chance.choice(before)

    def tell(self, promise, finish):
        """Return the case as whoever looks into it wants to read it."""
        lines = [f"OTD_SEED={SEED}, case {self.number}: {promise.why}"]
        for node in promise.nodes:
            product = self.case.env["product.product"].browse(node.product_id)
            lines.append(
                f"  {product.display_name}: {node.quantity} "
                f"floor {self._get_time(node.floor)}, end {self._get_time(node.end)}"
            )
        lines.append(f"  promised {promise.earliest}, planned {finish}")
        return "\n".join(lines)

    def _get_time(self, moment):
        return moment and NOW.replace(year=1970, month=1, day=1, hour=0, minute=0) + (
            timedelta(microseconds=moment)
        )
