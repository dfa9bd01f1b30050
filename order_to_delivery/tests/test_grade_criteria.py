"""H9.21: grades are worked out from the record by the written standard in figures."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .grade_common import NOBODY_MEETS, GradeCase


@tagged("post_install", "-at_install")
class TestGradeCriteria(GradeCase):
    """What is counted, and for whom."""

    # Turnover

    def test_turnover_is_what_was_invoiced_less_what_was_credited(self):
        self._ask("A", "turnover", 1)
        self._bill(self._confirmed(price=1000), days=300)
        self._credit(self._bill(self._confirmed(price=400), days=30))
        self._bill(self._confirmed(price=5000), days=400)
        self._bill(self._confirmed("C", price=7000))
        self.assertEqual(self._read()["turnover"][0], 1000)

    def test_turnover_counts_over_the_months_of_the_criterion(self):
        self._ask("A", "turnover", 1, months=24)
        self._bill(self._confirmed(price=1000), days=300)
        self._bill(self._confirmed(price=5000), days=400)
        self.assertEqual(self._read()["turnover"][0], 6000)

    def test_turnover_is_in_the_companys_currency_without_tax(self):
        self._ask("A", "turnover", 1)
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.eur.id}
        )
        order = self._confirmed(price=500, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, self.eur)
        self._bill(order)
        self.assertEqual(self._read()["turnover"][0], 1000)

    def test_invoice_of_a_contact_counts_for_its_company(self):
        self._ask("A", "turnover", 1)
        contact = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.partners["B"].id}
        )
        self._bill(self._confirmed(price=900, partner_id=contact.id))
        self.assertEqual(self._read()["turnover"][0], 900)

    # Payments

    def test_who_paid_all_by_the_day_has_paid_in_time(self):
        self._ask("A", "punctual", 95)
        order = self._confirmed(price=1000)
        self._bill(order, days=40, due=10)
        self._settle(order, 1000, days=10)
        self.assertEqual(self._read()["punctual"], (100, []))

    def test_what_came_a_day_late_or_not_in_full_is_not_in_time(self):
        self._ask("A", "punctual", 95)
        late, short, kept, open_one = (self._confirmed(price=1000) for _turn in "1234")
        for order in (late, short, kept, open_one):
            self._bill(order, days=40, due=10)
        self._settle(late, 1000, days=9)
        self._settle(short, 999, days=12)
        self._settle(short, 1, days=1)
        self._settle(kept, 1000, days=12)
        value, ids = self._read()["punctual"]
        self.assertEqual(value, 25)
        self.assertEqual(ids, (late | short | open_one).ids)

    def test_payment_that_was_reconciled_later_counts_on_its_own_day(self):
        self._ask("A", "punctual", 95)
        order = self._confirmed(price=1000)
        invoice = self._bill(order, days=40, due=10)
        payment = self._pay_untied(order, 1000, date=self.today - timedelta(days=20))
        self._reconcile(payment, invoice)
        self.assertEqual(self._read()["punctual"][0], 100)

    def test_what_is_not_due_yet_is_neither_in_time_nor_late(self):
        self._ask("A", "punctual", 95)
        self._bill(self._confirmed(price=1000), due=0)
        self.assertEqual(self._read()["punctual"], (None, []))

    def test_day_that_finance_confirmed_goes_before_the_invoices(self):
        self._ask("A", "punctual", 95)
        order = self._confirmed(price=1000)
        self._bill(order, days=90, due=80)
        order.sudo().payment_deadline = self.today - timedelta(days=5)
        self._settle(order, 1000, days=5)
        self.assertEqual(self._read()["punctual"][0], 100)

    def test_what_was_credited_was_not_owed(self):
        self._ask("A", "punctual", 95)
        self._credit(self._bill(self._confirmed(price=1000), days=40, due=10))
        self.assertEqual(self._read()["punctual"], (None, []))

    # Papers, years, contract

    def test_papers_that_were_to_follow_are_owed_until_they_come(self):
        self._ask("A", "papers", 0)
        waiver = self._owe_paper()
        self.assertEqual(self._read("A")["papers"], (1, waiver.ids))
        self.as_("customer_service", waiver).action_settle("Scan of Monday")
        self.assertEqual(self._read("A")["papers"], (0, []))

    def test_paper_that_is_due_today_is_not_owed_yet(self):
        self._ask("A", "papers", 0)
        self._owe_paper().sudo().paper_due_date = self.today
        self.assertEqual(self._read("A")["papers"], (0, []))

    def test_years_are_whole_years_since_the_first_order(self):
        self._ask("A", "years", 2)
        first, second = self._confirmed(), self._confirmed()
        first.sudo().date_order -= timedelta(days=3 * 366)
        second.sudo().date_order -= timedelta(days=200)
        self.assertEqual(self._read()["years"], (3, first.ids))
        self.assertEqual(self._read("C")["years"], (None, []))

    def test_contract_counts_while_it_is_signed_and_in_force(self):
        self._ask("A", "contract")
        self.assertEqual(self._read()["contract"], (0, []))
        ended = self._contract(valid_to=self.today - timedelta(days=1))
        self.assertEqual(self._read()["contract"], (0, []))
        contract = self._contract(name="C-2")
        self.assertEqual(self._read()["contract"], (1, contract.ids))
        self.as_("sales", contract).action_end()
        self.assertEqual(self._read()["contract"], (0, []))
        self.assertEqual(ended.state, "signed")

    def test_what_another_company_records_does_not_count(self):
        self._ask("A", "turnover", 1)
        self._ask("A", "years", 1)
        self._bill(self._confirmed(price=1000))
        other = self.env["res.company"].create({"name": "Second Factory"})
        standard = self.grades["A"]._get_standard(other)
        found = self.changes._read_records(other, standard)
        self.assertFalse(found)

    # Which grade it comes to

    def _get_due(self, code):
        standard = self.grades["A"]._get_standard(self.company)
        partner = self.partners[code]
        records = self.changes._read_records(self.company, standard, partner)
        return self.changes._get_due_grade(standard, records[partner.id])

    def test_first_grade_of_which_all_is_met_is_due(self):
        self._ask("A", "turnover", 5000)
        self._ask("B", "turnover", 500)
        self.assertEqual(self._get_due("B"), self.grades["C"])
        self._bill(self._confirmed(price=1000))
        self.assertFalse(self._get_due("B"))  # it has B
        self._bill(self._confirmed(price=4000))
        self.assertEqual(self._get_due("B"), self.grades["A"])
        self._ask("A", "contract")
        self.assertFalse(self._get_due("B"))

    def test_grade_that_asks_for_nothing_is_due_as_the_last_only(self):
        self._ask("B", "turnover", NOBODY_MEETS)
        self.assertEqual(self._get_due("A"), self.grades["C"])

    def test_who_has_no_grade_is_given_none_that_he_has_not_earned(self):
        self.partners["B"].sudo().customer_grade_id = False
        self._ask("A", "turnover", 500)
        self.assertFalse(self._get_due("B"))
        self._bill(self._confirmed(price=1000))
        self.assertEqual(self._get_due("B"), self.grades["A"])

    def test_sister_company_keeps_its_grade(self):
        self._ask("A", "turnover", 500)
        self.grades["B"].is_internal = True
        self.assertFalse(self._get_due("B"))

    # The standard itself

    def test_criterion_needs_a_figure_that_can_be_met(self):
        for values in (
            {"kind": "turnover", "threshold": 0},
            {"kind": "turnover", "threshold": 5, "months": 0},
            {"kind": "punctual", "threshold": 101},
            {"kind": "years", "threshold": -1},
        ):
            with (
                self.subTest(**values),
                self.assertRaisesRegex(ValidationError, "Grade A"),
            ):
                self._ask("A", **values)

    def test_only_the_manager_writes_the_standard(self):
        criterion = self._ask("A", "contract")
        for kind in self.users:
            with self.subTest(kind=kind):
                self.assertTrue(self.as_(kind, criterion).kind)
                with self.assertRaises(AccessError):
                    self.as_(kind, criterion).threshold = 1

    # What it costs

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.changes._get_to_work_out(self.company)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_customers(self):
        for kind in ("turnover", "punctual", "papers", "years", "contract"):
            self._ask("A", kind, 1)
        self._bill(self._confirmed(price=1000), days=40, due=10)
        self._count_queries()
        few = self._count_queries()
        for number in range(5):
            partner = self.env["res.partner"].create({"name": f"Customer {number}"})
            partner.sudo().customer_grade_id = self.grades["A"]
            order = self._confirmed(price=1000, partner_id=partner.id)
            self._bill(order, days=40, due=10)
            self._settle(order, 1000, days=number * 5)
        self.assertEqual(self._count_queries(), few)
        self.assertGreater(len(self.changes._get_to_work_out(self.company)), 5)

    def test_without_figures_nothing_is_asked(self):
        self.env.flush_all()
        self.env["customer.grade"]._get_standard(self.company).mapped("criterion_ids")
        with self.assertQueryCount(2):
            self.changes._work_out(self.company, self.partners["B"])

    # Where the figures lead

    def test_facts_lead_to_the_records_that_were_counted(self):
        self._ask("A", "turnover", NOBODY_MEETS)
        self._ask("A", "punctual", 95)
        self._ask("A", "years", 50)
        self._ask("B", "contract")
        late = self._confirmed(price=1000)
        invoice = self._bill(late, days=40, due=10)
        contract = self._contract(valid_to=self.today)
        self.partners["B"].sudo().customer_grade_id = self.grades["C"]
        self._work_out()
        facts = self._get_open().fact_ids.grouped("kind")
        for kind, expected in (
            ("turnover", invoice),
            ("punctual", late),
            ("years", late),
            ("contract", contract),
        ):
            with self.subTest(kind=kind):
                action = self.as_("finance", facts[kind]).action_view_records()
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, expected)

    def test_whoever_neither_sells_nor_decides_reads_no_figures(self):
        self._ask("A", "turnover", 500)
        self._bill(self._confirmed(price=1000))
        self._work_out()
        change = self._get_open()
        self.assertNotIn("1000", change.criteria)
        self.assertNotIn("500", change.criteria)
        for kind in ("production", "warehouse", "quality"):
            with self.subTest(kind=kind):
                self.assertTrue(self.as_(kind, change).criteria)
                with self.assertRaises(AccessError):
                    self.as_(kind, change.fact_ids).mapped("value")
                with self.assertRaises(AccessError):
                    self.as_(kind, change).read(["fact_ids"])

    def test_facts_are_the_companys_own(self):
        self._ask("A", "turnover", 500)
        self._bill(self._confirmed(price=1000))
        self._work_out()
        facts = self._get_open().fact_ids
        other = self.env["res.company"].create({"name": "Second Factory"})
        stranger = self.users["sales"].copy({"login": "elsewhere"})
        stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            facts.with_user(stranger).with_company(other).mapped("value")
