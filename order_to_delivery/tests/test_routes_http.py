"""Closed gates over real HTTP: a station each, and what the customer's link reaches."""

from odoo import Command, fields
from odoo.tests import HttpCase, JsonRpcException, tagged

from .cases import covers
from .code_common import SIGNATURE
from .common import FactoryMixin


@tagged("post_install", "-at_install")
class TestRoutesHttp(FactoryMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_factory()
        cls.password = "A long enough password 9"
        for user in cls.users.values():
            user.sudo().password = cls.password

    def _call(self, kind, records, method, *args, **kwargs):
        """Call a method as the web client of somebody who has logged in."""
        self.authenticate(self.users[kind].login, self.password)
        answer = self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{records._name}/{method}",
            {
                "model": records._name,
                "method": method,
                "args": [records.ids, *args],
                "kwargs": kwargs,
            },
        )
        self.env.invalidate_all()
        return answer

    def _refused(self, kind, records, method, *args):
        state = records.mapped("state")
        with self.assertRaisesRegex(JsonRpcException, "UserError|AccessError"):
            self._call(kind, records, method, *args)
        self.env.invalidate_all()
        self.assertEqual(records.mapped("state"), state)

    def _link(self, order, suffix, **params):
        params["access_token"] = order._portal_ensure_token()
        answer = self.make_jsonrpc_request(f"/my/orders/{order.id}/{suffix}", params)
        self.env.invalidate_all()
        return answer

    @covers("review.created", "review.role", route="rpc", role="purchasing")
    def test_review_is_signed_and_closed_in_turn_only(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        seat = review.signoff_ids.filtered(lambda s: s.kind == "technical")
        self._refused("purchasing", seat, "action_agree")
        self._refused("deputy_general_manager", review, "action_close")
        self._call("technical", seat, "write", {"text": "Possible."})
        self._call("technical", seat, "action_agree")
        self.assertEqual(seat.state, "signed")

    @covers("review.second_button", route="rpc", role="sales")
    def test_order_is_confirmed_after_its_signature_only(self):
        order = self._walk_to("signature")
        self._refused("sales", order, "action_confirm")
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    @covers("money.unpaid", route="rpc", role=("customer_service", "production"))
    def test_instruction_is_issued_after_the_deposit_only(self):
        order = self._walk_to("deposit")
        self._refused("customer_service", order, "action_issue_instruction")
        self._pay(order, order.deposit_due)
        self._call("customer_service", order, "action_issue_instruction")
        self.assertEqual(order.order_production_instruction_ids.state, "issued")

    @covers("ship.release", "ship.routes", route="rpc", role=("finance", "warehouse"))
    def test_goods_are_verified_released_and_shipped_in_turn_only(self):
        order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        self._pay(order, order.deposit_due)
        order._resume_held()
        request = self._request_shipping(order)
        self._refused("finance", request, "action_verify")
        self._refused("customer_service", request, "action_release")
        picking = order.picking_ids
        self._refused("warehouse", picking, "button_validate")
        self._pay(order, order.amount_total - order.money_received)
        self._call("finance", request, "action_verify")
        self._call("customer_service", request, "action_release")
        self._call("warehouse", picking, "button_validate")
        self.assertEqual(picking.state, "done")

    @covers("review.api", route="rpc", role=("sales", "warehouse"))
    def test_external_interface_knows_no_other_rules(self):
        order = self._walk_to("signature")
        for kind in ("sales", "warehouse"):
            response = self.url_open(
                "/json/2/sale.order/action_confirm",
                json={"ids": order.ids},
                headers={"Authorization": f"Bearer {self._get_key(kind)}"},
            )
            self.env.invalidate_all()
            self.assertGreaterEqual(response.status_code, 400)
            self.assertEqual(order.state, "sent")

    @covers("review.edited", "review.lines", route="rpc", role="sales")
    def test_catalogue_adds_nothing_to_what_was_given_to_the_departments(self):
        order = self._take_order()
        self._choose(order, self.stocked, 3)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [10, 3])
        self._submit(order)
        for product, quantity in (
            (self.service, 1),
            (self.stocked, 9),
            (self.stocked, 0),
        ):
            with self.assertRaisesRegex(JsonRpcException, "UserError"):
                self._choose(order, product, quantity)
            self.env.invalidate_all()
            self.assertEqual(order.order_line.mapped("product_uom_qty"), [10, 3])

    def _choose(self, order, product, quantity):
        """Choose a quantity in the catalogue, which has a route of its own."""
        self.authenticate(self.users["sales"].login, self.password)
        self.make_jsonrpc_request(
            "/product/catalog/update_order_line_info",
            {
                "res_model": order._name,
                "order_id": order.id,
                "product_id": product.id,
                "quantity": quantity,
            },
        )
        self.env.invalidate_all()

    def _get_key(self, kind):
        keys = self.env["res.users.apikeys"].with_user(self.users[kind]).sudo()
        return keys._generate("rpc", "test", fields.Datetime.now() + self._a_day())

    def _a_day(self):
        return fields.Datetime.to_datetime("2020-01-02") - fields.Datetime.to_datetime(
            "2020-01-01"
        )

    # The customer's link

    @covers(
        "review.edited",
        "review.lines",
        "review.context",
        "review.unneeded",
        "confirm.edited",
        "confirm.tab",
        route="portal",
        role="customer",
    )
    def test_customer_does_not_add_options_to_what_was_given_to_the_departments(self):
        section = {"display_type": "line_section", "name": "O", "is_optional": True}
        option = {"product_id": self.stocked.id, "product_uom_qty": 0}
        order = self._take_order()
        order.order_line = [Command.create(section), Command.create(option)]
        line = order.order_line[-1]
        self._link(order, "update_line_dict", line_id=line.id, input_quantity=1)
        self.assertEqual(line.product_uom_qty, 1, "A quotation may still be changed.")
        line.product_uom_qty = 0
        for station in ("circulation", "signature"):
            self._walk_rest(order, station)
            with self.assertRaises(JsonRpcException):
                self._link(order, "update_line_dict", line_id=line.id, input_quantity=1)
            line.invalidate_recordset()
            self.assertEqual(line.product_uom_qty, 0)

    def _walk_rest(self, order, station):
        if station == "circulation":
            self._submit(order)
            return
        for step in ("_circulate", "_answer_all", "_close", "_send_confirmation"):
            getattr(self, step)(order)
            order.invalidate_recordset()

    @covers(
        "review.sent",
        "review.reset",
        "review.second_button",
        route="portal",
        role="customer",
    )
    def test_customer_confirms_nothing_that_is_not_reviewed(self):
        reset = self._walk_to("deposit")
        reset._action_cancel()
        reset.action_draft()
        sent = self._take_order()
        for order in reset | sent:
            order.action_quotation_sent()
            order.sudo().require_signature = True
            with self.subTest(order=order.name):
                answer = self._link(
                    order, "accept", name="Mr Chen", signature=SIGNATURE
                )
                self.assertTrue(answer)
                self.assertEqual(order.state, "sent")
