"""Where the signed confirmation stands in for the production instruction."""

from odoo import SUPERUSER_ID, models


class OrderStandInMixin(models.AbstractModel):
    _name = "order.stand.in.mixin"
    _description = "Signed Confirmations That Instruct Production"

    def _issue_stand_ins(self):
        """Let signed confirmations go to Production, where the company has it so.

        An instruction that a gate holds stays a draft until the gate opens, and is
        issued then. What a clerk drafted is left to the clerk (H9.10).
        """
        # A machine carries on what was signed: it writes in its own name, not in that
        # of the customer or clerk whose act opened the gate.
        orders = self.with_user(SUPERUSER_ID)._filter_stand_in()
        instructions = orders.env["order.production.instruction"]
        drafts = instructions.union(*(order._get_stand_in() for order in orders))
        held = self.env["order.gate"]._get_held("instruction", drafts)
        for draft in drafts - held:
            draft._issue(draft.confirmation_id.accepted_by_id)

    def _filter_stand_in(self):
        """Return the orders that wait to be instructed by what the customer signed."""
        wanted = self.filtered(
            lambda order: (
                order.state == "sale"
                and order.company_id.order_instruction_policy == "confirmation"
                and order._get_stand_in_paper()
            )
        )
        instructed = wanted.filtered(
            lambda order: any(
                instruction.state in ("issued", "accepted")
                and instruction.revision_id == order.current_revision_id
                for instruction in order.order_production_instruction_ids
            )
        )
        return (wanted - instructed)._filter_waiting_instruction()

    def _get_stand_in_paper(self):
        """Return the accepted confirmation of the revision in force, or none."""
        return self.order_confirmation_ids.filtered(
            lambda paper: (
                paper.state == "accepted"
                and paper.revision_id == self.current_revision_id
            )
        )[:1]

    def _get_stand_in(self):
        """Return the draft that the signed confirmation stands in for.

        Empty where a clerk is writing one by hand.
        """
        self.ensure_one()
        draft = self.order_production_instruction_ids.filtered(
            lambda instruction: instruction.state == "draft"
        )
        if not draft:
            return draft._create_draft(self, paper=self._get_stand_in_paper())
        if not (draft.confirmation_id or draft.replaces_id):
            return draft.browse()
        draft.confirmation_id = self._get_stand_in_paper()
        draft._refresh_lines()
        return draft

    def _get_dates_of_production(self):
        """Return the dates that Production itself answered for the revision in force.

        :return: ``{line_key: {"start_date": date, "finished_date": date}}``
        """
        self.ensure_one()
        answers = self.order_review_ids.signoff_ids.filtered(
            lambda answer: (
                answer.kind == "production"
                and answer.state == "signed"
                and answer.verdict != "refuse"
            )
        )
        return {
            line.line_key: {
                "start_date": line.start_date,
                "finished_date": line.finished_date,
            }
            for line in answers.line_ids.sorted("id")
            if line.start_date and line.finished_date
        }
