"""Whom a signature concerns is told a minute later, so that nobody waits for it."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestShippingNotices(ShippingCase):
    def _get_verified(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self._verify(order)
        return order, request

    def _get_summaries(self, request):
        return request.activity_ids.mapped("summary")

    def test_verifying_takes_the_work_off_the_desk_of_finance_at_once(self):
        _order, request = self._get_verified()
        self.assertFalse(request.activity_ids)

    def test_verifying_asks_customer_service_a_minute_later_and_once(self):
        _order, request = self._get_verified()
        for _minute in range(2):
            self._run_cron("tell_signatures")
            self.assertEqual(
                self._get_summaries(request), ["Check once more and release"]
            )
        self.assertEqual(request.activity_ids.user_id, request.requested_by_id)
        self.assertEqual(request.activity_ids.create_uid, self.users["finance"])

    def test_who_signs_is_told_of_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["finance"].lang = "zh_CN"
        _order, request = self._get_verified()
        self._run_cron("tell_signatures")
        chinese = request.with_context(lang="zh_CN").env
        self.assertEqual(
            self._get_summaries(request), [chinese._("Check once more and release")]
        )

    def test_releasing_tells_the_warehouse_a_minute_later_and_once(self):
        order, request = self._get_verified()
        self._run_cron("tell_signatures")
        self._release(order)
        self.assertFalse(request.activity_ids)
        for _minute in range(2):
            self._run_cron("tell_signatures")
        messages = order.picking_ids.message_ids.filtered(
            lambda message: request.name in message.body
        )
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages.author_id, self.users["customer_service"].partner_id)
        self.assertIn(self.users["warehouse"].partner_id, messages.partner_ids)

    def test_what_is_ticked_off_is_counted_off_a_minute_later(self):
        order, request = self._get_verified()
        self._run_cron("tell_signatures")
        before = self._get_counted_off()
        # Dates hold whole seconds: what is released in another one is told by itself.
        with freeze_time(fields.Datetime.now() + timedelta(seconds=2)):
            self._release(order)
            self.assertFalse(request.activity_ids)
            self.assertEqual(self._get_counted_off(), before)
            for _minute in range(2):
                self._run_cron("tell_signatures")
                self.assertEqual(self._get_counted_off(), before + 1)

    def _get_counted_off(self):
        """Return how often somebody's browser was told of an activity less."""
        self.env.cr.flush()
        messages = map(json.loads, self.env["bus.bus"].search([]).mapped("message"))
        return sum(message["payload"].get("count_diff") == -1 for message in messages)

    def test_what_is_released_within_the_minute_asks_nobody_to_release(self):
        order, request = self._get_verified()
        self._release(order)
        self._run_cron("tell_signatures")
        self.assertFalse(request.activity_ids)
        self.assertIn(request.name, order.picking_ids.message_ids[:1].body)

    def test_what_is_withdrawn_within_the_minute_tells_nobody(self):
        order, request = self._get_verified()
        self.as_("customer_service", request).action_withdraw("Not yet")
        self._run_cron("tell_signatures")
        self.assertFalse(request.activity_ids)
        self.assertFalse(request.untold_since)

    def _get_notes(self, order):
        self._run_cron("tell_signatures")
        return order.order_shipping_request_ids.message_ids.filtered(
            lambda message: "→" in message.body
        ).sorted("id")

    def test_both_signatures_of_one_minute_stand_in_the_thread(self):
        order, request = self._get_verified()
        self._release(order)
        verified, released = self._get_notes(order)
        self.assertIn("Requested → Verified by Finance", verified.body)
        self.assertEqual(verified.author_id, request.verified_by_id.partner_id)
        self.assertEqual(verified.date, request.verified_date)
        self.assertIn("Verified by Finance → Released", released.body)
        self.assertEqual(released.author_id, request.released_by_id.partner_id)
        self.assertEqual(released.date, request.released_date)

    def test_a_signature_stands_in_the_thread_once(self):
        order, _request = self._get_verified()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self.assertEqual(len(self._get_notes(order)), 1)
            self._release(order)
            self.assertEqual(len(self._get_notes(order)), 2)
            self.assertEqual(len(self._get_notes(order)), 2)

    def test_the_signature_of_what_is_withdrawn_within_the_minute_stays_noted(self):
        order, request = self._get_verified()
        self.as_("customer_service", request).action_withdraw("Not yet")
        self.assertIn("Verified by Finance", self._get_notes(order).body)

    def test_nobody_says_that_a_request_was_told(self):
        _order, request = self._get_verified()
        with self.assertRaises(AccessError):
            self.as_("customer_service", request).untold_since = False
        self.assertTrue(request.untold_since)


@tagged("post_install", "-at_install")
class TestSigningCosts(ShippingCase):
    def _count(self, act, order):
        """Return how many queries an act takes that finds nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act(order)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _sign(self, number):
        """Return what verifying and releasing an order of so many lines takes."""
        products = self.stocked
        for turn in range(number - 1):
            products |= self.stocked.copy({"name": f"Stocked {number} {turn}"})
        order = self._get_ready_order(lines=[(product, 10) for product in products])
        self._request_shipping(order)
        return self._count(self._verify, order), self._count(self._release, order)

    def test_signing_many_lines_takes_as_many_queries_as_signing_few(self):
        # The first rounds fill what is read once a process.
        *_warm, few, many = (self._sign(number) for number in (2, 8, 2, 8))
        self.assertLessEqual(many, few)

    def test_signing_stays_within_its_queries(self):
        self._sign(2)
        verify, release = self._sign(2)
        self.assertLessEqual(verify, 50)
        self.assertLessEqual(release, 31)
