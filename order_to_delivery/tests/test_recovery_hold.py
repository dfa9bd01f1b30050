from odoo import fields
from odoo.tests import tagged

from .recovery_common import RecoveryCase
from .shipping_common import REFUSED


@tagged("post_install", "-at_install")
class TestRecoveryHold(RecoveryCase):
    """A customer whose lost payment is not back gets nothing new released (H1.14)."""

    def test_release_needs_no_recovery(self):
        """Nothing new is released to the customer until the money is back."""
        shipped, payment = self._ship_paid()
        self._lose(payment)
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        self._request_shipping(order)
        request = order.order_shipping_request_ids
        reasons = self.env["order.gate"]._get_reasons("release", request)[request]
        gate = "order.gate.release.needs.no.recovery"
        self.assertEqual([reason.gate for reason in reasons], [gate])
        with self._refused(f"payment was lost.*{shipped.name}|{shipped.name}.*lost"):
            self._verify(order)
        self._pay(shipped, 200)
        self._judge()
        self._verify(order)
        self._release(order)

    def test_a_request_that_finance_signed_is_held_too(self):
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        self._request_shipping(order)
        self._verify(order)
        _shipped, payment = self._ship_paid()
        self._lose(payment)
        with self._refused("payment was lost"):
            self._release(order)

    def test_a_branch_of_the_customer_is_held_and_others_are_not(self):
        _shipped, payment = self._ship_paid()
        self._lose(payment)
        partners = self.env["res.partner"]
        branch = partners.create({"name": "Branch", "parent_id": self.partners["A"].id})
        stranger = partners.create({"name": "Stranger"})
        for partner, is_held in ((branch, True), (stranger, False)):
            order = self._get_ready_order(partner_id=partner.id)
            self._pay(order, order.amount_total)
            self._request_shipping(order)
            with self.subTest(partner.name):
                self.assertEqual(partner.is_order_held, is_held)
                if is_held:
                    with self._refused("payment was lost"):
                        self._verify(order)
                else:
                    self._verify(order)
        held = partners.search([("is_order_held", "=", True)])
        self.assertIn(branch, held)
        self.assertNotIn(stranger, held)

    def test_the_deputy_general_manager_lets_one_order_pass(self):
        _shipped, payment = self._ship_paid()
        self._lose(payment)
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        self._request_shipping(order)
        waive = self.as_("deputy_general_manager", self.env["order.gate.waive"])
        waive.create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.release.needs.no.recovery",
                "reason": "The bank's error, on its way.",
            }
        ).action_grant()
        self._verify(order)
        other = self._get_ready_order()
        self._pay(other, other.amount_total)
        self._request_shipping(other)
        with self._refused("payment was lost"):
            self._verify(other)

    def test_it_is_seen_where_the_grade_is_judged(self):
        _order, payment = self._ship_paid()
        self._lose(payment)
        change = self.as_("sales", self.env["customer.grade.change"]).create(
            {
                "partner_id": self.partners["A"].id,
                "grade_id": self.grades["B"].id,
                "criteria": "A payment bounced.",
            }
        )
        self.assertTrue(change.is_order_held)
        partner = self.as_("sales", self.partners["A"])
        self.assertEqual(partner.order_recovery_count, 1)
        self.assertEqual(partner.action_view_recoveries()["views"][0][1], "form")

    def test_no_emergency_goes_past_it(self):
        order, later = self._get_ready_order(), self._get_ready_order()
        for one in (order, later):
            self._pay(one, one.amount_total)
        self._grant(order)
        shipped, payment = self._ship_paid()
        self._lose(payment)
        with self._refused(f"No emergency.*{shipped.name}"):
            self._grant(later)
        # One that was granted before lets nothing out either.
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 5)
        self._pay(shipped, 200)
        self._judge()
        self._validate(order.picking_ids, 5)

    def _grant(self, order):
        wizard = self.as_("supervisor", self.env["order.gate.waive"]).create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "The customer's line stands still.",
                "cap_amount": 100,
                "cap_quantity": 5,
                "valid_to": fields.Datetime.add(fields.Datetime.now(), hours=8),
                "paper_due_date": self.company._get_local_day(),
            }
        )
        wizard.action_grant()
