from odoo import api, fields, models


class OrderConfirmationUpload(models.TransientModel):
    _name = "order.confirmation.upload"
    _description = "Bring in a Signed Confirmation"

    confirmation_id = fields.Many2one("order.confirmation", required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Signed Paper",
        help="The scan, or photographs taken with the phone.",
    )
    partner_id = fields.Many2one(related="confirmation_id.partner_id")
    signatory_id = fields.Many2one(
        "res.partner",
        string="Designated Signatory",
        compute="_compute_signatory_id",
        store=True,
        readonly=False,
    )
    signed_by = fields.Char(
        compute="_compute_signed_by",
        store=True,
        readonly=False,
        help="The name as it stands on the paper.",
    )

    @api.depends("confirmation_id")
    def _compute_signatory_id(self):
        for wizard in self:
            wizard.signatory_id = wizard.confirmation_id.signatory_id

    @api.depends("signatory_id")
    def _compute_signed_by(self):
        for wizard in self:
            wizard.signed_by = wizard.signatory_id.name

    def action_upload(self):
        """Hand the paper over to the clerk who accepts it."""
        self.ensure_one()
        self.confirmation_id.action_upload_signed(
            self.attachment_ids.ids, self.signed_by, self.signatory_id.id
        )
        return {"type": "ir.actions.act_window_close"}
