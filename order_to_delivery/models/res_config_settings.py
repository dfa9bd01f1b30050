from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    use_order_to_delivery = fields.Boolean(related="company_id.use_order_to_delivery")
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
    order_money_waiver_policy = fields.Selection(
        related="company_id.order_money_waiver_policy", readonly=False
    )
    order_money_waiver_cap = fields.Monetary(
        related="company_id.order_money_waiver_cap",
        readonly=False,
        currency_field="company_currency_id",
    )
    order_allow_double_seat = fields.Boolean(
        related="company_id.order_allow_double_seat", readonly=False
    )
    order_feedback_days = fields.Integer(
        related="company_id.order_feedback_days", readonly=False
    )
    order_seal = fields.Image(related="company_id.order_seal", readonly=False)
