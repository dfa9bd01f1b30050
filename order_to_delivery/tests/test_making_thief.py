from odoo import Command
from odoo.tests import tagged

from .making_case import OVER_ACCEPTED, OVER_SIGNED, MakingCase
from .routes_common import RouteMixin

UNMADE = "without a manufacturing order that makes it"


class ThiefCase(RouteMixin, MakingCase):
    """Somebody who wants goods in stock that nobody inspected (H1.10, H1.11)."""

    def setUp(self):
        super().setUp()
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        self.stock = self.warehouse.lot_stock_id
        self.place = self.product.property_stock_production

    def _prepare_move(self, **values):
        return {
            "product_id": self.product.id,
            "product_uom_qty": 5,
            "quantity": 5,
            "picked": True,
            "location_id": self.place.id,
            "location_dest_id": self.stock.id,
            **values,
        }

    def _transfer(self, kind="warehouse", **values):
        picking = self.as_(kind, self.env["stock.picking"]).create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.place.id,
                "location_dest_id": self.stock.id,
                "move_ids": [Command.create(self._prepare_move(**values))],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": 5, "picked": True})
        picking.button_validate()
        return picking


@tagged("post_install", "-at_install")
class TestMakingThief(ThiefCase):
    def test_goods_do_not_come_out_of_production_without_its_order(self):
        ways = {
            "transfer": self._transfer,
            "scrap": self._scrap_into_stock,
            "state": lambda: self.call(
                "warehouse",
                self.env["stock.move"],
                "create",
                self._prepare_move(state="done"),
            ),
            "direct": lambda: (
                self.env["stock.move"].create(self._prepare_move())._action_done()
            ),
        }
        self._try(ways, UNMADE)
        self.assertEqual(self._get_stocked(self.product), 0)

    def _scrap_into_stock(self):
        scrap = self.as_("warehouse", self.env["stock.scrap"]).create(
            {
                "product_id": self.product.id,
                "scrap_qty": 5,
                "location_id": self.place.id,
                "scrap_location_id": self.stock.id,
            }
        )
        scrap.do_scrap()

    def test_goods_are_no_byproduct_of_another_order(self):
        other = self._make_product("Bracket", [(self.component, 1)])
        production = self._get_production(other)
        with self._refusal(UNMADE):
            self._transfer(production_id=production.id)
        byproduct = self.env["mrp.bom.byproduct"].create(
            {
                "bom_id": other.bom_ids.id,
                "product_id": self._make_product("Waste").id,
                "product_qty": 1,
            }
        )
        with self._refusal(UNMADE):
            self._transfer(production_id=production.id, byproduct_id=byproduct.id)

    def test_goods_are_no_component_of_what_was_unbuilt(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10)
        unbuild = self.env["mrp.unbuild"].create(
            {"mo_id": production.id, "product_id": self.product.id, "product_qty": 1}
        )
        before = self._get_stocked(self.product)
        with self._refusal(UNMADE):
            self._transfer(unbuild_id=unbuild.id)
        unbuild.action_unbuild()
        self.assertEqual(self._get_stocked(self.product), before - 1)

    def test_goods_that_wait_are_not_washed_by_unbuilding(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10)
        quarantine = self.warehouse._get_quarantine_location()
        self.env["stock.quant"]._update_available_quantity(self.product, quarantine, 2)
        unbuild = self.env["mrp.unbuild"].create(
            {
                "mo_id": production.id,
                "product_id": self.product.id,
                "product_qty": 2,
                "location_id": quarantine.id,
            }
        )
        with self._refusal("without a purchase order"):
            unbuild.action_unbuild()

    def test_supervisor_may_bring_in_what_no_order_made(self):
        self.company.sudo().order_unordered_receipt_policy = "supervisor"
        mover = self.users["warehouse"].copy({"login": "otd_stock_supervisor"})
        mover.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_supervisor").id)
        ]
        self.users["stock_supervisor"] = mover
        self._transfer("stock_supervisor")
        self.assertEqual(self._get_stocked(self.product), 5)

    def test_more_is_not_added_afterwards(self):
        self.company.sudo().order_unordered_receipt_policy = "allow"
        picking = self._transfer()
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        line = picking.move_line_ids
        with self._refusal(UNMADE):
            self.call("warehouse", line, "write", {"quantity": 6})

    def test_with_the_switch_off_odoo_is_as_it_was(self):
        self.company.sudo().use_order_to_delivery = False
        self._transfer()
        self.assertEqual(self._get_stocked(self.product), 5)

    def test_second_order_for_the_same_goods_is_inspected_by_itself(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10)
        line = production.sale_line_id
        second = self.env["mrp.production"].create(
            {
                "product_id": self.product.id,
                "product_qty": 10,
                "sale_line_id": line.id,
                "reference_ids": [Command.set(production.reference_ids.ids)],
            }
        )
        second.action_confirm()
        ways = {
            "button": lambda: self._finish_part(second, 10),
            "rpc": lambda: self._call("production", second, "button_mark_done"),
            "state": lambda: self._call(
                "production", second, "write", {"state": "done"}
            ),
        }
        self._try_all({name: ways[name] for name in ("button", "rpc")}, OVER_ACCEPTED)
        self._accept_made(second, 4)
        with self._refusal(OVER_ACCEPTED):
            self._finish_part(second, 5)
        self._finish_part(second, 4)
        self.assertEqual(self._get_stocked(self.product), 14)

    def test_split_by_the_dialog_shares_what_was_accepted(self):
        production = self._get_production()
        self._accept_made(production, 5)
        wizard = self.as_("production", self.env["mrp.production.split"]).create(
            {
                "production_id": production.id,
                "production_detailed_vals_ids": [
                    Command.create({"quantity": 5, "date": production.date_start})
                    for _part in range(2)
                ],
            }
        )
        wizard.action_split()
        parts = production.production_group_id.production_ids
        self.assertEqual(parts.mapped("product_qty"), [5, 5])
        self._finish_part(parts[0], 5, backorder=False)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(parts[1], 5, backorder=False)


@tagged("post_install", "-at_install")
class TestOperationKeys(ThiefCase):
    """H1.10: an operation is signed off by itself, whatever key it borrows."""

    def _get_parts(self):
        """Return a production of which a part was made, and the part that is left."""
        production, first, second = self._get_routed()
        self._accept_made(production, 10, first)
        self._accept_made(production, 10)
        self._finish_part(production, 4)
        return production, first, second, self._get_rest(production)

    def _add(self, production, kind="production", **values):
        return self.call(
            kind,
            self.env["mrp.workorder"],
            "create",
            {
                "name": "Paint",
                "production_id": production.id,
                "workcenter_id": self.workcenter.id,
                "product_uom_id": production.product_uom_id.id,
                **values,
            },
        )

    def _read(self, result):
        return self.env["mrp.workorder"].browse(result)

    def test_parts_of_one_production_keep_their_operations(self):
        _production, first, second, rest = self._get_parts()
        keys = [workorder._get_operation_key() for workorder in rest.workorder_ids]
        self.assertEqual(
            keys, [first._get_operation_key(), second._get_operation_key()]
        )

    def test_an_operation_borrows_no_signature_by_its_key(self):
        production, first, _second, rest = self._get_parts()
        key = first._get_operation_key()
        for target in (production, rest):
            added = self._read(self._add(target, operation_key=key))
            self.assertNotEqual(added._get_operation_key(), key)
        extra = self._read(self._add(production))
        borrowed = self._read(
            self._add(rest, operation_key=extra._get_operation_key(), name="Polish")
        )
        self.assertNotEqual(borrowed._get_operation_key(), extra._get_operation_key())

    def test_an_operation_does_not_borrow_the_key_of_one_to_come(self):
        production, first, _second = self._get_routed()
        newest = max(self.env["mrp.workorder"].search([]).ids)
        added = self._read(self._add(production, operation_key=str(newest + 2)))
        self.assertEqual(added._get_operation_key(), str(added.id))

    def test_key_is_written_by_nobody(self):
        production, first, second = self._get_routed()
        with self._refusal("."):
            self.call(
                "production",
                second,
                "write",
                {"operation_key": first._get_operation_key()},
            )

    def test_signed_quantity_is_shared_by_the_parts(self):
        _production, _first, _second, rest = self._get_parts()
        second = rest.workorder_ids[1].sudo()
        second.write({"state": "progress", "qty_produced": 6})
        with self.refused(OVER_SIGNED):
            second.qty_produced = 7
            self.env.flush_all()
