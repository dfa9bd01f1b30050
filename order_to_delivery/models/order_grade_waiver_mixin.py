"""Grade A: the signed paper may follow, by a date that is watched."""

from odoo import fields, models

from .order_confirmation_mixin import SIGNATURE_GATE


class OrderGradeWaiverMixin(models.AbstractModel):
    _name = "order.grade.waiver.mixin"
    _description = "Orders Whose Grade Lets the Signature Follow"

    def _grant_grade_waivers(self):
        """Let the grade stand in for the signature, and owe its paper (H9.7)."""
        # A sales order is asked anew for each change that comes into force.
        # The grade decides, not the rights of who presses.
        gated = self._filter_gated().sudo()
        granting = gated.filtered(
            lambda order: order.customer_grade_id.signature_policy == "later"
        )
        if not granting:
            return
        revisions = granting._get_reviewed_revisions()
        gate = granting.env[SIGNATURE_GATE]
        unsigned = gate._reasons_closed(granting)
        gate._drop_waived(unsigned)
        granting.env["order.gate.waiver"].create(
            [
                order._prepare_grade_waiver(revisions[order])
                for order in unsigned
                if revisions[order]
            ]
        )

    def _prepare_grade_waiver(self, revision):
        grade = self.customer_grade_id
        now = fields.Datetime.now()
        return {
            "sale_order_id": self.id,
            "gate": SIGNATURE_GATE,
            "res_model": revision._name,
            "res_id": revision.id,
            "origin": "grade",
            "reason": self.env._(
                "%(grade)s: the signed confirmation of revision %(number)s may follow.",
                grade=grade.name,
                number=revision.number,
            ),
            "granted_by_id": self.env.user.id,
            "paper_due_date": self.company_id._plan_deadline(now, grade.paper_days),
        }
