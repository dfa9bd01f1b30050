"""Who learns of the money and of the shipment, and from whom."""

import re

from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCase


@tagged("post_install", "-at_install")
class TestShipmentTold(ArrivalCase):
    def _get_told(self, order):
        """Return what the order's sales representative was notified of."""
        self._run_cron("tell_signatures")
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.users["sales"].partner_id.ids),
                "|",
                "&",
                ("model", "=", order._name),
                ("res_id", "=", order.id),
                "&",
                ("model", "=", "order.shipping.request"),
                ("res_id", "in", order.order_shipping_request_ids.ids),
            ]
        )

    def test_finance_confirms_to_sales_that_the_money_is_there(self):
        """H1.14: Finance confirms to Sales; Sales has the goods handed over."""
        order = self._get_ready_order()
        request = self._request_shipping(order)
        before = self._get_told(order)
        self._verify(order)
        told = self._get_told(order) - before
        self.assertTrue(told, "Sales is not told that Finance signed.")
        self.assertIn(request.name, "".join(told.mapped("body")))

    def test_sales_tells_the_customer_of_the_shipment(self):
        """H8.7: shipment is fed back to Sales, who tells the customer."""
        order, request, _receipt = self._get_shipped_order()
        self.as_("logistics", request).write(
            {
                "carrier_name": "Pearl River Freight",
                "tracking_reference": "PR-778",
                "expected_arrival_date": self._day(5),
            }
        )
        self.assertEqual(order.user_id, self.users["sales"])
        self.as_("sales", request).action_send_advice()
        mail = request.message_ids.filtered(lambda m: "PR-778" in m.body)
        self.assertIn(self.partners["A"], mail.partner_ids)

    def test_sales_reads_what_it_tells_the_customer(self):
        """H8.7: carrier, waybill and arrival are there for Sales to read."""
        order, request, _receipt = self._get_advised_order()
        seen = self.as_("sales", request)
        self.assertEqual(seen.carrier_name, "Pearl River Freight")
        self.assertEqual(seen.tracking_reference, "PR-778")
        self.assertEqual(seen.expected_arrival_date, self._day(5))
        self.assertIn(request, self.as_("sales", order).order_shipping_request_ids)

    def _print_note(self, picking):
        report = "order_to_delivery.action_report_dispatch_note"
        printer = self.as_("warehouse", self.env["ir.actions.report"])
        content, _kind = printer._render_qweb_html(report, picking.ids)
        return re.findall(r"SR/\d+/\d+", content.decode())

    def test_the_dispatch_note_is_made_from_the_request_it_leaves_on(self):
        """H9.17: without a released request the note names none."""
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.assertNotIn(request.name, self._print_note(order.picking_ids))
        self._verify(order)
        self.assertNotIn(request.name, self._print_note(order.picking_ids))
        self._release(order)
        self.env.invalidate_all()
        self.assertIn(request.name, self._print_note(order.picking_ids))

    def test_the_dispatch_note_names_no_request_that_was_withdrawn(self):
        """H9.17: nothing has left, and nothing may on a request that was taken back."""
        order, request = self._get_released_order()
        self.as_("customer_service", request).action_withdraw("Wrong address")
        self.env.invalidate_all()
        self.assertNotIn(request.name, self._print_note(order.picking_ids))

    def test_the_dispatch_note_of_the_rest_names_no_request_that_is_used_up(self):
        """H9.17: four of ten have left as released; the rest waits for its own."""
        order, request = self._get_released_order(quantity=4)
        self._validate(order.picking_ids, 4)
        self.env.invalidate_all()
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        self.assertEqual(self._print_note(order.picking_ids - rest), [request.name])
        self.assertEqual(self._print_note(rest), [])


@tagged("post_install", "-at_install")
class TestShipmentFollowed(ArrivalCase, HttpCase):
    """H5.4: the customer follows the shipment at any time."""

    def _open(self, url):
        self.env.cr.flush()
        return self.url_open(url).text

    def test_the_page_follows_a_delay_and_the_arrival(self):
        _order, request, receipt = self._get_advised_order(days=5)
        url = receipt.get_portal_url()
        self.assertIn("Expected arrival", self._open(url))
        self.as_("logistics", request).action_mark_delayed(self._day(9), "Typhoon")
        page = self._open(url)
        self.assertIn("Delayed, expected now on", page)
        self.assertIn(self._day(9).strftime("%m/%d/%Y"), page)
        self.assertIn("Typhoon", page)
        self._set(request, expected_arrival_date=self._day())
        self.as_("logistics", request).action_mark_arrived()
        self.assertIn("Arrived on", self._open(url))

    def test_each_part_is_followed_by_itself(self):
        order, _request, first = self._get_advised_order(quantity=4)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.env.invalidate_all()
        second = order.order_delivery_receipt_ids - first
        self._log_in_customer()
        page = self._open("/my/receipts")
        for receipt in first | second:
            self.assertIn(receipt.name, page)
            self.assertEqual(self.url_open(receipt.get_portal_url()).status_code, 200)

    def test_the_home_of_the_portal_leads_to_what_is_under_way(self):
        self._get_advised_order()
        self._log_in_customer()
        self.assertIn("/my/receipts", self._open("/my/home"))

    def test_before_it_left_the_customer_reads_that_nothing_is_under_way(self):
        self._get_released_order()
        self._log_in_customer()
        self.assertIn("No goods of yours are under way", self._open("/my/receipts"))
