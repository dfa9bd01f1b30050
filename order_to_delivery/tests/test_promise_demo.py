"""The demo factory's orders, one after the other, end when they were promised.

`./dev test --long` plans all of them, else every eighth. With `-rP` the report ends
with how many agree, and the worst of them.
"""

import sys

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools.convert import convert_file

from ..demo import history
from ..demo.factory import BOUGHT_PER_ORDER
from ..demo.held import HELD
from ..models.promise.order_promise_node import Demand
from .promise_cases import PromiseCase
from .promise_common import IS_LONG, NOW

GOODS = (
    "res.partner.csv",
    "mrp.workcenter.csv",
    "product.template.csv",
    "product.supplierinfo.csv",
    "mrp.bom.csv",
)
STEP = 1 if IS_LONG else 8
AGREED = 0.95


@tagged("post_install", "-at_install")
class TestPromiseDemo(PromiseCase):
    """Each order is planned beside those before it (H9.3, H7.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in GOODS:
            convert_file(
                cls.env,
                "order_to_delivery",
                f"demo/{name}",
                {},
                mode="init",
                noupdate=True,
            )
        codes = cls.env["ir.model.data"].search(
            [("module", "=", "order_to_delivery"), ("model", "=", "product.template")]
        )
        goods = cls.env["product.template"].browse(codes.mapped("res_id")).exists()
        for product in goods.product_variant_id.filtered(
            lambda product: (
                product.is_storable
                and product.default_code
                and product.default_code not in BOUGHT_PER_ORDER
                and not product.bom_ids
            )
        ):
            cls._stock(product, 5000)

    def _list_orders(self):
        """Return the lines of the orders, as the demo factory takes them."""
        plain = sum(number for _step, number in history.STANDING)
        held = [None] * plain + list(HELD)
        return [
            history._get_lines(self.env, index, row) for index, row in enumerate(held)
        ]

    def _compare(self, lines):
        """Return by how many working days an order's plan and its promise differ."""
        made = [
            (self.env["product.product"].browse(line["product_id"]), line)
            for line in lines
        ]
        made = [(product, line) for product, line in made if product.bom_ids]
        if not made:
            return None
        promise = self.env["order.promise"]._work_out(
            [
                Demand(
                    str(number),
                    product.id,
                    product.uom_id.id,
                    line["product_uom_qty"],
                    "make",
                )
                for number, (product, line) in enumerate(made)
            ],
            self.company,
            self.warehouse,
        )
        productions = self.env["mrp.production"].create(
            [
                {"product_id": product.id, "product_qty": line["product_uom_qty"]}
                for product, line in made
            ]
        )
        productions.action_confirm()
        self.env["order.promise.production"]._plan(productions)
        self.env.flush_all()
        self.env.invalidate_all()
        finish = self.company._get_local_day(max(productions.mapped("date_finished")))
        days = self._count_workdays(promise.earliest, finish)
        return days, f"promised {promise.earliest}, planned {finish}: {promise.why}"

    @freeze_time(NOW)
    def test_all_orders_end_when_they_were_promised(self):
        orders = self._list_orders()[::STEP]
        results = [result for result in map(self._compare, orders) if result]
        worst, story = max(results)
        agreed = sum(days <= 1 for days, _story in results)
        told = f"{agreed} of {len(results)} orders, worst {worst} days: {story}"
        sys.stdout.write(f"The demo factory agrees in {told}\n")
        self.assertGreaterEqual(agreed, AGREED * len(results), told)
