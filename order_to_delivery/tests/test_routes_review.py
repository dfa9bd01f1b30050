"""Content after its review, and signatures of the review, by every route."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .cases import covers
from .common import KINDS, OrderToDeliveryCase
from .routes_common import RouteMixin

LOCKED = "is locked"
MAY_EDIT = ("sales", "customer_service")


@tagged("post_install", "-at_install")
class TestRoutesContent(RouteMixin, OrderToDeliveryCase):
    """What was given to the departments stays what they sign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without one, Odoo refuses whoever may make no products.
        cls.company.sale_discount_product_id = cls.service

    def _edits(self, kind, order):
        line = order.order_line[:1]
        lines = line | self._take_order().order_line
        return {
            "form": lambda: self._edit_form(kind, order),
            "list": lambda: self.call(kind, lines, "write", {"discount": 9}),
            "rpc": lambda: self.call(kind, line, "write", {"product_uom_qty": 99}),
            "save": lambda: self.save(
                kind, order, order_line=[Command.update(line.id, {"price_unit": 1})]
            ),
            "import": lambda: self.import_(kind, line, price_unit=1),
            "import of the order": lambda: self.import_(
                kind, order, commitment_date="2030-01-01 00:00:00"
            ),
            "create": lambda: self.call(
                kind,
                line.browse(),
                "create",
                {"order_id": order.id, "product_id": self.stocked.id},
            ),
            "wizard": lambda: self._discount(kind, order, "amount"),
            "wizard, lines": lambda: self._discount(kind, order, "sol_discount"),
            "direct": lambda: self.write_straight(line, product_uom_qty=99),
            "direct, date": lambda: self.write_straight(
                order, commitment_date=fields.Datetime.now()
            ),
        }

    def _edit_form(self, kind, order):
        with Form(self.as_(kind, order)) as form, form.order_line.edit(0) as line:
            line.price_unit = 1

    def _discount(self, kind, order, discount_type):
        wizard = self.as_(kind, self.env["sale.order.discount"]).create(
            {
                "sale_order_id": order.id,
                "discount_type": discount_type,
                "discount_amount": 100,
                "discount_percentage": 0.5,
            }
        )
        wizard.action_apply_discount()

    @covers(
        "review.edited",
        "review.lines",
        "review.unneeded",
        route=("form", "list", "rpc", "import", "create", "wizard", "direct"),
        role=MAY_EDIT,
    )
    def test_content_is_not_edited_once_it_was_given_to_the_departments(self):
        for station in ("circulation", "confirmation", "production"):
            order = self._walk_to(station)
            for kind in MAY_EDIT:
                with self.subTest(station=station, kind=kind):
                    self._try(self._edits(kind, order), LOCKED)

    @covers(
        "confirm.edited",
        "confirm.tab",
        route=("form", "list", "rpc", "import", "create", "wizard", "direct"),
        role=MAY_EDIT,
    )
    def test_content_is_not_edited_while_the_customer_reads_or_has_signed_it(self):
        order = self._walk_to("signature")
        self._try(self._edits("sales", order), LOCKED)
        self._sign_confirmation(order)
        self._try(self._edits("sales", order), LOCKED)
        self.assertEqual(order.order_confirmation_ids.state, "accepted")

    @covers("review.edited", "review.lines", route="rpc", role=KINDS)
    def test_content_is_edited_by_no_role(self):
        order = self._walk_to("confirmation")
        for kind in KINDS:
            for record, values in (
                (order, {"commitment_date": "2030-01-01 00:00:00"}),
                (order.order_line, {"product_uom_qty": 99}),
                (order.payment_plan_line_ids, {"percent": 1}),
            ):
                with self.subTest(kind=kind, model=record._name), self._refusal():
                    self.call(kind, record, "write", values)
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 10)

    @covers(
        "review.context",
        route=("form", "list", "rpc", "import", "create", "wizard", "direct"),
        role=MAY_EDIT,
    )
    def test_no_context_key_edits_content(self):
        order = self._walk_to("confirmation")
        names = ("skip_validation_check", "bypass_risk", "force", "install_mode")
        self.keys = dict.fromkeys(names, True) | {"default_is_content_locked": False}
        self._try(self._edits("sales", order) | self._straight(order), LOCKED)

    def _straight(self, order):
        line = order.order_line.sudo().with_context(**self.keys)
        return {"direct": lambda: self.write_straight(line, discount=9)}


@tagged("post_install", "-at_install")
class TestRoutesSignature(RouteMixin, OrderToDeliveryCase):
    """A department's answer is given by its own people, with its buttons."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("answers")
        self.review = self.order.order_review_ids[:1]
        self.seat = self.review.signoff_ids.filtered(lambda s: s.kind == "technical")
        # Nothing is missing, so that nothing but the person is refused.
        for seat in self.review.signoff_ids:
            self._write_answer(seat)

    def _sign_routes(self, kind, seat=None, text="Possible."):
        seat = seat or self.seat
        others = self.review.signoff_ids.filtered(lambda s: s.state == "open")
        return {
            "form": lambda: (
                self.save(kind, seat, text=text),
                self.call(kind, seat, "action_agree"),
            ),
            "list": lambda: self.call(kind, seat | others, "action_agree"),
            "rpc": lambda: self.call(kind, seat, "action_agree"),
            "import": lambda: self.import_(kind, seat, state="signed"),
            "create": lambda: self.create_copy(
                kind, seat, state="signed", verdict="agree"
            ),
            "direct": lambda: self.write_straight(
                seat, state="signed", verdict="agree", signed_by_id=self.env.uid
            ),
        }

    @covers(
        "review.role",
        "review.api",
        "review.created",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role=KINDS,
    )
    def test_no_other_role_signs_by_any_route(self):
        for kind in KINDS:
            if kind != "technical":
                with self.subTest(kind=kind):
                    self._try(self._sign_routes(kind))
        self.assertEqual(self.seat.state, "open")
        self._answer(self.seat)
        self.assertEqual(self.seat.state, "signed")

    @covers(
        "review.self",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="sales",
    )
    def test_who_submitted_does_not_sign_by_any_route(self):
        self.users["sales"].sudo().group_ids |= self.env.ref(
            "order_to_delivery.group_technical"
        )
        self.departments["technical"].member_ids = [
            Command.create({"user_id": self.users["sales"].id})
        ]
        self._try(self._sign_routes("sales"))

    @covers(
        "review.two_seats",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="technical",
    )
    def test_one_person_does_not_sign_for_two_departments_by_any_route(self):
        self._answer(self.seat)
        group = self.env.ref("order_to_delivery.group_quality")
        self.users["technical"].sudo().group_ids |= group
        self.departments["quality"].member_ids = [
            Command.create({"user_id": self.users["technical"].id})
        ]
        quality = self.review.signoff_ids.filtered(lambda s: s.kind == "quality")
        self._try(self._sign_routes("technical", quality))
        self._answer(quality)

    @covers(
        "review.archived",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="technical",
    )
    def test_who_left_does_not_sign_by_any_route(self):
        self.users["technical"].sudo().active = False
        self._try(self._sign_routes("technical"))

    @covers(
        "review.mandatory",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="technical",
    )
    def test_answer_without_its_text_is_not_signed_by_any_route(self):
        self.as_("technical", self.seat).text = False
        self._try(self._sign_routes("technical", text=False))

    @covers(
        "review.double",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="technical",
    )
    def test_answer_is_signed_once_by_any_route(self):
        self._answer(self.seat)
        seal = self.seat.seal
        self._try(
            self._sign_routes("technical")
            | {"direct": lambda: self.write_straight(self.seat, verdict="refuse")}
        )
        self.assertEqual(self.seat.seal, seal)

    @covers(
        "review.created",
        route=("rpc", "import", "create", "direct"),
        role="deputy_general_manager",
    )
    def test_review_is_not_closed_before_its_answers_by_any_route(self):
        routes = self._button(
            "deputy_general_manager", self.review, "action_close", "closed"
        )
        self._try(routes)
        self._answer_all(self.order)
        with self.assertRaises(UserError):
            self.call("deputy_general_manager", self.review, "action_close")
        self._close(self.order)
        self.assertEqual(self.review.state, "closed")

    @covers("review.role", route="rpc", role=KINDS)
    def test_each_step_of_a_review_is_one_roles(self):
        for kind in KINDS:
            if kind == "deputy_general_manager":
                continue
            for method in ("action_circulate", "action_close", "action_refuse"):
                with self.subTest(kind=kind, method=method), self._refusal():
                    self.call(kind, self.review, method)
