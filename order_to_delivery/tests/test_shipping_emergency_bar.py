from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .factory import NO_LETTERS
from .shipping_common import REFUSED, ShippingCase

GATE = "order.gate.shipping.needs.request"


@tagged("post_install", "-at_install")
class TestShippingEmergencyBar(ShippingCase):
    """Who still owes requests of earlier emergencies gets no other one (H9.17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["second"] = new_test_user(
            cls.env,
            login="otd_second",
            groups="order_to_delivery.group_supervisor",
            context=NO_LETTERS,
        )

    def _grant(self, order, by="supervisor", **values):
        """Grant an emergency of five pieces, as its dialog does."""
        now = fields.Datetime.now()
        wizard = self.as_(by, self.env["order.gate.waive"]).create(
            {
                "sale_order_id": order.id,
                "gate": GATE,
                "reason": "The customer's line stands still.",
                "cap_amount": 100,
                "cap_quantity": 5,
                "valid_to": fields.Datetime.add(now, hours=8),
                "paper_due_date": self.company._get_local_day(),
                **values,
            }
        )
        wizard.action_grant()
        order.invalidate_recordset(["order_gate_waiver_ids"])
        return order.order_gate_waiver_ids[:1].with_env(self.env)

    def _owe(self, days=2, ships=True, **values):
        """Return an order of which goods left, and whose request is overdue."""
        order = self._get_ready_order(**values)
        waiver = self._grant(order)
        if ships:
            self._validate(order.picking_ids, 5)
        waiver.sudo().paper_due_date = fields.Date.subtract(
            self.company._get_local_day(), days=days
        )
        self.env.flush_all()
        return order, waiver

    def _run_chase(self):
        self._run_cron("chase_order_papers")
        self.env.invalidate_all()

    # What an emergency needs

    def test_it_has_a_value_a_quantity_and_an_end(self):
        order = self._get_ready_order()
        for values, text in (
            ({"cap_amount": 0}, "value cap above zero"),
            ({"cap_quantity": 0}, "quantity cap above zero"),
            ({"cap_quantity": -1}, "quantity cap above zero"),
            ({"valid_to": False}, "moment at which it ends"),
        ):
            with self.subTest(values), self._refused(text):
                self._grant(order, **values)

    def test_both_caps_hold_back_what_is_beyond_them(self):
        order = self._get_ready_order()
        self._grant(order, cap_quantity=3)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 4)
        self._validate(order.picking_ids, 3)

    def test_the_grades_cap_is_in_the_companys_currency(self):
        self.company.currency_id = self.env.ref("base.CNY")
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "company_rate": 0.125,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Dollars", "currency_id": dollar.id}
        )
        order = self._get_ready_order(pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, dollar)
        self.grades["A"].emergency_cap_amount = 800
        with self._refused("within the policy's limit"):
            self._grant(order, cap_amount=100.01)
        self._grant(order, cap_amount=100)
        self.grades["A"].emergency_cap_amount = 80
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 5)

    # The bar

    def test_an_overdue_request_bars_the_customers_next_emergency(self):
        owing, _waiver = self._owe()
        order = self._get_ready_order()
        for supervisor in ("supervisor", "second"):
            with self.subTest(supervisor), self._refused(f"(?s)overdue.*{owing.name}"):
                self._grant(order, by=supervisor)

    def test_a_contact_of_the_same_customer_is_barred_too(self):
        self._owe()
        contact = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.partners["A"].id}
        )
        order = self._get_ready_order(partner_id=contact.id)
        with self._refused("overdue"):
            self._grant(order, by="second")

    def test_it_bars_the_supervisor_for_other_customers(self):
        self._owe()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self._get_ready_order(partner_id=stranger.id)
        with self._refused("overdue"):
            self._grant(order)
        self.assertEqual(self._grant(order, by="second").state, "granted")

    def test_the_request_that_follows_lifts_the_bar(self):
        owing, _waiver = self._owe()
        for step in (self._request_shipping, self._verify, self._release):
            step(owing)
        self.assertTrue(self._grant(self._get_ready_order()))

    def test_an_emergency_on_which_nothing_left_bars_nobody(self):
        self._owe(ships=False)
        self.assertTrue(self._grant(self._get_ready_order()))

    def test_a_request_that_is_due_today_bars_nobody(self):
        self._owe(days=0)
        self.assertTrue(self._grant(self._get_ready_order()))

    def test_other_companies_papers_bar_nobody(self):
        _order, waiver = self._owe()
        other = self.env["res.company"].create({"name": "Sister Works"})
        waiver.sudo().flush_recordset()
        self.env.cr.execute(
            "UPDATE order_gate_waiver SET company_id = %s WHERE id = %s",
            (other.id, waiver.id),
        )
        self.env.invalidate_all()
        self.assertTrue(self._grant(self._get_ready_order()))

    # Chased

    def test_customer_service_is_asked_for_the_request(self):
        order, waiver = self._owe()
        for _night in range(2):
            self._run_chase()
        [activity] = waiver.activity_ids
        self.assertEqual(activity.user_id, self.users["customer_service"])
        self.assertIn("shipping request", activity.summary)
        self.assertIn(order.name, activity.summary)

    def test_an_emergency_on_which_nothing_left_is_not_chased(self):
        _order, waiver = self._owe(ships=False)
        self._run_chase()
        self.assertFalse(waiver.activity_ids)

    def test_those_above_are_told_once_when_it_was_asked_for_in_vain(self):
        order, waiver = self._owe()
        self._run_chase()
        self.assertTrue(waiver.paper_chased_date)
        self.assertFalse(waiver.paper_escalated_date)
        waiver.sudo().paper_due_date -= timedelta(days=7)
        for _night in range(2):
            self._run_chase()
        for kind in ("supervisor", "deputy_general_manager"):
            with self.subTest(kind):
                told = self._get_told(kind)
                self.assertEqual(len(told), 1)
                self.assertIn(order.name, told.body)
                self.assertIn("shipping request", told.body)

    def _get_told(self, kind):
        return self.env["mail.message"].search(
            [
                ("model", "=", "order.gate.waiver"),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.users[kind].partner_id.ids),
            ]
        )

    def test_the_way_on_is_open_to_customer_service(self):
        owing, waiver = self._owe()
        with self._refused("overdue"):
            self._grant(owing)
        for step in (self._request_shipping, self._verify, self._release):
            step(owing)
        self.assertEqual(waiver.state, "settled")
