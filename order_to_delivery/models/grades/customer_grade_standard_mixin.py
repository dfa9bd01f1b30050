"""Changes of grades that the record proposes by the written standard (H9.21).

What a customer meets is counted from its invoices, payments, papers, orders and
contracts. The record proposes and freezes what it counted; people decide, as they do
over their own proposals.
"""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..cron_turn import take_turns

# For so many months nobody is asked again for what people have refused.
REFUSED_FOR = 3
PROPOSED_AT_ONCE = 100
# Who reads what customers order and pay.
FACT_GROUPS = ",".join(
    f"order_to_delivery.group_{kind}"
    for kind in (
        "sales",
        "customer_service",
        "finance",
        "marketing_director",
        "deputy_general_manager",
        "manager",
    )
)


class CustomerGradeStandardMixin(models.AbstractModel):
    _name = "customer.grade.standard.mixin"
    _description = "Grade Change Worked Out from the Record"

    is_worked_out = fields.Boolean(
        string="From the Record",
        readonly=True,
        copy=False,
        help="Worked out from the record by the written standard: nobody words it.",
    )
    fact_ids = fields.One2many(
        "customer.grade.fact",
        "change_id",
        string="What the Record Says",
        readonly=True,
        copy=False,
        groups=FACT_GROUPS,
    )

    _one_worked_out = models.UniqueIndex(
        "(partner_id, company_id) WHERE is_worked_out AND state = 'draft'",
        "A customer has one open proposal from the record.",
    )

    @api.model
    def _cron_work_out(self):
        """Propose the grade of each customer whose record says another (H9.21)."""
        companies = self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        )
        for company in companies:
            customers = self._get_to_work_out(company)
            self.env["ir.cron"]._commit_progress(remaining=len(customers))
            for ids in split_every(PROPOSED_AT_ONCE, customers.ids):
                # Read anew: somebody may have decided, or paid, meanwhile.
                if not take_turns(
                    customers.browse(ids),
                    lambda own, company=company: self._work_out(company, own),
                ):
                    return

    @api.model
    def _get_to_work_out(self, company):
        """Return the customers whose record says another grade, or has said so."""
        standard = self.env["customer.grade"]._get_standard(company)
        records = self._read_records(company, standard)
        proposed = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("is_worked_out", "=", True),
            ]
        ).partner_id
        customers = self.env["res.partner"].browse(
            partner_id
            for partner_id, record in records.items()
            if self._get_due_grade(standard, record)
        )
        # A run that is cut short goes on with whom it has not come to.
        return (customers - proposed) | proposed

    @api.model
    def _work_out(self, company, customers, only_lower=False, anew=False):
        """Propose the grades that customers' records say, where it is another one.

        Open proposals that the record no longer bears out are taken back.

        :param only_lower: propose nothing to who has earned a better grade
        :param anew: also what people have refused lately
        :return: the proposals
        """
        # Whoever works it out need not see invoices, payments and papers.
        changes = self.sudo().with_company(company)
        standard = changes.env["customer.grade"]._get_standard(company)
        if not standard.criterion_ids:
            return changes
        records = changes._read_records(company, standard, customers)
        due = {
            customer: changes._get_due_grade(standard, records.get(customer.id))
            for customer in customers
        }
        free = changes._take_back(company, due, anew)
        if only_lower:
            ranks = {grade: rank for rank, grade in enumerate(standard)}
            free = free.filtered(
                lambda customer: (
                    ranks[due[customer]]
                    > ranks.get(records[customer.id]["grade"], len(ranks))
                )
            )
        return changes.create(
            [
                changes._prepare_worked_out(
                    company, customer, due[customer], records[customer.id]
                )
                for customer in free
            ]
        )

    @api.model
    def _work_out_now(self, company, customer):
        """Work out the grade of one customer for whoever asks.

        :return: the action that opens the proposal, or says that the grade is right
        :raise UserError: where the standard is not written in figures
        """
        self._check_in_figures(company)
        self._work_out(company, customer, anew=True)
        proposal = self.search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", company.id),
                ("state", "in", ("draft", "approved")),
            ],
            limit=1,
        )
        if proposal:
            return {
                "type": "ir.actions.act_window",
                "res_model": self._name,
                "res_id": proposal.id,
                "views": [(False, "form")],
            }
        grade = customer._get_customer_grade(company)
        message = self.env._(
            "By the record the grade of %(customer)s stays: %(grade)s.",
            customer=customer.display_name,
            grade=grade.name or self.env._("none"),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def _check_in_figures(self, company):
        """Refuse to work out grades that ask for nothing.

        :raise UserError: naming the company, and who writes the figures
        """
        standard = self.env["customer.grade"]._get_standard(company)
        # Whether it is governed is the company's, which the user may not see.
        if not (standard.criterion_ids and company.sudo().use_order_to_delivery):
            raise UserError(
                self.env._(
                    "The grades of %(company)s ask for no figures yet: have the Order "
                    "to Delivery Manager write them under Customer Grades.",
                    company=company.name,
                )
            )

    # Proposing

    def _take_back(self, company, due, anew):
        """Return the customers that a proposal may be made for now.

        Whose change people propose, or have approved for later, is left to them, and
        so is what they refused lately. Proposals of the record that it does not bear
        out any more are taken back.

        :param due: ``{customer: grade}``, no grade where the present one is right
        :param anew: also what they refused lately
        """
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", [customer.id for customer in due]),
                ("state", "in", ("draft", "approved", "refused")),
            ]
        )
        outdated = known.filtered(
            lambda change: (
                change.state == "draft"
                and change.is_worked_out
                and change.grade_id != due[change.partner_id]
            )
        )
        barring = (known - outdated).filtered(
            lambda change: (
                change.state != "refused"
                or not anew
                and change._is_refused_lately()
                and change.grade_id == due[change.partner_id]
            )
        )
        outdated._refuse_as_outdated()
        wanted = [customer for customer, grade in due.items() if grade]
        return self.env["res.partner"].union(*wanted) - barring.partner_id

    def _is_refused_lately(self):
        """Tell whether people refused it some months ago at most, not the record."""
        self.ensure_one()
        since = fields.Datetime.subtract(fields.Datetime.now(), months=REFUSED_FOR)
        return (
            self.state == "refused"
            and self.approved_by_id.id != SUPERUSER_ID
            and self.approved_date >= since
        )

    def _refuse_as_outdated(self, is_decided=False):
        """Take proposals of the record back.

        :param is_decided: as people have changed the grade, not the record
        """
        if not self:
            return
        self._set_state(
            "refused",
            ("draft",),
            approved_by_id=SUPERUSER_ID,
            approved_date=fields.Datetime.now(),
        )
        self._archive_activities()
        for change in self:
            words = change._in_company_language()
            words.message_post(
                body=words.env._("Taken back: the record says otherwise by now.")
                if not is_decided
                else words.env._("Taken back: the grade was changed meanwhile.")
            )

    def _take_back_others(self):
        """Take back what the record proposed before somebody changed the grade."""
        others = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "draft"),
                ("is_worked_out", "=", True),
            ]
        )
        others._refuse_as_outdated(is_decided=True)

    @api.model
    def _prepare_worked_out(self, company, customer, grade, record):
        # Words that are kept are in the company's language, whoever works it out.
        lang = company.partner_id.lang or self.env.lang
        standard = grade.with_context(lang=lang)._get_standard(company)
        today, facts = company._get_local_day(), self.env["customer.grade.fact"]
        return {
            "company_id": company.id,
            "partner_id": customer.id,
            "grade_id": grade.id,
            "is_worked_out": True,
            "criteria": standard._describe_met(grade, record),
            "effective_date": today,
            "fact_ids": [
                fields.Command.create(
                    facts._prepare(criterion, criterion._find_in(record), today)
                )
                for criterion in standard.criterion_ids
            ],
        }
