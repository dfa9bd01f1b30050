from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge no contact of a customer who is held with another's (H1.14).

        :raise UserError: naming the customers and who may mend it
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        # Whoever merges contacts may not see the cases, nor the other companies'.
        customers = partners.sudo().commercial_partner_id
        held = customers._filter_held()
        if held and len(customers) > 1:
            raise UserError(
                self.env._(
                    "A payment of %s is to be recovered: merge its contacts with no "
                    "others until then. Ask Finance.",
                    ", ".join(held.mapped("display_name")),
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Seal anew what names the contact that stays, and say that it was merged.

        Core rewrites the columns past the documents; only those of the contacts merged
        are sealed anew, so that nothing else goes through with them.
        """
        moved = self._get_sealed_of(src_partners)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        for documents, name in moved:
            self.env["order.seal"]._seal(documents, (name,), "merge")
        return result

    @api.model
    def _get_sealed_of(self, partners):
        """Return ``[(documents, field)]`` of what is sealed and names contacts."""
        moved = []
        for model in self.env["order.seal"]._get_sealed_models():
            # Whoever merges contacts need not read what was signed with them.
            documents = self.env[model].sudo()
            sealed = documents._get_sealed_fields()
            for name in {name for names in sealed.values() for name in names}:
                field = documents._fields.get(name)
                if field and field.comodel_name == "res.partner":
                    own = [(name, "in", partners.ids), ("state", "in", [*sealed])]
                    moved.append((documents.search(own), name))
        return moved

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """Let no grade go over to the customer that stays (H9.21).

        Core fills the company-dependent columns of the one that stays from those
        merged into it, so that one without a grade would come to have theirs.
        """
        self._set_grades(src_partners, None)
        return super()._update_reference_fields(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """Keep the grade that the customer had: core would write it as the user."""
        grades = self._get_grades(dst_partner)
        self._set_grades(src_partners + dst_partner, None)
        res = super()._update_values(src_partners, dst_partner)
        self._set_grades(dst_partner, grades)
        return res

    @api.model
    def _get_grades(self, partner):
        """Return the partner's grades of all companies, as the column has them."""
        partner.flush_recordset(["customer_grade_id"])
        self.env.cr.execute(
            SQL(
                "SELECT customer_grade_id::text FROM res_partner WHERE id = %s",
                partner.id,
            )
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _set_grades(self, partners, grades):
        partners.flush_recordset(["customer_grade_id"])
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET customer_grade_id = %s::jsonb WHERE id IN %s",
                grades,
                tuple(partners.ids),
            )
        )
        partners.invalidate_recordset(["customer_grade_id"])
