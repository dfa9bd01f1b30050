"""Files for which somebody has signed stay as they were (H1.8, H9.19)."""

from odoo import api, models
from odoo.exceptions import UserError

# What a file shows, and where it belongs.
KEPT_FIELDS = frozenset(
    {
        "raw",
        "datas",
        "db_datas",
        "url",
        "type",
        "name",
        "mimetype",
        "res_model",
        "res_id",
        "res_field",
        "company_id",
    }
)
CONTENT_FIELDS = frozenset({"raw", "datas"})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if KEPT_FIELDS & vals.keys():
            self.check_access("write")
            changed = self.filtered(lambda file: file._is_changed_by(vals))
            changed._unlink_except_signed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        """Refuse to change or delete what somebody has signed for, whoever asks.

        Not even the server may: whoever uploaded a file has a token by which Odoo
        deletes it for him.

        :raise UserError: naming the file and the document
        """
        for file, record in self._get_signed_records().items():
            raise UserError(
                self.env._(
                    "The file %(file)s belongs to %(record)s, which is signed: it "
                    "stays as it is.",
                    file=file.name,
                    record=record._get_signed_name(),
                )
            )

    def _is_changed_by(self, vals):
        """Tell whether values say something new; moving files about changes none."""
        self.ensure_one()
        file = self.sudo()  # what it holds by now, whoever writes
        return any(
            value != file._fields[name].convert_to_write(file[name], file)
            for name, value in vals.items()
            if name in KEPT_FIELDS - CONTENT_FIELDS
        ) or any(file[name] != vals[name] for name in CONTENT_FIELDS & vals.keys())

    def _get_signed_records(self):
        """Return ``{file: record}`` of the files that belong to signed documents."""
        files = self.sudo().exists()  # whose the files are, whoever writes
        result = {}
        if not files:
            return result
        for name in self.env.registry["order.evidence.mixin"]._inherit_children:
            model = self.env[name].sudo()  # likewise
            for record in model._get_signed_of(files):
                own = record[model._evidence_field] | files.filtered(
                    lambda file, record=record: (
                        (file.res_model, file.res_id) == (record._name, record.id)
                    )
                )
                result.update(dict.fromkeys(own & files, record))
        return result if self.env.su else {**result, **files._get_signed_orders()}

    def _get_signed_orders(self):
        """Return ``{file: order}`` of the signatures that stand on quotations.

        Only the order's own field exchanges them, which notes whose they are.
        """
        drawn = self.filtered(
            lambda file: (file.res_model, file.res_field) == ("sale.order", "signature")
        )
        orders = self.env["sale.order"].browse(drawn.mapped("res_id"))
        gated = orders.exists()._filter_gated()
        return {
            file: order for file in drawn for order in gated if order.id == file.res_id
        }
