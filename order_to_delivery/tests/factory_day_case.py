"""The goods, vendors and second warehouse of the factory's day."""

import logging
import os
import random

from odoo import Command

from .common import OrderToDeliveryCase
from .factory_day import FactoryDay

figures = logging.getLogger("order_to_delivery.figures")


class FactoryDayCase(OrderToDeliveryCase):
    """A cabinet of a body and a harness, two parts of it bought for each order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
        cls._build_day()
        cls.day = FactoryDay(cls("_live_the_day"), random.Random(cls.seed))
        cls.day.live()
        figures.info(
            "the factory's day, seed %s: %s",
            cls.seed,
            ", ".join(f"{value} {name}" for name, value in cls.day.count().items()),
        )

    def _live_the_day(self):
        """Lend the day the steps of the departments; it is no test."""

    @classmethod
    def _build_day(cls):
        cls.env.ref("stock.route_warehouse0_mto").active = True
        cls.workcenters = cls.env["mrp.workcenter"].create(
            [{"name": name} for name in ("Cutting", "Bench", "Line", "Test Bay")]
        )
        cls.departments["production"].workcenter_ids = cls.workcenters
        cls.drive = cls._make_part("Drive", 300)
        cls.sheet = cls._make_part("Sheet", 40)
        cls.spare = cls._make_part("Spare", 20)
        body = cls._make_sub("Body", [(cls.sheet, 2)], "Cut", "Weld", "Paint")
        harness = cls._make_sub(
            "Harness", [(cls.component, 3)], "Strip", "Crimp", "Ring"
        )
        cls.cabinet = cls._build_product(
            "Pump Cabinet", "T-PUMP", is_storable=True, list_price=2500
        )
        cls._make_bill(
            cls.cabinet,
            [(body, 1), (harness, 1), (cls.drive, 1), (cls.component, 4)],
            ("Mount", "Wire", "Test", "Pack"),
        )
        cls.far = cls.env["stock.warehouse"].create(
            {"name": "Far Store", "code": "FAR", "reception_steps": "two_steps"}
        )

    @classmethod
    def _make_part(cls, name, price):
        vendor = cls.env["res.partner"].create({"name": f"{name} Works"})
        seller = {"partner_id": vendor.id, "price": price}
        return cls._build_product(
            name,
            f"T-{name.upper()}",
            is_storable=True,
            standard_price=price,
            seller_ids=[Command.create(seller)],
        )

    @classmethod
    def _make_sub(cls, name, parts, *operations):
        product = cls._build_product(name, f"T-{name.upper()}", is_storable=True)
        product.route_ids = (
            cls.env.ref("stock.route_warehouse0_mto")
            | cls.warehouse.manufacture_pull_id.route_id
        )
        cls._make_bill(product, parts, operations)
        return product

    @classmethod
    def _make_bill(cls, product, parts, operations):
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts
                ],
                "operation_ids": [
                    Command.create(
                        {
                            "name": name,
                            "workcenter_id": cls.workcenters[number].id,
                            "time_cycle_manual": 5,
                        }
                    )
                    for number, name in enumerate(operations)
                ],
            }
        )
