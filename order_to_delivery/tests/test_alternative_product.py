"""H9.4: what cannot be made goes back to Sales with an alternative."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestAlternativeProduct(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alternative = cls._build_product(
            "Control Cabinet 800", "T-CAB8", list_price=1200, is_storable=True
        )

    def _refuse(self, order, **values):
        """Let Technical refuse with an alternative, and the chair give it back."""
        self._walk_to("answers", order=order)
        review = order.order_review_ids[:1]
        technical = review.signoff_ids.filtered(lambda s: s.kind == "technical")
        values = {
            "text": "The drive does not fit.",
            "alternative_product_id": self.alternative.id,
            "alternative_note": "Wider by 200 mm.",
            **values,
        }
        self._answer(technical, "refuse", **values)
        self.as_("deputy_general_manager", review).action_refuse()
        order.invalidate_recordset()
        return review

    def test_technical_names_an_alternative_in_its_form_and_it_is_sealed(self):
        order = self._walk_to("answers")
        technical = order.order_review_ids.signoff_ids.filtered(
            lambda s: s.kind == "technical"
        )
        with Form(self.as_("technical", technical)) as form:
            form.text = "The drive does not fit."
            form.alternative_product_id = self.alternative
        self.as_("technical", technical).action_refuse()
        self.assertEqual(technical.seal, technical._get_seal())
        self.env.cr.execute(
            "UPDATE order_review_signoff SET alternative_product_id = %s WHERE id = %s",
            [self.stocked.id, technical.id],
        )
        technical.invalidate_recordset()
        self.assertNotEqual(technical.seal, technical._get_seal())

    def test_the_review_takes_up_what_was_refused_with(self):
        order = self._take_order()
        review = self._refuse(order)
        self.assertEqual(review.alternative_product_id, self.alternative)
        self.assertEqual(review.alternative_for_id, self.product)
        self.assertEqual(review.alternative_note, "Wider by 200 mm.")
        told = order.message_ids.filtered(lambda m: "Wider by 200 mm." in m.body)
        self.assertIn(self.users["sales"].partner_id, told.notified_partner_ids)

    def test_the_chair_may_offer_something_else(self):
        order = self._walk_to("closing")
        review = self.as_("deputy_general_manager", order.order_review_ids)
        review.write(
            {"conditions": "Too late.", "alternative_product_id": self.stocked.id}
        )
        review.action_refuse()
        self.assertEqual(review.alternative_product_id, self.stocked)
        with self.assertRaisesRegex(UserError, "stays as it was decided"):
            review.alternative_product_id = self.alternative

    def test_which_product_it_is_for_has_to_be_told_where_there_are_several(self):
        order = self._take_order(lines=[(self.product, 10), (self.stocked, 5)])
        with self.assertRaisesRegex(UserError, "say which product"):
            self._refuse(order)
        order = self._take_order(lines=[(self.product, 10), (self.stocked, 5)])
        with self.assertRaisesRegex(UserError, "say which product"):
            self._refuse(order, alternative_for_id=self.service.id)
        order = self._take_order(lines=[(self.product, 10), (self.stocked, 5)])
        with self.assertRaisesRegex(UserError, "another product"):
            self._refuse(
                order,
                alternative_for_id=self.product.id,
                alternative_product_id=self.product.id,
            )

    def test_sales_takes_it_and_the_order_is_back_at_intake(self):
        order = self._take_order(
            lines=[(self.product, 10), (self.stocked, 5)],
        )
        line, other = order.order_line
        line.write({"specification": "IP65", "change_kind": "changed", "discount": 9})
        self._refuse(order, alternative_for_id=self.product.id)
        self.assertIn("Control Cabinet 800", order.offered_alternative)
        self.as_("sales", order).action_take_alternative()
        self.assertEqual(line.product_id, self.alternative)
        self.assertEqual(line.product_uom_qty, 10)
        self.assertEqual((line.price_unit, line.discount), (1200, 0))
        self.assertFalse(line.change_kind or line.specification)
        self.assertEqual(other.product_id, self.stocked)
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.is_content_locked or order.offered_alternative)
        review = self._submit(order)
        self.assertEqual(review.round, 2)
        self.assertIn("Control Cabinet 800", review.revision_id.content)

    def test_the_price_is_the_price_plans_of_the_order(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Partners", "item_ids": [Command.create({"fixed_price": 700})]}
        )
        order = self._take_order(pricelist_id=pricelist.id)
        order.order_line.price_unit = 555
        self._refuse(order)
        self.as_("customer_service", order).action_take_alternative()
        self.assertEqual(order.order_line.price_unit, 700)

    def test_it_is_taken_once_and_by_sales_or_customer_service_only(self):
        order = self._take_order()
        self._refuse(order)
        may = {"sales", "customer_service", "clerk", "supervisor"}
        for kind in set(self.users) - may:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_take_alternative()
        self.as_("sales", order).action_take_alternative()
        with self.assertRaisesRegex(UserError, "no alternative is offered"):
            self.as_("sales", order).action_take_alternative()

    def test_nothing_is_taken_from_an_order_under_review_or_without_an_offer(self):
        order = self._walk_to("answers")
        with self.assertRaisesRegex(UserError, "no alternative is offered"):
            self.as_("sales", order).action_take_alternative()
        order = self._take_order()
        self._refuse(order, alternative_product_id=False, alternative_note=False)
        self.assertFalse(order.offered_alternative)
        with self.assertRaisesRegex(UserError, "no alternative is offered"):
            self.as_("sales", order).action_take_alternative()

    def test_an_order_that_is_submitted_again_is_offered_nothing_any_more(self):
        order = self._take_order()
        self._refuse(order)
        self._submit(order)
        order.invalidate_recordset()
        self.assertFalse(order.offered_alternative)
