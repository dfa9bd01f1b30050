"""H9.2: prices that are doubted, and what settles them, by every route."""

from odoo import Command, fields
from odoo.tests import tagged

from .cases import covers
from .common import KINDS, OrderToDeliveryCase
from .price_common import PriceMixin
from .routes_common import RouteMixin


@tagged("post_install", "-at_install")
class TestRoutesPrice(PriceMixin, RouteMixin, OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self._set_limits(floor=90)
        self.order = self._walk_to("closing", self._offer(800))
        self.review = self.order.order_review_ids
        self.doubt = self.order.order_price_doubt_ids

    def _decide(self):
        today = fields.Date.today()
        self.as_("deputy_general_manager", self.review).write(
            {
                "production_start_date": today,
                "finished_date": fields.Date.add(today, days=20),
                "promised_date": fields.Date.add(today, days=25),
                "packing": "Wooden case",
            }
        )

    def test_no_route_closes_a_review_whose_price_is_doubted(self):
        self._decide()
        chair = "deputy_general_manager"
        routes = self._button(chair, self.review, "action_close", "closed")
        del routes["create"]  # whoever creates reviews is asked below
        self._try(routes | {"confirm": lambda: self._confirm()})
        self._settle(self.doubt)
        self.call(chair, self.review, "action_close")
        self.assertEqual(self.review.state, "closed")

    def _confirm(self):
        self.order.sudo().action_confirm()

    def test_a_review_that_comes_closed_is_doubted_all_the_same(self):
        self._decide()
        values = self.review.sudo().copy_data({"state": "closed", "round": 9})[0]
        with self._refusal("below the floor"):
            self.env["order.review"].sudo().create(values)

    def _settle_routes(self, kind, **values):
        doubt = self.doubt
        dialogs = self.as_(kind, self.env["order.price.settle"])
        content = {"doubt_ids": [Command.set(doubt.ids)], "reason": "Mine."}
        return {
            "form": lambda: self.save(kind, doubt, state="settled", reason="Mine."),
            "list": lambda: self.call(kind, doubt, "action_settle"),
            "rpc": lambda: self.call(kind, doubt, "write", {"state": "settled"}),
            "import": lambda: self.import_(kind, doubt, state="settled"),
            "create": lambda: self.create_copy(kind, doubt, state="settled"),
            "wizard": lambda: dialogs.create(content).action_settle(),
        }

    def test_nobody_else_settles_by_any_route(self):
        for kind in KINDS:
            if kind not in ("marketing_director", "supervisor"):
                with self.subTest(kind=kind):
                    self._try(self._settle_routes(kind))
        self.assertEqual(self.doubt.state, "open")

    def test_who_settles_does_so_by_its_dialog_alone(self):
        routes = self._settle_routes("marketing_director")
        for name in ("form", "rpc", "import", "create"):
            self._try({name: routes[name]})
        routes["wizard"]()
        self.assertEqual(self.doubt.state, "settled")

    def test_who_submitted_settles_by_no_route(self):
        self.doubt.revision_id.sudo().proposed_by_id = self.users["supervisor"]
        self._try(self._settle_routes("supervisor"))

    def test_nobody_writes_what_a_doubt_tells(self):
        for name, value in (
            ("price", 1000),
            ("typed_by_id", self.users["finance"].id),
            ("line_key", "other"),
            ("settled_by_id", self.users["supervisor"].id),
            ("reason", "Mine."),
            ("company_id", self.company.id),
        ):
            for kind in ("sales", "marketing_director", "supervisor"):
                with self.subTest(field=name, kind=kind), self._refusal():
                    self.call(kind, self.doubt, "write", {name: value})

    def test_nobody_deletes_or_moves_a_doubt_away(self):
        for kind in KINDS:
            with self.subTest(kind=kind), self._refusal():
                self.call(kind, self.doubt, "unlink")

    def test_settling_opens_no_price_to_be_changed(self):
        self._settle(self.doubt)
        line = self.order.order_line
        self._try(
            {
                "rpc": lambda: self.call("sales", line, "write", {"price_unit": 1}),
                "import": lambda: self.import_("sales", line, price_unit=1),
                "direct": lambda: self.write_straight(line, discount=50),
            },
            "is locked",
        )


@tagged("post_install", "-at_install")
class TestRoutesTyped(PriceMixin, RouteMixin, OrderToDeliveryCase):
    """A price is judged as the order is submitted, however it came to be."""

    def _ways(self, order):
        line = order.order_line
        return {
            "form": lambda: self.save(
                "sales", order, order_line=[Command.update(line.id, {"price_unit": 8})]
            ),
            "list": lambda: self.call("sales", line, "write", {"price_unit": 8}),
            "rpc": lambda: self.call("sales", line, "write", {"discount": 99}),
            "import": lambda: self.import_("sales", line, price_unit=8),
            "create": lambda: self.call(
                "sales",
                line.browse(),
                "create",
                {
                    "order_id": order.id,
                    "product_id": self.product.id,
                    "price_unit": 8,
                },
            ),
            "copy": lambda: self.call(
                "sales", line, "copy", {"order_id": order.id, "price_unit": 8}
            ),
            "wizard": lambda: self._discount(order),
            "direct": lambda: self.write_straight(line, price_unit=8),
        }

    def _discount(self, order):
        dialog = self.as_("sales", self.env["sale.order.discount"])
        dialog.create(
            {
                "sale_order_id": order.id,
                "discount_type": "sol_discount",
                "discount_percentage": 0.99,
            }
        ).action_apply_discount()

    @covers(
        "price.limit",
        route=("form", "list", "rpc", "import", "create", "wizard", "direct"),
        role="sales",
    )
    def test_price_below_the_floor_is_doubted_however_it_was_typed(self):
        self._set_limits(floor=90)
        for route in self._ways(self._take_order()):
            order = self._take_order()
            self._ways(order)[route]()
            review = self._submit(order)
            with self.subTest(route=route):
                self.assertEqual(order.order_price_doubt_ids.kind, "floor")
                reasons = self.env["order.gate"]._get_reasons("review", review)
                self.assertIn("below the floor", str(reasons[review]))

    @covers("price.limit", route="wizard", role="sales")
    def test_price_below_the_floor_is_doubted_in_a_change_as_well(self):
        self._set_limits(floor=90)
        order = self._walk_to("deposit")
        self._propose_price(order, 8)
        self.assertEqual(order.order_price_doubt_ids.kind, "floor")

    def _propose_price(self, order, price):
        dialog = self.as_("sales", self.env["order.revision.propose"])
        dialog = dialog.with_context(default_sale_order_id=order.id)
        proposal = dialog.create({"reason": "As agreed."})
        proposal.line_ids.price_unit = price
        proposal.action_propose()
