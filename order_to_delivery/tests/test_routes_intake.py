"""An incomplete order is given to no department, by whatever route (H2.2, H9.1)."""

from odoo.tests import tagged

from .cases import covers
from .routes_common import RouteMixin
from .test_intake_checklist import IntakeCase

LACKING = "own words are not recorded"


@tagged("post_install", "-at_install")
class TestRoutesIntake(RouteMixin, IntakeCase):
    def _routes(self, order):
        """Return the ways to a review: to the button, and to what it opens."""
        complete = self._take_order()
        revision = self.env["order.revision"]._open_for(order)
        values = {"sale_order_id": order.id, "revision_id": revision.id}
        reviews = self.env["order.review"]
        step = "action_submit_for_review"
        return {
            "form": lambda: (
                self.save("sales", order, client_order_ref="PO-2"),
                self.call("sales", order, step),
            ),
            "list": lambda: self.call("sales", complete | order, step),
            "rpc": lambda: self.call("sales", order, step),
            "direct": lambda: reviews.sudo().create(values),
        }

    @covers(
        "intake.skipped",
        route=("form", "list", "rpc", "direct"),
        role=("sales", "customer_service"),
    )
    def test_incomplete_order_reaches_no_review(self):
        for keys in (
            {},
            {"default_intake_words": "Ten.", "skip_customer_ref_check": True},
        ):
            order = self._take_order(intake_words=False)
            self.keys = keys
            self._try(self._routes(order), LACKING)
            self.assertFalse(order.order_review_ids)
            self.keys = {}

    @covers("intake.skipped", route=("import", "create"), role="sales")
    def test_nobody_brings_a_review_in(self):
        order = self._take_order(intake_words=False)
        revision = self.env["order.revision"]._open_for(order)
        values = {"sale_order_id": order.id, "revision_id": revision.id}
        reviews = self.env["order.review"]
        for kind in ("sales", "deputy_general_manager"):
            self._try(
                {
                    "create": lambda kind=kind: self.call(
                        kind, reviews, "create", dict(values)
                    ),
                    "import": lambda kind=kind: self.import_new(
                        kind,
                        "order.review",
                        **{f"{name}/.id": value for name, value in values.items()},
                    ),
                }
            )
