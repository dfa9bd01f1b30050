from odoo import Command
from odoo.tests import tagged

from .buying_common import NO_REQUISITION, NOT_APPROVED, PurchaseCase
from .cases import covers


@tagged("post_install", "-at_install")
class TestRequisitionFloor(PurchaseCase):
    """Nothing is ordered from a vendor but on an approved requisition (H1.7)."""

    @covers(
        "buy.unapproved",
        route=("form", "list", "rpc", "import", "direct"),
        role=("purchasing",),
    )
    def test_what_is_not_approved_is_not_ordered_by_any_route(self):
        _request, purchase = self._asked()
        for route, act in self._routes(purchase).items():
            with self.subTest(route=route), self.refused(NOT_APPROVED):
                act()
        self.assertEqual(purchase.state, "draft")
        self.assertFalse(purchase.picking_ids)

    def test_what_is_approved_is_ordered(self):
        request, purchase = self._asked(approved=True)
        self.call("purchasing", purchase, "button_confirm")
        self.assertEqual(purchase.state, "purchase")
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(request.line_ids.ordered_quantity, 30)

    @covers("buy.unapproved", route=("create",), role=("purchasing",))
    def test_nothing_is_created_as_ordered(self):
        request, _purchase = self._asked()
        line = Command.create(
            {
                "product_id": self.motor.id,
                "product_qty": 30,
                "price_unit": 50,
                "purchase_request_lines": [Command.set(request.line_ids.ids)],
            }
        )
        values = {"partner_id": self.vendor.id, "order_line": [line]}
        orders = self.as_("purchasing", self.env["purchase.order"])
        with self.refused(NOT_APPROVED):
            orders.create({**values, "state": "purchase"})
        with self.refused(NOT_APPROVED):
            orders.with_context(default_state="purchase").create(values)

    @covers(
        "review.purchase",
        route=("form", "list", "rpc", "import", "direct"),
        role=("purchasing",),
    )
    def test_a_confirmed_order_does_not_grow_beyond_its_approval(self):
        _request, purchase = self._asked(approved=True)
        self.call("purchasing", purchase, "button_confirm")
        line = purchase.order_line
        draft = self._purchase(self.motor, 1, 50)
        dozen = self.env.ref("uom.product_uom_dozen")
        for values, text in (
            ({"product_qty": 31}, NOT_APPROVED),
            ({"price_unit": 51}, "costs more than was approved"),
            ({"product_uom_id": dozen.id}, NOT_APPROVED),
            ({"product_id": self.component.id}, NOT_APPROVED),
        ):
            with self.subTest(values=values), self.refused(text):
                self.save("purchasing", line, **values)
            with self.subTest(values=values, route="direct"), self.refused(text):
                line.sudo().write(values)
            rows = {
                f"{k}/.id" if k.endswith("_id") else k: v for k, v in values.items()
            }
            with self.subTest(values=values, route="import"), self.refused(text):
                self.import_("purchasing", line, **rows)
            command = {"order_line": [Command.update(line.id, values)]}
            with self.subTest(values=values, route="parent"), self.refused(text):
                self.call("purchasing", purchase, "write", command)
            with self.subTest(values=values, route="list"), self.refused(text):
                self.call("purchasing", line | draft.order_line, "write", values)
        self.assertEqual((line.product_qty, line.price_unit), (30, 50))

    @covers("review.purchase", route=("create",), role=("purchasing",))
    def test_a_confirmed_order_gets_no_line_without_its_requisition(self):
        request, purchase = self._asked(approved=True)
        self.call("purchasing", purchase, "button_confirm")
        values = {
            "order_id": purchase.id,
            "product_id": self.motor.id,
            "product_qty": 1,
            "price_unit": 50,
            "purchase_request_lines": [Command.set(request.line_ids.ids)],
        }
        with self.refused(NOT_APPROVED):
            self.call("purchasing", purchase.order_line, "create", [values])
        self.company.sudo().order_requisition_policy = "all"
        values["purchase_request_lines"] = []
        with self.refused(NO_REQUISITION):
            self.call("purchasing", purchase.order_line, "create", [values])
        draft = self._purchase(self.motor, 1, 50)
        with self.refused(NO_REQUISITION):
            self.save("purchasing", draft.order_line, order_id=purchase.id)

    def test_a_confirmed_order_may_shrink_and_become_cheaper(self):
        _request, purchase = self._asked(approved=True)
        self.call("purchasing", purchase, "button_confirm")
        self.save("purchasing", purchase.order_line, product_qty=20, price_unit=45)
        self.assertEqual(purchase.order_line.product_qty, 20)

    def test_dearer_than_approved_is_not_ordered(self):
        _request, purchase = self._asked(approved=True)
        purchase.order_line.price_unit = 50.5
        with self.refused("costs more than was approved"):
            self._confirm_purchase(purchase)
        purchase.order_line.discount = 1
        self._confirm_purchase(purchase)

    def test_a_foreign_price_is_compared_in_the_companys_money(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        euro.rate_ids = [Command.create({"rate": 0.5, "name": "2020-01-01"})]
        _request, purchase = self._asked(approved=True)
        purchase.currency_id = euro
        purchase.order_line.price_unit = 30
        with self.refused("costs more than was approved"):
            self._confirm_purchase(purchase)
        purchase.order_line.price_unit = 25
        self._confirm_purchase(purchase)
        pound = self.env.ref("base.GBP")
        pound.active = True
        pound.rate_ids.unlink()
        pound.rate_ids = [Command.create({"rate": 0.25, "name": "2020-01-01"})]
        with self.refused("costs more than was approved"):
            self.as_("purchasing", purchase).currency_id = pound

    def test_two_purchase_orders_share_what_is_approved(self):
        request, first = self._asked(approved=True)
        second = self._order(request)
        first.order_line.product_qty = 20
        self._confirm_purchase(first)
        with self.refused(f"20 Units {NOT_APPROVED}"):
            self._confirm_purchase(second)
        second.order_line.product_qty = 10
        self._confirm_purchase(second)
        with self.refused(NOT_APPROVED):
            self.as_("purchasing", first.order_line).product_qty = 21

    def test_two_confirmed_together_share_what_is_approved(self):
        request, first = self._asked(approved=True)
        second = self._order(request)
        with self.refused(NOT_APPROVED):
            self.call("purchasing", first | second, "button_confirm")

    def test_a_cancelled_purchase_order_gives_back_what_it_used(self):
        request, first = self._asked(approved=True)
        self._confirm_purchase(first)
        second = self._order(request)
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(second)
        self.as_("purchasing", first).button_cancel()
        self._confirm_purchase(second)
        with self.refused(NOT_APPROVED):
            self.as_("purchasing", first).write({"state": "purchase"})

    def test_one_purchase_order_serves_two_orders(self):
        _one, first = self._required()
        _two, second = self._required()
        self._approve(first)
        self._approve(second)
        purchase = self._order(first | second)
        self.assertEqual(sum(purchase.order_line.mapped("product_qty")), 60)
        self._confirm_purchase(purchase)
        self.assertEqual(first.line_ids.ordered_quantity, 30)
        self.assertEqual(second.line_ids.ordered_quantity, 30)

    @covers("buy.unapproved", route=("list",), role=("purchasing",))
    def test_what_is_merged_into_a_draft_is_asked_for_too(self):
        _request, purchase = self._asked(approved=True)
        _other, unapproved = self._asked()
        self.call("purchasing", purchase | unapproved, "action_merge")
        kept = (purchase | unapproved).filtered(lambda po: po.state != "cancel")
        self.assertEqual(kept.order_line.product_qty, 60)
        with self.refused(f"30 Units {NOT_APPROVED}"):
            self._confirm_purchase(kept)

    def test_a_line_of_a_merged_order_keeps_its_requisition(self):
        request, purchase = self._asked(approved=True)
        other, second = self._asked(approved=True)
        self.call("purchasing", purchase | second, "action_merge")
        kept = (purchase | second).filtered(lambda po: po.state != "cancel")
        self.assertEqual(
            kept.order_line.purchase_request_lines, request.line_ids | other.line_ids
        )
        self._confirm_purchase(kept)

    @covers("buy.unapproved", route=("wizard",), role=("purchasing",))
    def test_another_vendors_alternative_stands_on_the_same_requisition(self):
        request, purchase = self._asked(approved=True)
        wizard = self.as_(
            "purchasing", self.env["purchase.requisition.create.alternative"]
        ).create(
            {
                "origin_po_id": purchase.id,
                "partner_ids": [
                    Command.create({"name": "Other Motors"}),
                ],
            }
        )
        wizard.action_create_alternative()
        other = purchase.alternative_po_ids - purchase
        other.order_line.price_unit = 40
        self.assertEqual(other.order_line.purchase_request_lines, request.line_ids)
        self.call("purchasing", purchase, "button_approve")
        with self.refused(NOT_APPROVED):
            self.call("purchasing", other, "button_approve")
