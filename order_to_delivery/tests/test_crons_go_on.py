"""One record that breaks leaves its turn to the others, whichever cron takes them."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from .shipping_common import ShippingCase

LOGGER = "odoo.addons.order_to_delivery"


@tagged("post_install", "-at_install")
class TestCronsGoOn(ShippingCase):
    @contextmanager
    def _broken(self, broken, method):
        """Have a method fail for one record, as nobody expected; it is logged."""
        model = type(broken)
        original = getattr(model, method)

        def fail(records, *args, **values):
            if broken in records:
                raise ZeroDivisionError
            return original(records, *args, **values)

        with patch.object(model, method, fail), self.assertLogs(LOGGER, "ERROR") as log:
            yield
        self.assertTrue(any("ZeroDivisionError" in text for text in log.output))

    def test_signed_orders_go_on_beside_one_that_breaks(self):
        orders = [self._walk_to("signature") for _turn in range(3)]
        for order in orders:
            self._sign_quietly(order.order_confirmation_ids)
        broken = orders[1]
        for _night in range(2):
            for order in orders:
                order._resume_soon()
            with self._broken(broken, "_validate_order"):
                self._run_cron("resume_held_orders")
        self.assertEqual([o.state for o in orders], ["sale", "sent", "sale"])
        told = broken.activity_ids.filtered(lambda a: "nobody expected" in str(a.note))
        self.assertEqual(len(told), 1)
        requests = self.env["order.resume.request"].sudo()
        self.assertFalse(requests.search([("sale_order_id", "=", broken.id)]))
        self._run_cron("ask_held_orders_again")
        self._run_cron("resume_held_orders")
        self.assertEqual(broken.state, "sale")

    def test_shipments_are_told_beside_one_that_breaks(self):
        receipts = self.env["order.delivery.receipt"]
        for _turn in range(3):
            order, _request = self._get_released_order()
            self._validate(order.picking_ids)
            receipts += order.order_delivery_receipt_ids
        with self._broken(receipts[1], "_tell_sales"):
            self._run_cron("report_shipments")
        self.assertEqual(
            [bool(receipt.reported_date) for receipt in receipts], [True, False, True]
        )
        self._run_cron("report_shipments")
        self.assertTrue(receipts[1].reported_date)

    def test_hints_are_mended_beside_an_order_that_breaks(self):
        orders = [self._take_order() for _turn in range(3)]
        self.env.cr.flush()
        self.env.cr.execute("UPDATE order_milestone SET asked = 'sign'")
        self.env.invalidate_all()
        with self._broken(orders[1], "_filter_gated"):
            self._run_cron("refresh_milestones")
        asked = [order.order_station_asked for order in orders]
        self.assertEqual(asked, ["submit", "sign", "submit"])
