"""How questions about an order's supply are asked: each once, of one department."""

from odoo import api, models

# What an open question is about; there is one of each.
KEYS = ("kind", "sale_order_id", "request_line_id", "purchase_line_id", "production_id")
CHANGING = ("new_quantity", "new_date", "document")


class OrderSupplyAskingMixin(models.AbstractModel):
    _name = "order.supply.asking.mixin"
    _description = "Asking about an Order's Supply"

    @api.model
    def _ask(self, rows, is_told=False):
        """Ask what is not asked yet, and renew what changed meanwhile.

        What was decided for the same figures is not asked again.

        :param rows: dicts of values
        :param is_told: whether an activity elsewhere tells of it already
        """
        if not rows:
            return
        # Questions follow from what others do; nobody writes them.
        Question = self.sudo()
        orders = {values["sale_order_id"] for values in rows}
        known = {}
        for question in Question.search(
            [("sale_order_id", "in", list(orders)), ("state", "!=", "settled")],
            order="id",
        ):
            known[question._get_key()] = question
        asked = Question.browse()
        for values in rows:
            question = known.get(tuple(values.get(name, False) for name in KEYS))
            if not question or question._is_answered(values):
                asked |= Question.create(Question._prepare_question(values))
            elif question.state == "open":
                question._renew(values)
        if not is_told:
            asked._tell()

    def _get_key(self):
        return tuple(
            self[name].id if self._fields[name].relational else self[name]
            for name in KEYS
        )

    def _is_answered(self, values):
        """Tell whether a decision was about other figures than these."""
        return self.state == "decided" and any(
            self[name] != values.get(name, self[name]) for name in CHANGING
        )

    def _renew(self, values):
        changed = {
            name: values[name]
            for name in CHANGING
            if name in values and values[name] != self[name]
        }
        if changed:
            self.write(changed)

    @api.model
    def _prepare_question(self, values):
        purchases = self.env["purchase.order.line"]
        purchase = purchases.browse(values.get("purchase_line_id"))
        production = self.env["mrp.production"].browse(values.get("production_id"))
        return {
            "document": purchase.order_id.name or production.name or False,
            "product_uom_id": (purchase or production).product_uom_id.id
            if purchase or production
            else False,
            **values,
        }

    def _tell(self):
        """Give each question to who acts for the department that is asked."""
        for question in self:
            user = question._get_person()
            if user:
                # It waits on the desk; a letter each morning would be one too many.
                question.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=question.company_id._get_local_day(),
                    summary=question.display_name,
                    note=question.text,
                    user_id=user.id,
                )

    def _get_person(self):
        if self.department == "customer_service":
            return self.sale_order_id._get_customer_service_user()
        departments = self.env["order.department"].search(
            [("kind", "=", self.department), ("company_id", "=", self.company_id.id)]
        )
        for department in departments:
            person = department._resolve_person()[0]
            if person:
                return person
        return self.env["res.users"]

    @api.model
    def _settle_late(self, domain, late_ids):
        """Ask no more about material that comes in time by now."""
        over = self.sudo().search(  # as in asking
            [
                *domain,
                ("kind", "=", "late"),
                ("state", "=", "open"),
                ("request_line_id", "not in", late_ids),
            ]
        )
        over._settle()

    def _settle(self):
        self._set_state("settled", ("open",))
        self._archive_activities()
