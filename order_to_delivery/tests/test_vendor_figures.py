from odoo.exceptions import AccessError
from odoo.tests import tagged

from .vendor_common import VendorCase


@tagged("post_install", "-at_install")
class TestVendorFigures(VendorCase):
    """Vendors are compared by promises kept, days late and rejections (H1.7)."""

    def _rows(self, by="purchasing"):
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.as_(by, self.env["order.vendor.delivery"])
        return model.search([("partner_id", "=", self.vendor.id)])

    def _figures(self):
        """Return (on time, days late, rejected) of the vendor, as the list groups."""
        self.env.flush_all()
        [(_vendor, *figures)] = self.as_(
            "purchasing", self.env["order.vendor.delivery"]
        )._read_group(
            [("partner_id", "=", self.vendor.id)],
            ["partner_id"],
            ["is_kept:avg", "days_late:avg", "rejected_share:avg"],
        )
        return figures

    def _judge(self, accepted, rejected):
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", self.purchase.id), ("state", "=", "draft")]
        )
        inspector = self.as_("quality", inspection)
        inspector.line_ids.write(
            {
                "offered_quantity": accepted + rejected,
                "accepted_quantity": accepted,
                "rejected_quantity": rejected,
                "disposition": "return",
                "note": "Bent shafts",
            }
        )
        inspector.action_judge()

    def test_what_is_not_delivered_has_no_figures(self):
        self.assertFalse(self._rows())

    def test_a_day_kept_counts_as_on_time(self):
        self._promise(self._in(1))
        self._receive(self.purchase)
        self.assertEqual(self._figures(), [1, 0, 0])

    def test_days_late_count_from_the_day_promised_first(self):
        self._promise(self._in(-4))
        self._promise(self._in(3))
        self._receive(self.purchase)
        row = self._rows()
        self.assertEqual(row.promised_date, self._in(-4))
        self.assertEqual((row.is_kept, row.days_late), (0, 4))

    def test_deliveries_are_averaged(self):
        self._promise(self._in(1))
        self._receive(self.purchase)
        _order, request = self._required()
        purchase = self._bought(request)
        self._promise(self._in(-6), purchase=purchase)
        self._receive(purchase)
        self.assertEqual(self._figures(), [0.5, 3, 0])

    def test_what_quality_rejects_is_told(self):
        self._judge(24, 6)
        receipt = self.purchase.picking_ids.filtered(lambda p: p.state != "done")
        for move in receipt.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        self.as_("warehouse", receipt).with_context(
            skip_backorder=True
        ).button_validate()
        self.assertEqual(self._rows().mapped("rejected_share")[0], 0.2)

    def test_the_list_agrees_with_the_rate_on_the_vendors_form(self):
        self._promise(self._in(-1))
        self._receive(self.purchase)
        self.env.invalidate_all()
        vendor = self.as_("purchasing", self.vendor)
        self.assertEqual(vendor.vendor_delivery_count, len(self._rows()))
        self.assertEqual(vendor.vendor_on_time_percent, 100 * self._figures()[0])

    def test_the_vendors_form_leads_to_its_deliveries(self):
        self._receive(self.purchase)
        action = self.as_("purchasing", self.vendor).action_view_vendor_deliveries()
        rows = self.as_("purchasing", self.env[action["res_model"]])
        self.assertEqual(rows.search(action["domain"]), self._rows())

    def test_who_neither_buys_nor_judges_sees_no_figures(self):
        self._receive(self.purchase)
        for kind in ("purchasing", "material_control", "quality"):
            with self.subTest(kind=kind):
                self.assertTrue(self._rows(kind))
        for kind in ("sales", "production"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._rows(kind)

    def test_another_companys_deliveries_are_not_shown(self):
        self._receive(self.purchase)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["purchasing"].company_ids |= other
        rows = self.as_("purchasing", self.env["order.vendor.delivery"])
        self.assertTrue(rows.search([]))
        self.assertFalse(rows.with_context(allowed_company_ids=other.ids).search([]))

    def test_grouping_all_vendors_is_one_query(self):
        self.walk_anew()
        self._receive(self.purchase)
        self.env.flush_all()
        model = self.env["order.vendor.delivery"].sudo()
        model._read_group([], ["partner_id"], ["is_kept:avg"])
        before = self.env.cr.sql_log_count
        model._read_group([], ["partner_id"], ["is_kept:avg", "days_late:avg"])
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
