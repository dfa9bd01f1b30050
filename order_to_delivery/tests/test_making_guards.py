from odoo.tests import tagged

from .making_case import MakingCase


@tagged("post_install", "-at_install")
class TestMakingGuards(MakingCase):
    """Whoever counts on a quantity that Quality accepted collides with the others."""

    def _assert_guarded(self, production, act):
        before = self._get_version(production.production_group_id)
        act()
        self.assertGreater(self._get_version(production.production_group_id), before)

    def test_going_on_to_the_next_operation_is_guarded(self):
        production, first, second = self._get_routed()
        self._accept_made(production, 10, first)
        second = self.as_("production", second)
        self._assert_guarded(production, second.button_start)

    def test_signing_off_is_guarded(self):
        production, first, _second = self._get_routed()
        inspection = self._offer(production, 10, first)
        self._assert_guarded(production, lambda: self._judge_made(inspection))

    def test_the_second_signature_is_guarded(self):
        production = self._get_production()
        inspection = self._judge_made(self._offer(production))
        self._assert_guarded(production, lambda: self._sign_made(inspection))

    def test_declining_it_is_guarded(self):
        production = self._get_production()
        inspection = self._judge_made(self._offer(production))
        clerk = self.as_("customer_service", inspection)
        self._assert_guarded(
            production, lambda: clerk.action_second_decline("The labels are torn.")
        )

    def test_entering_stock_is_guarded(self):
        production = self._get_production()
        self._accept_made(production)
        self._assert_guarded(
            production, lambda: self._finish_part(production, 10, backorder=False)
        )
