"""Production's answer: start, finish and quantity of each line."""

from odoo import api, fields, models
from odoo.tools import format_date

from .order_draft_content import Draft, Fact


class OrderDraftProduction(models.AbstractModel):
    _name = "order.draft.production"
    _description = "Draft of Production's Dates"

    @api.model
    def _draft(self, question):
        """Draft when each line starts and is finished at the earliest (H9.5).

        A line that never could be finished is left to people.

        :rtype: Draft
        """
        draft = Draft()
        for line in question.signoff.line_ids:
            moments = question.promise.lines.get(line.line_key, (None, None))
            if None in moments:
                continue
            start, finish = (question.company._get_local_day(day) for day in moments)
            draft.lines[line.line_key] = {
                "quantity": repr(line.ordered_quantity),
                "start_date": fields.Date.to_string(start),
                "finished_date": fields.Date.to_string(finish),
            }
            draft.facts.append(self._tell(line, start, finish))
        draft.text = self._get_text(question, draft)
        earliest = self.env["order.draft.material"]._get_earliest(question)
        draft.facts = earliest + draft.facts
        return draft

    def _get_text(self, question, draft):
        if len(draft.lines) < len(question.signoff.line_ids):
            return ""
        days = [values["finished_date"] for values in draft.lines.values()]
        if not days:
            return ""
        return self.env._(
            "Finished on %(day)s at the earliest. %(why)s",
            day=format_date(self.env, max(days)),
            why=question.promise.why,
        )

    def _tell(self, line, start, finish):
        text = self.env._(
            "%(product)s: %(quantity)s %(unit)s from %(start)s to %(finish)s.",
            product=line.product_id.display_name,
            quantity=f"{line.ordered_quantity:.10g}",
            unit=line.product_uom_id.name,
            start=format_date(self.env, start),
            finish=format_date(self.env, finish),
        )
        return Fact(text, "product.product", line.product_id.id)
