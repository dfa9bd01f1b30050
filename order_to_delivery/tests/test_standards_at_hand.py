"""H3.1: specification and quality standard are at hand while an order is taken."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestStandardsAtHand(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product, name in ((cls.product, "Drawing A"), (cls.stocked, "Drawing B")):
            cls.env["product.document"].create(
                {
                    "name": name,
                    "datas": b"JVBERi0=",
                    "res_model": "product.template",
                    "res_id": product.product_tmpl_id.id,
                }
            )
            cls.env["order.inspection.plan"].create(
                {
                    "name": f"Release of {product.name}",
                    "kind": "finished",
                    "product_tmpl_ids": product.product_tmpl_id.ids,
                    "standard": f"{name}: no scratch above 2 mm.",
                }
            )

    def _open(self, kind, record):
        """Return what somebody reads in the dialog that a record opens."""
        action = self.as_(kind, record).action_view_standards()
        dialogs = self.env[action["res_model"]].with_user(self.users[kind])
        return dialogs.with_context(**action["context"]).create({}).content

    def test_sales_reads_what_is_laid_down_for_the_product_of_a_line(self):
        order = self._take_order(lines=[(self.product, 2), (self.stocked, 5)])
        line = order.order_line[0]
        self.as_("sales", line).specification = "IP55, painted RAL 7035"
        text = self._open("sales", line)
        for part in ("IP55, painted", "Drawing A", "/web/content/", "no scratch"):
            self.assertIn(part, text)
        self.assertNotIn("Drawing B", text)

    def test_a_department_reads_all_products_and_the_destination_from_its_answer(self):
        order = self._take_order(lines=[(self.product, 2), (self.stocked, 5)])
        self.as_("sales", order).special_rules = "No wood from pine."
        for step in (self._submit, self._circulate):
            step(order)
            order.invalidate_recordset()
        answer = order.order_review_ids.signoff_ids.filtered(
            lambda answer: answer.kind == "technical"
        )
        for record in (answer, answer.review_id):
            text = self._open("technical", record)
            for part in ("Drawing A", "Drawing B", "No wood from pine."):
                self.assertIn(part, text)

    def test_a_product_of_which_nothing_is_laid_down_says_so(self):
        order = self._take_order(lines=[(self.service, 1)])
        order.order_line.specification = False
        self.assertIn("Nothing is laid down", self._open("sales", order.order_line))

    def test_who_may_not_read_the_order_reads_no_standard_of_it(self):
        order = self._take_order(lines=[(self.product, 2)])
        company = self.env["res.company"].create({"name": "Sister Works"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups="order_to_delivery.group_technical",
            company_id=company.id,
            company_ids=company.ids,
        )
        dialog = self.env["order.standards"].with_user(stranger)
        with self.assertRaises(AccessError):
            dialog.create({"sale_order_id": order.id}).read(["content"])
