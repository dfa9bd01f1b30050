"""What the record says of customers, and which grade it comes to (H9.21)."""

from collections import defaultdict

from odoo import api, models

from .customer_grade_query import FACT_READS, facts_query


class CustomerGradeRecordMixin(models.AbstractModel):
    _name = "customer.grade.record.mixin"
    _description = "Record of Customers by the Grade Standard"

    @api.model
    def _read_records(self, company, standard, customers=None):
        """Return what the record says of customers, with one query for all.

        :param customers: all of the company's where left out
        :return: ``{customer id: {(kind, months): (value, ids)}}``, the present grade
            by ``"grade"``
        """
        records = defaultdict(lambda: {"grade": standard.browse()})
        asked = {(c.kind, c._get_span()) for c in standard.criterion_ids}
        if not asked:
            return records
        for model, names in FACT_READS.items():
            self.env[model].flush_model(names)
        today = company._get_local_day()
        place = company.sudo()  # the zone is no secret
        zone = place.resource_calendar_id.tz or place.partner_id.tz or "UTC"
        waivers = self.env["order.gate.waiver"]
        owed = waivers._search_owed(("company_id", "=", company.id))
        query = facts_query(
            company.id,
            today,
            zone,
            sorted(asked),
            owed.filtered(lambda waiver: waiver.paper_due_date < today).ids,
            None if customers is None else customers.ids,
        )
        for partner_id, kind, months, value, ids in self.env.execute_query(query):
            if kind:
                records[partner_id][kind, months] = (value, ids or [])
            else:
                present = [int(value)] if value else []
                records[partner_id]["grade"] = standard.browse(present)
        return records

    @api.model
    def _get_due_grade(self, standard, record):
        """Return the grade that a record says, where it is not the present one.

        The first grade of which all is met, else the last of the standard. Nobody is
        given that last one for want of any grade, and who has a grade outside the
        standard keeps it.

        :param record: None of who is judged together with another customer
        """
        if record is None:
            return standard.browse()
        met, present = standard._get_met(record), record["grade"]
        is_known = present in standard if present else bool(met)
        due = met or standard[-1:]
        return due if is_known and due != present else standard.browse()
