from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .arrival_common import ArrivalCase
from .test_gates_by_name import GateCase

UNBRIEFED = "its shipper was not briefed"


@tagged("post_install", "-at_install")
class TestBriefing(GateCase, ArrivalCase):
    """H9.17: the shipper is briefed item by item, and reads back before goods leave."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_needs_briefing = True

    def _brief(self, request, kind="warehouse"):
        self.as_(kind, request.briefing_ids).action_tick()
        self.as_(kind, request).action_sign_briefing()
        self.env.invalidate_all()

    def test_goods_leave_once_the_shipper_has_read_back(self):
        order, request = self._get_released_order()
        with self._refused(UNBRIEFED):
            self._validate(order.picking_ids)
        self._brief(request)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_shipping_needs_briefing(self):
        order, request = self._get_released_order()
        move = order.picking_ids.move_ids
        self.assertTrue(self._is_closed("shipping.needs.briefing", move))
        self._brief(request)
        self.assertFalse(self._is_closed("shipping.needs.briefing", move))

    def test_the_list_has_each_line_and_how_and_where_it_goes(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.as_("customer_service", request).write(
            {
                "packing": "Wooden case",
                "marks": "PO-1 / Berlin",
                "contact_name": "Ms Wang",
                "contact_phone": "138",
                "delivery_date": self._day(3),
                "delivery_place": "Gate 4",
                "note": "Forklift there",
            }
        )
        self._verify(order)
        self.assertFalse(request.briefing_ids)
        self._release(order)
        texts = {item.kind: item.text for item in request.briefing_ids}
        self.assertIn("10", texts.pop("goods"))
        self.assertEqual(
            texts,
            {
                "packing": "Wooden case",
                "marks": "PO-1 / Berlin",
                "contact": "Ms Wang 138",
                "time": str(self._day(3)),
                "place": "Gate 4",
                "note": "Forklift there",
            },
        )

    def test_who_signs_has_ticked_each_item(self):
        order, request = self._get_released_order()
        first = request.briefing_ids[:1]
        self.as_("warehouse", request.briefing_ids - first).action_tick()
        with self._refused("read back and tick first: "):
            self.as_("warehouse", request).action_sign_briefing()
        self.as_("warehouse", first).action_tick()
        self.assertEqual(first.ticked_by_id, self.users["warehouse"])
        self.as_("warehouse", first).action_untick()
        self.assertFalse(first.ticked_by_id)
        self.as_("warehouse", first).action_tick()
        # The delivery itself has the button, for who stands beside it.
        picking = self.as_("warehouse", order.picking_ids)
        self.assertEqual(picking.order_briefing_ids, request.briefing_ids)
        self.assertEqual(picking.order_briefing_state, "open")
        picking.action_sign_briefing()
        self.env.invalidate_all()
        self.assertEqual(picking.order_briefing_state, "signed")
        self.assertEqual(request.briefed_by_id, self.users["warehouse"])
        self.assertTrue(request.briefed_date)

    def test_what_is_signed_stays(self):
        _order, request = self._get_released_order()
        self._brief(request)
        with self._refused("is signed and stays"):
            self.as_("warehouse", request.briefing_ids).action_untick()
        with self._refused("was briefed already"):
            self.as_("warehouse", request).action_sign_briefing()

    def test_it_is_the_step_of_who_ships(self):
        _order, request = self._get_released_order()
        for kind in ("sales", "finance", "customer_service"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, request.briefing_ids).action_tick()
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_sign_briefing()
        self._brief(request, "logistics")
        self.assertEqual(request.briefed_by_id, self.users["logistics"])

    def test_nothing_of_it_is_written_by_hand(self):
        _order, request = self._get_released_order()
        for name, value in (
            ("needs_briefing", False),
            ("briefed_by_id", self.env.uid),
            ("briefed_date", self.env.cr.now()),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("customer_service", request).write({name: value})
        for kind in ("warehouse", "customer_service"):
            item = self.as_(kind, request.briefing_ids[:1])
            with self.subTest(kind), self.assertRaises(AccessError):
                item.is_ticked = True
            with self.subTest(kind), self.assertRaises(AccessError):
                item.unlink()

    def test_each_request_is_briefed_for_itself(self):
        order, first = self._get_released_order(quantity=4)
        self._brief(first)
        self._validate(order.picking_ids, 4)
        second = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.assertNotEqual(first, second)
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        with self._refused(UNBRIEFED):
            self._validate(rest)
        self._brief(second)
        self._validate(rest)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_withdrawn_request_asks_nothing(self):
        order, request = self._get_released_order()
        self.as_("customer_service", request).action_withdraw("Wrong day.")
        move = order.picking_ids.move_ids
        self.assertFalse(self._is_closed("shipping.needs.briefing", move))
        with self._refused("asks for no briefing now"):
            self._brief(request)

    def test_an_emergency_without_a_request_needs_no_briefing(self):
        order = self._get_ready_order()
        customers = self.env.ref("stock.stock_location_customers")
        unordered = self._create_transfer(customers, validate=False).move_ids
        for move in (order.picking_ids.move_ids, unordered):
            self.assertFalse(self._is_closed("shipping.needs.briefing", move))

    def test_what_was_released_before_the_policy_is_free(self):
        self.company.sudo().order_needs_briefing = False
        order, request = self._get_released_order()
        self.assertFalse(request.briefing_ids)
        self.company.sudo().order_needs_briefing = True
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def test_without_the_policy_nobody_is_asked(self):
        order, request = self._get_released_order()
        self.company.sudo().order_needs_briefing = False
        self._validate(order.picking_ids)
        self.assertFalse(request.briefed_date)

    def test_a_new_company_does_not_ask_for_it(self):
        company = self.env["res.company"].create({"name": "Second Factory"})
        self.assertFalse(company.order_needs_briefing)

    def test_the_banner_of_the_delivery_says_it_before_one_presses(self):
        order, _request = self._get_released_order()
        picking = self.as_("warehouse", order.picking_ids)
        self.assertEqual(picking.shipping_release, "held")
        self.assertIn(UNBRIEFED, picking.shipping_held_reasons)

    def test_a_tick_keeps_when_it_was_made(self):
        _order, request = self._get_released_order()
        item = self.as_("warehouse", request.briefing_ids[:1])
        item.action_tick()
        age = self.env.cr.now() - item.ticked_date
        self.assertLess(abs(age), timedelta(minutes=5))
