from odoo.exceptions import AccessError
from odoo.tests import tagged

from .making_case import OVER_ACCEPTED, MakingCase


@tagged("post_install", "-at_install")
class TestMakingDecline(MakingCase):
    """Customer Service need not sign what Quality accepted (H9.14)."""

    def setUp(self):
        super().setUp()
        self.production = self._get_production()
        self.inspection = self._judge_made(self._offer(self.production), 8, 2, "rework")

    def _decline(self, by="customer_service", reason="The labels name no size."):
        dialog = self.as_(by, self.env["order.inspection.decline"]).create(
            {"inspection_id": self.inspection.id, "reason": reason}
        )
        dialog.action_decline()
        return self.inspection.next_ids

    def test_what_is_declined_is_inspected_anew(self):
        again = self._decline()
        self.assertEqual(self.inspection.state, "closed")
        self.assertEqual(
            self.inspection.second_declined_by_id, self.users["customer_service"]
        )
        self.assertEqual((again.state, again.kind), ("draft", "finished"))
        self.assertEqual(again.line_ids.offered_quantity, 8)
        self.assertTrue(again.needs_second_signature)
        said = self.production.message_ids[0].body
        self.assertIn("The labels name no size.", said)
        self.assertIn(again.name, said)

    def test_what_is_declined_stays_outside_until_it_is_signed_anew(self):
        again = self._decline()
        done = {"skip_backorder": True}
        with self.refused(OVER_ACCEPTED):
            self._call("production", self.production, "button_mark_done", **done)
        self._sign_made(self._judge_made(again))
        self.assertEqual(self._get_accepted(), 8)

    def _get_accepted(self):
        books = self.env["order.making.quantity"]._get_books(self.production)
        return sum(sum(by_lot.values()) for by_lot in books.accepted.values())

    def test_a_declined_result_cannot_be_signed_any_more(self):
        self._decline()
        with self.refused("is Closed"):
            self._call("customer_service", self.inspection, "action_second_sign")
        self.assertEqual(self._get_accepted(), 0)

    def test_what_was_signed_cannot_be_declined(self):
        self._sign_made(self.inspection)
        with self.refused("asks for no second signature"):
            self._decline()
        self.assertEqual(self._get_accepted(), 8)

    def test_who_declines_says_why(self):
        with self.refused("Say what is wrong"):
            self._decline(reason="  ")
        self.assertEqual(self.inspection.state, "judged")

    def test_only_customer_service_declines(self):
        for kind in ("quality", "production", "warehouse", "sales"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._call(
                    kind, self.inspection, "action_second_decline", "Not my turn."
                )

    def test_who_judged_does_not_decline_it_either(self):
        group = self.env.ref("order_to_delivery.group_customer_service")
        self.users["quality"].group_ids += group
        with self.refused("You judged"):
            self._call("quality", self.inspection, "action_second_decline", "Own work.")

    def test_nobody_writes_who_declined(self):
        for name in ("second_declined_by_id", "second_declined_reason"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("customer_service", self.inspection).write({name: False})
