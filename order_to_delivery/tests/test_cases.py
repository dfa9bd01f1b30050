"""The table of cases: each cell has a test, or says why it cannot have one."""

from odoo.tests import BaseCase, tagged

from . import cases


@tagged("post_install", "-at_install", "structure")
class TestCases(BaseCase):
    def test_each_cell_has_a_test_or_a_reason(self):
        self.assertEqual(cases.missing(cases.table()), [])

    def test_no_cell_has_both_a_test_and_a_reason(self):
        both = cases.table().keys() & cases.impossible().keys()
        self.assertEqual(sorted(both), [])

    def test_each_mark_names_a_case_and_a_route_of_the_table(self):
        known = {case.id for case in cases.CASES}
        for case, route in cases.table():
            self.assertIn(case, known)
            self.assertIn(route, cases.ROUTES)

    def test_each_case_is_tried_as_somebody(self):
        tried = {case for case, _route in cases.table()}
        for case in cases.CASES:
            if case.act not in ("buy",):
                self.assertIn(case.id, tried, case.text)
