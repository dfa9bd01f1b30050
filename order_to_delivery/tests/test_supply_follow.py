from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .vendor_common import VendorCase


class FollowCase(VendorCase):
    def setUp(self):
        # Each test brings its order as far as it needs it.
        super(VendorCase, self).setUp()
        self.today = fields.Date.today()
        self.order, self.request = self._required()

    def _ordered(self, state="draft"):
        """Return a purchase order of what the order lacks."""
        self._approve(self.request)
        purchase = self._order(self.request)
        if state == "sent":
            purchase.state = "sent"
        elif state == "purchase":
            self._confirm_purchase(purchase)
        return purchase

    def _start(self):
        self._stock(self.motor, 30)
        production = self.as_("production", self._productions(self.order))
        production.action_assign()
        production.action_start()
        self.assertEqual(production.state, "progress")
        return production.with_env(self.env)


@tagged("post_install", "-at_install")
class TestCancelledOrder(FollowCase):
    """What was begun for a cancelled order is stopped, or decided on (H7.4)."""

    def _cancel(self):
        self.order._action_cancel()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_requisition_is_refused_whether_approved_or_not(self):
        self._cancel()
        self.assertEqual(self.request.state, "rejected")
        self.order, self.request = self._required()
        self._approve(self.request)
        self._cancel()
        self.assertEqual(self.request.state, "rejected")
        self.assertFalse(self.request.line_ids.approved_quantity)

    def test_a_request_for_quotation_that_nobody_sent_is_cancelled(self):
        purchase = self._ordered()
        self._cancel()
        self.assertEqual(purchase.state, "cancel")
        self.assertFalse(self._questions(department="purchasing"))

    def test_what_others_need_on_it_stays(self):
        self.order, _third, purchase = self._buy_on_two_requisitions()
        line = purchase.order_line
        line.product_qty = 42
        self._cancel()
        self.assertEqual(purchase.state, "draft")
        self.assertEqual(line.product_qty, 12)

    def test_what_the_vendor_has_is_put_before_purchasing(self):
        for state in ("sent", "purchase"):
            with self.subTest(state):
                self.order, self.request = self._required()
                purchase = self._ordered(state)
                self._cancel()
                [question] = self._questions(department="purchasing")
                self.assertEqual(question.document, purchase.name)
                self.assertEqual(
                    (question.old_quantity, question.new_quantity), (30, 0)
                )
                self.assertIn(purchase.name, question.text)
                self.assertIn(
                    question.id,
                    self._desk("purchasing", "decide_supply").mapped("res_id"),
                )
                told = self.request.activity_ids | question.activity_ids
                self.assertEqual(told.user_id, self.users["purchasing"])

    def test_what_has_come_is_nobodys_question(self):
        purchase = self._ordered("purchase")
        self._receive(purchase)
        self._cancel()
        self.assertFalse(self._questions(department="purchasing"))

    def test_what_comes_after_its_requisition_was_closed_is_decided_too(self):
        self._ordered("purchase")
        self.as_("purchasing", self.request).button_done()
        self._cancel()
        [question] = self._questions(department="purchasing")
        self.assertEqual(question.activity_ids.user_id, self.users["purchasing"])

    def test_production_decides_on_what_is_planned_or_started(self):
        for is_started in (False, True):
            with self.subTest(is_started=is_started):
                self.order, self.request = self._required()
                production = self._productions(self.order)
                if is_started:
                    production = self._start()
                self._cancel()
                [question] = self._questions(department="production")
                self.assertEqual(question.document, production.name)
                self.assertEqual(question.old_quantity, 10)
                self.assertNotEqual(production.state, "cancel")
                self.assertTrue(self._desk("production", "decide_supply"))
                instruction = self.order.order_production_instruction_ids
                self.assertTrue(instruction.activity_ids)

    def test_a_late_warning_is_not_asked_any_more(self):
        self.purchase = self._ordered("purchase")
        self._need(self._in(5))
        self._promise(self._in(12))
        question = self._questions(kind="late")
        self._cancel()
        self.assertEqual(question.state, "settled")

    def test_a_decision_takes_it_off_the_desk_with_its_reason(self):
        purchase = self._ordered("purchase")
        self._cancel()
        question = self._questions(department="purchasing")
        with self.refused("belongs to Purchasing", AccessError):
            self._decide(question, "production")
        self._decide(question, "purchasing", "kept")
        self.assertEqual(question.state, "decided")
        self.assertEqual(question.decided_by_id, self.users["purchasing"])
        self.assertEqual(question.remark, "Agreed by telephone.")
        self.assertFalse(self._questions(department="purchasing"))
        self.assertFalse(self.request.activity_ids)
        self.assertEqual(purchase.state, "purchase")
        with self.refused("not open any more"):
            self._decide(question, "purchasing")

    def test_with_the_switch_off_nothing_follows(self):
        self.company.sudo().use_order_to_delivery = False
        purchase = self._purchase(self.motor, 30, 50)
        self._cancel()
        self.assertEqual(purchase.state, "draft")
        self.assertFalse(self._questions())


@tagged("post_install", "-at_install")
class TestReducedOrder(FollowCase):
    """An order that needs less makes and buys less (H7.4)."""

    def _reduce(self, quantity=6):
        self._change(self.order, quantity, goods_hash=f"{quantity} machines")
        self._issue_instruction(self.order)
        self._accept_instruction(self.order)
        self.order.order_production_instruction_ids[:1]._require_materials()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_requisition_asks_for_less(self):
        self._reduce()
        self.assertEqual(self.request.line_ids.product_qty, 18)
        self.assertEqual(self.request.state, "draft")

    def test_an_approval_shrinks_with_it(self):
        self._approve(self.request)
        self._reduce()
        line = self.request.line_ids
        self.assertEqual((line.product_qty, line.approved_quantity), (18, 18))
        self.assertEqual(self.request.state, "approved")

    def test_a_request_for_quotation_that_nobody_sent_is_lowered(self):
        purchase = self._ordered()
        self._reduce()
        self.assertEqual(purchase.order_line.product_qty, 18)
        self.assertEqual(self.request.line_ids.product_qty, 18)
        self.assertFalse(self._questions(department="purchasing"))

    def test_what_is_ordered_is_put_before_purchasing(self):
        purchase = self._ordered("purchase")
        self._reduce()
        [question] = self._questions(department="purchasing")
        self.assertEqual((question.old_quantity, question.new_quantity), (30, 18))
        self.assertEqual(question.document, purchase.name)
        self.assertEqual(question.activity_ids.user_id, self.users["purchasing"])
        self.assertEqual(purchase.order_line.product_qty, 30)
        self.assertTrue(self._desk("purchasing", "decide_supply"))

    def test_a_manufacturing_order_that_did_not_start_makes_less(self):
        production = self._productions(self.order)
        self._reduce()
        self.assertEqual(production.product_qty, 6)
        self.assertEqual(production.move_raw_ids.product_uom_qty, 18)
        delivered = self._delivered(self.order)
        self.assertEqual(sum(delivered.mapped("product_uom_qty")), 6)
        self.assertFalse(self._questions(department="production"))

    def test_one_that_started_is_put_before_production(self):
        production = self._start()
        self._reduce()
        self.assertEqual(production.product_qty, 10)
        [question] = self._questions(department="production")
        self.assertEqual((question.old_quantity, question.new_quantity), (10, 6))
        self.assertEqual(question.document, production.name)
        self.assertTrue(self._desk("production", "decide_supply"))

    def test_what_is_asked_again_is_renewed(self):
        self._ordered("purchase")
        self._reduce()
        question = self._questions(department="purchasing")
        self._reduce(4)
        self.assertEqual(self._questions(department="purchasing"), question)
        self.assertEqual(question.new_quantity, 12)

    def test_a_raised_order_lowers_nothing(self):
        self._reduce(14)
        self.assertFalse(self._questions())
        self.assertEqual(sum(self.request.line_ids.mapped("product_qty")), 42)

    def test_a_bought_line_that_is_reduced_asks_for_less(self):
        self.order = self._confirmed(
            [(self.motor, 10)], line_values={"supply_kind": "buy"}
        )
        self.order._resume_held()
        request = self.order.order_requisition_ids
        self.order._write_content({}, {self.order.order_line: {"product_uom_qty": 4}})
        self.order._follow_revision(self.order.production_start_date)
        self.assertEqual(request.line_ids.product_qty, 4)


@tagged("post_install", "-at_install")
class TestPostponedOrder(FollowCase):
    """What a postponed order needs is needed later (H7.4)."""

    def _postpone(self):
        self.day = self.request.date_required
        self.order._move_dates(
            cause="customer",
            start=self._in(4, self.order.production_start_date),
            finished=self._in(10, self.order.finished_date),
        )
        self.env.flush_all()

    def test_a_requisition_is_needed_later_whether_approved_or_not(self):
        self._postpone()
        self.assertEqual(self.request.date_required, self._in(4, self.day))
        self._approve(self.request)
        self._postpone()
        self.assertEqual(self.request.date_required, self._in(4, self.day))
        self.assertEqual(self.request.state, "approved")

    def test_a_request_for_quotation_that_nobody_sent_is_planned_later(self):
        purchase = self._ordered()
        moment = purchase.order_line.date_planned
        self._postpone()
        self.assertEqual((purchase.order_line.date_planned - moment).days, 4)
        self.assertFalse(self._questions())

    def test_what_the_vendor_has_is_put_before_purchasing(self):
        purchase = self._ordered("purchase")
        moment = purchase.order_line.date_planned
        self._postpone()
        [question] = self._questions()
        self.assertEqual(question.kind, "moved")
        self.assertEqual(question.old_date, self.day)
        self.assertEqual(question.new_date, self._in(4, self.day))
        self.assertEqual(question.document, purchase.name)
        self.assertEqual(purchase.order_line.date_planned, moment)
        self.assertEqual(question.activity_ids.user_id, self.users["purchasing"])

    def test_an_order_that_is_needed_earlier_asks_as_well_and_warns(self):
        self.purchase = self._ordered("purchase")
        self._need(self._in(9))
        self._promise(self._in(9))
        self.order._move_dates(
            cause="customer",
            start=self._in(-4, self.order.production_start_date),
            finished=self._in(-4, self.order.finished_date),
        )
        self.assertEqual(sorted(self._questions().mapped("kind")), ["late", "moved"])

    def test_manufacturing_moves_and_what_started_keeps_its_start(self):
        production = self._productions(self.order)
        start, deadline = production.date_start, production.date_deadline
        self._postpone()
        self.assertEqual((production.date_start - start).days, 4)
        self.assertEqual((production.date_deadline - deadline).days, 10)
        self.order, self.request = self._required()
        production = self._start()
        start, deadline = production.date_start, production.date_deadline
        self._postpone()
        self.assertEqual(production.date_start, start)
        self.assertEqual((production.date_deadline - deadline).days, 10)

    def test_a_revision_that_moves_the_start_is_followed(self):
        purchase = self._ordered("purchase")
        start, day = self.order.production_start_date, self.request.date_required
        self.order._write_content({"production_start_date": self._in(6, start)})
        self.order._follow_revision(start)
        self.assertEqual(self.request.date_required, self._in(6, day))
        self.assertEqual(self._questions().document, purchase.name)
