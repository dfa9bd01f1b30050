from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .arrival_common import ArrivalCase


@tagged("post_install", "-at_install")
class TestOrderEnd(ArrivalCase):
    """H10.5: what ends an order is a policy; what comes back opens it again."""

    def _commit(self):
        """Do what the commit does: judge what moved, and write the hints."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def _sign_all(self, order):
        order.invalidate_recordset()
        for receipt in order.order_delivery_receipt_ids:
            if receipt.state == "awaited":
                self._sign_paper(receipt)
        self._commit()

    def _order_quantity(self, order, quantity):
        """Have another quantity ordered, as a change of the order leaves it."""
        self.company.sudo().use_order_to_delivery = False
        order.sudo().order_line.product_uom_qty = quantity
        self.company.sudo().use_order_to_delivery = True
        order._touch_progress()
        self._commit()

    # What ends it

    def test_the_last_signed_receipt_ends_it(self):
        order, _request, _receipt = self._get_advised_order()
        self._commit()
        self.assertFalse(order.order_ended_date)
        self._sign_all(order)
        self.assertEqual(order.order_ended_date, self._day())
        message = order.message_ids.filtered(lambda m: "has ended" in m.body)
        self.assertIn(self.users["sales"].partner_id, message.partner_ids)

    def test_a_part_that_is_signed_for_ends_nothing(self):
        order, _request, _receipt = self._get_shipped_order(quantity=4)
        self._sign_all(order)
        self.assertFalse(order.order_ended_date)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self._commit()
        self.assertFalse(order.order_ended_date)
        self._sign_all(order)
        self.assertEqual(order.order_ended_date, self._day())

    def test_where_dispatch_ends_it_no_receipt_is_waited_for(self):
        self.company.sudo().order_end_policy = "dispatch"
        order, _request, receipt = self._get_shipped_order(quantity=4)
        self._commit()
        self.assertFalse(order.order_ended_date)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self._commit()
        self.assertEqual(order.order_ended_date, self._day())
        self.assertEqual(receipt.state, "awaited")
        self.assertTrue(self._get_desk("logistics", receipt, "receipt"))

    def test_less_within_tolerance_ends_it_all_the_same(self):
        for policy in ("dispatch", "receipt"):
            self.company.sudo().order_end_policy = policy
            order, _request = self._get_released_order()
            self._set(order.order_line, tolerance_under=10)
            self._validate(order.picking_ids, 9)
            if policy == "receipt":
                self._sign_all(order)
            else:
                self._run_cron("report_shipments")
            with self.subTest(policy):
                self.assertEqual(order.order_ended_date, self._day())

    def test_with_the_switch_off_nothing_ends(self):
        order, _request, receipt = self._get_shipped_order()
        self.company.sudo().use_order_to_delivery = False
        self._sign_paper(receipt)
        self._commit()
        self.assertFalse(order.order_ended_date)

    # What opens it again

    def test_goods_that_come_back_open_it_again(self):
        order, _request, _receipt = self._get_advised_order()
        self._sign_all(order)
        self._return(order.picking_ids, 2)
        self._commit()
        self.assertFalse(order.order_ended_date)
        message = order.message_ids.filtered(lambda m: "is open again" in m.body)
        for kind in ("sales", "customer_service"):
            self.assertIn(self.users[kind].partner_id, message.partner_ids)
        self._order_quantity(order, 8)
        self.assertEqual(order.order_ended_date, self._day())

    def test_a_quantity_that_is_raised_opens_it_again(self):
        order, _request, _receipt = self._get_advised_order()
        self._sign_all(order)
        self._order_quantity(order, 12)
        self.assertFalse(order.order_ended_date)

    def test_a_return_opens_again_what_dispatch_had_ended(self):
        self.company.sudo().order_end_policy = "dispatch"
        order, _request, _receipt = self._get_shipped_order()
        self._commit()
        self.assertTrue(order.order_ended_date)
        self._return(order.picking_ids, 10)
        self._commit()
        self.assertFalse(order.order_ended_date)

    def test_another_policy_opens_nothing_that_has_ended(self):
        self.company.sudo().order_end_policy = "dispatch"
        order, _request, _receipt = self._get_shipped_order()
        self._commit()
        self.company.sudo().order_end_policy = "receipt"
        order._touch_progress()
        self._commit()
        self.assertTrue(order.order_ended_date)

    # Where it stands

    def _get_ended_order(self):
        order = self._walk_to("end")
        for request in order.order_shipping_request_ids:
            request.sudo().write(
                {
                    "carrier_name": "Own truck",
                    "tracking_reference": "1",
                    "expected_arrival_date": self._day(),
                }
            )
            self.as_("logistics", request).action_send_advice()
        self._sign_all(order)
        return order

    def test_an_ended_order_stands_in_service_and_is_asked_of_nobody(self):
        order = self._get_ended_order()
        [milestone] = order.order_milestone_ids.filtered(
            lambda m: m.station == "after_sales"
        )
        self.assertEqual(milestone.actual_start.date(), order.order_ended_date)
        self.assertFalse(milestone.is_here)
        self.assertEqual(order.order_station, "after_sales")
        orders = self.env["sale.order"]
        self.assertIn(order, orders.search([("order_station", "=", "after_sales")]))
        open_order = self._walk_to("deposit")
        found = orders.search([("order_station", "in", ("after_sales", "deposit"))])
        self.assertEqual(order | open_order, found & (order | open_order))
        entries = self.env["order.desk.entry"].search(
            # Watching an order goes on as long as it is one.
            [("sale_order_id", "=", order.id), ("asked", "!=", "monitor")]
        )
        self.assertFalse(entries)
        strip = {stop["key"]: stop for stop in order.station_strip}
        self.assertEqual(strip["after_sales"]["state"], "done")

    def test_the_list_of_ended_orders_opens_for_customer_service(self):
        order = self._get_ended_order()
        action = self.env.ref("order_to_delivery.sale_order_action_ended")
        self.assertEqual(action.domain, "[('order_ended_date', '!=', False)]")
        found = self.as_("customer_service", self.env["sale.order"]).search(
            [("order_ended_date", "!=", False)]
        )
        self.assertIn(order, found)

    def test_the_end_is_not_written_by_hand(self):
        order, _request, _receipt = self._get_shipped_order()
        for kind in ("sales", "customer_service", "logistics"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, order).order_ended_date = self._day()
        with self.assertRaises(AccessError):
            self.as_("sales", order.browse()).create(
                {
                    "partner_id": self.partners["A"].id,
                    "order_ended_date": self._day(),
                    "order_line": [Command.create({"product_id": self.stocked.id})],
                }
            )

    def test_a_copy_has_not_ended(self):
        order = self._get_ended_order()
        self.assertFalse(order.copy().order_ended_date)

    def test_the_policy_is_kept_where_it_is_changed(self):
        self.company.sudo().order_end_policy = "dispatch"
        log = self.company.partner_id.message_ids[:1].body
        self.assertIn("An Order Is Ended by", log)
