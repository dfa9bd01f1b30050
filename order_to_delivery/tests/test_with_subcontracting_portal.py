"""H1.8, H1.9: a subcontractor who reports in the portal passes no gate by it."""

from contextlib import contextmanager, suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .factory import NO_LETTERS
from .inspection_common import REFUSED
from .subcontract_common import SubcontractCase, SubcontractMixin
from .supply_common import SupplyCase

# Not his to do, or closed to everybody.
REFUSALS = (AccessError, UserError)


class PortalMixin:
    @classmethod
    def _invite_vendor(cls):
        cls.users["subcontractor"] = new_test_user(
            cls.env,
            login="otd_subcontractor",
            groups="base.group_portal",
            partner_id=cls.vendor.id,
            email="castings@example.com",
            context=NO_LETTERS,
        )

    @contextmanager
    def _trying(self):
        """Let him try, whether he is told that he may not or nothing comes of it."""
        with suppress(*REFUSALS), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    def _report(self, record, values):
        """Write as the portal's page does, which says that it is the portal."""
        self.call(
            "subcontractor",
            record,
            "write",
            values,
            context={"mrp_subcontracting": True},
        )


@tagged("post_install", "-at_install")
class TestWithSubcontractingPortal(PortalMixin, SubcontractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invite_vendor()

    def setUp(self):
        super().setUp()
        self.purchase = self._buy([(self.casting, 10)])
        self.receipt = self.purchase.picking_ids
        self.made = self._get_made_outside(self.purchase)

    def _get_castings(self):
        return self._get_gain(self.casting)

    # What he may

    def test_he_reports_what_he_made_and_it_waits_for_its_inspection(self):
        production = self.as_("subcontractor", self.made)
        self.assertEqual(production.product_qty, 10)
        self._report(production, {"product_qty": 12})
        self._report(production, {"qty_producing": 12})
        self.assertEqual(self.receipt.move_ids.quantity, 12)
        with self._refusal(REFUSED):
            self._receive(self.receipt)
        self.assertNotEqual(self.made.state, "done")
        self._judge(self._get_inspections(self.purchase))
        self._receive(self.receipt, 10)
        self.assertEqual(self._get_castings(), 10)

    def test_he_says_what_he_used(self):
        move = self.made.move_raw_ids
        move.move_line_ids.unlink()
        self._report(
            self.made,
            {
                "move_line_raw_ids": [
                    Command.create(
                        {
                            "product_id": self.component.id,
                            "product_uom_id": self.component.uom_id.id,
                            "quantity": 19,
                            "location_id": move.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                        }
                    )
                ]
            },
        )
        self.assertEqual(self.made.move_raw_ids.quantity, 19)
        self.assertFalse(self._get_castings())

    # What he may not

    def _get_ways_in(self):
        """Return what he could press or write to have his goods in stock."""
        move, line = self.receipt.move_ids, self.receipt.move_line_ids
        kind, stock = "subcontractor", self.warehouse.lot_stock_id
        done = {"state": "done", "picked": True, "quantity": 10}
        copied = {
            "product_id": self.casting.id,
            "product_uom": self.casting.uom_id.id,
            "product_uom_qty": 10,
            "location_id": self.place.id,
            "location_dest_id": stock.id,
            "production_id": self.made.id,
        }
        return {
            "receipt": lambda: self.call(kind, self.receipt, "button_validate"),
            "receipt's state": lambda: self.call(
                kind, self.receipt, "write", {"state": "done"}
            ),
            "move": lambda: self.call(kind, move, "write", done),
            "new move": lambda: self.call(kind, move, "create", {**copied, **done}),
            "move's default": lambda: self.call(
                kind, move, "create", copied, context={"default_state": "done"}
            ),
            "production": lambda: self.call(kind, self.made, "button_mark_done"),
            "production's state": lambda: self._report(self.made, {"state": "done"}),
            "place": lambda: self._report(self.made, {"location_dest_id": stock.id}),
            "line": lambda: self.call(kind, line, "write", {"state": "done"}),
            "stock": lambda: self.call(
                kind,
                self.env["stock.quant"],
                "create",
                {
                    "product_id": self.casting.id,
                    "location_id": stock.id,
                    "inventory_quantity": 10,
                },
            ),
        }

    def test_nothing_that_he_presses_or_writes_brings_goods_in(self):
        move = self.receipt.move_ids
        self._judge(self._get_inspections(self.purchase), 0, 10, "scrap")
        for way, act in self._get_ways_in().items():
            with self.subTest(way=way):
                with self._trying():
                    act()
                self.assertFalse(self._get_castings())
                self.assertNotIn("done", (self.receipt.state, move.state))

    def test_more_than_was_accepted_does_not_enter_by_his_report(self):
        """He raises the quantity after Quality has judged it, and it is received."""
        self._judge(self._get_inspections(self.purchase))
        self._report(self.made, {"product_qty": 20})
        self.assertEqual(self.receipt.move_ids.quantity, 20)
        self.receipt.move_ids.picked = True
        with self._refusal("10 Units more"):
            self.call("warehouse", self.receipt, "button_validate")
        self.assertFalse(self._get_castings())

    def test_what_was_received_does_not_grow_by_his_report(self):
        self._judge(self._get_inspections(self.purchase))
        self._receive(self.receipt)
        self.assertEqual(self._get_castings(), 10)
        move = self.receipt.move_ids
        ways = {
            "move": lambda: self.call("subcontractor", move, "write", {"quantity": 15}),
            "operation": lambda: self.call(
                "subcontractor", move.move_line_ids, "write", {"quantity": 15}
            ),
            "another": lambda: self.call(
                "subcontractor",
                move.move_line_ids,
                "create",
                {
                    "move_id": move.id,
                    "product_id": self.casting.id,
                    "quantity": 5,
                    "location_id": self.place.id,
                    "location_dest_id": self.warehouse.lot_stock_id.id,
                },
            ),
            "production": lambda: self._report(self.made, {"qty_producing": 15}),
        }
        for way, act in ways.items():
            with self.subTest(way=way), self._trying():
                act()
            self.assertEqual(self._get_castings(), 10)

    def test_he_leads_his_goods_nowhere_past_the_inspection(self):
        """The receipt is led elsewhere, or cut loose; the warehouse then receives."""
        self.company.sudo().order_unordered_receipt_policy = "allow"
        move = self.receipt.move_ids
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id}
        )
        for values in (
            {"location_dest_id": shelf.id},
            {"purchase_line_id": False},
            {"picking_type_id": self.warehouse.int_type_id.id},
            {"location_id": self.warehouse.lot_stock_id.id, "is_subcontract": False},
        ):
            with self.subTest(values=values), self._trying():
                self.call("subcontractor", move, "write", values)
                self._receive(self.receipt)
            self.assertFalse(self._get_castings())

    def test_he_reads_and_judges_no_inspection(self):
        inspection = self._get_inspections(self.purchase)
        for act in (
            lambda: self.as_("subcontractor", inspection).read(["state"]),
            self.as_("subcontractor", inspection).action_judge,
            self.as_("subcontractor", inspection.line_ids).action_accept,
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()


@tagged("post_install", "-at_install")
class TestWithSubcontractorsAtTheStart(PortalMixin, SubcontractMixin, SupplyCase):
    """What is made here starts as the instruction says, whoever makes its parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Foundry"})
        cls._build_casting()
        cls._invite_vendor()
        cls.mill = cls._make_product("Mill", [(cls.casting, 3)])

    def setUp(self):
        super().setUp()
        self.order = self._instructed([(self.mill, 10)])
        self.production = self._productions(self.order)

    def call(self, kind, records, method, *args, **kwargs):
        """Call a public method as somebody of a department, or in the portal."""
        getattr(self.as_(kind, records), method)(*args)
        self.env.flush_all()

    def test_he_starts_nothing_of_ours(self):
        for act in (
            lambda: self.call("subcontractor", self.production, "action_start"),
            lambda: self._report(self.production, {"qty_producing": 10}),
            lambda: self.call("subcontractor", self.production, "button_mark_done"),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()
        self.assertEqual(self.production.state, "confirmed")

    def test_a_subcontractor_s_bill_starts_nothing_without_its_materials(self):
        """The workshop says that somebody else makes it, and makes it all the same."""
        bill = self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.mill.product_tmpl_id.id,
                "type": "subcontract",
                "subcontractor_ids": [Command.link(self.vendor.id)],
                "bom_line_ids": [
                    Command.create({"product_id": self.casting.id, "product_qty": 3})
                ],
            }
        )
        self.as_("production", self.production).bom_id = bill
        self.assertEqual(self.production.bom_id, bill)
        with self.refused("lacks 30 Units"):
            self.call("production", self.production, "action_start")
        self.assertEqual(self.production.state, "confirmed")
