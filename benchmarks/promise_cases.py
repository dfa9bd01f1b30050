"""Random products in levels, with random work centers: one factory a case."""

import random
from datetime import datetime, timedelta

from odoo import Command

SEED = 19
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
SHIFTS = (
    ((8, 12), (13, 17)),
    ((6, 14), (14, 22)),
    ((0, 6), (6, 14), (14, 24)),
    ((7.5, 11.75),),
)


class Case:
    """Builds a product to make in a database, the same one for the same number."""

    def __init__(self, env, number):
        self.env = env
        self.chance = random.Random(f"{SEED}-{number}")
        self.quantity = self.chance.choice((1, 4, 15))
        self.vendor = env["res.partner"].create({"name": "Vendor"})
        self.routes = env.ref("stock.route_warehouse0_mto")
        self.routes.active = True
        self.routes |= env.ref("mrp.route_warehouse0_manufacture")

    def build(self):
        """Return the product, with all that it is made of."""
        self.centres = self.env["mrp.workcenter"].union(
            *(self._build_centre() for _ in range(self.chance.randrange(1, 4)))
        )
        for centre in self.centres:
            others = self.centres - centre
            if others and self.chance.random() < 0.4:
                centre.alternative_workcenter_ids = self.chance.choice(others)
        return self._build_product("Case", 0)

    def _build_centre(self):
        chance = self.chance
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Hours",
                "tz": chance.choice(ZONES),
                "company_id": self.env.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": stop,
                            "day_period": "morning",
                        }
                    )
                    for shifts in [chance.choice(SHIFTS)]
                    for day in range(chance.choice((5, 6, 7)))
                    for start, stop in shifts
                ],
            }
        )
        centre = self.env["mrp.workcenter"].create(
            {
                "name": "Center",
                "resource_calendar_id": calendar.id,
                "time_efficiency": chance.choice((100, 80, 133)),
                "time_start": chance.choice((0, 7.5)),
            }
        )
        self._fill(centre)
        return centre

    def _fill(self, centre):
        now = datetime.now().replace(microsecond=0)
        pieces = []
        for _ in range(self.chance.randrange(15)):
            start = now + timedelta(minutes=self.chance.randrange(60 * 24 * 30))
            length = timedelta(minutes=self.chance.choice((17, 90, 400, 2500)))
            pieces.append(
                {
                    "name": "Planned",
                    "calendar_id": centre.resource_calendar_id.id,
                    "resource_id": centre.resource_id.id,
                    "date_from": start,
                    "date_to": start + length,
                    "time_type": "other",
                }
            )
        self.env["resource.calendar.leaves"].create(pieces)

    def _build_product(self, name, depth):
        chance = self.chance
        parts = [
            self._build_part(f"{name} {number}")
            for number in range(chance.choice((1, 2)))
        ]
        if depth < 2:
            parts += [
                self._build_product(f"{name}.{number}", depth + 1)
                for number in range(chance.randrange(3 - depth))
            ]
        product = self.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "route_ids": [Command.set(self.routes.ids)],
            }
        )
        self._describe(product, parts)
        return product

    def _describe(self, product, parts):
        chance = self.chance
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": chance.choice((1, 1, 2)),
                "produce_delay": chance.choice((0, 0, 2)),
                "bom_line_ids": [
                    Command.create(
                        {"product_id": part.id, "product_qty": chance.choice((1, 2))}
                    )
                    for part in parts
                ],
                "operation_ids": [
                    Command.create(
                        {
                            "name": f"Operation {step}",
                            "workcenter_id": chance.choice(self.centres).id,
                            "time_cycle_manual": chance.choice((3, 20, 61.5, 240)),
                        }
                    )
                    for step in range(chance.randrange(4))
                ],
            }
        )

    def _build_part(self, name):
        part = self.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "seller_ids": [
                    Command.create(
                        {
                            "partner_id": self.vendor.id,
                            "delay": self.chance.choice((0, 2, 9)),
                        }
                    )
                ],
            }
        )
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        quantity = self.chance.choice((0, 3, 500))
        if quantity:
            self.env["stock.quant"]._update_available_quantity(part, stock, quantity)
        return part
