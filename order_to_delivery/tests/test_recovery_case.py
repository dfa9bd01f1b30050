from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .recovery_common import RecoveryCase


@tagged("post_install", "-at_install")
class TestRecoveryCase(RecoveryCase):
    """Money that fails after goods have left is got back, and holds new releases."""

    # Opened

    def test_a_payment_that_bounces_after_shipping_opens_a_case(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        [case] = self._get_cases(order)
        self.assertEqual(case.state, "open")
        self.assertEqual(case.partner_id, self.partners["A"].commercial_partner_id)
        self.assertEqual((case.amount, case.missing_amount), (200, 200))

    def test_every_way_by_which_money_is_lost_opens_it(self):
        ways = {
            "rejected": lambda payment: payment.action_reject(),
            "cancelled": lambda payment: payment.action_cancel(),
            "reset": lambda payment: payment.action_draft(),
            "untied": lambda payment: payment.write({"sale_order_id": False}),
        }
        for name, lose in ways.items():
            order, payment = self._ship_paid()
            lose(self.as_("finance", payment))
            self._judge()
            with self.subTest(name):
                self.assertEqual(len(self._get_cases(order)), 1)
            self._get_cases(order)._settle()

    def test_a_refund_opens_it(self):
        order, _payment = self._ship_paid()
        self._refund(order, 50)
        self._judge()
        self.assertEqual(self._get_cases(order).amount, 50)

    def test_what_has_not_left_is_withdrawn_and_no_case(self):
        order = self._get_ready_order()
        payment = self._pay(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._lose(payment)
        self.assertEqual(order.order_shipping_request_ids.state, "withdrawn")
        self.assertFalse(self._get_cases(order))

    def test_only_what_has_left_is_missing(self):
        order, payment = self._ship_paid(quantity=4)
        self._lose(payment)
        self.assertEqual(self._get_cases(order).amount, 80)

    def test_money_that_still_covers_what_has_left_opens_none(self):
        order = self._get_ready_order()
        half, rest = self._pay(order, 100), self._pay(order, order.amount_total - 100)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids, 5)
        self._lose(rest)
        self.assertFalse(self._get_cases(order))
        self._lose(half)
        self.assertEqual(self._get_cases(order).amount, 100)

    def test_a_refunded_overpayment_opens_none(self):
        order, _payment = self._ship_paid()
        self._pay(order, 30)
        self._refund(order, 30)
        self._judge()
        self.assertFalse(self._get_cases(order))

    def test_what_is_due_after_delivery_opens_none(self):
        plan = [Command.create({"kind": "after", "percent": 100})]
        order = self._get_ready_order(payment_plan_line_ids=plan)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        self._lose(self._pay(order, 50))
        self.assertFalse(self._get_cases(order))

    def test_more_given_back_than_was_received_opens_one_though_nothing_is_due(self):
        plan = [Command.create({"kind": "after", "percent": 100})]
        order = self._get_ready_order(payment_plan_line_ids=plan)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        payment = self._pay(order, 50)
        self._refund(order, 50)
        self._lose(payment)
        self.assertEqual(self._get_cases(order).amount, 50)

    def test_a_cost_that_is_added_later_holds_nobody(self):
        order, _payment = self._ship_paid()
        order.sudo().write(
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.service.id,
                            "product_uom_qty": 1,
                            "price_unit": 30,
                            "is_delivery": True,
                        }
                    )
                ]
            }
        )
        self._judge()
        self.assertFalse(self._get_cases(order))

    def test_two_losses_are_one_case(self):
        order = self._get_ready_order()
        payments = [self._pay(order, part) for part in (100, order.amount_total - 100)]
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        for payment in payments:
            self._lose(payment)
        [case] = self._get_cases(order)
        self.assertEqual(case.missing_amount, 200)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            case.copy({"state": "open"})
            self.env.flush_all()

    # Closed

    def test_money_that_is_back_closes_it(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        self._pay(order, 150)
        self._judge()
        case = self._get_cases(order)
        self.assertEqual((case.state, case.missing_amount), ("open", 50))
        self._pay(order, 50)
        self._judge()
        self.assertEqual(case.state, "settled")
        self.assertTrue(case.closed_date)
        self.assertFalse(case.activity_ids)

    def test_goods_that_came_back_close_it_by_night(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        self._return(order.picking_ids, 10)
        self._run_cron("settle_recoveries")
        self.assertEqual(self._get_cases(order).state, "settled")

    def test_only_the_deputy_general_manager_gives_up_and_says_why(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        case = self._get_cases(order)
        for kind in ("finance", "sales", "customer_service"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, case).sudo().action_give_up()
        with self._refused("write down why"):
            self.as_("deputy_general_manager", case).action_give_up()
        self.as_("deputy_general_manager", case).given_up_reason = "Insolvent."
        self.as_("deputy_general_manager", case).action_give_up()
        self.assertEqual(case.state, "given_up")
        self.assertEqual(case.closed_by_id, self.users["deputy_general_manager"])
        with self._refused("is Given Up"):
            self.as_("deputy_general_manager", case).action_give_up()

    def test_what_was_given_up_is_not_asked_for_again_and_a_further_loss_is(self):
        order = self._get_ready_order()
        payments = [self._pay(order, part) for part in (120, order.amount_total - 120)]
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        self._lose(payments[1])
        case = self.as_("deputy_general_manager", self._get_cases(order))
        case.given_up_reason = "Insolvent."
        case.action_give_up()
        self._pay(order, 10)
        self._judge()
        self.assertEqual(self._get_cases(order), case)
        self.assertFalse(order.partner_id.is_order_held)
        self._lose(payments[0])
        self.assertEqual(self._get_cases(order, state="open").amount, 190)

    def _give_up(self, order):
        case = self.as_("deputy_general_manager", self._get_cases(order, state="open"))
        case.given_up_reason = "Insolvent."
        case.action_give_up()
        return case

    def test_what_was_given_up_paid_after_all_and_lost_again_opens_another(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        first = self._give_up(order)
        again = self._pay(order, order.amount_total)
        self._judge()
        self.assertTrue(first.is_regained)
        self._lose(again)
        self.assertEqual(self._get_cases(order, state="open").amount, 200)

    def test_money_that_came_after_a_waiver_and_is_lost_opens_a_case(self):
        order, waiver = self._ship_waived()
        payment = self._pay(order, order.amount_total)
        self._judge()
        self.as_("deputy_general_manager", waiver).action_revoke()
        self._lose(payment)
        self.assertEqual(self._get_cases(order).amount, 200)

    def test_part_of_the_money_after_a_waiver_that_is_over_holds_nobody(self):
        order, waiver = self._ship_waived()
        self.as_("deputy_general_manager", waiver).action_revoke()
        self._pay(order, 50)
        wrong = self._pay(order, 30)
        self._judge()
        self.assertFalse(self._get_cases(order))
        self._lose(wrong)
        self.assertEqual(self._get_cases(order).amount, 150)
        self._pay(order, 30)
        self._judge()
        self.assertEqual(self._get_cases(order).state, "settled")

    def _ship_waived(self):
        """Return an order that left unpaid under a waiver of its money, and that."""
        order = self._get_ready_order()
        self.company.sudo().write(
            {
                "order_money_waiver_policy": "deputy_general_manager",
                "order_money_waiver_cap": 1000,
            }
        )
        wizard = self.as_("deputy_general_manager", self.env["order.gate.waive"])
        wizard.create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.release.needs.collection",
                "reason": "Known for years",
                "cap_amount": 1000,
            }
        ).action_grant()
        waiver = self.env["order.gate.waiver"].search(
            [("sale_order_id", "=", order.id)]
        )
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        return order, waiver

    def test_nobody_closes_or_opens_it_by_hand(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        case = self._get_cases(order)
        for kind in ("finance", "sales", "deputy_general_manager"):
            for values in ({"state": "settled"}, {"amount": 1}):
                with self.subTest(kind), self.assertRaises(AccessError):
                    self.as_(kind, case).write(values)
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, case).copy()
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, case).unlink()
        self.as_("sales", case).promised_date = fields.Date.today()

    # Told

    def test_finance_is_asked_and_the_sales_rep_is_told(self):
        order, payment = self._ship_paid()
        self._lose(payment)
        case = self._get_cases(order)
        self.assertEqual(case.activity_ids.user_id, self.users["finance"])
        told = self.env["mail.message"].search(
            [
                ("model", "=", case._name),
                ("res_id", "=", case.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertIn(order.user_id.partner_id, told.partner_ids)
        self.assertIn("Nothing new is released", told.body)
        desk = self.as_("finance", self.env["order.desk.entry"]).search(
            [("res_model", "=", case._name), ("is_mine", "=", True)]
        )
        self.assertEqual(desk.asked, "recover")
        self.assertEqual(desk.res_id, case.id)

    def test_with_the_switch_off_nothing_is_opened(self):
        order, payment = self._ship_paid()
        self.company.sudo().use_order_to_delivery = False
        self._lose(payment)
        self.assertFalse(self._get_cases(order))
