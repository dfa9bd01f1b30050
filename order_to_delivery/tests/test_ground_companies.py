from datetime import date

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import KINDS, OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundCompanies(OrderToDeliveryCase):
    """A user of the second company sees nothing of the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second Factory"})
        cls.stranger = new_test_user(
            cls.env,
            login="stranger",
            groups=",".join(
                f"order_to_delivery.group_{kind}" for kind in (*KINDS, "manager")
            ),
            company_id=cls.second.id,
            company_ids=[Command.set(cls.second.ids)],
        )
        cls.order = cls._take_order(cls)
        cls.change = cls._make_change()
        cls.waiver = cls._make_waiver()
        contract = cls._make_contract()
        cls.records = [
            cls.departments["sales"],
            cls.departments["sales"].member_ids,
            cls.order.payment_plan_line_ids,
            cls.env["order.workday"].create({"date": date(2026, 9, 5)}),
            contract,
            contract.payment_plan_line_ids,
            cls.env["customer.grade"].create(
                {"name": "Own", "code": "OWN", "company_id": cls.company.id}
            ),
            cls.change,
            cls.waiver,
            cls.env["order.date.change"]._log(
                cls.order, "promise", False, date(2026, 9, 5), "review"
            ),
        ]

    @classmethod
    def _make_change(cls):
        return cls.env["customer.grade.change"].create(
            {
                "partner_id": cls.partners["B"].id,
                "grade_id": cls.grades["A"].id,
                "criteria": "Long with us.",
            }
        )

    @classmethod
    def _make_waiver(cls):
        return cls.env["order.gate.waiver"].create(
            {
                "sale_order_id": cls.order.id,
                "gate": "order.gate",
                "reason": "Emergency",
                "granted_by_id": cls.users["supervisor"].id,
            }
        )

    @classmethod
    def _make_contract(cls):
        return cls.env["order.contract"].create(
            {
                "name": "2026-001",
                "partner_id": cls.partners["B"].id,
                "valid_from": date(2026, 1, 1),
                "payment_plan_line_ids": [
                    Command.create({"kind": "after", "percent": 100})
                ],
            }
        )

    def test_a_stranger_finds_none_of_the_first_companys_records(self):
        for record in self.records:
            with self.subTest(model=record._name):
                found = record.with_user(self.stranger).search(
                    [("id", "in", record.ids)]
                )
                self.assertFalse(found)

    def test_a_stranger_reads_none_of_them_by_number(self):
        for record in self.records:
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.stranger).with_company(self.second).read(
                    ["id", "display_name"]
                )

    def test_a_stranger_decides_no_grade_of_the_first_company(self):
        change = self.change.with_user(self.stranger)
        with self.assertRaises(AccessError):
            change.action_approve()

    def test_a_stranger_waives_nothing_of_the_first_company(self):
        waiver = self.waiver.with_user(self.stranger)
        with self.assertRaises(AccessError):
            waiver.action_revoke()
        with self.assertRaises(AccessError):
            waiver.action_settle("paper")

    def test_a_stranger_turns_no_switch_of_the_first_company(self):
        wizard = self.env["order.company.switch"].with_user(self.stranger)
        wizard = wizard.create({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            wizard.action_switch_off()

    def test_a_grade_without_company_is_everybodys(self):
        self.assertTrue(self.grades["A"].with_user(self.stranger).name)

    def test_both_companies_number_their_contracts_alike(self):
        contract = (
            self.env["order.contract"]
            .with_user(self.stranger)
            .create(
                {
                    "name": "2026-001",
                    "partner_id": self.partners["B"].id,
                    "valid_from": fields.Date.today(),
                }
            )
        )
        self.assertEqual(contract.company_id, self.second)
