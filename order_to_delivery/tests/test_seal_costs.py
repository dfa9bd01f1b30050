"""What sealing and verifying cost, however much was signed."""

import time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .seal_common import SealCase

MANY = 10_000


@tagged("post_install", "-at_install")
class TestSealCosts(SealCase):
    def _count(self, act, *arguments):
        """Return how many queries an act takes, and how many seconds."""
        self.env.flush_all()
        self.env.invalidate_all()
        before, began = self.env.cr.sql_log_count, time.monotonic()
        act(*arguments)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, time.monotonic() - began

    def _sign_many(self, number):
        """Have a number of changes of grades approved, without a walk for each."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_grade_change (company_id, partner_id, grade_id,
                       criteria, effective_date, state)
                SELECT %s, %s, %s, 'By hand', '2026-01-01', 'in_force'
                  FROM generate_series(1, %s)
                """,
                self.company.id,
                self.partners["C"].id,
                self.grades["A"].id,
                number,
            )
        )
        self.env["order.seal"]._seal_earlier(self.env["customer.grade.change"])
        # As PostgreSQL does by itself, where this were committed.
        self.env.cr.execute("ANALYZE order_seal, customer_grade_change")

    def _without_seals(self):
        seals = type(self.env["order.seal"])
        return patch.object(seals, "_seal", lambda *_args, **_kw: None)

    def test_an_answer_is_sealed_with_the_statement_that_notes_it_on_its_review(self):
        self.walk_anew()
        costs = []
        for _turn in range(2):
            with self._without_seals():
                plain = self._count(self._sign, self._open())[0]
            costs.append(self._count(self._sign, self._open())[0] - plain)
        self.assertEqual(costs[-1], 1)

    def _open(self):
        order = self._walk_to("answers", order=self._take_order())
        seat = order.order_review_ids.signoff_ids.filtered(
            lambda answer: answer.kind == "technical"
        )
        self.as_("technical", seat).text = "Checked."
        return seat

    def _sign(self, seat):
        self.as_("technical", seat).action_agree()

    def test_documents_of_one_kind_are_sealed_together(self):
        changes = self._approve() | self._approve() | self._approve()
        seals = self.env["order.seal"]
        few, many = (self._count(seals._seal, some) for some in (changes[:1], changes))
        self.assertLessEqual(many[0], few[0])

    def test_ten_thousand_seals_are_verified_in_five_seconds(self):
        self._sign_many(MANY)
        check = self.as_("supervisor", self.env["order.seal.check"]).create({})
        _queries, seconds = self._count(check.action_check)
        self.assertGreaterEqual(check.seal_count, MANY)
        self.assertFalse(check.finding_ids)
        self.assertLess(seconds, 5)

    def test_a_batch_costs_as_many_queries_whatever_is_in_it(self):
        audit = self.env["order.seal.audit"]
        companies, days = self.company.ids, SQL("TRUE")
        few, _number = audit._get_range(companies, 0, days)
        cheap, _time = self._count(audit._find_in_seals, companies, 0, few, days)
        self._sign_many(900)
        many, number = audit._get_range(companies, 0, days)
        self.assertGreater(number, 900)
        dear, _time = self._count(audit._find_in_seals, companies, 0, many, days)
        self.assertEqual(dear, cheap)

    def test_what_is_not_verified_at_once_is_gone_on_with(self):
        wizard = "odoo.addons.order_to_delivery.wizards.order_seal_check.AT_ONCE"
        audit = "odoo.addons.order_to_delivery.models.order_seal_audit.BATCH"
        self._forge(self.answer, text="forged")
        with patch(wizard, 5), patch(audit, 5):
            check = self._verify_seals()
            self.assertFalse(check.is_complete)
            self.assertEqual(check.seal_count, 5)
            for _turn in range(5):
                check.action_go_on()
        self.assertTrue(check.is_complete)
        self.assertEqual(check.finding_ids.field_name, "text")
        self.assertEqual(check.seal_count, len(self.env["order.seal"].search([])))

    def test_days_narrow_what_is_verified(self):
        self._forge(self.answer, text="forged")
        self.assertFalse(self._verify_seals(date_to="2001-01-01").seal_count)
        self.assertFalse(self._find(date_from="2099-01-01"))
        self.assertTrue(self._find(date_from="2001-01-01", date_to="2099-01-01"))
