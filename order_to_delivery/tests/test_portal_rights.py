"""A customer who logs in calls none of the steps of money and goods."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCase
from .routes_common import RouteMixin
from .shipping_common import ShippingCase

# Each document, and what a client may call on it.
STEPS = {
    "order.shipping.request": (
        "action_verify",
        "action_release",
        "action_send_advice",
        "action_mark_arrived",
    ),
    "order.production.instruction": ("action_issue", "action_accept"),
    "order.gate.waiver": ("action_revoke",),
    "stock.picking": ("button_validate", "action_assign"),
    "sale.order": (
        "action_confirm",
        "action_request_shipping",
        "action_issue_instruction",
        "action_confirm_settlement",
        "action_create_deposit_invoice",
        "action_create_balance_invoice",
    ),
}


@tagged("post_install", "-at_install")
class TestPortalRights(RouteMixin, ShippingCase, MoneyCase):
    def setUp(self):
        super().setUp()
        self.order = self._get_ready_order("B")
        self.request = self._request_shipping(self.order)
        self.users["customer"] = new_test_user(
            self.env,
            "otd_customer",
            "base.group_portal",
            partner_id=self.partners["B"].id,
        )

    def _get_records(self, model):
        return {
            "order.shipping.request": self.request,
            "stock.picking": self.order.picking_ids,
            "sale.order": self.order,
        }.get(model, self.env[model])

    def test_no_step_of_money_and_goods_is_the_customers(self):
        for model, methods in STEPS.items():
            records = self._get_records(model)
            for method in methods:
                if not records or not hasattr(records, method):
                    continue
                with self.subTest(model=model, method=method):
                    with self._refusal(errors=(AccessError, UserError)):
                        self.call("customer", records, method)

    def test_no_state_and_no_money_is_the_customers_to_write(self):
        payment = self._pay_untied(self.order, 10)
        for record, values in (
            (self.request, {"state": "released"}),
            (self.order, {"state": "cancel"}),
            (self.order.order_line, {"price_unit": 0}),
            (self.order.picking_ids.move_ids, {"state": "done"}),
            (payment, {"sale_order_id": self.order.id}),
        ):
            with self.subTest(record._name), self._refusal(errors=AccessError):
                self.call("customer", record, "write", values)

    def test_nothing_is_created_by_the_customer(self):
        for model, values in (
            ("order.shipping.request", {"sale_order_id": self.order.id}),
            ("order.gate.waiver", {"sale_order_id": self.order.id, "reason": "Mine"}),
            ("account.payment", {"amount": 200, "sale_order_id": self.order.id}),
            ("stock.move", {"state": "done"}),
        ):
            with self.subTest(model), self._refusal(errors=AccessError):
                self.call("customer", self.env[model], "create", values)
