"""Documents whose files somebody signed for (H1.8, H9.19)."""

from odoo import Command, api, models
from odoo.fields import Domain


class OrderEvidenceMixin(models.AbstractModel):
    _name = "order.evidence.mixin"
    _description = "Document Whose Files Stay Once It Is Signed"

    # The files that belong to what was signed.
    _evidence_field = "attachment_ids"

    def _filter_signed(self):
        """Return the records that somebody has signed, with what their files show."""
        raise NotImplementedError

    @api.model
    def _get_signed_of(self, files):
        """Return the signed records of this model to which any of the files belongs."""
        own = files.filtered(lambda file: file.res_model == self._name)
        domain = Domain(self._evidence_field, "in", files.ids)
        if own:
            domain |= Domain("id", "in", own.mapped("res_id"))
        return self.search(domain)._filter_signed()

    def _get_signed_name(self):
        """Return how people call what was signed."""
        return self.display_name

    def _keep_files(self):
        """Make copies of files that belong elsewhere, so that none is lost from there.

        :raise AccessError: when the user may not read one of them by now
        """
        for record in self:
            # All of them, and where they belong, whatever the user may read of it.
            files = record.sudo()[self._evidence_field]
            own = files.filtered(
                lambda file, record=record: (
                    (file.res_model, file.res_id) == (record._name, record.id)
                )
            )
            foreign = (files - own).sudo(False)
            if not foreign:
                continue
            copies = foreign.copy(
                {"res_model": self._name, "res_id": record.id, "res_field": False}
            )
            record[self._evidence_field] = [Command.set([*own.ids, *copies.ids])]
