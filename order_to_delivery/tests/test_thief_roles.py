"""Tries of the departments' own people to pass a signature of somebody else."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestThiefRoles(SupplyCase):
    def test_goods_that_are_said_to_need_no_supply_wait_all_the_same(self):
        order = self._take_order("B", [(self.product, 2)])
        self.as_("sales", order.order_line).supply_kind = "none"
        self.assertEqual(self._submit(order).kind, "full")
        self.assertEqual(order.order_line.supply_kind, "make")

    def test_bought_goods_that_are_said_to_need_no_supply_wait_for_the_deposit(self):
        order = self._confirmed([(self.stocked, 5)], "B", until="deposit")
        order.order_line.sudo()._write({"supply_kind": "none"})
        order.order_line.invalidate_recordset()
        self.assertFalse(order.order_line._filter_supply_due())

    def test_more_than_is_paid_for_is_no_standard_order(self):
        order = self._take_order("B", [(self.stocked, 5)])
        self.as_("sales", order.order_line).tolerance_over = 1000
        self.assertEqual(self._submit(order).kind, "full")

    def test_taxes_left_out_are_no_standard_order(self):
        tax = self.env["account.tax"].create({"name": "VAT", "amount": 13})
        self.stocked.taxes_id = tax
        kept = self._take_order("B", [(self.stocked, 5)])
        self.assertEqual(kept.order_line.tax_ids, tax)
        self.assertEqual(self._submit(kept).kind, "standard")
        order = self._take_order("B", [(self.stocked, 5)])
        self.as_("sales", order.order_line).tax_ids = [Command.clear()]
        self.assertEqual(self._submit(order).kind, "full")

    def test_terms_of_the_own_making_are_no_standard_order(self):
        contract = self.as_("sales", self.env["order.contract"]).create(
            {
                "name": "MINE",
                "partner_id": self.partners["B"].id,
                "valid_from": "2020-01-01",
                "payment_plan_line_ids": [
                    Command.create({"kind": "after", "percent": 100})
                ],
                "signed_by": "Mr Chen",
                "signed_date": "2020-01-01",
                "attachment_ids": [
                    Command.create({"name": "contract.pdf", "raw": b"%PDF-1.4"})
                ],
            }
        )
        contract.action_sign()
        by_contract = self._take_order(
            "B", [(self.stocked, 5)], order_contract_id=contract.id
        )
        by_plan = self._take_order(
            "B",
            [(self.stocked, 5)],
            payment_plan_line_ids=[Command.create({"kind": "after", "percent": 100})],
        )
        for order in (by_contract, by_plan):
            self.assertEqual(self._submit(order).kind, "full")

    def test_whoever_requested_the_goods_does_not_waive_their_request(self):
        order = self._walk_to("release", grade="A")
        supervisor = self.users["supervisor"]
        self.as_("supervisor", order).action_request_shipping()
        wizard = self.env["order.gate.waive"].with_user(supervisor)
        wizard = wizard.with_company(self.company).create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "Urgent",
                "cap_amount": 1,
                "cap_quantity": 1,
                "valid_to": "2099-01-01 12:00:00",
                "paper_due_date": "2099-01-01",
            }
        )
        with self.refused("your own request"):
            wizard.action_grant()

    def test_nobody_writes_who_signed_or_what_is_in_force(self):
        order = self._walk_to("handover")
        request = order.order_shipping_request_ids[:1]
        tries = {
            request: {"verified_by_id": 1, "state": "released", "requested_by_id": 1},
            order.order_confirmation_ids: {"state": "accepted", "signed_by": "Me"},
            order.order_production_instruction_ids: {
                "state": "accepted",
                "issued_by_id": 1,
            },
            order.current_revision_id: {"content_hash": "x", "snapshot": {}},
            order.order_review_ids[:1]: {"state": "closed", "chair_id": 1},
            order: {"is_content_locked": False, "order_to_delivery_exempt": True},
        }
        for kind in self.users:
            for record, values in tries.items():
                for name, value in values.items():
                    with (
                        self.subTest(kind=kind, record=record._name, field=name),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        self.as_(kind, record).write({name: value})

    def test_signed_papers_are_nobodys_to_delete(self):
        order = self._walk_to("shipping")
        for kind in self.users:
            for record in (
                order,
                order.order_review_ids,
                order.order_review_ids.signoff_ids,
                order.order_confirmation_ids,
                order.order_confirmation_ids.file_ids,
                order.order_production_instruction_ids,
                order.order_shipping_request_ids,
                order.order_revision_ids,
            ):
                with (
                    self.subTest(kind=kind, record=record._name),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.as_(kind, record).unlink()

    def test_the_signed_confirmation_is_not_exchanged(self):
        order = self._walk_to("deposit")
        paper = order.order_confirmation_ids.file_ids
        for kind in self.users:
            with (
                self.subTest(kind=kind),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.as_(kind, paper).write({"raw": b"forged"})

    def test_warehouse_and_production_do_not_read_the_money(self):
        order = self._walk_to("handover")
        request = order.order_shipping_request_ids[:1]
        for kind in ("warehouse", "production", "logistics", "quality", "technical"):
            for record, name in (
                (order, "money_received"),
                (order, "deposit_due"),
                (order, "release_due"),
                (request, "amount_due"),
                (request, "amount_received"),
                (request, "order_release_due"),
                (request, "order_money_received"),
            ):
                with self.subTest(kind=kind, field=name):
                    with self.assertRaises(AccessError):
                        self.as_(kind, record).web_read({name: {}})
                    with self.assertRaises(AccessError):
                        self.as_(kind, record).search([(name, ">", 0)])
