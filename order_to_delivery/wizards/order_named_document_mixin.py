from odoo import fields, models


class OrderNamedDocumentMixin(models.AbstractModel):
    _name = "order.named.document.mixin"
    _description = "Row of a Report That Names a Document"

    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    def action_open_document(self):
        """Open the document, for who may read it."""
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
