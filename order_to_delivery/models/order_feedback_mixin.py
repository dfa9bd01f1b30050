"""What the customer says of an order once all of it was delivered (H4.3)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from .cron_turn import take_turns

USER = "order_to_delivery.group_user"
TEMPLATE = "order_to_delivery.mail_template_order_feedback"
ASKED_AT_ONCE = 50


class OrderFeedbackMixin(models.AbstractModel):
    _name = "order.feedback.mixin"
    _description = "Customer's Feedback on an Order"

    feedback_due_date = fields.Date(
        string="Ask for Feedback on",
        readonly=True,
        copy=False,
        groups=USER,
        help="Calendar days after the last receipt was signed, as the company has set.",
    )
    feedback_count = fields.Integer(
        string="Answers of the Customer",
        compute="_compute_feedback_count",
        groups="order_to_delivery.group_customer_service,"
        "order_to_delivery.group_sales,"
        "order_to_delivery.group_deputy_general_manager",
    )

    _feedback_due = models.Index(
        "(feedback_due_date) WHERE feedback_due_date IS NOT NULL"
    )

    @api.depends("rating_ids.consumed")
    def _compute_feedback_count(self):
        for order in self:
            order.feedback_count = len(order.rating_ids.filtered("consumed"))

    def action_log_feedback(self):
        """Ask for what the customer said on the telephone or in a letter."""
        self.ensure_one()
        self._check_department("customer_service", "sales")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the Customer Says"),
            "res_model": "order.feedback.log",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sale_order_id": self.id},
        }

    def action_view_feedback(self):
        """Open what the customer said of the order."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_feedback_action"
        )
        domain = [("res_model", "=", "sale.order"), ("res_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}

    def _plan_feedback(self):
        """Have the customer asked some days after his last receipt was signed."""
        # Who files the last receipt may not write orders; the field is protected.
        for order in self.sudo():
            company = order.company_id
            days = company.order_feedback_days
            if days > 0 and not order.feedback_due_date and not order.rating_ids:
                order.feedback_due_date = company._get_local_day() + timedelta(days)

    @api.model
    def _cron_ask_feedback(self):
        """Ask the customers of what was delivered some days ago, each once."""
        today = fields.Date.today()
        orders = self.search([("feedback_due_date", "<=", today)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(orders))
        for ids in split_every(ASKED_AT_ONCE, orders.ids):
            if not take_turns(self.browse(ids), lambda batch: batch._ask_feedback()):
                break

    def _ask_feedback(self):
        template = self.env.ref(TEMPLATE)
        for order in self:
            if order.state != "sale":
                continue
            if order.partner_id.email:
                order.rating_send_request(template, force_send=False)
            else:
                order._ask_for_call(
                    lambda env, order: env._("Ask %s by telephone", order.name)
                )
        self.feedback_due_date = False

    def _follow_feedback(self):
        """Have customer service call a customer who is not content."""
        for order in self:
            order._ask_for_call(
                lambda env, order: env._(
                    "%s: the customer is not content, call him", order.name
                )
            )

    def _ask_for_call(self, get_summary):
        """Give customer service a call to make, in the words of who makes it."""
        department = self.env["order.department"].search(
            [
                ("kind", "=", "customer_service"),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        user = department._resolve_person()[0] if department else self.user_id
        if not user:
            return
        asked = self.with_context(lang=user.lang)
        asked.activity_schedule(
            "mail.mail_activity_data_call",
            summary=get_summary(asked.env, asked),
            user_id=user.id,
        )
