"""No review of what is incomplete, by whatever route it is opened (H2.2, H9.1)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import covers
from .test_intake_checklist import IntakeCase


@tagged("post_install", "-at_install")
class TestIntakeFloor(IntakeCase):
    @covers("intake.skipped", route="direct", role="superuser")
    def test_no_review_is_opened_on_an_incomplete_order(self):
        """Past the button: by another addon, as superuser, with the content locked."""
        order = self._take_order(intake_words=False)
        with self.assertRaisesRegex(UserError, "own words are not recorded"):
            order._submit_for_review()
        self.assertFalse(order.order_review_ids)

    def test_no_review_is_created_on_what_lacks_its_content(self):
        order = self._take_order()
        review = self._submit(order)
        snapshot = review.revision_id.snapshot
        snapshot["header"]["dates"]["wanted_date"] = ""
        review.revision_id.snapshot = snapshot
        with self.assertRaisesRegex(UserError, "preliminary delivery date"):
            review.copy({"round": 2, "state": "submitted"})

    def test_an_import_reaches_no_review(self):
        order = self._take_order(intake_words=False)
        with self.assertRaisesRegex(UserError, "own words are not recorded"):
            self.env["order.review"].create(
                {
                    "sale_order_id": order.id,
                    "revision_id": self.env["order.revision"]._open_for(order).id,
                }
            )

    def test_several_are_refused_by_name(self):
        orders = self._take_order(wanted_date=False) | self._take_order(
            intake_words=False
        )
        with self.assertRaises(UserError) as refusal:
            self.as_("sales", orders).action_submit_for_review()
        for order in orders:
            self.assertIn(order.name, str(refusal.exception))

    def test_a_change_adds_no_line_without_a_code(self):
        order = self._walk_to("deposit")
        bare = self._build_product("Bracket", False, list_price=5)
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users["sales"])
            .with_context(default_sale_order_id=order.id)
            .create({"reason": "One more."})
        )
        wizard.line_ids.create({"proposal_id": wizard.id, "product_id": bare.id})
        with self.assertRaisesRegex(UserError, "Bracket has no product code"):
            wizard.action_propose()
        self.assertFalse(order.pending_revision_id)
        bare.default_code = "T-BRA"
        wizard.action_propose()
        self.assertTrue(order.pending_revision_id)

    @covers("intake.skipped", route="wizard", role="sales")
    def test_a_change_is_judged_by_what_it_proposes(self):
        order = self._walk_to("deposit")
        self._ask_for("price", "specification", "marks")
        with self.assertRaises(UserError) as refusal:
            self._propose(order, quantity=12)
        for text in ("has no specification", "shipping marks are missing"):
            self.assertIn(text, str(refusal.exception))
        self.assertNotIn("has no price", str(refusal.exception))
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users["sales"])
            .with_context(default_sale_order_id=order.id)
            .create({"reason": "As asked.", "marks": "B / VIENNA"})
        )
        wizard.line_ids.specification = "IP54"
        wizard.action_propose()
        self.assertTrue(order.pending_revision_id)

    def test_a_change_is_not_asked_for_the_memo_of_its_order(self):
        """What was reviewed keeps its memo, whatever the company asks by now."""
        order = self._walk_to("deposit")
        order._write_content({"intake_words": False})
        self._propose(order, quantity=12)
        self.assertTrue(order.pending_revision_id)
