from odoo import fields, models


class OrderReviewSignoff(models.Model):
    _name = "order.review.signoff"
    _description = "A Department's Written Answer in a Review"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "review_id desc, sequence, id"
    _rec_name = "department_id"
    _protected_fields = frozenset(
        {
            "state",
            "verdict",
            "signed_by_id",
            "on_behalf_of_id",
            "signed_date",
            "aspects",
            "content_hash",
            "voided_by_revision_id",
            "seal",
            "previous_seal",
        }
    )

    review_id = fields.Many2one(
        "order.review", required=True, index=True, ondelete="cascade", readonly=True
    )
    sale_order_id = fields.Many2one(
        related="review_id.sale_order_id", store=True, index=True
    )
    revision_id = fields.Many2one(related="review_id.revision_id", store=True)
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    department_id = fields.Many2one(
        "order.department", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(related="department_id.kind", store=True)
    sequence = fields.Integer(default=10, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Asked", readonly=True, index="btree_not_null"
    )
    waits_for_ids = fields.Many2many(
        "order.review.signoff",
        "order_review_signoff_waits_for_rel",
        "signoff_id",
        "waits_for_id",
        string="Waits for",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting for Others"),
            ("open", "To Answer"),
            ("signed", "Signed"),
            ("void", "Void"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="open",
    )
    verdict = fields.Selection(
        [
            ("agree", "Agree"),
            ("conditions", "Agree with Conditions"),
            ("refuse", "Refuse"),
        ],
        readonly=True,
        copy=False,
    )
    text = fields.Text(string="Written Answer", copy=False)
    technical_notes = fields.Text(
        copy=False, help="Technical notes (技术说明) for a new or changed product."
    )
    has_no_obstacle = fields.Boolean(
        string="No Technical Obstacle", copy=False
    )
    answer_date = fields.Date(
        copy=False, help="The date that this department answers for."
    )
    line_ids = fields.One2many("order.review.signoff.line", "signoff_id")
    opened_date = fields.Datetime(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True, copy=False)
    signed_date = fields.Datetime(readonly=True, copy=False)
    aspects = fields.Char(
        readonly=True, copy=False, help="The parts of the content that the answer depends on."
    )
    content_hash = fields.Char(readonly=True, copy=False)
    voided_by_revision_id = fields.Many2one("order.revision", readonly=True, copy=False)
    carried_from_id = fields.Many2one(
        "order.review.signoff", readonly=True, copy=False,
        help="The answer of the round before that still holds, since its content is unchanged.",
    )
    seal = fields.Char(readonly=True, copy=False)
    previous_seal = fields.Char(readonly=True, copy=False)

    _seat_unique = models.Constraint(
        "UNIQUE(review_id, department_id)", "A department answers once in a review."
    )
    _open_idx = models.Index("(company_id, user_id) WHERE state = 'open'")
