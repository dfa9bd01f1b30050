from odoo.exceptions import AccessError
from odoo.tests import tagged

from .start_common import StartCase

ASKED = "uses more of .*Motor.* than it needs"


@tagged("post_install", "-at_install")
class TestOverIssue(StartCase):
    """What is used beyond need is told, and seen by Material Control (H1.9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.motor, 100)
        cls.machine.bom_ids.consumption = "warning"

    def _overuse(self, quantity=33, consumption="warning"):
        """Return a manufacturing order of 30 motors that takes more of them."""
        self.machine.bom_ids.consumption = consumption
        production = self._made()
        self._inspect_made(production)
        worker = self.as_("production", production)
        worker.qty_producing = 10
        worker._set_qty_producing()
        worker.move_raw_ids.quantity = quantity
        return production

    def _ask(self, production):
        """Press Done, and return the dialog that asks."""
        action = self.as_("production", production).button_mark_done()
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
        wizards = self.as_("production", self.env["mrp.consumption.warning"])
        return wizards.with_context(**action["context"]).create({})

    def _get_issues(self, production):
        return self.env["order.over.issue"].search(
            [("production_id", "=", production.id)]
        )

    def test_who_uses_more_is_asked_why(self):
        production = self._overuse()
        wizard = self._ask(production)
        self.assertTrue(wizard.asks_reason)
        with self.refused(ASKED):
            wizard.action_confirm()
        wizard.over_issue_reason = "Three were bent."
        wizard.action_confirm()
        self.assertEqual(production.state, "done")
        issue = self._get_issues(production)
        self.assertEqual(issue.product_id, self.motor)
        self.assertEqual(issue.needed_quantity, 30)
        self.assertEqual(issue.issued_quantity, 33)
        self.assertEqual(issue.over_quantity, 3)
        self.assertEqual(issue.reason, "Three were bent.")
        self.assertEqual(issue.issued_by_id, self.users["production"])
        self.assertEqual(issue.sale_order_id, production.customer_order_id)
        self.assertFalse(production.over_issue_reason)
        self.assertIn("Three were bent.", production.message_ids[:5].mapped("body")[0])

    def test_quantities_set_back_to_need_are_asked_no_reason(self):
        production = self._overuse()
        self._ask(production).action_set_qty()
        self.assertEqual(production.state, "done")
        self.assertFalse(self._get_issues(production))

    def test_who_used_less_is_asked_no_reason(self):
        production = self._overuse(28)
        wizard = self._ask(production)
        self.assertFalse(wizard.asks_reason)
        wizard.action_confirm()
        self.assertFalse(self._get_issues(production))

    def test_question_that_a_client_skips_is_seen_all_the_same(self):
        production = self._overuse()
        self.call(
            "production",
            production,
            "button_mark_done",
            context={"skip_consumption": True},
        )
        issue = self._get_issues(production)
        self.assertEqual(issue.over_quantity, 3)
        self.assertFalse(issue.reason)
        action = self.env.ref("order_to_delivery.order_over_issue_action")
        self.assertIn("unexplained", action.context)
        seen = self.as_("material_control", self.env["order.over.issue"])
        self.assertEqual(seen.search([("reason", "=", False)]), issue)
        self.as_("production", issue).reason = "Three were bent."
        self.assertIn("Three were bent.", production.message_ids[0].body)
        with self.refused("told already"):
            self.as_("production", issue).reason = "Two were bent."

    def test_what_was_issued_is_nobodys_to_write(self):
        production = self._overuse()
        wizard = self._ask(production)
        wizard.over_issue_reason = "Bent."
        wizard.action_confirm()
        issue = self._get_issues(production)
        for kind, values in (
            ("production", {"over_quantity": 0}),
            ("material_control", {"issued_quantity": 30}),
            ("sales", {"reason": "None."}),
        ):
            with self.subTest(kind=kind), self.refused(".", AccessError):
                self.as_(kind, issue).write(values)
        with self.refused(".", AccessError):
            self.as_("production", issue).unlink()

    def test_blocked_consumption_is_reported_by_a_manager_only(self):
        production = self._overuse(consumption="strict")
        wizard = self._ask(production)
        wizard.over_issue_reason = "Bent."
        ways = {
            "dialog": wizard.action_confirm,
            "rpc": lambda: self.call(
                "production",
                production,
                "button_mark_done",
                context={"skip_consumption": True},
            ),
        }
        for route, act in ways.items():
            with self.subTest(route=route), self.refused("a manufacturing manager"):
                act()
        manager = self.users["production"]
        manager.group_ids += self.env.ref("mrp.group_mrp_manager")
        wizard.action_confirm()
        self.assertEqual(self._get_issues(production).over_quantity, 3)

    def test_bill_that_lets_consumption_differ_asks_nothing(self):
        production = self._overuse(consumption="flexible")
        self.call("production", production, "button_mark_done")
        self.assertEqual(production.state, "done")
        self.assertFalse(self._get_issues(production))

    def test_with_the_switch_off_odoo_asks_as_ever(self):
        production = self._overuse()
        self.company.sudo().use_order_to_delivery = False
        self._ask(production).action_confirm()
        self.assertEqual(production.state, "done")
        self.assertFalse(self._get_issues(production))
