"""What the tests of the grade standard share: figures, and a record to count."""

from datetime import timedelta

from odoo import Command, fields

from .money_common import MoneyCase

NOBODY_MEETS = 10**9


class GradeMixin:
    """Grades in order, and contracts of customers; used by every kind of test."""

    @classmethod
    def _rank_grades(cls):
        """Leave the grades of the tests alone, the best first."""
        own = [grade.id for grade in cls.grades.values()]
        cls.env["customer.grade"].search([("id", "not in", own)]).active = False
        for sequence, grade in enumerate(cls.grades.values()):
            grade.sequence = sequence
        cls.today = cls.company._get_local_day()

    def _contract(self, code="B", **values):
        contract = self.as_("sales", self.env["order.contract"]).create(
            {
                "name": f"C-{code}",
                "partner_id": self.partners[code].id,
                "valid_from": self.today - timedelta(days=30),
                "signed_by": "Mr Chen",
                "signed_date": self.today,
                "attachment_ids": [
                    Command.create({"name": "contract.pdf", "raw": b"%PDF-1.4"})
                ],
                **values,
            }
        )
        contract.action_sign()
        return contract.with_env(self.env)


class GradeCase(GradeMixin, MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rank_grades()
        cls.changes = cls.env["customer.grade.change"]

    def _ask(self, code, kind, threshold=0, **values):
        """Let a grade ask for a figure."""
        return self.env["customer.grade.criterion"].create(
            {
                "grade_id": self.grades[code].id,
                "kind": kind,
                "threshold": threshold,
                **values,
            }
        )

    def _bill(self, order, days=0, due=0):
        """Invoice an order some days ago, due so many days ago, as Finance."""
        invoice = self.as_("finance", order)._create_invoices()
        invoice.invoice_payment_term_id = False
        invoice.invoice_date = self.today - timedelta(days=days)
        invoice.invoice_date_due = self.today - timedelta(days=due)
        invoice.action_post()
        return invoice.with_env(self.env)

    def _settle(self, order, amount, days):
        """Pay so many days ago."""
        return self._pay_untied(
            order,
            amount,
            date=self.today - timedelta(days=days),
            sale_order_id=order.id,
        )

    def _owe_paper(self, code="A"):
        """Return a waiver of an order whose paper should have come yesterday."""
        order = self._walk_to("signature", grade=code)
        self.as_("sales", order).action_confirm()
        waiver = order.order_gate_waiver_ids
        waiver.sudo().paper_due_date = self.today - timedelta(days=1)
        return waiver

    def _read(self, code="B"):
        """Return ``{kind: (value, ids)}`` of what the record says of a customer."""
        standard = self.grades["A"]._get_standard(self.company)
        partner = self.partners[code]
        found = self.changes._read_records(self.company, standard, partner)
        return {
            criterion.kind: criterion._find_in(found[partner.id])
            for criterion in standard.criterion_ids
        }

    def _work_out(self, by="sales", code="B"):
        """Press the button on the customer; return the action."""
        return self.as_(by, self.partners[code]).action_work_out_grade()

    def _get_open(self, code="B"):
        self.env.invalidate_all()
        return self.changes.search(
            [("partner_id", "=", self.partners[code].id), ("state", "=", "draft")]
        )

    def _age_refusals(self, months):
        for change in self.changes.sudo().search([("state", "=", "refused")]):
            change.approved_date = fields.Datetime.subtract(
                change.approved_date, months=months
            )
        self.env.flush_all()
