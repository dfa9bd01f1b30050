"""Closed gates on money and goods over the external interface, which knows no form."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .cases import covers
from .common import KINDS, FactoryMixin


@tagged("post_install", "-at_install")
class TestRoutesInterface(FactoryMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_factory()
        expires = fields.Date.add(fields.Datetime.now(), days=1)
        cls.keys = {
            kind: cls.env["res.users.apikeys"]
            .with_user(cls.users[kind])
            .sudo()
            ._generate("rpc", "test", expires)
            for kind in KINDS
        }

    def _call(self, kind, records, method, **values):
        answer = self.url_open(
            f"/json/2/{records._name}/{method}",
            json={"ids": records.ids, **values},
            headers={"Authorization": f"Bearer {self.keys[kind]}"},
        )
        self.env.invalidate_all()
        return answer

    def _refused(self, records, method, text, kind):
        """Expect a refusal of everybody, which names its reason to whom it concerns."""
        states = records.mapped("state")
        for one in KINDS:
            with self.subTest(kind=one, method=method):
                answer = self._call(one, records, method)
                self.assertIn(answer.status_code, (403, 422))
                if one == kind:
                    self.assertIn(text, answer.text)
                self.assertEqual(records.mapped("state"), states)

    def _go(self, kind, records, method, **values):
        answer = self._call(kind, records, method, **values)
        self.assertEqual(answer.status_code, 200, answer.text)

    @covers("money.unpaid", route="rpc", role=KINDS)
    def test_nothing_is_instructed_unpaid(self):
        order = self._walk_to("deposit")
        self.as_("customer_service", order).action_prepare_instruction()
        order.invalidate_recordset()
        draft = order.order_production_instruction_ids[:1]
        self._refused(draft, "action_issue", "deposit", "customer_service")
        self._pay(order, order.deposit_due)
        self._go("customer_service", draft, "action_issue")
        self.assertEqual(draft.state, "issued")

    @covers("ship.release", "ship.routes", route="rpc", role=KINDS)
    def test_nothing_is_verified_released_or_shipped_out_of_turn(self):
        order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        self._pay(order, order.deposit_due)
        order._resume_held()
        request, picking = self._request_shipping(order), order.picking_ids
        self._refused(request, "action_verify", "balance", "finance")
        self._refused(request, "action_release", "is Requested", "customer_service")
        picking.move_ids.write({"quantity": 10, "picked": True})
        self._refused(picking, "button_validate", "shipping request", "warehouse")
        self._pay(order, order.amount_total - order.money_received)
        self._go("finance", request, "action_verify")
        self._go("customer_service", request, "action_release")
        self._go("warehouse", picking, "button_validate")
        self.assertEqual(picking.state, "done")
