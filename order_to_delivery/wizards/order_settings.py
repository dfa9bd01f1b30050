from odoo import api, fields, models
from odoo.exceptions import AccessError


class OrderSettings(models.TransientModel):
    _name = "order.settings"
    _inherit = [
        "order.settings.intake.mixin",
        "order.settings.review.mixin",
        "order.settings.signature.mixin",
    ]
    _description = "Policies of Order to Delivery"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    use_order_to_delivery = fields.Boolean(related="company_id.use_order_to_delivery")
    order_to_delivery_since = fields.Datetime(
        related="company_id.order_to_delivery_since"
    )
    order_review_days = fields.Integer(
        related="company_id.order_review_days", readonly=False
    )
    order_deadline_days = fields.Selection(
        related="company_id.order_deadline_days", readonly=False
    )
    order_slip_days = fields.Selection(
        related="company_id.order_slip_days", readonly=False
    )
    order_received_policy = fields.Selection(
        related="company_id.order_received_policy", readonly=False
    )
    order_instruction_policy = fields.Selection(
        related="company_id.order_instruction_policy", readonly=False
    )
    order_unordered_delivery_policy = fields.Selection(
        related="company_id.order_unordered_delivery_policy", readonly=False
    )
    order_unordered_receipt_policy = fields.Selection(
        related="company_id.order_unordered_receipt_policy", readonly=False
    )
    order_allow_own_inspection = fields.Boolean(
        related="company_id.order_allow_own_inspection", readonly=False
    )
    order_finished_inspection_policy = fields.Selection(
        related="company_id.order_finished_inspection_policy", readonly=False
    )
    order_finished_second_signature = fields.Boolean(
        related="company_id.order_finished_second_signature", readonly=False
    )
    order_shipment_inspection_policy = fields.Selection(
        related="company_id.order_shipment_inspection_policy", readonly=False
    )
    order_delivery_agreement = fields.Boolean(
        related="company_id.order_delivery_agreement", readonly=False
    )
    order_plans_instructed = fields.Boolean(
        related="company_id.order_plans_instructed", readonly=False
    )
    order_requisition_policy = fields.Selection(
        related="company_id.order_requisition_policy", readonly=False
    )
    order_requisition_department = fields.Selection(
        related="company_id.order_requisition_department", readonly=False
    )
    order_single_signature_limit = fields.Monetary(
        related="company_id.order_single_signature_limit", readonly=False
    )
    order_second_signature_department = fields.Selection(
        related="company_id.order_second_signature_department", readonly=False
    )
    order_early_buying_cap = fields.Monetary(
        related="company_id.order_early_buying_cap", readonly=False
    )
    order_bill_policy = fields.Selection(
        related="company_id.order_bill_policy", readonly=False
    )
    order_bank_charge_limit = fields.Monetary(
        related="company_id.order_bank_charge_limit", readonly=False
    )
    order_bill_days = fields.Integer(
        related="company_id.order_bill_days", readonly=False
    )
    order_document_days = fields.Integer(
        related="company_id.order_document_days", readonly=False
    )
    order_money_waiver_policy = fields.Selection(
        related="company_id.order_money_waiver_policy", readonly=False
    )
    order_money_waiver_cap = fields.Monetary(
        related="company_id.order_money_waiver_cap", readonly=False
    )
    order_allow_double_seat = fields.Boolean(
        related="company_id.order_allow_double_seat", readonly=False
    )
    order_acknowledgement_days = fields.Integer(
        related="company_id.order_acknowledgement_days", readonly=False
    )
    order_receipt_days = fields.Integer(
        related="company_id.order_receipt_days", readonly=False
    )
    order_end_policy = fields.Selection(
        related="company_id.order_end_policy", readonly=False
    )
    order_needs_briefing = fields.Boolean(
        related="company_id.order_needs_briefing", readonly=False
    )
    order_price_floor = fields.Float(
        related="company_id.order_price_floor", readonly=False
    )
    order_price_margin = fields.Float(
        related="company_id.order_price_margin", readonly=False
    )
    order_price_deviation = fields.Float(
        related="company_id.order_price_deviation", readonly=False
    )
    order_price_months = fields.Integer(
        related="company_id.order_price_months", readonly=False
    )
    order_seal = fields.Image(related="company_id.order_seal", readonly=False)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_manager()
        for vals in vals_list:
            self._check_company(vals.get("company_id"))
        vals_list = [self._leave_out_unchanged(vals) for vals in vals_list]
        # The manager of the addon is no system administrator; checked just above.
        # Only the policies named here are written through to the company.
        settings = super(OrderSettings, self.sudo()).create(vals_list)
        return settings.sudo(False)

    def write(self, vals):
        self._check_manager()
        for company_id in {*self.company_id.ids, vals.get("company_id")}:
            self._check_company(company_id)
        # As in create: only the policies named here reach the company.
        return super(OrderSettings, self.sudo()).write(vals)

    def action_save(self):
        """Close the form; saving it has written the policies."""
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _leave_out_unchanged(self, vals):
        """Leave out what stays, so that looking at the settings writes no company."""
        company = self.env["res.company"].browse(vals.get("company_id"))
        company = (company or self.env.company).sudo()  # checked by the caller

        def is_unchanged(name, value):
            field = company._fields.get(name)
            return field and field.convert_to_cache(
                value, company
            ) == field.convert_to_cache(company[name], company)

        return {
            name: value
            for name, value in vals.items()
            if name == "company_id" or not is_unchanged(name, value)
        }

    def _check_manager(self):
        if not self.env.user.has_group("order_to_delivery.group_manager"):
            raise AccessError(
                self.env._("Only the Order to Delivery Manager sets the policies.")
            )

    def _check_company(self, company_id):
        if company_id and company_id not in self.env.user.company_ids.ids:
            raise AccessError(
                self.env._("You set the policies of your own companies only.")
            )
