"""Orders whose goods are inspected before they leave."""

from odoo.tests import new_test_user

from .factory import NO_LETTERS
from .plan_common import PlanMixin
from .test_routes_shipping import ShippingRouteCase

HELD = "Quality has not accepted before shipment"
LOOKED_AT = [{"name": "Packing and marks", "kind": "appearance"}]


class ShippingInspectionCase(PlanMixin, ShippingRouteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["inspector"] = new_test_user(
            cls.env,
            login="otd_inspector",
            groups="order_to_delivery.group_quality",
            email="inspector@example.com",
            context=NO_LETTERS,
        )

    def _plan_shipments(self, **values):
        """Plan the inspection of all goods before shipment, unless told otherwise."""
        return self._plan(LOOKED_AT, kind="shipment", name="Export", **values)

    def _get_drafts(self, request):
        return self.env["order.inspection"].search(
            [("shipping_request_id", "=", request.id), ("state", "=", "draft")]
        )

    def _judge_shipment(self, inspection, accepted=10, rejected=0, disposition="scrap"):
        inspection = self.as_("inspector", inspection)
        inspection.check_ids.action_pass()
        inspection.line_ids.write(
            {
                "accepted_quantity": accepted,
                "rejected_quantity": rejected,
                "disposition": disposition if rejected else False,
            }
        )
        inspection.action_judge()
        return inspection.with_env(self.env)

    def _get_released(self, **values):
        """Return a released order, its request, and its inspection before shipment."""
        order, request = self._get_released_order(**values)
        return order, request, self._get_drafts(request)
