"""Which seat is offered which draft, and what of its reasons the reader may see."""

from odoo import api, models

from ..order_department_kind import group_of
from ..order_money_mixin import MONEY_GROUPS
from ..order_price_fact import PRICE_GROUPS
from .order_draft_content import Draft, Question

# Who drafts for a seat; those who decide are told what Sales is.
DRAFTED_BY = {
    "technical": "order.draft.material",
    "material_control": "order.draft.material",
    "production": "order.draft.production",
    "purchasing": "order.draft.purchasing",
    "quality": "order.draft.quality",
    "sales": "order.draft.sales",
    "customer_service": "order.draft.sales",
    "finance": "order.draft.sales",
    "marketing_director": "order.draft.sales",
    "supervisor": "order.draft.sales",
    "deputy_general_manager": "order.draft.sales",
}
# Who sees what vendors ask.
COST_GROUPS = tuple(
    group_of(kind)
    for kind in (
        "purchasing",
        "material_control",
        "finance",
        "deputy_general_manager",
    )
)


class OrderDraft(models.AbstractModel):
    _name = "order.draft"
    _description = "Answer Drafted from Facts"

    @api.model
    def _work_out(self, signoff):
        """Draft an answer from the database as it is now (H7.1, H9.3, H9.5).

        Asked by who may sign it; nothing is written.

        :rtype: Draft
        :raise UserError: for a product that is a part of itself
        """
        signoff.ensure_one()
        drafter = DRAFTED_BY.get(signoff.kind)
        if not drafter:
            return Draft()
        # A seat reads neither products nor vendors: it is told what it answers for.
        question = Question(signoff.sudo(), **self._get_rights())
        draft = self.sudo().env[drafter]._draft(question)  # the same
        draft.facts = self._leave_out_links(draft.facts)
        return draft

    def _get_rights(self):
        """Return which amounts the reader sees, whichever seat is drafted for."""
        user = self.env.user

        def has(groups):
            return any(user.has_group(group) for group in groups)

        return {
            "sees_costs": has(COST_GROUPS),
            "sees_prices": has(PRICE_GROUPS.split(",")),
            "sees_money": has(MONEY_GROUPS.split(",")),
        }

    def _leave_out_links(self, facts):
        """Leave out the way to what the reader may not open."""
        ids = {}
        for fact in facts:
            if fact.res_id:
                ids.setdefault(fact.res_model, set()).add(fact.res_id)
        readable = {
            model: self.env[model].browse(wanted)._filtered_access("read")._ids
            for model, wanted in ids.items()
        }
        return [
            fact
            if fact.res_id in readable.get(fact.res_model, ())
            else fact._replace(res_model="", res_id=0)
            for fact in facts
        ]
