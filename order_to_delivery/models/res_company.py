from datetime import timedelta

from odoo import api, fields, models

from .order_arrival_policy_mixin import ARRIVAL_POLICIES
from .order_intake_policy_mixin import INTAKE_POLICIES
from .order_money_policy_mixin import MONEY_POLICIES
from .order_price_policy_mixin import PRICE_POLICIES
from .order_review_policy_mixin import REVIEW_POLICIES
from .signing.order_signature_policy_mixin import SIGNATURE_POLICIES

# Policies that open or close gates; each change of them is kept.
POLICIES = MONEY_POLICIES | frozenset(
    {
        "order_review_days",
        "order_deadline_days",
        "order_slip_days",
        "order_received_policy",
        "order_instruction_policy",
        "order_unordered_delivery_policy",
        "order_unordered_receipt_policy",
        "order_allow_own_inspection",
        "order_finished_inspection_policy",
        "order_finished_second_signature",
        "order_shipment_inspection_policy",
        "order_delivery_agreement",
        "order_money_waiver_policy",
        "order_money_waiver_cap",
        "order_allow_double_seat",
        "order_requisition_policy",
        "order_requisition_department",
        "order_single_signature_limit",
        "order_early_buying_cap",
        "order_second_signature_department",
        *ARRIVAL_POLICIES,
        *INTAKE_POLICIES,
        *PRICE_POLICIES,
        *REVIEW_POLICIES,
        *SIGNATURE_POLICIES,
    }
)

# Written by their own steps alone.
PROTECTED_FIELDS = frozenset(
    {
        "use_order_to_delivery",
        "order_to_delivery_since",
        "order_has_inspection_plans",
        "order_has_shipment_plans",
    }
)


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "order.arrival.policy.mixin",
        "order.intake.policy.mixin",
        "order.money.policy.mixin",
        "order.price.policy.mixin",
        "order.production.policy.mixin",
        "order.review.policy.mixin",
        "order.signature.policy.mixin",
    ]

    use_order_to_delivery = fields.Boolean(
        string="Order to Delivery",
        readonly=True,
        copy=False,
        help="Governs this company's orders from the first call to the signed receipt.",
    )
    order_to_delivery_since = fields.Datetime(
        string="Live since", readonly=True, copy=False
    )
    order_review_days = fields.Integer(
        string="Review within (Days)",
        default=2,
        help="Days from circulation to the last answer.",
    )
    order_deadline_days = fields.Selection(
        [("working", "Working days"), ("calendar", "Calendar days")],
        string="Deadlines Count",
        default="working",
        required=True,
    )
    order_slip_days = fields.Selection(
        [("working", "Working days"), ("calendar", "Calendar days")],
        string="Dates Slip by",
        default="working",
        required=True,
        help="By which days the finished and the promised date move back while a "
        "confirmation is not returned.",
    )
    order_received_policy = fields.Selection(
        [
            ("registered", "Payments that Finance registered"),
            ("validated", "Payments that the bank statement confirms"),
        ],
        string="Money Counts as Received",
        default="registered",
        required=True,
    )
    order_instruction_policy = fields.Selection(
        [
            ("instruction", "An instruction that Customer Service issues"),
            ("confirmation", "The customer's signed confirmation"),
        ],
        string="Production Is Instructed by",
        default="instruction",
        required=True,
    )
    order_unordered_delivery_policy = fields.Selection(
        [
            ("refuse", "Refuse"),
            ("supervisor", "Supervisor only"),
            ("allow", "Allow"),
        ],
        string="Deliveries without an Order",
        default="supervisor",
        required=True,
    )
    order_unordered_receipt_policy = fields.Selection(
        [
            ("refuse", "Refuse"),
            ("supervisor", "Supervisor only"),
            ("allow", "Allow"),
        ],
        string="Receipts without a Purchase",
        default="supervisor",
        required=True,
    )
    order_allow_own_inspection = fields.Boolean(
        string="Inspectors Receive",
        help="Lets an inspector judge what he received himself.",
    )
    order_finished_inspection_policy = fields.Selection(
        [
            ("order", "What is made for customers' orders"),
            ("all", "All production"),
        ],
        string="Inspection before Stock-In for",
        default="order",
        required=True,
    )
    order_finished_second_signature = fields.Boolean(
        string="Customer Service Signs Finished Goods",
        default=True,
        help="Customer Service inspects finished goods together with Quality.",
    )
    order_shipment_inspection_policy = fields.Selection(
        [
            ("never", "Nothing"),
            ("plan", "Goods whose inspection plan says so"),
            ("always", "All goods"),
        ],
        string="Inspection before Shipment for",
        default="plan",
        required=True,
    )
    order_delivery_agreement = fields.Boolean(
        string="Delivery Agreed before Release",
        help="Asks with whom place and time of each shipment were agreed.",
    )
    # Noted as the first plan is made: where there is none, nothing is looked up.
    order_has_inspection_plans = fields.Boolean(readonly=True, copy=False)
    order_has_shipment_plans = fields.Boolean(readonly=True, copy=False)
    order_requisition_policy = fields.Selection(
        [
            ("order", "What customers' orders need"),
            ("all", "All purchases"),
        ],
        string="Requisition Needed for",
        default="order",
        required=True,
    )
    order_requisition_department = fields.Selection(
        [
            ("material_control", "Material Control"),
            ("warehouse", "Warehouse"),
            ("production", "Production"),
        ],
        string="Needs Are Reported by",
        default="material_control",
        required=True,
    )
    order_single_signature_limit = fields.Monetary(
        string="One Signature up to",
        help="Above this estimated cost a second person signs a requisition, too. "
        "Zero: one signature is always enough.",
    )
    order_second_signature_department = fields.Selection(
        [
            ("marketing_director", "Marketing Director"),
            ("supervisor", "Supervisor"),
            ("deputy_general_manager", "Another Deputy General Manager"),
        ],
        string="Second Signature by",
        default="marketing_director",
        required=True,
    )
    order_early_buying_cap = fields.Monetary(
        string="Bought before Signature up to",
        help="The most that the deputy general manager may let be bought for an order "
        "that its customer has not signed. Zero: nothing.",
    )
    order_money_waiver_policy = fields.Selection(
        [
            ("nobody", "Nobody"),
            ("deputy_general_manager", "Deputy general manager, up to a cap"),
        ],
        string="Money May Be Waived by",
        default="nobody",
        required=True,
    )
    order_money_waiver_cap = fields.Monetary(string="Cap of a Money Waiver")
    order_allow_double_seat = fields.Boolean(
        string="One Person on Two Seats",
        help="Lets a person who heads two departments answer for both.",
    )
    order_feedback_days = fields.Integer(
        string="Ask for Feedback after (Days)",
        default=7,
        help="Calendar days from the last signed receipt until the customer is asked "
        "whether he is content. Zero: he is not asked.",
    )
    order_seal = fields.Image(
        string="Company Seal", max_width=512, max_height=512, attachment=True
    )

    def write(self, vals):
        policies = POLICIES & vals.keys()
        before = {company: company._describe_policies(policies) for company in self}
        res = super().write(vals)
        for company, described in before.items():
            company._log_policies(described, company._describe_policies(policies))
        return res

    def _describe_policies(self, names):
        """Return policies as people read them."""
        self.ensure_one()
        described = {}
        for name in sorted(names):
            field = self._fields[name]
            described[field._description_string(self.env)] = field.convert_to_export(
                self[name], self
            )
        return described

    def _log_policies(self, before, after):
        changes = [
            f"{label}: {before[label]} → {value}"
            for label, value in after.items()
            if before[label] != value
        ]
        if changes:
            # The company's contact keeps the log; its right is not the policy's.
            self.sudo().partner_id.message_post(body="; ".join(changes))

    def _get_local_day(self, moment=None):
        """Return today, or the day of a moment, where the company works."""
        self.ensure_one()
        return self.env["order.workday"]._get_local_day(
            self, moment or fields.Datetime.now()
        )

    def _plan_deadline(self, start, days):
        """Return the day by which something is due that takes a number of days.

        Counted from the local day of the start, which itself does not count, in
        days worked or in calendar days as the company has set (H1.2).

        :param start: a datetime (naive in UTC) or a date
        :param days: how many; none or less is due the same day
        :rtype: datetime.date
        """
        self.ensure_one()
        # Whoever asks for a deadline need not see the company or its calendar.
        company = self.sudo()
        day = company._get_local_day(start)
        if days <= 0:
            return day
        if company.order_deadline_days == "calendar":
            return day + timedelta(days)
        return company.env["order.workday"]._count_forward(company, day, days)

    def _inspects_shipments(self):
        """Tell whether goods may have to be inspected before they leave (H3.4)."""
        self.ensure_one()
        policy = self.order_shipment_inspection_policy
        return policy == "always" or policy == "plan" and self.order_has_shipment_plans

    @api.model
    def _has_field_access(self, field, operation):
        # The switch is turned by its wizard, which checks seats and logs the person.
        if operation == "write" and not self.env.su and field.name in PROTECTED_FIELDS:
            return False
        return super()._has_field_access(field, operation)
