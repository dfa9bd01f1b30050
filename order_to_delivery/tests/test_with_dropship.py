from odoo import Command
from odoo.tests import new_test_user, tagged

from .beside_common import BesideMixin
from .buying_common import NO_REQUISITION, NOT_APPROVED, PurchaseCase
from .factory import NO_LETTERS
from .inspection_common import REFUSED as UNJUDGED
from .shipping_common import REFUSED as UNRELEASED


class DropshipCase(BesideMixin, PurchaseCase):
    """Ten pumps that their vendor sends to the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The head concedes; somebody else of Quality judges.
        cls.users["inspector"] = new_test_user(
            cls.env,
            login="otd_inspector",
            groups="order_to_delivery.group_quality",
            email="inspector@example.com",
            context=NO_LETTERS,
        )
        cls.pump = cls._make_part(
            "Pump",
            80,
            list_price=200,
            invoice_policy="order",
            taxes_id=False,
            route_ids=[
                Command.link(cls.env.ref("stock_dropshipping.route_drop_shipping").id)
            ],
        )

    def _ordered(self):
        """Return an order whose pumps may be bought, and their purchase order."""
        order = self._walk_to("production", grade="A", lines=[(self.pump, 10)])
        return order, order.sudo()._get_purchase_orders().sudo(False)

    def _approved(self):
        """Return an order whose pumps are bought, and their dropship."""
        order, purchase = self._ordered()
        self.as_("purchasing", purchase).action_ask_requisition()
        self._approve(purchase.order_line.purchase_request_lines.request_id)
        self._confirm_purchase(purchase)
        return order, purchase, purchase.picking_ids

    def _get_inspection(self, purchase):
        return self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id)], order="id desc", limit=1
        )

    def _judge(self, purchase, accepted=10, rejected=0, disposition="return"):
        inspection = self.as_("inspector", self._get_inspection(purchase))
        inspection.line_ids.write(
            {
                "accepted_quantity": accepted,
                "rejected_quantity": rejected,
                "disposition": disposition if rejected else False,
            }
        )
        inspection.action_judge()
        return inspection.with_env(self.env)

    def _let_go(self, order):
        self._request_shipping(order)
        self._verify(order)
        self._release(order)

    def _pick(self, picking, quantity=10):
        for move in picking.move_ids:
            move.quantity = quantity
            move.picked = True

    def _validate(self, picking):
        keys = {"skip_backorder": True, "picking_ids_not_to_backorder": []}
        self.call("warehouse", picking, "button_validate", context=keys)

    def _ways_out(self, picking):
        """Return the routes by which a vendor's delivery is reported."""
        move = picking.move_ids
        return {
            "form": lambda: (
                self.save(
                    "warehouse",
                    picking,
                    move_ids=[(1, move.id, {"quantity": 10, "picked": True})],
                ),
                self._validate(picking),
            ),
            "rpc": lambda: (self._pick(picking), self._validate(picking)),
            "batch": lambda: (
                self._pick(picking),
                self.call("warehouse", self._batch(picking), "action_done"),
            ),
            "state": lambda: (
                self._pick(picking),
                self.call("warehouse", move, "write", {"state": "done"}),
            ),
            "create": lambda: self.create_copy(
                "warehouse", move, state="done", quantity=1, picked=True
            ),
            "import": lambda: self.import_("warehouse", move, quantity=1, state="done"),
            "direct": lambda: (self._pick(picking), move.sudo()._action_done()),
        }


@tagged("post_install", "-at_install")
class TestWithDropship(DropshipCase):
    """What a vendor sends to the customer is held like all supply (H1.7, H9.17)."""

    def test_line_is_bought_for_its_order(self):
        order, purchase = self._ordered()
        self.assertEqual(order.order_line._get_supply_kind()[order.order_line], "buy")
        self.assertEqual(purchase.state, "draft")
        self.assertTrue(purchase._is_dropshipped())

    def test_nothing_is_bought_before_the_deposit_is_there(self):
        order = self._walk_to("deposit", grade="B", lines=[(self.pump, 10)])
        order._resume_held()
        self.assertFalse(order.sudo()._get_purchase_orders())
        self._pay(order, order.deposit_due)
        self.env.flush_all()
        order._resume_held()
        self.assertTrue(order.sudo()._get_purchase_orders())

    def test_purchase_needs_an_approved_requisition_by_every_route(self):
        _order, purchase = self._ordered()
        self._try(self._routes(purchase), NO_REQUISITION)
        self.as_("purchasing", purchase).action_ask_requisition()
        self._try(self._routes(purchase), NOT_APPROVED)
        self.assertFalse(purchase.picking_ids)
        self._approve(purchase.order_line.purchase_request_lines.request_id)
        self._confirm_purchase(purchase)
        self.assertEqual(purchase.picking_ids.picking_type_code, "dropship")

    def test_goods_do_not_leave_the_vendor_unjudged_by_any_route(self):
        order, _purchase, dropship = self._approved()
        self._let_go(order)
        self._try(self._ways_out(dropship), UNJUDGED)

    def test_goods_do_not_leave_the_vendor_unreleased_by_any_route(self):
        _order, purchase, dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        self._judge(purchase)
        self._try(self._ways_out(dropship), UNRELEASED)

    def test_goods_leave_once_judged_and_released(self):
        order, purchase, dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        inspection = self._judge(purchase)
        self.assertEqual(inspection.sale_order_id, order)
        self._let_go(order)
        self._pick(dropship)
        self._validate(dropship)
        self.assertEqual(dropship.state, "done")
        self.assertEqual(order.order_line.qty_delivered, 10)
        receipts = order.sudo().order_delivery_receipt_ids
        self.assertEqual(receipts.line_ids.sent_quantity, 10)

    def test_no_more_leaves_than_was_released(self):
        order, purchase, dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        self._judge(purchase)
        self.as_("customer_service", order).action_request_shipping()
        request = order.order_shipping_request_ids
        self.as_("customer_service", request.line_ids).quantity = 4
        self._verify(order)
        self._release(order)
        self._pick(dropship, 5)
        with self._refusal(UNRELEASED):
            self._validate(dropship)
        self._pick(dropship, 4)
        self._validate(dropship)
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_other_orders_goods_are_not_covered(self):
        released, purchase, _dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        self._judge(purchase)
        self._let_go(released)
        _order, other, dropship = self._approved()
        self._certify(self._get_inspection(other))
        self._judge(other)
        self._pick(dropship)
        with self._refusal(UNRELEASED):
            self._validate(dropship)


@tagged("post_install", "-at_install")
class TestWithDropshipJudged(DropshipCase):
    """H1.8: nobody sees a dropship; the vendor's certificate speaks for it."""

    def test_goods_that_nobody_sees_are_accepted_by_certificate_only(self):
        _order, purchase, _dropship = self._approved()
        with self._refusal("attach the vendor's certificate"):
            self._judge(purchase)
        self._certify(self._get_inspection(purchase))
        self.assertEqual(self._judge(purchase).result, "accepted")

    def test_concession_lets_goods_go_without_a_certificate(self):
        order, purchase, dropship = self._approved()
        inspection = self._get_inspection(purchase)
        self._judge(purchase, 0, 10, "concession")
        self._let_go(order)
        self._pick(dropship)
        with self._refusal(UNJUDGED):
            self._validate(dropship)
        with self._refusal("."):
            self.as_("production", inspection).action_concede("Customer agrees.")
        self.as_("quality", inspection).action_concede("Customer agrees.")
        self._validate(dropship)
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_rejected_goods_stay_with_their_vendor(self):
        order, purchase, dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        inspection = self._judge(purchase, 8, 2)
        self.assertFalse(inspection.return_picking_ids)
        self.assertEqual(dropship.move_ids.product_uom_qty, 8)
        customers = self.env.ref("stock.stock_location_customers")
        self.assertEqual(dropship.move_ids.location_dest_id, customers)
        self._let_go(order)
        self._pick(dropship, 9)
        with self._refusal(UNJUDGED):
            self._validate(dropship)
        self._pick(dropship, 8)
        self._validate(dropship)
        self.assertEqual(order.order_line.qty_delivered, 8)

    def test_goods_that_the_vendor_reworks_are_judged_again(self):
        order, purchase, dropship = self._approved()
        self._certify(self._get_inspection(purchase))
        inspection = self._judge(purchase, 8, 2, "rework")
        self.assertEqual(dropship.move_ids.product_uom_qty, 10)
        self.as_("quality", inspection).action_inspect_again()
        again = self.as_("quality", inspection.next_ids)
        again.action_accept_all()
        with self._refusal("attach the vendor's certificate"):
            again.action_judge()
        self._certify(again)
        again.action_judge()
        self._let_go(order)
        self._pick(dropship)
        self._validate(dropship)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(len(purchase.picking_ids), 1)
