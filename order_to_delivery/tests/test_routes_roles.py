"""Each step of each document belongs to its departments, whoever calls it by RPC."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cases import covers
from .common import KINDS, OrderToDeliveryCase
from .routes_common import RouteMixin

CLERK = "customer_service"
CHAIR = "deputy_general_manager"
# document: {step: (departments, arguments)}
STEPS = {
    "order": {
        "action_submit_for_review": (("sales", CLERK), ()),
        "action_propose_change": (("sales", CLERK), ()),
        "action_send_confirmation": ((CLERK,), ()),
        "action_create_deposit_invoice": (("finance", "sales", CLERK), ()),
        "action_create_balance_invoice": (("finance", "sales", CLERK), ()),
        "action_prepare_instruction": ((CLERK,), ()),
        "action_issue_instruction": ((CLERK,), ()),
        "action_send_balance_notice": (("sales", CLERK, "finance"), ()),
        "action_request_shipping": ((CLERK,), ()),
        "action_view_payments": (("finance",), ()),
        "action_view_receivables": (("finance",), ()),
    },
    "review": {
        "action_circulate": ((CHAIR,), ()),
        "action_close": ((CHAIR,), ()),
        "action_refuse": ((CHAIR,), ()),
    },
    "signoff": {"action_ask_again": ((CHAIR,), ())},
    "confirmation": {
        "action_mark_arrived": ((CLERK, "sales"), ()),
        "action_upload_signed": ((CLERK,), ([], "Mr Chen")),
        "action_accept": ((CLERK,), ()),
        "action_mark_unclear": ((CLERK,), ("Unclear",)),
        "action_send_again": ((CLERK,), ()),
    },
    "instruction": {
        "action_issue": ((CLERK,), ()),
        "action_accept": (("production",), ()),
    },
    "request": {
        "action_verify": (("finance",), ()),
        "action_release": ((CLERK,), ()),
        "action_withdraw": ((CLERK, "finance"), ("Wrong",)),
        "action_send_advice": ((CLERK, "logistics", "sales"), ()),
        "action_mark_arrived": ((CLERK, "logistics"), ()),
        "action_mark_delayed": ((CLERK, "logistics"), ()),
        "action_acknowledge": ((CLERK, "logistics"), ()),
        "action_sign_briefing": (("warehouse", "logistics"), ()),
    },
    "receipt": {
        "action_mark_signed": (("logistics", CLERK), ([], "Mr Chen")),
        "action_settle_difference": ((CLERK,), ()),
    },
}


@tagged("post_install", "-at_install")
class TestRoutesRoles(RouteMixin, OrderToDeliveryCase):
    @covers("review.role", "review.api", "ship.release", route="rpc", role=KINDS)
    def test_each_step_refuses_each_other_department_first_of_all(self):
        order = self._walk_to("end")
        documents = {
            "order": order,
            "review": order.order_review_ids[:1],
            "signoff": order.order_review_ids.signoff_ids[:1],
            "confirmation": order.order_confirmation_ids[:1],
            "instruction": order.order_production_instruction_ids[:1],
            "request": order.order_shipping_request_ids[:1],
            "receipt": order.order_delivery_receipt_ids[:1],
        }
        for document, steps in STEPS.items():
            for method, (departments, arguments) in steps.items():
                for kind in self._get_others(departments):
                    with (
                        self.subTest(step=method, document=document, kind=kind),
                        self._refusal("This step belongs to|only for", AccessError),
                    ):
                        self.call(kind, documents[document], method, *arguments)

    def _get_others(self, departments):
        """Return the kinds that neither are nor head one of the departments."""
        groups = [f"order_to_delivery.group_{kind}" for kind in departments]
        return [
            kind
            for kind in KINDS
            if not any(self.users[kind].has_group(group) for group in groups)
        ]
