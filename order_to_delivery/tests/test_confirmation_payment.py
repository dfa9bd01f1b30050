from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.payment.models.payment_provider import PaymentProvider
from odoo.addons.payment.models.payment_transaction import PaymentTransaction

from .cases import covers
from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestConfirmationPayment(MoneyCase, CronMixinCase):
    """A payment that meets a closed gate keeps everything and goes on by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls._provider(cls)
        cls.method_line = cls.bank.inbound_payment_method_line_ids[:1]
        cls.method_line.payment_provider_id = cls.provider

    def _pay_online(self, order, amount, **values):
        transaction = self._transaction(order, amount, **values).sudo()
        transaction._post_process()
        transaction.flush_recordset()
        self.env.invalidate_all()
        return transaction

    def _get_requests(self, order):
        return self.env["order.resume.request"].search(
            [("sale_order_id", "=", order.id)]
        )

    @covers("confirm.stuck", route="portal", role="customer")
    def test_payment_that_meets_a_closed_gate_keeps_everything(self):
        order = self._walk_to("circulation")
        transaction = self._pay_online(order, order.amount_total)
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual(transaction.payment_id.state, "in_process")
        self.assertEqual(self._received(order), order.amount_total)
        self.assertNotEqual(order.state, "sale")
        mail = order.message_ids.filtered(lambda m: m.message_type == "notification")
        self.assertTrue(mail)

    def test_payment_for_an_order_with_open_gates_confirms_it_as_in_core(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        self._pay_online(order, order.amount_total)
        self.assertEqual(order.state, "sale")

    def test_paid_order_is_confirmed_by_its_signature_and_not_by_the_money(self):
        order = self._walk_to("signature")
        self._pay_online(order, order.amount_total)
        self.assertEqual(order.state, "sent")
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    def test_reserved_card_payment_waits_for_the_gate_too(self):
        order = self._walk_to("circulation")

        def support_capture(providers):
            providers.support_manual_capture = "full_only"
            providers.support_refund = "none"
            providers.support_tokenization = True
            providers.support_express_checkout = False

        with patch.object(
            PaymentProvider, "_compute_feature_support_fields", support_capture
        ):
            self.env.invalidate_all()
            transaction = self._pay_online(
                order, order.amount_total, state="authorized"
            )
        self.assertEqual(transaction.state, "authorized")
        self.assertNotEqual(order.state, "sale")
        self.assertEqual(self._received(order), 0)

    def test_saved_card_that_meets_a_closed_gate_is_charged_and_kept(self):
        order = self._walk_to("circulation")
        payment = self._charge_saved_card(order)
        self.assertEqual(payment.state, "in_process")
        self.assertTrue(payment.payment_transaction_id.is_post_processed)
        self.assertEqual(payment.payment_transaction_id.sale_order_ids, order)
        self.assertEqual(self._received(order), order.amount_total)
        self.assertNotEqual(order.state, "sale")

    def test_saved_card_goes_on_once_the_gate_opens(self):
        order = self._walk_to("signature")
        self._charge_saved_card(order)
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    def _charge_saved_card(self, order):
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "payment_details": "1234",
                "partner_id": order.partner_id.id,
                "provider_ref": "ref",
            }
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
                "amount": order.amount_total,
                "journal_id": self.bank.id,
                "payment_method_line_id": self.method_line.id,
                "sale_order_id": order.id,
                "payment_token_id": token.id,
            }
        )

        def charge(transaction):
            transaction._set_done()

        with patch.object(PaymentTransaction, "_send_payment_request", charge):
            payment.action_post()
        self.env.invalidate_all()
        return payment

    def test_order_edited_while_its_customer_pays_is_not_confirmed(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        transaction = self._transaction(order, order.amount_total, state="draft")
        order._write_content({}, {order.order_line: {"product_uom_qty": 12}})
        transaction.sudo().state = "done"
        transaction.sudo()._post_process()
        self.assertEqual(transaction.payment_id.state, "in_process")
        self.assertEqual(order.state, "sent")

    def test_invoice_that_core_skipped_is_made_when_the_order_goes_on(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", True)
        order = self._walk_to("signature")
        self._pay_online(order, order.amount_total)
        self.assertFalse(order.invoice_ids)
        self._sign_confirmation(order)
        self.env.invalidate_all()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.invoice_ids.state, "posted")

    def test_portal_asks_for_the_deposit_of_the_plan(self):
        order = self._walk_to("signature")
        self.assertTrue(order.require_payment)
        self.assertEqual(order._get_prepayment_required_amount(), order.deposit_due)
        self.assertEqual(order.prepayment_percent, 0.3)

    def test_portal_asks_no_payment_where_the_plan_has_no_deposit(self):
        self.company.portal_confirmation_pay = True
        order = self._walk_to("signature", grade="A")
        self.assertFalse(order.require_payment)

    def test_deposit_paid_by_bank_transfer_is_not_asked_for_again(self):
        order = self._walk_to("signature")
        self.assertTrue(order._has_to_be_paid())
        self._pay(order, order.deposit_due)
        self.assertFalse(order._has_to_be_paid())

    def test_money_asks_for_its_order_to_go_on_within_the_minute(self):
        order = self._walk_to("signature")
        cron = self.env.ref("order_to_delivery.cron_resume_held_orders")
        with self.capture_triggers(cron.id) as triggers:
            order._resume_soon()
        self.assertEqual(self._get_requests(order).sale_order_id, order)
        self.assertTrue(triggers.records)

    def test_cron_takes_on_what_asked_for_it_and_forgets_the_request(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        order._resume_soon()
        self._run_cron("resume_held_orders")
        self.assertEqual(order.state, "sale")
        self.assertFalse(self._get_requests(order))

    def test_nightly_run_takes_on_signed_orders_that_nobody_asked_for(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        self.env["sale.order"]._cron_ask_held_again()
        self.assertIn(order, self._get_requests(order).sale_order_id)
        self._run_cron("resume_held_orders")
        self.assertEqual(order.state, "sale")

    def test_cron_leaves_an_order_alone_that_is_neither_signed_nor_paid(self):
        order = self._walk_to("signature")
        order._resume_soon()
        self._run_cron("resume_held_orders")
        self.assertEqual(order.state, "sent")

    def test_cron_tries_again_when_somebody_else_writes_the_order(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        order._resume_soon()
        tries = []
        resume = type(order)._resume_one

        def clash_once(record):
            tries.append(record.id)
            if len(tries) == 1:
                raise SerializationFailure
            return resume(record)

        with patch.object(type(order), "_resume_one", clash_once):
            self._run_cron("resume_held_orders")
        self.assertEqual(tries, [order.id, order.id])
        self.assertEqual(order.state, "sale")

    def test_order_that_core_refuses_stays_and_its_person_is_told_once(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        other = self._walk_to("signature")
        self._sign_quietly(other.order_confirmation_ids)
        check = type(order)._confirmation_error_message

        def refuse_one(record):
            return "No product." if record == order else check(record)

        with patch.object(type(order), "_confirmation_error_message", refuse_one):
            for _night in range(2):
                (order | other)._resume_held()
        self.assertEqual(order.state, "sent")
        self.assertEqual(other.state, "sale")
        told = order.activity_ids.filtered(lambda a: "No product" in (a.note or ""))
        self.assertEqual(len(told), 1)

    def test_switched_off_company_confirms_paid_orders_as_core_does(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._take_order()
        self._pay_online(order, order.amount_total)
        self.assertEqual(order.state, "sale")

    def test_salesperson_is_refused_where_a_machine_waits(self):
        order = self._walk_to("circulation")
        self._pay_online(order, order.amount_total)
        with self.assertRaisesRegex(UserError, "has to wait"):
            self.as_("sales", order).action_confirm()

    def test_night_finds_supply_that_missed_its_money(self):
        order = self._walk_to("deposit")
        self.env.cr.precommit.run()
        self.assertIn(order, self.env["sale.order"]._get_held_orders())

    def test_night_leaves_orders_alone_that_nobody_signed_or_paid(self):
        order = self._walk_to("signature")
        self.assertNotIn(order, self.env["sale.order"]._get_held_orders())
