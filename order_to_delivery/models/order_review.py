from odoo import fields, models


class OrderReview(models.Model):
    _name = "order.review"
    _description = "Order Review"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "round",
            "requested_by_id",
            "chair_id",
            "circulated_date",
            "closed_date",
            "decision",
        }
    )

    name = fields.Char(compute="_compute_name", store=False)
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    round = fields.Integer(required=True, readonly=True, default=1)
    kind = fields.Selection(
        [("full", "Full Review"), ("standard", "Standard Order")],
        required=True,
        readonly=True,
        default="full",
    )
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("circulated", "Circulated"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="submitted",
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    chair_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_date = fields.Datetime(readonly=True, default=fields.Datetime.now)
    circulated_date = fields.Datetime(readonly=True, copy=False)
    circulation_due_date = fields.Date(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False, tracking=True)
    closed_date = fields.Datetime(readonly=True, copy=False)
    decision = fields.Text(readonly=True, copy=False, tracking=True)
    conditions = fields.Text()
    production_start_date = fields.Date()
    finished_date = fields.Date()
    promised_date = fields.Date()
    packing = fields.Text()
    signoff_ids = fields.One2many("order.review.signoff", "review_id", string="Answers")

    _round_unique = models.Constraint(
        "UNIQUE(sale_order_id, round)", "A review's round is unique in its order."
    )
    _open = models.Index(
        "(company_id, due_date) WHERE state IN ('submitted', 'circulated', 'answered')"
    )

    def _compute_name(self):
        for review in self:
            review.name = self.env._(
                "%(order)s review %(round)s",
                order=review.sale_order_id.name,
                round=review.round,
            )
