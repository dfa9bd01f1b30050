"""Tries to take out more than was released, or something else."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .shipping_common import REFUSED
from .thief_common import ThiefCase


@tagged("post_install", "-at_install")
class TestThiefGoods(ThiefCase):
    def test_what_has_left_is_not_written_away(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        for kind in ("warehouse", "logistics"):
            line = self.as_(kind, picking.move_ids.move_line_ids)
            with self.assertRaisesRegex(UserError, "follows from it"):
                line.quantity_product_uom = 0
        with self.assertRaisesRegex(UserError, REFUSED):
            self._ship_more(order)

    def test_what_is_to_leave_is_not_written_away_before(self):
        order, _request = self._get_released_order()
        line = self.as_("warehouse", order.picking_ids.move_line_ids)
        with self.assertRaisesRegex(UserError, "follows from it"):
            line.quantity_product_uom = 0
        values = line.copy_data()[0] | {"move_id": line.move_id.id, "quantity": 5}
        with self.assertRaisesRegex(UserError, "follows from it"):
            line.create(values | {"quantity_product_uom": 0})

    def test_what_has_left_stays_done(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        for state in ("draft", "assigned", "cancel"):
            with self.assertRaises(UserError):
                self.as_("warehouse", picking.move_ids).state = state

    def test_the_ratio_of_a_unit_in_which_an_order_counts_stays(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._get_released_order(
            lines=[], order_line=[self._line_of(self.stocked, 1, dozen)]
        )
        for unit in (self.as_("technical", dozen), self.steal(dozen)):
            with self.assertRaisesRegex(UserError, "its ratio stays"):
                unit.relative_factor = 1200
        dozen.relative_factor = 12

    def test_the_ratio_of_a_unit_that_no_order_counts_in_is_free(self):
        unit = self.env["uom.uom"].create(
            {
                "name": "Pallet",
                "relative_factor": 40,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        self.as_("technical", unit).relative_factor = 48
        self.assertEqual(unit.factor, 48)

    def test_a_bill_made_after_the_release_lets_nothing_else_out(self):
        order, _request = self._get_released_order()
        self._make_kit(self.stocked, self.component, 100)
        with self.assertRaisesRegex(UserError, "is not what its line"):
            self._ship_more(order, 900, self.component)

    def test_a_kit_changed_after_the_release_lets_no_more_out(self):
        kit = self.env["product.product"].create(
            {"name": "Set", "is_storable": True, "default_code": "SET"}
        )
        bom = self._make_kit(kit, self.component, 2)
        order, _request = self._get_released_order(lines=[(kit, 4)])
        self.steal(bom.bom_line_ids).product_qty = 1
        self.assertEqual(
            order.order_line.kit_needs["needs"], {str(self.component.id): 2}
        )
        self.steal(bom.bom_line_ids).product_qty = 200
        with self.assertRaisesRegex(UserError, REFUSED):
            self._ship_more(order, 9, self.component)

    def test_what_a_kit_consists_of_is_nobodys_to_write(self):
        order, _request = self._get_released_order()
        for line in (self.as_("sales", order.order_line), self.steal(order.order_line)):
            with self.assertRaises(AccessError):
                line.kit_needs = {"product_id": self.stocked.id, "needs": {}}

    def test_a_signed_receipt_is_neither_edited_nor_deleted(self):
        order, _request = self._get_released_order()
        self._validate(order.picking_ids)
        receipt = order.sudo().order_delivery_receipt_ids
        paper = self.env["ir.attachment"].with_user(self.users["logistics"])
        paper = paper.create({"name": "receipt.pdf", "raw": b"signed"})
        self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        for kind in ("logistics", "customer_service", "warehouse"):
            for values in ({"raw": b"forged"}, {"res_id": False, "res_model": False}):
                with self.assertRaises(AccessError):
                    self.as_(kind, paper).write(values)
            with self.assertRaises(AccessError):
                self.as_(kind, paper).unlink()
        self.as_("logistics", receipt).message_post(body="One case was dented.")

    def _line_of(self, product, quantity, unit):
        return Command.create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "product_uom_id": unit.id,
            }
        )

    def _make_kit(self, product, component, quantity):
        return self.steal(self.env["mrp.bom"]).create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": "phantom",
                "company_id": self.company.id,
                "bom_line_ids": [
                    Command.create(
                        {"product_id": component.id, "product_qty": quantity}
                    )
                ],
            }
        )
