"""A change asks again whom it concerns, and nobody else."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewChange(OrderToDeliveryCase):
    def _wizard(self, order, kind="sales", **values):
        action = self.as_(kind, order).action_propose_change()
        form = Form(
            self.env["order.revision.propose"]
            .with_user(self.users[kind])
            .with_context(**action["context"])
        )
        form.reason = "The customer asks for it."
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _take_back(self, order):
        self._wizard(order).save().action_propose()
        return order.with_user(self.users["sales"])

    def _last_review(self, order):
        order.invalidate_recordset()
        return order.order_review_ids.sorted("round")[-1]

    def _states(self, review):
        return dict(review.signoff_ids.mapped(lambda s: (s.kind, s.state)))

    def test_a_quotation_taken_back_may_be_edited_and_is_reviewed_again(self):
        order = self._walk_to("closing")
        mine = self._take_back(order)
        self.assertFalse(order.is_content_locked)
        self.assertEqual(order.order_review_ids.state, "withdrawn")
        mine.order_line.product_uom_qty = 12
        self._submit(order)
        self.assertEqual(order.pending_revision_id.number, 2)
        self.assertEqual(order.pending_revision_id.reason, "The customer asks for it.")
        self.assertEqual(self._last_review(order).round, 2)

    def test_a_changed_price_asks_nobody_who_answered_for_goods_and_dates(self):
        order = self._walk_to("closing")
        self._take_back(order).order_line.price_unit = 900
        self._submit(order)
        self._circulate(order)
        review = self._last_review(order)
        self.assertEqual(set(self._states(review).values()), {"signed"})
        self.assertEqual(review.state, "answered")
        for signoff in review.signoff_ids:
            self.assertEqual(
                signoff.carried_from_id.department_id, signoff.department_id
            )
            self.assertEqual(signoff.seal, signoff._get_seal())

    def test_a_changed_quantity_asks_everybody_again_and_voids_what_was_said(self):
        order = self._walk_to("closing")
        first = order.order_review_ids
        self._take_back(order).order_line.product_uom_qty = 12
        self._submit(order)
        self._circulate(order)
        self.assertEqual(set(self._states(self._last_review(order)).values()), {"open"})
        self.assertEqual(set(self._states(first).values()), {"void"})
        self.assertEqual(
            first.signoff_ids.voided_by_revision_id, order.pending_revision_id
        )

    def test_a_changed_date_asks_those_who_answered_for_dates(self):
        order = self._walk_to("closing")
        self._take_back(order).wanted_date = "2031-05-01"
        self._submit(order)
        self._circulate(order)
        self.assertEqual(
            self._states(self._last_review(order)),
            {
                "technical": "signed",
                "quality": "signed",
                "material_control": "open",
                "production": "open",
            },
        )

    def test_a_refusal_is_not_carried_over(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        for signoff in review.signoff_ids:
            refuses = signoff.kind == "technical"
            self._answer(signoff, "refuse" if refuses else "agree")
        self.as_("deputy_general_manager", review).action_refuse()
        self.assertEqual(order.pending_revision_id.id, False)
        self._submit(order)
        self._circulate(order)
        states = self._states(self._last_review(order))
        self.assertEqual(states.pop("technical"), "open")
        self.assertEqual(set(states.values()), {"signed"})

    def test_only_sales_and_customer_service_propose(self):
        order = self._walk_to("closing")
        for kind in ("technical", "deputy_general_manager", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_propose_change()
            wizard = self.env["order.revision.propose"].create(
                {"sale_order_id": order.id, "reason": "x"}
            )
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                wizard.with_user(self.users[kind]).action_propose()
            with self.assertRaisesRegex(AccessError, "This step belongs to"):
                wizard.with_user(self.users[kind]).sudo().action_propose()

    def test_a_confirmed_order_stays_in_force_until_the_change_is_agreed(self):
        order = self._confirmed("A")
        in_force = order.current_revision_id
        self._propose_quantity(order, 14)
        pending = order.pending_revision_id
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self.assertEqual((in_force.state, pending.state), ("in_force", "draft"))
        self.assertIn(
            ("10.00", "14.00"),
            [(change["old"], change["new"]) for change in pending._get_difference()],
        )
        self._circulate(order)
        self._answer_all_of(self._last_review(order))
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self._close_last(order)
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 14)
        self.assertEqual(order.order_line.price_unit, 1000)
        self.assertEqual(order.current_revision_id, pending)
        self.assertEqual((in_force.state, pending.state), ("superseded", "in_force"))
        self.assertFalse(order.pending_revision_id)
        self.assertTrue(order.is_content_locked)

    def test_a_change_waits_for_the_customer_where_the_grade_asks_for_a_signature(self):
        order = self._confirmed("B")
        self._propose_quantity(order, 14)
        self._circulate(order)
        self._answer_all_of(self._last_review(order))
        self._close_last(order)
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self._send_confirmation(order)
        order.invalidate_recordset()
        self._sign_confirmation(order)
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 14)

    def test_lines_are_added_and_removed_by_a_change(self):
        order = self._confirmed("A", lines=[(self.product, 10), (self.stocked, 5)])
        form = self._wizard(order)
        form.line_ids.remove(1)
        with form.line_ids.new() as line:
            line.product_id = self.service
            line.quantity = 2
        form.save().action_propose()
        order.invalidate_recordset()
        self._circulate(order)
        self._answer_all_of(self._last_review(order))
        self._close_last(order)
        order.invalidate_recordset()
        quantities = {
            line.product_id: line.product_uom_qty for line in order.order_line
        }
        self.assertEqual(
            quantities, {self.product: 10, self.stocked: 0, self.service: 2}
        )
        self.assertEqual(
            order.current_revision_id.content_hash,
            order._get_content_hashes()[order]["content"],
        )

    def test_a_refused_change_leaves_the_order_as_it_was(self):
        order = self._confirmed("A")
        in_force = order.current_revision_id
        self._propose_quantity(order, 14)
        review = self.as_("deputy_general_manager", self._last_review(order))
        review.conditions = "No capacity."
        review.action_refuse()
        order.invalidate_recordset()
        self.assertEqual(order.current_revision_id, in_force)
        self.assertEqual(in_force.state, "in_force")
        self.assertTrue(order.is_content_locked)
        answers = in_force.order_review_ids.signoff_ids
        self.assertEqual(set(answers.mapped("state")), {"signed"})

    def test_a_change_that_changes_nothing_is_refused(self):
        order = self._confirmed("A")
        with self.assertRaisesRegex(UserError, "nothing is changed"):
            self._wizard(order).save().action_propose()

    def test_a_quotation_that_is_with_nobody_is_not_proposed_to_change(self):
        order = self._take_order()
        with self.assertRaisesRegex(UserError, "with nobody yet: change it directly"):
            self.as_("sales", order).action_propose_change()
        wizard = self.as_("sales", self.env["order.revision.propose"]).create(
            {"sale_order_id": order.id, "reason": "The customer asks for it."}
        )
        with self.assertRaisesRegex(UserError, "with nobody: change it directly"):
            wizard.action_propose()
        self.assertFalse(order.change_reason)

    def test_what_was_delivered_is_not_taken_out_by_a_change(self):
        order = self._walk_to("receipt", grade="A", lines=[(self.stocked, 10)])
        with self.assertRaisesRegex(UserError, "more was delivered already"):
            self._propose_quantity(order, 9)
        self._propose_quantity(order, 11)
        self.assertTrue(order.pending_revision_id)

    def test_a_change_does_not_reach_into_another_order(self):
        order, other = self._confirmed("A"), self._confirmed("A")
        wizard = self._wizard(order).save()
        wizard.line_ids.write({"sale_line_id": other.order_line.id, "quantity": 1})
        with self.assertRaisesRegex(UserError, "lines of its own order"):
            wizard.action_propose()
        self.assertFalse(order.pending_revision_id)

    def test_a_change_that_the_order_no_longer_can_become_is_not_half_applied(self):
        tax = self.env["account.tax"].create({"name": "VAT 13", "amount": 13})
        self.product.taxes_id = tax
        order = self._confirmed("A")
        self._propose_quantity(order, 14)
        self._circulate(order)
        self._answer_all_of(self._last_review(order))
        tax.amount = 9  # what the customer was told would be due is not what would be
        with self.assertRaisesRegex(UserError, "could not be brought to"):
            self._close_last(order)
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_a_revision_takes_effect_only_after_its_review(self):
        order = self._confirmed("A")
        self._propose_quantity(order, 14)
        with self.assertRaisesRegex(UserError, "still under review"):
            order.pending_revision_id._put_in_force()

    def _confirmed(self, grade, **values):
        order = self._take_order(grade, **values)
        order.customer_grade_id = self.grades[grade]
        self._walk_to("deposit", order=order)
        order.invalidate_recordset()
        self.assertEqual(order.state, "sale")
        return order

    def _propose_quantity(self, order, quantity):
        form = self._wizard(order)
        with form.line_ids.edit(0) as line:
            line.quantity = quantity
        form.save().action_propose()
        order.invalidate_recordset()

    def _answer_all_of(self, review):
        for _turn in review.signoff_ids:
            for signoff in review.signoff_ids.filtered(lambda s: s.state == "open"):
                self._answer(signoff)

    def _close_last(self, order):
        review = self.as_("deputy_general_manager", self._last_review(order))
        today = fields.Date.today()
        review.write(
            {
                "production_start_date": today,
                "finished_date": fields.Date.add(today, days=30),
                "promised_date": fields.Date.add(today, days=35),
                "packing": "Wooden case",
            }
        )
        self._agree_date(review)
        review.action_close()
