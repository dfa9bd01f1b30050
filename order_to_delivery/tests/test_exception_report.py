"""What goes wrong in production is told to everybody concerned, at once."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .exception_common import ExceptionCase

TOLD = {"customer_service", "sales", "supervisor", "marketing_director"}


@tagged("post_install", "-at_install")
class TestExceptionReport(ExceptionCase):
    """Production reports in two taps (H9.12)."""

    def _get_told(self, exceptions):
        messages = exceptions.message_ids.filtered("subject")
        return messages, messages.notified_partner_ids

    def test_report_from_the_work_order_finds_its_orders_by_itself(self):
        production = self._in_production()
        exception = self._report(production.workorder_ids)
        self.assertEqual(exception.workorder_id, production.workorder_ids)
        self.assertEqual(exception.production_id, production)
        self.assertEqual(exception.sale_order_id, production.customer_order_id)
        self.assertEqual(exception.company_id, self.company)
        self.assertIn(production.name, exception.place)
        self.assertEqual(exception.reported_by_id, self.users["production"])
        self.assertTrue(exception.reported_date)
        self.assertTrue(exception.name.startswith("PE/"))
        self.assertEqual(
            (exception.state, exception.customer_answer), ("reported", "waiting")
        )

    def test_effect_is_shown_and_moves_no_date(self):
        production = self._in_production()
        order = production.customer_order_id
        dates = (order.finished_date, order.commitment_date, production.date_finished)
        exception = self._report(production)
        self.assertEqual(exception.finished_date, order.finished_date)
        self.assertEqual(
            exception.expected_date, fields.Date.add(order.finished_date, days=3)
        )
        self.assertEqual(
            dates,
            (order.finished_date, order.commitment_date, production.date_finished),
        )

    def test_one_message_tells_each_person_once(self):
        message, told = self._get_told(self._report())
        self.assertEqual(len(message), 1)
        self.assertEqual(
            told.user_ids, self.env["res.users"].union(*(self.users[k] for k in TOLD))
        )

    def test_who_sits_on_two_seats_is_told_once(self):
        self.departments["marketing_director"].member_ids.user_id = self.users["sales"]
        self.departments["marketing_director"].head_id = self.users["sales"]
        self.users["sales"].group_ids |= self.env.ref(
            "order_to_delivery.group_marketing_director"
        )
        message, _told = self._get_told(self._report())
        notified = message.notification_ids.res_partner_id.ids
        self.assertEqual(notified.count(self.users["sales"].partner_id.id), 1)
        self.assertEqual(len(notified), 3)

    def test_customer_service_is_asked_for_the_plan(self):
        exception = self._report()
        self.assertEqual(exception.activity_ids.user_id, self.users["customer_service"])
        entry = self.as_("customer_service", self.env["order.desk.entry"]).search(
            [("res_model", "=", exception._name), ("res_id", "=", exception.id)]
        )
        self.assertEqual(entry.asked, "plan_exception")
        self.assertEqual(entry.action_open()["res_id"], exception.id)

    def test_order_bears_a_note_that_no_customer_reads(self):
        exception = self._report()
        note = exception.sale_order_id.message_ids[:1]
        self.assertIn(exception.name, note.body)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertFalse(note.notified_partner_ids)

    def test_order_and_manufacturing_order_count_their_exceptions(self):
        exception = self._report()
        for kind, record in (
            ("sales", exception.sale_order_id),
            ("production", exception.production_id),
        ):
            with self.subTest(kind=kind):
                record = self.as_(kind, record)
                self.assertEqual(record.order_exception_count, 1)
                self.assertEqual(
                    record.action_view_exceptions()["res_id"], exception.id
                )

    def test_each_customer_who_waits_for_the_same_goods_has_an_own_one(self):
        orders = self._instructed() | self._instructed()
        production = self.env["mrp.production"].create(
            {
                "product_id": self.product.id,
                "bom_id": self.bom.id,
                "reference_ids": orders.stock_reference_ids.ids,
            }
        )
        exceptions = self._report(production)
        self.assertEqual(exceptions.sale_order_id, orders)
        self.assertEqual(len(exceptions), 2)
        message, _told = self._get_told(exceptions)
        self.assertEqual(len(message), 1)

    def test_goods_for_stock_ask_no_customer(self):
        production = self.env["mrp.production"].create(
            {"product_id": self.product.id, "bom_id": self.bom.id}
        )
        exception = self._report(production)
        self.assertFalse(exception.sale_order_id)
        self.assertEqual(exception.customer_answer, "none")
        self.assertTrue(exception.expected_date)

    def test_only_production_reports(self):
        production = self._in_production()
        for kind in set(KINDS) - {"production"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    self._report_by_rpc(kind, production)
        self.assertFalse(self._get_exceptions(production))

    def _report_by_rpc(self, kind, production, context=(), **values):
        model = self.as_(kind, self.env["order.production.exception.report"])
        values = {
            "production_id": production.id,
            "kind": "other",
            "description": "By hand",
            **values,
        }
        [report] = call_kw(model, "create", [[values]], {"context": dict(context)})
        call_kw(model, "action_report", [[report]], {"context": dict(context)})

    def test_a_context_chooses_nothing_of_what_is_reported(self):
        production = self._in_production()
        self._report_by_rpc(
            "production",
            production,
            {
                "default_state": "closed",
                "default_emergency_plan": "Mine",
                "default_cause": "Mine",
                "default_closed_by_id": self.users["supervisor"].id,
            },
        )
        exception = self._get_exceptions(production)
        self.assertEqual(exception.state, "reported")
        self.assertFalse(exception.emergency_plan or exception.closed_by_id)

    def test_a_work_order_of_another_manufacturing_order_is_refused(self):
        production, other = self._in_production(), self._in_production()
        with self.refused("No exception is reported"):
            self._report_by_rpc(
                "production", production, workorder_id=other.workorder_ids.id
            )

    def test_a_company_with_the_switch_off_reports_nothing(self):
        production = self._in_production()
        self.company.use_order_to_delivery = False
        self.assertFalse(self.as_("production", production).can_report_exception)
        with self.refused("No exception is reported"):
            self._report(production)
        self.assertFalse(production.order_exception_count)

    def test_what_was_under_way_before_is_spared(self):
        production = self._in_production()
        production.order_to_delivery_exempt = True
        with self.refused("No exception is reported"):
            self._report(production)

    def test_nobody_creates_one_by_hand(self):
        production = self._in_production()
        values = {
            "kind": "other",
            "description": "By hand",
            "production_id": production.id,
            "company_id": self.company.id,
        }
        for kind in KINDS:
            model = self.as_(kind, self.env["order.production.exception"])
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                call_kw(model, "create", [[values]], {})

    def test_nobody_deletes_what_was_reported(self):
        exception = self._report()
        for kind in KINDS:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, exception).unlink()
        with self.refused("was reported and stays", UserError):
            exception.unlink()
