from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestShippingTerms(ShippingCase):
    """The terms of the contract stand beside what is checked against them (H9.15)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = (
            cls.env["order.contract"]
            .sudo()
            .create(
                {
                    "name": "Frame 2026",
                    "partner_id": cls.partners["A"].id,
                    "valid_from": "2026-01-01",
                    "signed_by": "Mr Chen",
                    "signed_date": "2026-01-01",
                    "attachment_ids": [Command.create({"name": "c", "raw": b"paper"})],
                }
            )
        )

    def _get_request(self):
        self.as_("sales", self.contract).action_sign()
        order = self._get_ready_order(
            order_contract_id=self.contract.id,
            incoterm=self.env.ref("account.incoterm_FOB").id,
            incoterm_location="Ningbo",
            commitment_date="2027-03-01 08:00:00",
            payment_plan_line_ids=[
                Command.create({"kind": "after", "percent": 100, "days": 30})
            ],
        )
        revision = order.sudo().current_revision_id
        revision.snapshot = order.sudo()._get_snapshot()
        return self._request_shipping(order)

    def test_every_department_reads_the_terms_on_the_form(self):
        request = self._get_request()
        for kind in ("customer_service", "finance", "warehouse", "logistics"):
            form = Form(self.as_(kind, request))
            with self.subTest(kind):
                self.assertEqual(form.agreed_incoterm, "FOB Ningbo")
                self.assertEqual(str(form.agreed_delivery_date), "2027-03-01")
                self.assertEqual(form.order_contract_id, self.contract)

    def test_who_checks_the_money_reads_the_payment_terms(self):
        request = self._get_request()
        for kind in ("customer_service", "finance", "sales"):
            with self.subTest(kind):
                self.assertEqual(
                    self.as_(kind, request).agreed_payment,
                    "After delivery: 100% within 30 days",
                )

    def test_who_moves_the_goods_does_not(self):
        request = self._get_request()
        for kind in ("warehouse", "logistics"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, request).read(["agreed_payment"])

    def test_they_are_those_of_the_revision_that_ships(self):
        request = self._get_request()
        request.sale_order_id.sudo().env.cr.execute(
            "UPDATE sale_order SET incoterm_location = 'Shanghai' WHERE id = %s",
            [request.sale_order_id.id],
        )
        request.invalidate_recordset()
        request.sale_order_id.invalidate_recordset()
        self.assertEqual(request.agreed_incoterm, "FOB Ningbo")
