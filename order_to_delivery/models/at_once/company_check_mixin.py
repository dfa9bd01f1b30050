"""Companies of goods on their way, compared at once.

Core evaluates a domain for each record and each of its relations, at every write that
moves goods. What this spares pays for what the gates ask while goods are validated.
"""

from odoo import models

# For whom a record of the same company, or of none, fits whatever else would.
DOMAINS = {
    models.BaseModel._check_company_domain,
    models.check_company_domain_parent_of,
}


class CompanyCheckMixin(models.AbstractModel):
    _name = "order.company.check.mixin"
    _description = "Companies Compared at Once"

    def _check_company(self, fnames=None):
        if self._is_of_one_company(fnames):
            return None
        # Core judges what differs, and words it.
        return super()._check_company(fnames)

    def _is_of_one_company(self, names):
        """Tell whether all that records are tied to is of their company, or of none.

        False does not say that anything is wrong: a parent's records fit, too.

        :param names: the names of fields to look at, or None for all
        """
        company = self.company_id
        if len(company) != 1 or not all(record.company_id for record in self):
            return False
        if names is None or {"company_id", "company_ids"} & set(names):
            names = self._fields
        fields = (self._fields[name] for name in names)
        return all(
            self._is_tied_within(field, company)
            for field in fields
            if field.relational and field.check_company
        )

    def _is_tied_within(self, field, company):
        if field.company_dependent:
            return False  # compared with another company
        others = self.sudo()[field.name]  # as core does
        if not others:
            return True
        if type(others)._check_company_domain not in DOMAINS:
            return False
        return others.company_id <= company
