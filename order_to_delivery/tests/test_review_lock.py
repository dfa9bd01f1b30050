"""Content that departments were given stays as it is, by every route."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .cases import covers
from .common import OrderToDeliveryCase

LOCKED = "is locked.*Propose a Change"


@tagged("post_install", "-at_install")
class TestReviewLock(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._take_order()
        self._submit(self.order)
        self.mine = self.order.with_user(self.users["sales"])

    def _refused(self, act):
        """Assert that an act is refused and leaves the content as it was."""
        before = self.order._get_content_hashes()[self.order]
        with self.assertRaisesRegex(UserError, LOCKED), self.cr.savepoint():
            act()
        self.env.invalidate_all()
        self.assertEqual(self.order._get_content_hashes()[self.order], before)

    @covers("review.lines", route=("rpc", "direct"), role=("sales", "superuser"))
    def test_lines_are_refused_by_write_whoever_writes(self):
        values = (
            {"product_uom_qty": 11},
            {"price_unit": 1},
            {"discount": 50},
            {"product_id": self.stocked.id},
            {"name": "Something else"},
            {"specification": "IP65"},
            {"supply_kind": "stock"},
            {"change_kind": "new"},
            {"tolerance_over": 10},
            {"packing": "Bag"},
            {"tax_ids": [Command.create({"name": "T", "amount": 5})]},
            {"is_downpayment": True},
        )
        for line in (self.mine.order_line, self.order.sudo().order_line):
            for vals in values:
                with self.subTest(values=vals, su=line.env.su):
                    self._refused(lambda line=line, vals=vals: line.write(vals))

    @covers("review.lines", route="rpc", role="sales")
    def test_lines_are_refused_through_the_order(self):
        line = self.order.order_line
        commands = (
            Command.create({"product_id": self.stocked.id}),
            Command.update(line.id, {"product_uom_qty": 1}),
            Command.delete(line.id),
            Command.clear(),
        )
        for command in commands:
            with self.subTest(command=command):
                self._refused(lambda c=command: self.mine.write({"order_line": [c]}))

    @covers("review.lines", route=("rpc", "import", "create"), role="sales")
    def test_lines_are_refused_by_create_unlink_and_import(self):
        lines = self.mine.env["sale.order.line"]
        values = {"order_id": self.order.id, "product_id": self.stocked.id}
        self._refused(lambda: lines.create(values))
        self._refused(lambda: self.mine.order_line.unlink())
        before = len(self.order.order_line)
        result = lines.load(
            ["order_id/.id", "product_id/.id", "product_uom_qty"],
            [[str(self.order.id), str(self.stocked.id), "3"]],
        )
        self.assertIn("Propose a Change", result["messages"][0]["message"])
        self.order.invalidate_recordset()
        self.assertEqual(len(self.order.order_line), before)

    def test_lines_of_another_order_do_not_move_into_it(self):
        line = self._take_order().order_line.with_user(self.users["sales"])
        self._refused(lambda: line.write({"order_id": self.order.id}))

    def test_the_head_of_the_order_is_refused(self):
        values = (
            {"commitment_date": "2031-01-01 12:00:00"},
            {"wanted_date": "2031-01-01"},
            {"partner_id": self.partners["A"].id},
            {"partner_shipping_id": self.partners["A"].id},
            {"packing": "Bag"},
            {"marks": "X"},
            {"special_rules": "X"},
            {"pricelist_id": self.env["product.pricelist"].create({"name": "P"}).id},
        )
        for order in (self.mine, self.order.sudo()):
            for vals in values:
                with self.subTest(values=vals, su=order.env.su):
                    self._refused(lambda o=order, v=vals: o.write(v))

    @covers("review.edited", route="rpc", role="sales")
    def test_the_payment_plan_is_refused(self):
        plan = [Command.create({"kind": "after", "percent": 100})]
        self._refused(lambda: self.mine.write({"payment_plan_line_ids": plan}))

    @covers("review.edited", route="rpc", role="sales")
    def test_prices_are_not_updated_from_the_price_list(self):
        self.product.list_price = 1
        self._refused(lambda: self.mine.action_update_prices())

    @covers("review.lines", route="form", role="sales")
    def test_a_form_is_refused(self):
        with self.assertRaisesRegex(UserError, LOCKED), Form(self.mine) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 99

    @covers("review.context", route="rpc", role="sales")
    def test_no_context_key_opens_the_lock(self):
        for key in ("skip_content_lock", "bypass_lock", "install_mode", "force"):
            with self.subTest(key=key):
                line = self.mine.with_context(**{key: True}).order_line
                self._refused(lambda line=line: line.write({"price_unit": 1}))

    def test_the_lock_is_nobodys_to_write(self):
        for kind in ("sales", "deputy_general_manager"):
            for name in ("is_content_locked", "pending_revision_id"):
                with self.assertRaises(AccessError):
                    self.as_(kind, self.order).write({name: False})

    def test_what_the_way_notes_on_a_line_is_nobodys_to_write(self):
        line = self._take_order().order_line
        for kind in ("sales", "customer_service"):
            for values in (
                {"line_key": self.order.order_line.line_key},
                {"finished_date": fields.Date.today()},
                {"kit_needs": {str(self.component.id): 1}},
            ):
                with self.subTest(kind=kind, values=values):
                    with self.assertRaises(AccessError):
                        self.as_(kind, line).write(values)

    def test_a_value_that_stays_the_same_is_no_change(self):
        line = self.mine.order_line
        line.write({"product_uom_qty": 10, "price_unit": line.price_unit})
        self.mine.write({"wanted_date": self.order.wanted_date})
        self.assertTrue(self.order.is_content_locked)

    def test_what_is_no_content_may_be_written(self):
        self.mine.write({"client_order_ref": "PO-9", "note": "Thank you"})
        self.mine.order_line.write({"sequence": 5})
        self.assertEqual(self.order.client_order_ref, "PO-9")

    def test_what_odoo_adds_may_be_added_and_does_not_turn_into_content(self):
        line = self.env["sale.order.line"].create(
            {
                "order_id": self.order.id,
                "product_id": self.stocked.id,
                "product_uom_qty": 0,
            }
        )
        self._refused(lambda: line.write({"product_uom_qty": 3}))
        cost = self.env["sale.order.line"].create(
            {
                "order_id": self.order.id,
                "product_id": self.service.id,
                "is_delivery": True,
                "price_unit": 30,
            }
        )
        cost.price_unit = 40
        self._refused(lambda: cost.write({"price_unit": -40}))
        self._refused(lambda: cost.write({"is_delivery": False}))
        cost.unlink()

    def test_a_copy_is_free_and_unreviewed(self):
        copy = self.mine.copy()
        self.assertFalse(copy.is_content_locked)
        self.assertFalse(copy.sudo().pending_revision_id)
        copy.order_line.product_uom_qty = 3

    def test_an_order_in_review_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "went through a review"):
            self.order.sudo().unlink()

    def test_a_company_with_the_switch_off_has_no_lock(self):
        self.company.sudo().use_order_to_delivery = False
        self.mine.order_line.product_uom_qty = 12
        self.assertEqual(self.order.order_line.product_uom_qty, 12)

    @covers("review.reset", route="rpc", role="sales")
    def test_cancelling_voids_all_verdicts_for_good(self):
        self._circulate(self.order)
        self._answer_all(self.order)
        self._close(self.order)
        review = self.order.order_review_ids
        self.mine.action_cancel()
        self.assertEqual(review.state, "withdrawn")
        self.assertEqual(set(review.signoff_ids.mapped("state")), {"void"})
        self.assertFalse(self.order.is_content_locked)
        self.mine.action_draft()
        reasons = self.env["order.gate"]._get_reasons("confirmation", self.order)
        texts = [reason.text for reason in reasons[self.order]]
        self.assertIn("It was not submitted for review, or was given back.", texts)
        self.order.write(
            {
                "wanted_date": fields.Date.today(),
            }
        )
        self._submit(self.order)
        self._circulate(self.order)
        states = self.order.order_review_ids.filtered(
            lambda r: r.round == 2
        ).signoff_ids.mapped("state")
        self.assertNotIn("signed", states)
