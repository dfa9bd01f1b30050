"""The widgets of the order's form, tested with Hoot in a browser."""

from odoo.tests import HttpCase, no_retry, tagged

SUITES = ("station_strip", "gate_banner", "draft_panel")


class WidgetSuites:
    """Runs the Hoot suites of the widgets, and fails when a test or a suite does."""

    def _run_suites(self, preset):
        ids = "".join(
            f"&id={self._get_suite_id(f'@order_to_delivery/unit/{name}')}"
            for name in SUITES
        )
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000{ids}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def _get_suite_id(self, name):
        """Return Hoot's hash of a suite's name, as web's own tests compute it."""
        result = 0
        for char in name:
            result = ((result << 5) - result + ord(char)) & 0xFFFFFFFF
        return f"{result:08x}"


@tagged("post_install", "-at_install")
class TestProgressJs(WidgetSuites, HttpCase):
    @no_retry
    def test_widgets_of_the_order_on_a_desk(self):
        self._run_suites("desktop")


@tagged("post_install", "-at_install")
class TestProgressJsOnPhone(WidgetSuites, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_widgets_of_the_order_on_a_phone(self):
        self._run_suites("mobile")
