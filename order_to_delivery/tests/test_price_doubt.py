"""H9.2: a price out of bounds is doubted, told, and settled with a reason."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase
from .price_common import PriceMixin


@tagged("post_install", "-at_install")
class TestPriceDoubtFound(PriceMixin, OrderToDeliveryCase):
    """What is doubted when an order is given to the review."""

    def test_nothing_is_doubted_while_the_company_asks_for_nothing(self):
        self._deal(5000)
        self.assertFalse(self._ask(1))

    def test_a_price_below_the_floor_of_the_price_plan_is_doubted(self):
        self._set_limits(floor=90)
        self.assertFalse(self._ask(900))
        doubt = self._ask(899.99)
        self.assertEqual((doubt.kind, doubt.state), ("floor", "open"))
        self.assertEqual((doubt.price, doubt.reference_price), (899.99, 1000))
        self.assertEqual(doubt.limit_percent, 90)

    def test_the_discount_counts_like_the_price(self):
        self._set_limits(floor=90)
        order = self._take_order()
        self.as_("sales", order.order_line).discount = 11
        self._submit(order)
        self.assertEqual(order.order_price_doubt_ids.price, 890)

    def test_the_floor_is_the_price_plans_of_the_order(self):
        self._set_limits(floor=90)
        pricelist = self.env["product.pricelist"].create(
            {"name": "Partners", "item_ids": [Command.create({"fixed_price": 700})]}
        )
        self.assertFalse(self._ask(640, pricelist_id=pricelist.id))
        self.assertEqual(self._ask(620, pricelist_id=pricelist.id).reference_price, 700)

    def test_too_small_a_margin_is_doubted(self):
        self._set_limits(margin=20)
        self.assertFalse(self._ask(500))
        doubt = self._ask(499)
        self.assertEqual(doubt.kind, "margin")
        self.assertEqual(doubt.reference_price, 400)
        self.assertAlmostEqual(doubt.difference_percent, 19.8, 1)

    def test_a_cost_that_is_typed_makes_no_margin(self):
        self._set_limits(margin=20)
        order = self._offer(450)
        self.as_("sales", order.order_line).purchase_price = 1
        self._submit(order)
        self.assertEqual(self._get_kinds(order.order_price_doubt_ids), ["margin"])

    def test_a_product_without_a_cost_has_no_margin_to_doubt(self):
        self._set_limits(margin=20)
        self.assertFalse(self._ask(1, product=self.stocked))

    def test_a_price_off_the_last_deal_is_doubted_both_ways(self):
        deal = self._deal(1000, quantity=4)
        self._set_limits(deviation=10)
        for price, doubted in ((900, 0), (1100, 0), (899, 1), (1101, 1)):
            with self.subTest(price=price):
                self.assertEqual(len(self._ask(price)), doubted)
        doubt = self._ask(1200)
        self.assertEqual(doubt.kind, "deviation")
        self.assertEqual((doubt.deal_order_id, doubt.deal_quantity), (deal, 4))
        self.assertEqual(doubt.deal_date, deal.date_order.date())
        self.assertAlmostEqual(doubt.difference_percent, 20)

    def test_prices_with_tax_are_compared_without(self):
        tax = self.env["account.tax"].create(
            {"name": "13 %", "amount": 13, "price_include_override": "tax_included"}
        )
        self._deal(1000)
        self._set_limits(deviation=1)
        order = self._offer(1130)
        order.order_line.tax_ids = tax
        self._submit(order)
        self.assertFalse(order.order_price_doubt_ids)

    def test_one_price_may_be_doubted_for_each_reason(self):
        self._deal(1000)
        self._set_limits(floor=90, margin=20, deviation=10)
        doubts = self._ask(410)
        self.assertEqual(self._get_kinds(doubts), ["deviation", "floor", "margin"])

    def test_what_is_for_free_is_doubted_and_a_discount_line_too(self):
        self._set_limits(floor=90, margin=20)
        self.assertEqual(self._get_kinds(self._ask(0)), ["floor", "margin"])
        order = self._take_order()
        self.as_("sales", order).order_line = [
            Command.create({"product_id": self.service.id, "price_unit": -3000})
        ]
        self._submit(order)
        doubt = order.order_price_doubt_ids
        self.assertEqual((doubt.product_id, doubt.kind), (self.service, "floor"))

    def test_a_doubtful_order_is_no_standard_order(self):
        self._deal(10, product=self.stocked)
        self._set_limits(deviation=50)
        order = self._take_order(lines=[(self.stocked, 5)])
        self.assertEqual(self._submit(order).kind, "full")
        self._set_limits()
        order = self._take_order(lines=[(self.stocked, 5)])
        self.assertEqual(self._submit(order).kind, "standard")

    def test_many_lines_cost_no_more_than_few(self):
        products = [
            self._build_product(
                f"Part {number}", f"T-P{number}", list_price=100, standard_price=90
            )
            for number in range(50)
        ]
        self._deal(300, product=products[0])
        self._set_limits(floor=90, margin=20, deviation=10)

        def count(number):
            order = self._take_order(lines=[(item, 5) for item in products[:number]])
            self._submit(order)
            revision = order.pending_revision_id.sudo()
            order._withdraw_review()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            doubts = self.env["order.price.doubt"]._open_for(revision)
            self.env.flush_all()
            self.assertEqual(len(doubts), number + 1)
            return self.env.cr.sql_log_count - start

        count(1)
        few, many = count(2), count(50)
        # Odoo writes and tells many in a few steps more.
        self.assertLessEqual(many, few + 2)


@tagged("post_install", "-at_install")
class TestPriceDoubtSettled(PriceMixin, OrderToDeliveryCase):
    """Who is told, who settles, and what waits until then."""

    def setUp(self):
        super().setUp()
        self._set_limits(floor=90)

    def test_review_needs_price(self):
        doubt = self._ask(800)
        review = doubt.sale_order_id.order_review_ids

        def is_closed():
            reasons = self.env["order.gate"]._get_reasons("review", review)[review]
            gate = "order.gate.review.needs.price"
            return gate in {reason.gate for reason in reasons}

        self.assertTrue(is_closed())
        self._settle(doubt)
        self.assertFalse(is_closed())

    def test_the_review_stays_open_until_it_is_settled(self):
        order = self._walk_to("closing", self._offer(800))
        with self.assertRaisesRegex(UserError, "below the floor.*Control Cabinet"):
            self._close(order)
        self._settle(order.order_price_doubt_ids)
        self._close(order)
        self.assertEqual(order.order_review_ids.state, "closed")

    def test_no_reason_tells_an_amount(self):
        order = self._walk_to("closing", self._offer(800))
        closed = self.env["order.gate"]._get_reasons("review", order.order_review_ids)
        texts = [reason.text for reasons in closed.values() for reason in reasons]
        self.assertIn("floor", " ".join(texts))
        for text in (*texts, *order.message_ids.mapped("body")):
            self.assertNotRegex(text, "800|1,?000")

    def test_sales_rep_supervisor_and_director_are_told_once(self):
        order = self._offer(800)
        self.as_("customer_service", order).action_submit_for_review()
        doubts = order.order_price_doubt_ids
        message = doubts.message_ids.filtered("notified_partner_ids")
        self.assertEqual(len(message), 1)
        self.assertEqual(
            message.notified_partner_ids,
            (
                self.users["sales"]
                | self.users["supervisor"]
                | self.users["marketing_director"]
            ).partner_id,
        )
        self.assertEqual(doubts.activity_ids.user_id, self.users["marketing_director"])

    def test_the_doubts_of_an_order_are_told_together(self):
        order = self._take_order(lines=[(self.product, 1), (self.stocked, 1)])
        for line in order.order_line:
            self.as_("sales", line).price_unit = 1
        self._submit(order)
        doubts = order.order_price_doubt_ids
        self.assertEqual(len(doubts), 2)
        self.assertEqual(len(doubts.message_ids.filtered("notified_partner_ids")), 1)
        self.assertEqual(len(doubts.activity_ids), 1)

    def test_the_directors_desk_asks_for_it_once_for_an_order(self):
        doubts = self._ask(800)
        entries = self.as_("marketing_director", self.env["order.desk.entry"])
        mine = [("is_mine", "=", True), ("asked", "=", "settle_price")]
        entry = entries.search(mine)
        self.assertEqual(entry.sale_order_id, doubts.sale_order_id)
        self.assertEqual(entry.action_open()["res_id"], doubts.id)
        self._settle(doubts)
        self.assertFalse(entries.search(mine))
        self.assertFalse(doubts.activity_ids)

    def test_it_is_settled_by_director_or_supervisor_with_a_reason(self):
        doubt = self._ask(800)
        for kind in self.users.keys() - {"marketing_director", "supervisor"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._settle(doubt, kind)
        with self.assertRaisesRegex(UserError, "write down why"):
            self._settle(doubt, reason="  ")
        self._settle(doubt, "supervisor", "Sample for a trial.")
        self.assertEqual(doubt.settled_by_id, self.users["supervisor"])
        self.assertEqual(doubt.reason, "Sample for a trial.")
        self.assertTrue(doubt.settled_date)
        with self.assertRaisesRegex(UserError, "Settled"):
            self.as_("marketing_director", doubt).action_settle()

    def test_no_write_settles_it_without_a_person_and_a_reason(self):
        doubt = self._ask(800).sudo()
        settler = {"settled_by_id": self.users["supervisor"].id}
        for values in ({}, settler, {"reason": "Fine."}, {**settler, "reason": " "}):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "settled by nobody"),
            ):
                doubt.write({"state": "settled", **values})

    def test_no_dialog_settles_it_for_others(self):
        doubt = self._ask(800)
        self._settle(self._ask(700))
        with self.assertRaisesRegex(AccessError, "This step belongs to"):
            self.as_("sales", doubt)._settle("It is right.")

    def test_whoever_typed_the_price_does_not_settle_it(self):
        doubt = self._ask(800, kind="marketing_director")
        self.assertEqual(doubt.activity_ids.user_id, self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "somebody else"):
            self._settle(doubt)
        self._settle(doubt, "supervisor")

    def test_whoever_submitted_the_price_does_not_settle_it(self):
        order = self._offer(800)
        self.as_("supervisor", order).action_submit_for_review()
        with self.assertRaisesRegex(UserError, "somebody else"):
            self._settle(order.order_price_doubt_ids, "supervisor")
        self._settle(order.order_price_doubt_ids)

    def test_the_sales_rep_reads_own_doubts_and_the_workshops_none(self):
        doubt = self._ask(800)
        self.assertEqual(self.as_("sales", doubt).price, 800)
        doubt.sale_order_id.user_id = self.users["clerk"]
        with self.assertRaises(AccessError):
            self.as_("sales", doubt).read(["price"])
        for kind in ("production", "warehouse", "quality", "technical", "purchasing"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, doubt).read(["kind"])

    def test_who_sees_prices_opens_it_from_order_and_review(self):
        doubt = self._ask(800)
        order = doubt.sale_order_id
        for kind in ("sales", "supervisor", "deputy_general_manager"):
            for record in (order, order.order_review_ids):
                with self.subTest(kind=kind, record=record):
                    record = self.as_(kind, record)
                    self.assertTrue(record.has_price_doubt)
                    domain = record.action_view_price_doubts()["domain"]
                    doubts = self.as_(kind, doubt).search(domain)
                    self.assertEqual(Form(doubts).kind, "floor")

    def test_nobody_waives_it(self):
        gate = self.env["order.gate.review.needs.price"]
        self.assertFalse(gate._waivers(self.env["order.review"]))
