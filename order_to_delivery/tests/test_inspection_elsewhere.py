from odoo import Command
from odoo.tests import tagged

from .common import KINDS
from .inspection_common import InspectionCase
from .test_menus_open_for_each_role import ClientMixin


@tagged("post_install", "-at_install")
class TestInspectionElsewhere(InspectionCase):
    """H1.8: whom inspections concern besides Quality, and whom they do not."""

    def setUp(self):
        super().setUp()
        self.purchase = self._buy()
        self.inspection = self._get_inspections(self.purchase)

    def test_company_that_does_not_take_part_inspects_nothing(self):
        self.company.sudo().use_order_to_delivery = False
        purchase = self._buy()
        self.assertFalse(self._get_inspections(purchase))
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(), 100)

    def test_what_was_under_way_is_spared_with_its_backorder(self):
        self.company.sudo().use_order_to_delivery = False
        purchase = self._buy()
        self.company.sudo().use_order_to_delivery = True
        (purchase | purchase).sudo().order_to_delivery_exempt = True
        purchase.picking_ids.sudo().order_to_delivery_exempt = True
        self._receive(purchase.picking_ids, 60)
        self._receive(self._get_open(purchase))
        self.assertEqual(self._get_gain(), 100)
        self.assertFalse(self._get_inspections(purchase))

    def test_desk_of_quality_shows_what_has_come(self):
        def desk():
            return self.env["order.desk.entry"].search(
                [("res_model", "=", "order.inspection")]
            )

        entry = desk()
        self.assertEqual(entry.mapped("res_id"), self.inspection.ids)
        self.assertEqual(entry.department, "quality")
        self.assertEqual(
            self.as_("quality", entry).action_open()["res_id"], self.inspection.id
        )
        self._judge(self.inspection)
        self.assertFalse(desk())

    def test_warehouse_sees_on_the_receipt_why_it_waits(self):
        receipt = self.as_("warehouse", self.purchase.picking_ids)
        self.assertIn("100 Units more", receipt.incoming_held_reasons)
        self.assertEqual(receipt.order_inspection_count, 1)
        self._judge(self.inspection)
        receipt.invalidate_recordset()
        self.assertFalse(receipt.incoming_held_reasons)
        self.assertEqual(
            receipt.env["order.inspection"].search(
                receipt.action_view_inspections()["domain"]
            ),
            self.inspection,
        )


@tagged("post_install", "-at_install")
class TestInspectionOfOrders(InspectionCase):
    def test_inspection_names_the_order_that_waits_for_the_goods(self):
        order = self._walk_to("production")
        tie = {"sale_line_id": order.order_line[:1].id}
        purchase = self._buy([(self.component, 100, tie)])
        self.as_("purchasing", purchase).action_ask_requisition()
        request = purchase.order_line.purchase_request_lines.request_id
        self.as_("material_control", request).button_to_approve()
        self.as_("deputy_general_manager", request).button_approved()
        self.assertEqual(purchase.state, "purchase")
        self.assertEqual(self._get_inspections(purchase).sale_order_id, order)

    def test_dropship_is_judged_before_it_counts(self):
        """By the vendor's certificate, since nobody sees the goods."""
        customers = self.env.ref("stock.stock_location_customers")
        self.company.order_unordered_delivery_policy = "allow"
        purchase = self._buy()
        receipt = purchase.picking_ids
        receipt.move_ids.write({"location_dest_id": customers.id})
        receipt.move_ids.move_line_ids.location_dest_id = customers
        with self._refused():
            self._receive(receipt)
        inspection = self._get_inspections(purchase)
        with self._refused("attach the vendor's certificate"):
            self._judge(inspection)
        inspection.attachment_ids = self.env["ir.attachment"].create(
            {"name": "certificate.pdf", "raw": b"%PDF"}
        )
        self._judge(inspection)
        self._receive(receipt)

    def test_photos_are_kept_with_the_inspection(self):
        inspection = self.as_("inspector", self._get_inspections(self._buy()))
        photo = inspection.env["ir.attachment"].create(
            {"name": "scratch.jpg", "raw": b"photo", "res_model": inspection._name}
        )
        inspection.write({"attachment_ids": [Command.link(photo.id)]})
        self.assertEqual(inspection.attachment_ids, photo)


@tagged("post_install", "-at_install")
class TestInspectionOpens(ClientMixin, InspectionCase):
    def test_inspection_and_receipt_open_for_who_meets_them(self):
        purchase = self._buy()
        inspection = self._judge(self._get_inspections(purchase), 80, 20, "concession")
        self.as_("quality", inspection).action_concede("Inside only")
        for kind in KINDS:
            with self.subTest(kind=kind):
                self.assertTrue(self._open_form(self.as_(kind, inspection)))
        for kind in ("warehouse", "quality", "material_control", "logistics"):
            with self.subTest(kind=kind):
                self.assertTrue(
                    self._open_form(self.as_(kind, purchase.picking_ids[:1]))
                )
        self.assertTrue(self._open_form(self.as_("purchasing", purchase)))
