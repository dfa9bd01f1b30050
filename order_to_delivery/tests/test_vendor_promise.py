from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .vendor_common import VendorCase


@tagged("post_install", "-at_install")
class TestVendorPromise(VendorCase):
    """What vendors promise is recorded with its reason, and kept (H1.7)."""

    def test_a_date_is_recorded_with_who_and_why(self):
        before = self.line._get_expected_day()
        self._promise(self._in(9, before))
        [promise] = self.line.order_vendor_promise_ids
        self.assertEqual(
            (promise.old_date, promise.new_date, promise.days),
            (before, self._in(9, before), 9),
        )
        self.assertEqual(promise.reason, "The foundry is late.")
        self.assertEqual(promise.recorded_by_id, self.users["purchasing"])
        self.assertTrue(promise.recorded_date)
        self.assertEqual(promise.partner_id, self.vendor)
        self.assertEqual(self.line.promised_date, self._in(9, before))

    def test_each_change_stands_on_the_list(self):
        before = self.line._get_expected_day()
        for days in (9, 4):
            self._promise(self._in(days, before))
        promises = self.line.order_vendor_promise_ids.sorted("id")
        self.assertEqual(promises.mapped("days"), [9, -5])

    def test_the_receipt_is_expected_by_that_day_and_at_that_hour(self):
        moment = self.line.date_planned
        moves = self.purchase.picking_ids.move_ids
        arrival = moves.date
        self._promise(self._in(9, self.line._get_expected_day()))
        self.assertEqual(self.line.date_planned, moment + timedelta(9))
        self.assertEqual(moves.date, arrival + timedelta(9))
        self.assertEqual(moves.date_deadline, moment + timedelta(9))

    def test_a_date_that_moves_asks_for_a_reason(self):
        day = self.line._get_expected_day()
        self._promise(day, reason="")
        self.assertEqual(self.line.promised_date, day)
        with self.refused("Say why the vendor's date moves"):
            self._promise(self._in(1, day), reason="  ")
        self.assertEqual(self.line.promised_date, day)

    def test_the_date_is_written_by_its_dialog_only(self):
        day = self.line.promised_date
        for kind in ("purchasing", "material_control"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, self.line).promised_date = self._in(3)
        self.assertEqual(self.line.promised_date, day)

    def test_the_same_date_again_is_no_change(self):
        day = self.line._get_expected_day()
        self._promise(day)
        self._promise(day)
        self.assertEqual(len(self.line.order_vendor_promise_ids), 1)

    def test_one_date_fills_in_all_lines(self):
        action = self.as_("purchasing", self.purchase).action_record_promise()
        dialog = self.as_("purchasing", self.env[action["res_model"]])
        with Form(dialog.with_context(**action["context"])) as form:
            form.promised_date = self._in(12)
            form.reason = "Holidays"
            with form.line_ids.edit(0) as line:
                self.assertEqual(line.promised_date, self._in(12))
                self.assertEqual(line.product_id, self.motor)
        form.record.action_record()
        self.assertEqual(self.line.promised_date, self._in(12))

    def test_only_purchasing_records_dates(self):
        for kind in ("material_control", "warehouse", "deputy_general_manager"):
            with self.subTest(kind), self.refused("Purchasing", AccessError):
                self._promise(self._in(3), by=kind)
            with self.subTest(kind), self.refused("Purchasing", AccessError):
                self.as_(kind, self.purchase).action_record_promise()
            dialog = self.as_(kind, self.env["order.vendor.promise.record"])
            with self.subTest(kind), self.assertRaises(AccessError):
                dialog.create({"purchase_line_ids": self.line.ids})
            values = {"purchase_line_ids": self.line.ids}
            dialog = self.as_("purchasing", dialog).create(values)
            with self.subTest(kind), self.refused("Purchasing", AccessError):
                self.as_(kind, dialog).action_record()

    def test_what_was_promised_is_not_written_by_hand(self):
        self._promise(self._in(9))
        buyer = self.as_("purchasing", self.line)
        with self.assertRaises(AccessError):
            buyer.write({"promised_date": self.today})
        promise = self.as_("purchasing", self.line.order_vendor_promise_ids)
        for act in (
            lambda: promise.write({"days": 0}),
            lambda: promise.unlink(),
            lambda: promise.create(
                {"purchase_line_id": self.line.id, "new_date": self.today}
            ),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_the_expected_day_does_not_move_beside_the_list(self):
        buyer = self.as_("purchasing", self.line)
        later = self.line.date_planned + timedelta(3)
        with self.refused("Record Vendor's Date"):
            buyer.write({"date_planned": later})
        with self.refused("Record Vendor's Date"):
            buyer.order_id.write(
                {"order_line": [(1, buyer.id, {"date_planned": later})]}
            )
        buyer.write({"date_planned": self.line.date_planned, "name": "Motor, blue"})
        self.assertEqual(self.line.name, "Motor, blue")

    def test_a_request_for_quotation_is_planned_freely(self):
        purchase = self._purchase(self.motor, 5, 50)
        later = fields.Datetime.add(purchase.order_line.date_planned, days=3)
        self.as_("purchasing", purchase.order_line).date_planned = later
        self.assertEqual(purchase.order_line.date_planned, later)
        with self.refused("Nothing is expected from a vendor here"):
            self._promise(self.today, purchase=purchase)

    def test_what_the_vendor_writes_in_his_portal_is_recorded(self):
        moment = self.line.date_planned + timedelta(6)
        self.purchase.sudo()._update_date_planned_for_lines([(self.line, moment)])
        [promise] = self.line.order_vendor_promise_ids
        self.assertEqual(promise.days, 6)
        self.assertIn("portal", promise.reason)

    def test_nothing_is_promised_of_what_has_come(self):
        self._receive(self.purchase)
        with self.refused("Nothing is expected from a vendor here"):
            self._promise(self._in(3))
        with self.refused("nothing of .* is expected any more"):
            self.line._record_promise({self.line: self._in(3)}, "Late")

    def test_a_purchase_from_before_going_live_is_spared(self):
        self.purchase.sudo().order_to_delivery_exempt = True
        later = self.line.date_planned + timedelta(3)
        self.as_("purchasing", self.line).date_planned = later
        self.assertFalse(self.line.order_vendor_promise_ids)
        self.assertFalse(self.purchase.can_record_promise)

    def test_with_the_switch_off_dates_move_as_in_odoo(self):
        self.company.sudo().use_order_to_delivery = False
        later = self.line.date_planned + timedelta(3)
        self.as_("purchasing", self.line).date_planned = later
        self.purchase.sudo()._update_date_planned_for_lines(
            [(self.line, later + timedelta(1))]
        )
        self.assertEqual(self.line.date_planned, later + timedelta(1))
        self.assertFalse(self.line.order_vendor_promise_ids)


@tagged("post_install", "-at_install")
class TestVendorOnTime(VendorCase):
    """How often a vendor came by the day that he promised first (H1.7)."""

    def _figures(self, vendor=None):
        self.env.invalidate_all()
        vendor = self.as_("purchasing", vendor or self.vendor)
        return vendor.vendor_delivery_count, vendor.vendor_on_time_percent

    def test_what_came_by_its_day_is_on_time(self):
        self.assertEqual(self._figures(), (0, 0))
        self._promise(self._in(1))
        self._receive(self.purchase)
        self.assertEqual(self._figures(), (1, 100))

    def test_a_day_that_moved_is_not_kept(self):
        self._promise(self._in(-2))
        self._promise(self._in(3))
        self._receive(self.purchase)
        self.assertEqual(self._figures(), (1, 0))

    def test_half_of_it_is_half(self):
        self._promise(self._in(1))
        self._receive(self.purchase)
        _order, request = self._required()
        purchase = self._bought(request)
        self._promise(self._in(-1), purchase=purchase)
        self._receive(purchase)
        self.assertEqual(self._figures(), (2, 50))

    def test_what_came_long_ago_or_elsewhere_does_not_count(self):
        self._receive(self.purchase)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= other
        vendor = self.vendor.with_user(self.env.user).with_company(other)
        vendor = vendor.with_context(allowed_company_ids=other.ids)
        self.assertEqual(vendor.vendor_delivery_count, 0)
        self.purchase.picking_ids.move_ids.date = fields.Datetime.subtract(
            fields.Datetime.now(), months=13
        )
        self.assertEqual(self._figures(), (0, 0))

    def test_a_contact_of_the_vendor_shows_the_same(self):
        contact = self.env["res.partner"].create(
            {"name": "Mr Ma", "parent_id": self.vendor.id}
        )
        self._receive(self.purchase)
        self.assertEqual(self._figures(contact), self._figures())

    def test_many_vendors_cost_as_much_as_one(self):
        self.walk_anew()
        vendors = self.vendor | self.env["res.partner"].create(
            [{"name": f"Vendor {number}"} for number in range(5)]
        )
        counts = []
        for asked in (self.vendor, vendors):
            self.env.flush_all()
            self.env.invalidate_all()
            asked.mapped("commercial_partner_id")
            before = self.env.cr.sql_log_count
            asked.mapped("vendor_delivery_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_the_form_shows_it_to_who_buys(self):
        self._receive(self.purchase)
        for kind in ("purchasing", "material_control", "deputy_general_manager"):
            vendor = self.as_(kind, self.vendor)
            arch = vendor.get_view(view_type="form")["arch"]
            with self.subTest(kind):
                self.assertIn("vendor_on_time_percent", arch)
        arch = self.as_("sales", self.vendor).get_view(view_type="form")["arch"]
        self.assertNotIn("vendor_on_time_percent", arch)
