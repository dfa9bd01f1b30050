"""What a promise reads of bills is what Odoo explodes, operations included."""

import random

from odoo import Command
from odoo.tests import TransactionCase, tagged

from .promise_common import IS_LONG, SEED

CASES = 300 if IS_LONG else 40


@tagged("post_install", "-at_install")
class TestPromiseBills(TransactionCase):
    """Bills are exploded as Odoo does, by plain SQL (H9.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env.ref("uom.product_uom_unit")
        cls.dozens = cls.env.ref("uom.product_uom_dozen")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.workcenter = cls.env["mrp.workcenter"].create({"name": "Bench"})
        cls.colours = cls.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [
                    Command.create({"name": name}) for name in ("Red", "Blue")
                ],
            }
        )
        cls.parts = cls.env["product.product"].create(
            [{"name": f"Part {n}", "is_storable": True} for n in range(8)]
        )

    def _build_template(self, name):
        return self.env["product.template"].create(
            {
                "name": name,
                "is_storable": True,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": self.colours.id,
                            "value_ids": [Command.set(self.colours.value_ids.ids)],
                        }
                    )
                ],
            }
        )

    def _build_bill(self, chance, template, parts, **values):
        """Return a bill of random lines and operations, some for one colour only."""
        colours = template.attribute_line_ids.product_template_value_ids
        if "product_id" in values:  # a variant's own bill has no other variants' lines
            colours = colours.browse()
        operations = [
            {"name": f"Operation {number}", "workcenter_id": self.workcenter.id}
            for number in range(chance.randrange(3))
        ]
        lines = [
            {
                "product_id": part.id,
                "product_qty": chance.choice((1, 2, 0.333, 7.5)),
                "product_uom_id": chance.choice((self.units, self.dozens)).id,
            }
            for part in parts
        ]
        for row in (*operations, *lines):
            row["sequence"] = chance.randrange(3)
            if colours and chance.random() < 0.4:
                only = Command.set(chance.choice(colours).ids)
                row["bom_product_template_attribute_value_ids"] = [only]
        return self.env["mrp.bom"].create(
            {
                "product_tmpl_id": template.id,
                "product_qty": chance.choice((1, 1, 3, 10)),
                "product_uom_id": chance.choice((self.units, self.dozens)).id,
                "sequence": chance.choice((0, 0, 5)),
                "operation_ids": [Command.create(row) for row in operations],
                "bom_line_ids": [Command.create(row) for row in lines],
                **values,
            }
        )

    def _build_case(self, chance):
        """Return a product with a bill; kits, and kits in kits, are among its parts."""
        inner = self._build_template("Inner Kit")
        outer = self._build_template("Outer Kit")
        product = self._build_template("Machine")
        kits = inner.product_variant_ids, outer.product_variant_ids
        some = chance.sample(list(self.parts), 3)
        self._build_bill(chance, inner, some[:2], type="phantom")
        self._build_bill(
            chance, outer, [chance.choice(kits[0]), some[2]], type="phantom"
        )
        parts = [*some[:1], chance.choice(kits[0]), chance.choice(kits[1])]
        chance.shuffle(parts)
        for _ in range(chance.choice((1, 2))):
            self._build_bill(chance, product, parts)
        variant = chance.choice(product.product_variant_ids)
        if chance.random() < 0.3:
            self._build_bill(chance, product, parts[:2], product_id=variant.id)
        return variant

    def _read(self, product):
        self.env.flush_all()
        self.env.invalidate_all()  # Odoo, too, reads lines in their order
        return self.env["order.promise.bill"]._read(product.ids, self.warehouse)

    def test_bills_explode_as_in_odoo(self):
        Bom = self.env["mrp.bom"]
        for number in range(CASES):
            chance = random.Random(f"{SEED}-{number}")
            product = self._build_case(chance)
            quantity = chance.choice((1, 2.5, 7, 40))
            bills = self._read(product)
            bom = Bom._bom_find(
                product,
                picking_type=self.warehouse.manu_type_id,
                company_id=self.env.company.id,
                bom_type="normal",
            )[product]
            told = f"OTD_SEED={SEED}: case {number}"
            self.assertEqual(bills.goods[product.id].bill_id, bom.id, told)
            parts, _operations = bills.explode(bom.id, product.id, quantity)
            wanted = bom.explode(product, quantity / bom.product_qty)[1]
            self.assertEqual([p.id for p, _qty in parts], [w.id for w, _v in wanted])
            for (_part, found), (_line, values) in zip(parts, wanted, strict=True):
                self.assertAlmostEqual(found, values["qty"], 6, told)

    def test_operations_come_in_the_order_of_work_orders(self):
        for number in range(max(CASES // 8, 5)):
            chance = random.Random(f"operations-{SEED}-{number}")
            product = self._build_case(chance)
            bills = self._read(product)
            bill_id = bills.goods[product.id].bill_id
            production = self.env["mrp.production"].create(
                {"product_id": product.id, "product_qty": 3, "bom_id": bill_id}
            )
            production.action_confirm()
            _parts, operations = bills.explode(bill_id, product.id, 3)
            self.assertEqual(
                [operation.id for operation in operations],
                # A kit that is in twice has its operations twice.
                [
                    workorder.operation_id.id
                    for workorder in production.workorder_ids.sorted(
                        lambda w: (w.sequence, w.id)
                    )
                ],
                f"OTD_SEED={SEED}: case {number}",
            )

    def test_levels_cost_the_same_however_many_products_there_are(self):
        chance = random.Random(SEED)
        few = self._build_case(chance)
        many = few.union(*(self._build_case(chance) for _ in range(6)))
        counts = []
        for products in (few, many, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["order.promise.bill"]._read_goods(
                self._get_empty(), products.ids, self.warehouse
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])

    def _get_empty(self):
        return self.env["order.promise.bill"]._read([], self.warehouse)
