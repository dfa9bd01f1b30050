from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundRpc(OrderToDeliveryCase):
    """What anybody with a login may call from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["manager"] = new_test_user(
            cls.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )
        cls.order = cls._take_order(cls)
        cls.change = cls.env["customer.grade.change"].create(
            {
                "partner_id": cls.partners["C"].id,
                "grade_id": cls.grades["A"].id,
                "criteria": "Long with us.",
            }
        )

    def _call(self, kind, model, method, *args, **kwargs):
        return call_kw(self.as_(kind, self.env[model]), method, args, kwargs)

    def test_inner_methods_are_not_reached(self):
        for model, method, args in (
            ("customer.grade.change", "_apply", [self.change.ids]),
            ("customer.grade.change", "_set_state", [self.change.ids, "approved", []]),
            ("order.company.switch", "_exempt_under_way", [self.company.id]),
            ("order.gate.waiver", "_settle_paper", [self.order.id, "order.gate", "x"]),
            ("sale.order", "_copy_payment_plan", [self.order.ids]),
            ("order.date.change", "_log", [self.order.id]),
        ):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(AccessError, "Private methods"),
            ):
                self._call("manager", model, method, *args)

    def test_a_grade_is_not_saved_from_the_form(self):
        for kind in ("sales", "marketing_director", "manager"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._call(
                    kind,
                    "res.partner",
                    "web_save",
                    self.partners["C"].ids,
                    {"customer_grade_id": self.grades["A"].id},
                    specification={},
                )

    def test_a_proposal_is_not_saved_as_approved(self):
        with self.assertRaises(AccessError):
            self._call(
                "marketing_director",
                "customer.grade.change",
                "web_save",
                self.change.ids,
                {"state": "approved", "approved_date": fields.Datetime.now()},
                specification={},
            )

    def test_many_proposals_are_approved_together_or_none(self):
        own = self.as_("marketing_director", self.change).create(
            {
                "partner_id": self.partners["B"].id,
                "grade_id": self.grades["A"].id,
                "criteria": "Mine.",
            }
        )
        ids = [self.change.id, own.id]
        with self.assertRaisesRegex(UserError, "You proposed"):
            self._call(
                "marketing_director", "customer.grade.change", "action_approve", ids
            )
        self.assertEqual(self.change.state, "draft")

    def test_the_switch_is_not_saved_with_the_settings_of_the_company(self):
        self.company.sudo().use_order_to_delivery = False
        with self.assertRaises(AccessError):
            self._call(
                "manager",
                "res.company",
                "write",
                self.company.ids,
                {"use_order_to_delivery": True},
            )
        self._call(
            "manager", "order.settings", "create", [{"use_order_to_delivery": True}]
        )
        self.assertFalse(self.company.use_order_to_delivery)

    def test_a_waiver_is_not_saved_from_the_form(self):
        with self.assertRaises(AccessError):
            self._call(
                "supervisor",
                "order.gate.waiver",
                "web_save",
                [],
                {
                    "sale_order_id": self.order.id,
                    "gate": "order.gate.shipping.needs.request",
                    "reason": "By hand",
                },
                specification={},
            )

    def test_a_context_exempts_no_order(self):
        with self.assertRaises(AccessError):
            self._call(
                "sales",
                "sale.order",
                "create",
                [{"partner_id": self.partners["C"].id}],
                context={"default_order_to_delivery_exempt": True},
            )
