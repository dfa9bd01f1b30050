from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .shipping_common import REFUSED
from .thief_common import ThiefCase

BEYOND = "more would leave than"


@tagged("post_install", "-at_install")
class TestSparedGoods(ThiefCase):
    """Spared at going live is what was to leave then, and no more (H9.17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().use_order_to_delivery = False
        cls.manager = new_test_user(
            cls.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )
        cls.users["manager"] = cls.manager

    def _go_live(self):
        switch = self.env["order.company.switch"].with_user(self.manager)
        switch.create({}).action_switch_on()

    def _get_spared_order(self, quantity=10):
        order = self._take_order("C", [(self.stocked, quantity)])
        order.action_confirm()
        self._go_live()
        return order

    def _get_spared_transfer(self, quantity=5):
        transfer = self._create_transfer(
            self.customers,
            validate=False,
            picking_type=self.warehouse.out_type_id,
            product_uom_qty=quantity,
        )
        transfer.action_assign()
        self._go_live()
        self.company.sudo().order_unordered_delivery_policy = "refuse"
        return transfer

    def _add_move(self, transfer, quantity, product=None):
        product = product or self.stocked
        move = self.as_("warehouse", transfer).move_ids.create(
            {
                "picking_id": transfer.id,
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": transfer.location_id.id,
                "location_dest_id": transfer.location_dest_id.id,
            }
        )
        move._action_confirm()
        return move

    # Orders

    def test_a_spared_order_leaves_in_parts_and_comes_back_and_leaves_again(self):
        order = self._get_spared_order()
        first = self._validate(order.picking_ids, 4)
        self._validate(order.picking_ids - first, 6)
        back = self._return(first, 4)
        self.assertEqual(back.state, "done")
        self.assertEqual(self._return(back, 4).state, "done")
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_delivery_by_hand_brings_no_more_than_the_order(self):
        order = self._get_spared_order()
        self._validate(order.picking_ids)
        with self._refused(BEYOND):
            self._ship_more(order, 1)

    def test_a_delivery_by_hand_brings_nothing_else(self):
        order = self._get_spared_order()
        with self._refused(BEYOND):
            self._ship_more(order, 1, self.component)

    def test_a_transfer_without_a_line_brings_nothing_for_it(self):
        order = self._get_spared_order()
        transfer = self._create_transfer(
            self.customers,
            validate=False,
            picking_type=self.warehouse.out_type_id,
            reference_ids=[Command.set(order.stock_reference_ids.ids)],
        )
        with self._refused(BEYOND):
            self._validate(transfer)

    def test_what_an_order_grows_by_is_not_spared(self):
        order = self._get_spared_order()
        self.as_("sales", order.order_line).product_uom_qty = 15
        with self._refused(BEYOND):
            self._validate(order.picking_ids, 15)
        self._validate(order.picking_ids, 10)

    def test_a_line_that_is_added_is_not_spared(self):
        order = self._get_spared_order()
        line = {"product_id": self.stocked.id, "product_uom_qty": 3}
        self.as_("sales", order).order_line = [Command.create(line)]
        with self._refused(BEYOND):
            self._validate(order.picking_ids)

    def test_another_unit_does_not_make_more_of_it(self):
        order = self._get_spared_order()
        order.sudo().order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        with self._refused(BEYOND):
            self._validate(order.picking_ids, 20)

    def test_more_is_not_said_afterwards_of_a_delivery(self):
        order = self._get_spared_order()
        delivery = self._validate(order.picking_ids)
        with self._refused(BEYOND):
            self.as_("warehouse", delivery).move_ids.move_line_ids.quantity = 12

    def test_a_cancelled_order_that_is_taken_up_again_walks_the_way(self):
        order = self._get_spared_order()
        seller = self.as_("sales", order)
        seller._action_cancel()
        seller.action_draft()
        self.assertFalse(order.order_to_delivery_exempt)
        with self.assertRaises(UserError):
            seller.action_confirm()

    # Transfers of no order

    def test_a_spared_transfer_leaves_in_parts(self):
        transfer = self._get_spared_transfer()
        self._validate(transfer, 2)
        rest = transfer.backorder_ids
        self.assertEqual(self._validate(rest, 3).state, "done")

    def test_a_spared_transfer_brings_no_more(self):
        transfer = self._get_spared_transfer()
        with self._refused(BEYOND):
            self._validate(transfer, 6)

    def test_its_rest_brings_no_more(self):
        transfer = self._get_spared_transfer()
        self._validate(transfer, 2)
        with self._refused(BEYOND):
            self._validate(transfer.backorder_ids, 4)

    def test_its_rest_is_of_no_other_transfer(self):
        transfer = self._get_spared_transfer()
        self._validate(transfer, 2)
        rest = self.as_("warehouse", transfer.backorder_ids)
        for other in (False, transfer.copy().id):
            with self._refused("stays as it is"):
                rest.backorder_id = other
        rest.sudo().env.cr.execute(
            "UPDATE stock_picking SET backorder_id = NULL WHERE id = %s", rest.ids
        )
        self.env.invalidate_all()
        with self._refused(BEYOND):
            self._validate(rest, 3)

    def test_a_tolerance_that_is_written_later_spares_no_more(self):
        order = self._get_spared_order()
        self.as_("sales", order.order_line).tolerance_over = 100
        with self._refused(BEYOND):
            self._validate(order.picking_ids, 15)

    def test_a_move_that_is_added_is_not_spared(self):
        transfer = self._get_spared_transfer()
        self._add_move(transfer, 3)
        with self._refused(BEYOND):
            self._validate(transfer)

    def test_another_product_that_is_added_is_not_spared(self):
        transfer = self._get_spared_transfer()
        self._add_move(transfer, 1, self.component)
        with self._refused(BEYOND):
            self._validate(transfer)

    # Nobody writes it

    def test_nobody_writes_what_is_spared(self):
        order = self._get_spared_order()
        for record in (order, order.picking_ids):
            goods = {key: 10**6 for key in record.sudo().exempt_goods}
            with self.subTest(record._name), self.assertRaises(AccessError):
                self.steal(record).write({"exempt_goods": goods})

    def test_what_was_spared_walks_no_way_of_its_own(self):
        order = self._get_spared_order()
        other = self._get_ready_order()
        with self._refused(REFUSED):
            self._validate(other.picking_ids)
        self._validate(order.picking_ids)
