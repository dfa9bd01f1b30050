"""Which products are new or changed is proposed; who overrules it says why (H1.4)."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestChangeKinds(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.company.sudo().order_proposes_change_kind = True

    def _deliver(self, *products):
        """Deliver products on an order of another time."""
        self.company.sudo().use_order_to_delivery = False
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partners["C"].id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 1})
                    for product in products
                ],
            }
        )
        order.action_confirm()
        for move in order.picking_ids.move_ids:
            self._stock(move.product_id, 10)
            move.write({"quantity": move.product_uom_qty, "picked": True})
        order.picking_ids.button_validate()
        self.company.sudo().use_order_to_delivery = True
        self.assertEqual(set(order.order_line.mapped("qty_delivered")), {1})

    def _review(self, days=10):
        """Close a review of the product, some days ago."""
        order = self._walk_to("confirmation")
        past = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        order.order_review_ids.sudo().closed_date = past
        self._write_on(self.bom, days + 1)
        for record in (*self.bom.bom_line_ids, *self.bom.operation_ids):
            self._write_on(record, days + 1)
        return order

    def _write_on(self, record, days):
        """Let a record have been written last some days ago."""
        self.env.flush_all()
        past = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id = %s",
                SQL.identifier(record._table),
                past,
                record.id,
            )
        )
        record.invalidate_recordset()

    def _propose(self, product=None, kind=False, **values):
        """Submit an order, and return its line."""
        order = self._take_order(lines=[(product or self.product, 10)])
        order.order_line.write({"change_kind": kind, **values})
        self._submit(order)
        return order.order_line

    def test_a_product_that_was_never_delivered_is_new(self):
        line = self._propose()
        self.assertEqual((line.change_kind, line.proposed_change_kind), ("new",) * 2)
        goods = line.order_id.pending_revision_id.snapshot["lines"][line.line_key]
        self.assertEqual(goods["goods"]["change_kind"], "new")

    def test_technical_has_to_write_notes_on_what_was_proposed_as_new(self):
        order = self._propose().order_id
        self._circulate(order)
        technical = order.order_review_ids.signoff_ids.filtered(
            lambda s: s.kind == "technical"
        )
        with self.assertRaisesRegex(UserError, "technical notes"):
            self._answer(technical)

    def test_a_product_that_was_delivered_is_as_before(self):
        self._deliver(self.product)
        line = self._propose()
        self.assertEqual(line.proposed_change_kind, "standard")
        self.assertFalse(line.change_kind)

    def test_a_kit_that_was_delivered_is_as_before(self):
        self.bom.type = "phantom"
        part = self._build_product("Frame", "T-FRAME", is_storable=True)
        self.env["mrp.bom"].create({"product_tmpl_id": part.product_tmpl_id.id})
        self.bom.bom_line_ids = [Command.create({"product_id": part.id})]
        self.assertEqual(self._propose().proposed_change_kind, "new")
        self._deliver(self.product)
        self.assertEqual(self._propose().proposed_change_kind, "standard")

    def test_goods_from_stock_and_services_are_not_proposed(self):
        for product in (self.stocked, self.service):
            line = self._propose(product)
            self.assertFalse(line.proposed_change_kind)
            self.assertFalse(line.change_kind)

    def test_a_bill_written_since_the_last_closed_review_is_a_change(self):
        self._deliver(self.product)
        self._review()
        self.assertEqual(self._propose().proposed_change_kind, "standard")
        for record in (self.bom, self.bom.bom_line_ids):
            with self.subTest(record=record):
                self._write_on(record, 9)
                self.assertEqual(self._propose().proposed_change_kind, "changed")
                self._write_on(record, 11)
                self.assertEqual(self._propose().proposed_change_kind, "standard")

    def test_a_bill_of_a_part_is_a_change_as_well(self):
        self._deliver(self.product)
        below = self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.component.product_tmpl_id.id,
                "operation_ids": [
                    Command.create({"name": "Cut", "workcenter_id": self.workcenter.id})
                ],
            }
        )
        self._review()
        for record in (below, below.operation_ids):
            with self.subTest(record=record):
                self._write_on(below, 11)
                self._write_on(below.operation_ids, 11)
                self.assertEqual(self._propose().proposed_change_kind, "standard")
                self._write_on(record, 9)
                self.assertEqual(self._propose().proposed_change_kind, "changed")

    def test_what_no_review_knows_yet_is_no_change(self):
        self._deliver(self.product)
        self._write_on(self.bom, 1)
        self.assertEqual(self._propose().proposed_change_kind, "standard")

    def test_who_says_less_than_was_proposed_says_why(self):
        for kind in ("standard", "changed"):
            with self.assertRaisesRegex(UserError, "Cabinet was proposed as New"):
                self._propose(kind=kind)
        line = self._propose(kind="standard", change_kind_reason="Sold since 2019.")
        self.assertEqual(line.change_kind, "standard")
        self.assertEqual(line.proposed_change_kind, "new")
        words = line.order_id.order_review_ids.message_ids.mapped("body")
        self.assertIn("Sold since 2019.", " ".join(words))

    def test_who_says_more_than_was_proposed_need_not_say_why(self):
        self._deliver(self.product)
        line = self._propose(kind="changed")
        self.assertEqual(line.change_kind, "changed")

    def test_all_lines_that_say_less_are_told_at_once(self):
        other = self._build_product("Desk", "T-DESK", is_storable=True)
        self.env["mrp.bom"].create({"product_tmpl_id": other.product_tmpl_id.id})
        order = self._take_order(lines=[(self.product, 1), (other, 1)])
        order.order_line.change_kind = "standard"
        with self.assertRaisesRegex(UserError, "(?s)Control Cabinet.*Desk"):
            self._submit(order)

    def test_nobody_writes_what_was_proposed(self):
        line = self._take_order().order_line
        with self.assertRaises(AccessError):
            self.as_("sales", line).proposed_change_kind = "standard"

    def test_sales_says_why_in_the_order(self):
        order = self._take_order()
        with Form(self.as_("sales", order)) as form:
            with form.order_line.edit(0) as line:
                line.change_kind = "standard"
                line.change_kind_reason = "Sold since 2019."
        self._submit(order)
        self.assertEqual(order.order_line.change_kind, "standard")

    def test_a_line_that_a_change_adds_is_proposed_too(self):
        self._deliver(self.product)
        order = self._walk_to("instruction")
        other = self._build_product("Desk", "T-DESK", is_storable=True, list_price=9)
        self.env["mrp.bom"].create({"product_tmpl_id": other.product_tmpl_id.id})
        proposal = Form(
            self.as_("sales", self.env["order.revision.propose"]).with_context(
                default_sale_order_id=order.id
            )
        )
        proposal.reason = "One desk more"
        with proposal.line_ids.new() as line:
            line.product_id = other
            line.quantity = 1
        proposal.save().action_propose()
        order.invalidate_recordset()
        kinds = {
            content["goods"]["product_id"]: content["goods"]["change_kind"]
            for content in order.pending_revision_id.snapshot["lines"].values()
        }
        self.assertEqual(kinds, {self.product.id: "", other.id: "new"})

    def test_without_the_policy_nothing_is_proposed(self):
        self.company.sudo().order_proposes_change_kind = False
        line = self._propose()
        self.assertFalse(line.proposed_change_kind)
        self.assertFalse(line.change_kind)

    def test_many_products_are_looked_up_with_as_many_queries_as_few(self):
        self.walk_anew()
        products = [
            self._build_product(f"Part {turn}", f"T-N{turn}", is_storable=True)
            for turn in range(20)
        ]
        for product in products:
            self.env["mrp.bom"].create(
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "bom_line_ids": [Command.create({"product_id": self.component.id})],
                }
            )
        self._deliver(*products)
        order = self._walk_to("confirmation", lines=[(item, 1) for item in products])
        products = self.env["product.product"].concat(*products)

        def count(number):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            kinds = self.env["order.change.kind"]._propose(order, products[:number])
            self.assertEqual(len(kinds), number)
            return self.env.cr.sql_log_count - start

        count(2)
        few, many = count(2), count(20)
        self.assertLessEqual(many, few)
