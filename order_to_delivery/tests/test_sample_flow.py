"""H9.4, H9.3: a sample of a new product, until an order follows from it."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase


class SampleCase(OrderToDeliveryCase):
    def _request(self, kind="sales", **values):
        samples = self.env["order.sample"].with_user(self.users[kind])
        sample = samples.create(
            {
                "partner_id": self.partners["B"].id,
                "description": "A resin that holds at 200 degrees.",
                "user_id": self.users["sales"].id,
                **values,
            }
        )
        return sample.with_env(self.env)

    def _make(self, sample, kind="technical"):
        self.as_(kind, sample).making_note = "Batch 7: 40 % filler, 205 degrees."
        self.as_(kind, sample).action_make()

    def _send(self, sample):
        self.as_("customer_service", sample).sent_note = "SF Express 1234"
        self.as_("customer_service", sample).action_send()

    def _answer_sample(self, sample, act="action_approve"):
        self.as_("sales", sample).customer_words = "Holds at 200 degrees: good."
        getattr(self.as_("sales", sample), act)()

    def _walk_sample(self, *steps, **values):
        sample = self._request(**values)
        for step in steps:
            step(sample)
        return sample

    def _get_asked(self, sample):
        self.env.flush_all()
        self.env["order.desk.entry"].invalidate_model()
        entries = self.env["order.desk.entry"].search(
            [("res_model", "=", "order.sample"), ("res_id", "=", sample.id)]
        )
        return [(entry.department, entry.asked) for entry in entries]


@tagged("post_install", "-at_install")
class TestSampleFlow(SampleCase):
    def test_a_sample_is_requested_made_sent_approved_and_ordered(self):
        """Each department finds it on its desk, and takes its step."""
        sample = self._request(due_date=fields.Date.add(fields.Date.today(), days=7))
        self.assertRegex(sample.name, r"^SP/\d{4}/\d{5}$")
        self.assertEqual(self._get_asked(sample), [("technical", "make_sample")])
        self.assertEqual(sample.activity_ids.user_id, self.users["technical"])
        self._make(sample)
        self.assertEqual(self._get_asked(sample), [("customer_service", "send_sample")])
        self.assertEqual(sample.activity_ids.user_id, self.users["customer_service"])
        self._send(sample)
        self.assertEqual(self._get_asked(sample), [("sales", "ask_sample")])
        self.assertEqual(sample.activity_ids.user_id, self.users["sales"])
        self._answer_sample(sample)
        self.assertFalse(self._get_asked(sample) or sample.activity_ids)
        self.as_("sales", sample).product_id = self.product
        self.as_("sales", sample).action_order()
        self.assertEqual(sample.state, "ordered")
        line = sample.order_id.order_line
        self.assertEqual((line.product_id, line.change_kind), (self.product, "new"))
        self.assertEqual(line.price_unit, 1000)
        self.assertEqual(sample.order_id.partner_id, self.partners["B"])
        self.assertEqual(sample.order_id.state, "draft")

    def test_the_desk_tells_the_customer_and_opens_the_sample(self):
        sample = self._request()
        self.env.flush_all()
        entry = (
            self.env["order.desk.entry"]
            .with_user(self.users["technical"])
            .search([("asked", "=", "make_sample")])
        )
        self.assertEqual(entry.partner_id, self.partners["B"])
        action = entry.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("order.sample", sample.id)
        )

    def test_production_may_make_it_too(self):
        sample = self._request()
        self._make(sample, "production")
        self.assertEqual(sample.made_by_id, self.users["production"])

    def test_each_step_needs_what_is_to_be_written_down(self):
        sample = self._request()
        with self.assertRaisesRegex(UserError, "How It Was Made"):
            self.as_("technical", sample).action_make()
        self._make(sample)
        with self.assertRaisesRegex(UserError, "How It Was Sent"):
            self.as_("customer_service", sample).action_send()
        self._send(sample)
        for act in ("action_approve", "action_refuse"):
            with self.assertRaisesRegex(UserError, "Customer's Words"):
                getattr(self.as_("sales", sample), act)()

    def test_a_sample_that_is_not_approved_leads_to_no_order(self):
        sample = self._walk_sample(self._make, self._send)
        self._answer_sample(sample, "action_refuse")
        self.assertEqual(sample.state, "refused")
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.as_("sales", sample).action_order()

    def test_nothing_is_ordered_without_a_product(self):
        sample = self._walk_sample(self._make, self._send, self._answer_sample)
        with self.assertRaisesRegex(UserError, "have the product created"):
            self.as_("sales", sample).action_order()

    def test_a_sample_that_is_given_up_is_asked_of_nobody(self):
        sample = self._walk_sample(self._make)
        self.as_("sales", sample).action_cancel()
        self.assertFalse(self._get_asked(sample) or sample.activity_ids)
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.as_("customer_service", sample).action_send()

    def test_nothing_is_to_be_written_down_of_what_was_given_up(self):
        sample = self._request(product_id=self.stocked.id)
        self.as_("sales", sample).action_cancel()
        for kind, step in (
            ("technical", "action_make"),
            ("sales", "action_approve"),
            ("sales", "action_ship_by_order"),
        ):
            with (
                self.subTest(step=step),
                self.assertRaisesRegex(UserError, "not open any more"),
            ):
                getattr(self.as_(kind, sample), step)()

    def test_an_order_that_was_given_back_leads_to_a_sample(self):
        order = self._walk_to("closing")
        review = self.as_("deputy_general_manager", order.order_review_ids)
        review.conditions = "It cannot be made as it is asked for."
        review.action_refuse()
        order.invalidate_recordset()
        self.assertTrue(self.as_("sales", order).is_given_back)
        action = self.as_("sales", order).action_request_sample()
        samples = self.env["order.sample"].with_user(self.users["sales"])
        with Form(samples.with_context(**action["context"])) as form:
            sample = form.save().with_env(self.env)
        self.assertEqual(sample.sale_order_id, order)
        self.assertEqual(sample.partner_id, order.partner_id)
        self.assertIn("Ten cabinets", sample.description)
        self.assertEqual(self.as_("sales", order).order_sample_count, 1)
        domain = order.action_view_samples()["domain"]
        self.assertEqual(self.env["order.sample"].search(domain), sample)

    def test_a_product_shows_its_samples(self):
        sample = self._request(product_id=self.product.id)
        template = self.as_("technical", self.product.product_tmpl_id)
        self.assertEqual(template.order_sample_count, 1)
        domain = template.action_view_samples()["domain"]
        self.assertEqual(self.env["order.sample"].search(domain), sample)


@tagged("post_install", "-at_install")
class TestSampleLeaves(SampleCase):
    """Goods of the stock leave on an order only, be they a sample."""

    def _deliver(self, order):
        self._walk_to("receipt", order=order)
        order.invalidate_recordset()

    def test_goods_of_the_stock_are_sent_once_their_order_has_left(self):
        sample = self._request(product_id=self.stocked.id, quantity=2)
        self._make(sample)
        clerk = self.as_("customer_service", sample)
        clerk.sent_note = "Handed over."
        with self.assertRaisesRegex(UserError, "goods leave on an order only"):
            clerk.action_send()
        clerk.action_ship_by_order()
        order = sample.shipping_order_id
        self.assertEqual(order.amount_total, 0)
        self.assertEqual(order.order_line.product_uom_qty, 2)
        with self.assertRaisesRegex(UserError, "goods leave on an order only"):
            clerk.action_send()
        order.order_line.change_kind = False
        self.as_("sales", order).write(
            {
                "intake_channel": "phone",
                "intake_is_read_back": True,
                "wanted_date": fields.Date.add(fields.Date.today(), days=30),
            }
        )
        self._deliver(order)
        self.assertEqual(order.order_line.qty_delivered, 2)
        clerk.action_send()
        self.assertEqual(sample.state, "sent")
        self.assertFalse(order.picking_ids.filtered(lambda p: not p.sale_id))

    def test_it_has_one_order_at_a_time(self):
        sample = self._request(product_id=self.stocked.id)
        self.as_("sales", sample).action_ship_by_order()
        order = sample.shipping_order_id
        with self.assertRaisesRegex(UserError, "leaves on order"):
            self.as_("sales", sample).action_ship_by_order()
        self.as_("sales", order)._action_cancel()
        self.as_("sales", sample).action_ship_by_order()
        self.assertNotEqual(sample.shipping_order_id, order)
        self.assertEqual(order.order_sample_count, 0)

    def test_what_is_no_product_of_the_stock_needs_no_order(self):
        for values in ({}, {"product_id": self.service.id}):
            sample = self._request(**values)
            with self.assertRaisesRegex(UserError, "no product of the stock"):
                self.as_("customer_service", sample).action_ship_by_order()

    def test_the_product_stays_once_its_order_is_taken_or_it_is_sent(self):
        sample = self._request(product_id=self.stocked.id)
        self.as_("sales", sample).action_ship_by_order()
        with self.assertRaisesRegex(UserError, "fixed by now"):
            self.as_("sales", sample).product_id = False
        sent = self._walk_sample(self._make, self._send)
        self.as_("sales", sent).product_id = self.product
        with self.assertRaisesRegex(UserError, "fixed by now"):
            self.as_("sales", sent).product_id = self.stocked


@tagged("post_install", "-at_install")
class TestSampleRights(SampleCase):
    def test_who_may_not_take_a_step_is_refused(self):
        steps = {
            "action_make": {"technical", "production"},
            "action_send": {"customer_service", "clerk", "supervisor"},
            "action_approve": {"sales"},
            "action_refuse": {"sales"},
            "action_order": {"sales", "customer_service", "clerk", "supervisor"},
            "action_cancel": {"sales", "customer_service", "clerk", "supervisor"},
        }
        sample = self._request()
        for act, may in steps.items():
            for kind in set(self.users) - may:
                with self.subTest(act=act, kind=kind), self.assertRaises(AccessError):
                    getattr(self.as_(kind, sample), act)()

    def test_no_step_is_written_or_created(self):
        sample = self._request()
        for values in (
            {"state": "approved"},
            {"made_by_id": self.users["sales"].id},
            {"order_id": self._take_order().id},
            {"shipping_order_id": self._take_order().id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.as_("sales", sample).write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                self._request(**values)

    def test_what_was_asked_for_told_and_answered_stays(self):
        sample = self._walk_sample(self._make, self._send, self._answer_sample)
        for kind, values in (
            ("sales", {"quantity": 5}),
            ("sales", {"description": "Something else."}),
            ("technical", {"making_note": "Another batch."}),
            ("customer_service", {"sent_note": "Another way."}),
            ("sales", {"customer_words": "Bad."}),
            ("sales", {"attachment_ids": [Command.clear()]}),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "fixed by"):
                self.as_(kind, sample).write(values)
        with self.assertRaises(AccessError):
            self.as_("sales", sample).unlink()
        with self.assertRaisesRegex(UserError, "Samples are kept"):
            sample.unlink()

    def test_a_sample_belongs_to_its_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        sample = self._request()
        sample.sudo().company_id = company
        samples = self.env["order.sample"].with_user(self.users["technical"])
        self.assertFalse(samples.search([("id", "=", sample.id)]))

    def test_a_sales_rep_sees_the_own_samples(self):
        sample = self._request("customer_service", user_id=self.users["clerk"].id)
        for kind, seen in (("sales", False), ("customer_service", True)):
            samples = self.env["order.sample"].with_user(self.users[kind])
            with self.subTest(kind=kind):
                found = samples.search([("id", "=", sample.id)])
                self.assertEqual(bool(found), seen)

    def test_each_department_reads_it_in_its_form(self):
        sample = self._request(product_id=self.product.id)
        kinds = ("sales", "customer_service", "technical", "production")
        for kind in (*kinds, "deputy_general_manager"):
            with self.subTest(kind=kind):
                form = Form(self.as_(kind, sample))
                self.assertEqual(form.state, "requested")
