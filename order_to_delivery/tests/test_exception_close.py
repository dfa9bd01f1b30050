"""A production exception is planned with the customer and closed with its cause."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import KINDS
from .exception_common import ExceptionCase

STRANGERS = ("technical", "quality", "purchasing", "warehouse", "finance", "logistics")


@tagged("post_install", "-at_install")
class TestExceptionClose(ExceptionCase):
    """From the emergency plan to cause and owner (H9.12)."""

    def setUp(self):
        super().setUp()
        self.exception = self._report()

    def _save(self, user, /, **values):
        call_kw(
            self.as_(user, self.exception),
            "web_save",
            [self.exception.ids, values],
            {"specification": {}},
        )

    def _settle(self):
        self._plan(self.exception)
        self._answer_for_customer(self.exception)
        self._find_cause(self.exception)

    def test_plan_answer_cause_and_owner_close_it(self):
        self._settle()
        self.assertEqual(self.exception.state, "planned")
        self.as_("customer_service", self.exception).action_close()
        self.assertEqual(self.exception.state, "closed")
        self.assertEqual(
            self.exception.closed_by_id | self.exception.planned_by_id,
            self.users["customer_service"],
        )
        self.assertEqual(self.exception.answer_recorded_by_id, self.users["sales"])
        self.assertEqual(self.exception.answer_date, self.company._get_local_day())
        self.assertFalse(self.exception.activity_ids)
        self.env.cr.flush()
        self.assertFalse(
            self.env["order.desk.entry"].search(
                [
                    ("res_model", "=", self.exception._name),
                    ("res_id", "=", self.exception.id),
                ]
            )
        )

    def test_all_that_is_missing_is_named_at_once(self):
        with self.refused(
            "emergency plan.*the cause.*the owner.*customer's answer, as the date moves"
        ):
            self.as_("customer_service", self.exception).action_close()

    def test_each_missing_part_keeps_it_open(self):
        self._settle()
        for name, empty, sentence in (
            ("cause", " ", "the cause"),
            ("owner_id", False, "the owner"),
            ("customer_answer", "waiting", "customer's answer"),
            ("customer_answer", "none", "customer's answer"),
            ("customer_contact", False, "who answered for the customer"),
        ):
            with self.subTest(name=name, empty=empty), self.refused(sentence):
                self.as_("customer_service", self.exception)[name] = empty
                self.as_("customer_service", self.exception).action_close()
        self.assertEqual(self.exception.state, "planned")

    def test_a_plan_that_nobody_set_does_not_close_it(self):
        self.as_("sales", self.exception).emergency_plan = "Night shift"
        self._answer_for_customer(self.exception)
        self._find_cause(self.exception)
        with self.refused("to set the plan"):
            self.as_("customer_service", self.exception).action_close()

    def test_a_plan_is_not_set_empty_nor_emptied(self):
        with self.refused("the emergency plan"):
            self.as_("customer_service", self.exception).action_plan()
        self._plan(self.exception)
        with self.refused("the emergency plan"):
            self.as_("customer_service", self.exception).emergency_plan = False

    def test_a_refusal_by_the_customer_is_an_answer(self):
        self._settle()
        self._answer_for_customer(self.exception, "refused")
        self.as_("customer_service", self.exception).action_close()
        self.assertEqual(self.exception.state, "closed")

    def test_another_effect_asks_the_customer_anew(self):
        self._settle()
        self.as_("production", self.exception).effect_days = 3
        self.assertEqual(self.exception.customer_answer, "agreed")
        self.as_("production", self.exception).effect_days = 9
        self.assertEqual(self.exception.customer_answer, "waiting")
        self.assertFalse(self.exception.customer_contact or self.exception.answer_date)
        with self.refused("customer's answer"):
            self.as_("customer_service", self.exception).action_close()

    def test_no_effect_needs_no_answer(self):
        self._plan(self.exception)
        self._find_cause(self.exception)
        self.as_("production", self.exception).effect_days = 0
        self.assertEqual(self.exception.customer_answer, "none")
        self.as_("customer_service", self.exception).action_close()
        self.assertEqual(self.exception.state, "closed")

    def test_each_department_writes_its_own_part(self):
        for kind, values in (
            ("production", {"emergency_plan": "Mine"}),
            ("production", {"customer_answer": "agreed"}),
            ("production", {"customer_contact": "Mr Chen"}),
            ("customer_service", {"effect_days": 0}),
            ("customer_service", {"description": "Nothing happened"}),
            ("sales", {"kind": "other"}),
            ("sales", {"cause": "None"}),
            ("sales", {"owner_id": self.users["production"].id}),
        ):
            with self.subTest(kind=kind, values=values):
                with self.refused("for other departments to write", AccessError):
                    self._save(kind, **values)

    def test_the_form_opens_to_each_department_its_own_part(self):
        for kind, parts in (
            ("production", (True, False, True)),
            ("customer_service", (False, True, True)),
            ("sales", (False, True, False)),
            ("finance", (False, False, False)),
        ):
            record = self.as_(kind, self.exception)
            with self.subTest(kind=kind):
                self.assertEqual(
                    (record.is_report_open, record.is_plan_open, record.is_cause_open),
                    parts,
                )

    def test_who_has_no_part_writes_nothing(self):
        for kind in (*STRANGERS, "marketing_director"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._save(kind, cause="Mine")

    def test_a_salesperson_speaks_for_the_own_customers_only(self):
        self.exception.sale_order_id.user_id = self.users["supervisor"]
        with self.assertRaises(AccessError):
            self._save("sales", customer_answer="agreed")
        self.exception.emergency_plan = "Night shift"
        with self.assertRaises(AccessError):
            self.as_("sales", self.exception).action_plan()

    def test_what_is_signed_is_not_saved_by_anybody(self):
        for kind in ("production", "customer_service", "sales", "supervisor"):
            for name, value in (
                ("state", "closed"),
                ("state", "planned"),
                ("sale_order_id", False),
                ("company_id", self.company.id),
                ("production_id", False),
                ("reported_by_id", self.users["sales"].id),
                ("reported_date", "2026-01-01 00:00:00"),
                ("finished_date", "2026-01-01"),
                ("planned_by_id", self.users["sales"].id),
                ("closed_by_id", self.users["sales"].id),
                ("answer_recorded_by_id", self.users["sales"].id),
            ):
                with self.subTest(kind=kind, name=name):
                    with self.assertRaises(AccessError):
                        self._save(kind, **{name: value})

    def test_even_the_system_does_not_close_what_lacks_its_cause(self):
        with self.refused("still needs"):
            self.exception.state = "closed"

    def test_what_is_closed_stays_as_it_is(self):
        self._settle()
        clerk = self.as_("customer_service", self.exception)
        clerk.action_close()
        for kind, values in (
            ("customer_service", {"cause": "Another"}),
            ("sales", {"customer_answer": "refused"}),
            ("production", {"effect_days": 0}),
        ):
            with self.subTest(kind=kind), self.refused("is closed and stays"):
                self._save(kind, **values)
        for step in (clerk.action_close, clerk.action_plan):
            with self.refused("not open any more"):
                step()

    def test_each_step_belongs_to_its_departments(self):
        steps = {
            "action_plan": {"customer_service", "supervisor", "sales"},
            "action_close": {"customer_service", "supervisor"},
        }
        for step, kinds in steps.items():
            for kind in set(KINDS) - kinds:
                with self.subTest(step=step, kind=kind):
                    with self.refused("This step belongs to", AccessError):
                        getattr(self.as_(kind, self.exception), step)()

    def test_inner_methods_are_not_reached(self):
        for method in ("_set_state", "_tell", "_ask_customer"):
            with self.refused("Private methods", AccessError):
                call_kw(
                    self.as_("supervisor", self.exception),
                    method,
                    [self.exception.ids],
                    {},
                )

    def test_whoever_is_told_may_answer_in_the_thread(self):
        for kind in ("marketing_director", "supervisor", "sales"):
            with self.subTest(kind=kind):
                self.as_(kind, self.exception).message_post(body="Seen.")

    def test_another_company_sees_nothing_of_it(self):
        second = self.env["res.company"].create({"name": "Second Factory"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups=",".join(f"order_to_delivery.group_{kind}" for kind in KINDS),
            company_id=second.id,
            company_ids=[Command.set(second.ids)],
        )
        exception = self.exception.with_user(stranger).with_company(second)
        self.assertFalse(exception.search([("id", "=", exception.id)]))
        for step in (exception.action_plan, exception.action_close):
            with self.assertRaises(AccessError):
                step()
