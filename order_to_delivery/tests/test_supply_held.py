from odoo import Command
from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestSupplyHeld(SupplyCase):
    """Stocked and bought goods and services wait for the deposit (H9.8)."""

    def _unpaid(self, lines=None, **values):
        return self._confirmed(lines, grade="B", until="deposit", **values)

    def _pay_deposit(self, order):
        self._pay(order, order.deposit_due)
        order._resume_held()

    def test_stock_waits_for_the_deposit_and_goes_on_once(self):
        order = self._unpaid([(self.stocked, 5)])
        self.assertEqual(order.state, "sale")
        self.assertFalse(self._delivered(order))
        self._pay_deposit(order)
        order._resume_held()
        self.assertEqual(self._delivered(order).mapped("product_uom_qty"), [5])
        self.assertEqual(self._delivered(order).state, "assigned")

    def test_a_bought_line_waits_for_the_deposit(self):
        order = self._unpaid([(self.stocked, 5)], line_values={"supply_kind": "buy"})
        self.assertFalse(self._delivered(order))
        self._pay_deposit(order)
        self.assertEqual(self._delivered(order).product_uom_qty, 5)

    def test_a_bought_service_waits_for_the_deposit(self):
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        self.service.seller_ids = [
            Command.create({"partner_id": vendor.id, "price": 5})
        ]
        self.service.service_to_purchase = True
        order = self._unpaid([(self.service, 1)])
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.order_line.purchase_line_ids)
        self._pay_deposit(order)
        order._resume_held()
        self.assertEqual(len(order.order_line.purchase_line_ids), 1)

    def test_what_is_made_waits_on_after_the_deposit(self):
        order = self._unpaid()
        self._pay_deposit(order)
        self.assertFalse(self._delivered(order))

    def test_production_is_not_instructed_before_the_deposit(self):
        order = self._unpaid()
        with self.refused("deposit for .* is not received"):
            self._issue_instruction(order)
        self.assertFalse(order.order_production_instruction_ids)

    def test_production_does_not_accept_after_the_deposit_was_lost(self):
        order, instruction = self._deposit_lost()
        with self.refused("deposit for .* is not received"):
            self.as_("production", instruction).action_accept()
        self.assertEqual(instruction.state, "issued")
        self.assertFalse(self._delivered(order))

    def test_no_route_reaches_the_state_without_the_deposit(self):
        _order, instruction = self._deposit_lost()
        values = {
            "state": "accepted",
            "accepted_by_id": self.users["production"].id,
        }
        with self.refused("deposit for .* is not received"):
            instruction.write(values)
        with self.refused("deposit for .* is not received"):
            instruction.copy(values)

    def _deposit_lost(self):
        order = self._unpaid()
        payment = self._pay(order, order.deposit_due)
        instruction = self._issue_instruction(order)
        payment.action_reject()
        return order, instruction

    def test_grade_a_is_instructed_before_the_paper_returns(self):
        order = self._take_order("A")
        self._walk_to("confirmation", order=order)
        self.as_("customer_service", order).action_confirm()
        self._issue_instruction(order)
        self._accept_instruction(order)
        self.assertEqual(self._productions(order).product_qty, 10)

    def test_a_line_added_later_waits_too(self):
        order = self._unpaid([(self.stocked, 5)])
        new = Command.create({"product_id": self.stocked.id, "product_uom_qty": 3})
        order._write_content(
            {"order_line": [new]}, {order.order_line: {"product_uom_qty": 8}}
        )
        self.assertFalse(self._delivered(order))


@tagged("post_install", "-at_install")
class TestSupplyProductionFloor(SupplyCase):
    """A manufacturing order of a sales order starts only when it is instructed."""

    def test_production_starts_after_the_instruction(self):
        order = self._instructed()
        self._finish(self._productions(order))
        self.assertEqual(self._productions(order).state, "done")

    def test_a_manufacturing_order_made_by_hand_does_not_start_before(self):
        order = self._confirmed()
        production = self._manual(order)
        with self.refused("no production instruction"):
            production.qty_producing = 1
        with self.refused("no production instruction"):
            production.action_start()
        with self.refused("no production instruction"):
            production.write({"state": "progress"})
        self.assertEqual(production.sudo().state, "confirmed")

    def test_a_started_manufacturing_order_is_not_tied_to_an_order_afterwards(self):
        order = self._confirmed()
        production = self._manual(order, sale_line_id=False)
        production.qty_producing = 1
        self.assertEqual(production.state, "progress")
        with self.refused("no production instruction"):
            production.sale_line_id = order.order_line[0]

    def test_no_manufacturing_order_is_created_in_progress(self):
        order = self._confirmed()
        with self.refused("no production instruction"):
            self._manual(order, state="progress", is_confirmed=False)

    def test_a_change_stops_what_is_running_until_it_is_accepted(self):
        order = self._instructed()
        production = self.as_("production", self._productions(order))
        self._change(order)
        with self.refused("no production instruction"):
            production.qty_producing = 1
        self._issue_instruction(order)
        self._accept_instruction(order)
        production.qty_producing = 1
        self.assertEqual(production.state, "progress")

    def test_production_for_stock_is_not_hindered(self):
        production = self._manual(self.env["sale.order"])
        self._finish(production)
        self.assertEqual(production.state, "done")

    def test_a_sub_assembly_on_order_waits_by_its_reference(self):
        order = self._confirmed()
        reference = self.env["stock.reference"].create(
            {"name": order.name, "sale_ids": [Command.link(order.id)]}
        )
        production = self._manual(
            self.env["sale.order"], reference_ids=[Command.link(reference.id)]
        )
        with self.refused("no production instruction"):
            production.qty_producing = 1

    def test_what_a_reordering_rule_makes_is_for_stock(self):
        order = self._confirmed()
        reference = self.env["stock.reference"].create(
            {"name": order.name, "sale_ids": [Command.link(order.id)]}
        )
        orderpoint = self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.product.id, "product_min_qty": 0, "product_max_qty": 0}
        )
        production = self._manual(
            self.env["sale.order"],
            reference_ids=[Command.link(reference.id)],
            orderpoint_id=orderpoint.id,
        )
        production.qty_producing = 1
        self.assertEqual(production.state, "progress")

    def test_the_manufacturing_order_shows_whose_it_is(self):
        order = self._instructed()
        production = self.as_("production", self._productions(order))
        self.assertEqual(production.customer_order_id.id, order.id)
        self.assertEqual(production.customer_id, order.partner_id)
        self.assertEqual(
            production.order_production_instruction_ids,
            order.order_production_instruction_ids,
        )

    def _manual(self, order, is_confirmed=True, **values):
        production = (
            self.env["mrp.production"]
            .with_user(self.users["production"])
            .create(
                {
                    "product_id": self.product.id,
                    "product_qty": 2,
                    "product_uom_id": self.product.uom_id.id,
                    "bom_id": self.bom.id,
                    "sale_line_id": order.order_line[:1].id,
                    **values,
                }
            )
        )
        if is_confirmed:
            production.action_confirm()
        return production


@tagged("post_install", "-at_install")
class TestSupplyCompletion(SupplyCase):
    """Sales is told once when the order is complete (H1.12)."""

    def _told(self, order):
        return order.message_ids.filtered(lambda m: "Order complete" in m.body)

    def test_an_order_is_complete_when_its_last_goods_are_made(self):
        self._stock(self.product, 4)
        order = self._instructed()
        self.assertFalse(order.completion_date)
        self._finish(self._productions(order))
        self.assertTrue(order.completion_date)
        self.assertEqual(len(self._told(order)), 1)
        asked = order.activity_ids.filtered(lambda a: "Order complete" in a.summary)
        self.assertEqual(asked.user_id, order.user_id)

    def test_daily_output_completes_it_at_the_last(self):
        order = self._instructed()
        self._finish(self._productions(order), 6)
        self.assertFalse(order.completion_date)
        rest = self._productions(order).filtered(lambda mo: mo.state != "done")
        self._finish(rest)
        self.assertTrue(order.completion_date)

    def test_an_order_from_stock_is_complete_when_reserved(self):
        order = self._confirmed([(self.stocked, 5)])
        self.assertTrue(order.completion_date)

    def test_a_line_that_is_short_keeps_the_order_open(self):
        order = self._confirmed([(self.stocked, 5), (self.product, 1)])
        self.assertFalse(order.completion_date)

    def test_the_tolerance_counts(self):
        under = {"tolerance_under": 2}
        order = self._confirmed([(self.stocked, 1020)], line_values=under)
        self.assertTrue(order.completion_date)
        other = self._confirmed([(self.product, 100)], line_values=under)
        self._issue_instruction(other)
        self._accept_instruction(other)
        self._finish(self._productions(other), 97)
        self.assertFalse(other.completion_date)

    def test_sales_is_told_once(self):
        order = self._confirmed([(self.stocked, 5)])
        self._delivered(order)._do_unreserve()
        self._delivered(order)._action_assign()
        order._refresh_completion()
        self.assertEqual(len(self._told(order)), 1)

    def test_what_is_on_its_way_out_still_counts(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed([(self.stocked, 5), (self.product, 1)])
        pick = self._delivered(order)
        pick.picked = True
        pick._action_done()
        self._issue_instruction(order)
        self._accept_instruction(order)
        self._finish(self._productions(order))
        self.assertTrue(order.completion_date)

    def test_a_kit_is_complete_with_all_its_parts(self):
        kit = self._make_product(
            "Kit", [(self.product, 2), (self.stocked, 3)], bom_type="phantom"
        )
        order = self._instructed([(kit, 4)])
        self.assertFalse(order.completion_date)
        self._finish(self._productions(order))
        self.assertTrue(order.completion_date)

    def test_a_raised_order_is_complete_anew(self):
        order = self._instructed()
        self._finish(self._productions(order))
        self._change(order, 12)
        self._issue_instruction(order)
        self._accept_instruction(order)
        self.assertFalse(order.completion_date)
        self._finish(self._productions(order).filtered(lambda m: m.state != "done"))
        self.assertTrue(order.completion_date)
        self.assertEqual(len(self._told(order)), 2)

    def test_the_night_finds_what_the_day_missed(self):
        order = self._confirmed([(self.stocked, 5)])
        order.completion_date = False
        self._run_cron("refresh_completion")
        self.assertTrue(order.completion_date)

    def test_with_the_switch_off_nobody_is_told(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._confirmed([(self.stocked, 5)])
        self.assertFalse(order.completion_date)
