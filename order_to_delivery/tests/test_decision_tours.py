from odoo.tests import HttpCase, tagged

from .change_common import ChangeMixin
from .common import FactoryMixin
from .grade_common import GradeMixin
from .price_common import PriceMixin


@tagged("post_install", "-at_install")
class TestDecisionTours(ChangeMixin, GradeMixin, PriceMixin, FactoryMixin, HttpCase):
    """What people decide about an order, in the browser and in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()

    def _decide(self, tour, kind, action, prepare):
        """Walk a tour on a record made anew, in each language; yield the record."""
        user = self.users[kind]
        for lang in ("en_US", "zh_CN"):
            user.lang = lang
            record = prepare()
            self.start_tour(
                f"/odoo/action-{self._get_action(action)}/{record.id}",
                f"order_to_delivery_{tour}",
                login=user.login,
            )
            self.env.invalidate_all()
            with self.subTest(lang=lang):
                yield record

    def _get_action(self, name):
        return name if "." in name else f"order_to_delivery.{name}"

    def test_a_doubted_price_is_settled_with_a_reason(self):
        """H9.2"""
        self._set_limits(floor=90)
        decide = self._decide(
            "price_doubt",
            "marketing_director",
            "order_price_doubt_action",
            lambda: self._ask(self.product.list_price / 2),
        )
        for doubt in decide:
            self.assertEqual(doubt.reason, "A trial order")
            self.assertEqual(doubt.settled_by_id, self.users["marketing_director"])

    def test_the_chair_sees_what_a_change_proposes(self):
        """H9.6"""

        def prepare():
            order = self._walk_to("deposit", lines=[(self.stocked, 10)])
            self._propose(order, price=30)
            return order.order_review_ids[:1]

        for review in self._decide(
            "revision_difference",
            "deputy_general_manager",
            "order_review_action",
            prepare,
        ):
            self.assertEqual(review.state, "circulated")

    def test_a_scan_that_cannot_be_read_is_asked_for_again(self):
        """H9.6"""

        def prepare():
            order = self._walk_to("signature")
            self._upload_confirmation(order)
            return order.order_confirmation_ids[:1]

        for confirmation in self._decide(
            "unreadable_scan", "clerk", "order_confirmation_action", prepare
        ):
            self.assertEqual(confirmation.state, "sent")
            self.assertFalse(confirmation.signed_by)

    def test_a_grade_is_changed_by_who_approves_it(self):
        """H9.21"""

        def prepare():
            partner = self.env["res.partner"].create({"name": "New Customer"})
            change = self.as_("sales", self.env["customer.grade.change"]).create(
                {
                    "partner_id": partner.id,
                    "grade_id": self.grades["A"].id,
                    "criteria": "Three years, never late.",
                }
            )
            return change.with_env(self.env)

        for change in self._decide(
            "grade_change",
            "marketing_director",
            "customer_grade_change_action",
            prepare,
        ):
            self.assertEqual(change.state, "in_force")
            self.assertEqual(change.partner_id.customer_grade_id, self.grades["A"])

    def test_a_grade_is_worked_out_from_the_record(self):
        """H9.21"""
        self._rank_grades()
        self.env["customer.grade.criterion"].create(
            {"grade_id": self.grades["A"].id, "kind": "contract"}
        )

        def prepare():
            partner = self.env["res.partner"].create({"name": "New Customer"})
            self.partners["new"] = partner
            self._contract("new", name=f"C-{partner.id}")
            return partner

        director = self.users["marketing_director"]
        for partner in self._decide(
            "grade_worked_out", "sales", "base.action_partner_form", prepare
        ):
            change = partner.customer_grade_change_ids
            self.assertTrue(change.is_worked_out)
            self.assertEqual(change.fact_ids.mapped("is_met"), [True])
            director.lang = self.users["sales"].lang
            self.start_tour(
                f"/odoo/action-{self._get_action('customer_grade_change_action')}"
                f"/{change.id}",
                "order_to_delivery_grade_change",
                login=director.login,
            )
            self.env.invalidate_all()
            self.assertEqual(partner.customer_grade_id, self.grades["A"])
