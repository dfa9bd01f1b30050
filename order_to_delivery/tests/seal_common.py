"""Who gets past all screens, and what the verification report says to that."""

from odoo import Command
from odoo.tools import SQL

from .common import OrderToDeliveryCase


class SealCase(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._walk_to("production")
        self.review = self.order.order_review_ids
        self.answer = self.review.signoff_ids.filtered(
            lambda answer: answer.kind == "production"
        )
        self.confirmation = self.order.order_confirmation_ids
        self.instruction = self.order.order_production_instruction_ids

    # What somebody does who may write the database

    def _tamper(self, query, *arguments):
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *arguments))
        self.env.invalidate_all()

    def _forge(self, records, **values):
        """Write columns past Odoo."""
        columns = [
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        ]
        self._tamper(
            "UPDATE %s SET %s WHERE id = ANY(%s)",
            SQL.identifier(records._table),
            SQL(", ").join(columns),
            records.ids,
        )

    def _delete(self, *records):
        for record in records:
            self._tamper(
                "DELETE FROM %s WHERE id = ANY(%s)",
                SQL.identifier(record._table),
                record.ids,
            )

    # What is signed besides

    def _grant(self):
        """Return a waiver that the supervisor granted."""
        dialog = self.as_("supervisor", self.env["order.gate.waive"]).create(
            {
                "sale_order_id": self.order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "The customer's line stands still.",
                "cap_amount": 5000,
                "cap_quantity": 10,
                "valid_to": "2099-01-01",
                "paper_due_date": "2099-01-01",
            }
        )
        dialog.action_grant()
        return self.env["order.gate.waiver"].search([], limit=1)

    def _approve(self):
        """Return a change of a customer's grade that is in force."""
        change = self.as_("sales", self.env["customer.grade.change"]).create(
            {
                "partner_id": self.partners["C"].id,
                "grade_id": self.grades["A"].id,
                "criteria": "Three years, never late.",
            }
        )
        # As the record proposes it, with what was counted.
        change.sudo().write(
            {
                "is_worked_out": True,
                "fact_ids": [
                    Command.create(
                        {
                            "grade_id": self.grades["A"].id,
                            "kind": "years",
                            "threshold": 2,
                            "value": 3,
                        }
                    )
                ],
            }
        )
        self.as_("marketing_director", change).action_approve()
        return change.with_env(self.env)

    # What is found

    def _verify_seals(self, kind="deputy_general_manager", **values):
        """Return the report as a department has it made."""
        check = self.as_(kind, self.env["order.seal.check"]).create(values)
        check.action_check()
        return check

    def _find(self, **values):
        """Return what the report finds: kind, record, line or file, field."""
        return [
            (found.kind, found.res_model, found.res_id, found.part_id, found.field_name)
            for found in self._verify_seals(**values).finding_ids
        ]

    def _changed(self, record, name):
        return ("changed", record._name, record.id, 0, name)

    def _told(self, kind, record):
        return (kind, record._name, record.id, 0, False)

    def _close_block(self):
        self.env.flush_all()
        self.env["order.seal.block"]._close_block(self.company)
        self.env.invalidate_all()

    def _get_seals(self, *records):
        self.env.flush_all()
        self.env.invalidate_all()
        seals = self.env["order.seal"]
        for record in records:
            own = [("res_model", "=", record._name), ("res_id", "in", record.ids)]
            seals |= seals.search(own, order="id")
        return seals

    def _get_chain(self):
        """Return the seals of the review, from the first answer to its end."""
        chain = [
            ("chain_model", "=", "order.review"),
            ("chain_id", "=", self.review.id),
        ]
        return self.env["order.seal"].search(chain, order="number")

    def _get_blocks(self):
        own = [("company_id", "=", self.company.id)]
        return self.env["order.seal.block"].search(own, order="number")
