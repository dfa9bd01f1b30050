"""What a changed order leaves to decide, and what comes too late for it (H7.4)."""

from odoo import Command, api, fields, models

from .order_department_kind import DEPARTMENT_KINDS
from .order_supply_asking_mixin import CHANGING

KINDS = [
    ("late", "Comes Too Late"),
    ("cancelled", "Order Cancelled"),
    ("reduced", "Order Needs Less"),
    ("moved", "Needed on Another Day"),
]
# Rows of the desk, told apart as those of the other documents.
QUESTIONS = """
    SELECT question.id::bigint * 10 + 9, question.sale_order_id, question.company_id,
           question.department,
           CASE question.kind WHEN 'late' THEN 'settle_late' ELSE 'decide_supply' END,
           NULL::int4, question.asked_date, NULL::date,
           'order.supply.question', question.id
      FROM order_supply_question question
     WHERE question.state = 'open'
"""
QUESTION_STEPS = [
    ("settle_late", "Material comes too late: settle it with the customer"),
    ("decide_supply", "The order changed: decide on what is bought or made for it"),
]


class OrderSupplyQuestion(models.Model):
    _name = "order.supply.question"
    _description = "Question about an Order's Supply"
    _inherit = [
        "order.document.mixin",
        "order.supply.asking.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    # Whoever is asked may answer in the thread.
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    kind = fields.Selection(KINDS, string="What Happened", required=True, readonly=True)
    department = fields.Selection(
        DEPARTMENT_KINDS, string="Asked of", required=True, readonly=True
    )
    request_line_id = fields.Many2one(
        "purchase.request.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    production_id = fields.Many2one(
        "mrp.production",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    document = fields.Char(
        readonly=True, help="The document that is asked about, as it was called then."
    )
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    old_quantity = fields.Float(
        string="Quantity until Now", digits="Product Unit", readonly=True
    )
    new_quantity = fields.Float(
        string="Quantity Needed", digits="Product Unit", readonly=True, tracking=True
    )
    old_date = fields.Date(string="Needed by", readonly=True)
    new_date = fields.Date(readonly=True, tracking=True)
    text = fields.Text(string="Question", compute="_compute_text", compute_sudo=True)
    asked_date = fields.Datetime(
        string="Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [
            ("open", "To Decide"),
            ("decided", "Decided"),
            ("settled", "Not Asked Any More"),
        ],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
    )
    decision = fields.Selection(
        [
            ("followed", "Changed accordingly"),
            ("kept", "Kept as it is"),
            ("other", "Decided otherwise"),
        ],
        readonly=True,
        tracking=True,
    )
    remark = fields.Text(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)

    _one_open = models.UniqueIndex(
        "(kind, sale_order_id, COALESCE(request_line_id, 0),"
        " COALESCE(purchase_line_id, 0), COALESCE(production_id, 0))"
        " WHERE state = 'open'",
        "A question is asked once until it is decided.",
    )
    _open = models.Index("(company_id, department) WHERE state = 'open'")

    @api.depends("kind", "sale_order_id", "document")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for question in self:
            names = (labels.get(question.kind), question.document)
            question.display_name = " · ".join(name for name in names if name)

    @api.depends("kind", *CHANGING, "old_quantity", "old_date")
    def _compute_text(self):
        for question in self:
            question.text = question._get_text()

    def _get_text(self):
        names = {
            "document": self.document or "",
            "product": self.product_id.display_name,
            "order": self.sale_order_id.name,
            "unit": self.product_uom_id.name or "",
            "old": f"{self.old_quantity:g}",
            "new": f"{self.new_quantity:g}",
            "old_date": self.old_date,
            "new_date": self.new_date,
        }
        if self.kind == "late":
            return self._get_late_text(names)
        if self.kind == "moved":
            return self.env._(
                "%(document)s: %(product)s was needed by %(old_date)s and is needed "
                "by %(new_date)s now.",
                **names,
            )
        if self.kind == "cancelled":
            return self.env._(
                "%(order)s was cancelled. %(document)s: %(old)s %(unit)s of "
                "%(product)s, of which %(new)s are needed now.",
                **names,
            )
        return self.env._(
            "%(order)s needs less. %(document)s: %(old)s %(unit)s of %(product)s, of "
            "which %(new)s are needed now.",
            **names,
        )

    def _get_late_text(self, names):
        if not self.new_date:
            return self.env._(
                "%(product)s was needed by %(old_date)s and is not ordered yet.",
                **names,
            )
        # Whoever reads the question may not see the company's calendar.
        if self.new_date < self.company_id.sudo()._get_local_day():
            return self.env._(
                "%(document)s: %(product)s is needed by %(old_date)s, was expected on "
                "%(new_date)s and is not here yet.",
                **names,
            )
        return self.env._(
            "%(document)s: %(product)s is needed by %(old_date)s and comes on "
            "%(new_date)s.",
            **names,
        )

    # Deciding

    def action_decide(self):
        """Open the dialog in which whoever is asked says what was decided."""
        self._check_asked()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "order.supply.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_question_ids": [Command.set(self.ids)]},
        }

    def _check_asked(self):
        for question in self:
            question._check_department(question.department)
        self._check_state(("open",))

    def _decide(self, decision, remark):
        """Write down what was decided, and take it off the desk."""
        self._check_asked()
        self._set_state(
            "decided",
            ("open",),
            decision=decision,
            remark=remark,
            decided_by_id=self.env.uid,
            decided_date=fields.Datetime.now(),
        )
        self._archive_activities()
        self._close_what_told()

    def _close_what_told(self):
        """Close what told of a cancelled order, once all of it is decided."""
        # The decision is checked; the rest only follows.
        questions = self.sudo()
        for question in questions.filtered(lambda q: q.kind == "cancelled"):
            order = question.sale_order_id
            waiting = questions.search_count(
                [
                    ("sale_order_id", "=", order.id),
                    ("department", "=", question.department),
                    ("state", "=", "open"),
                ],
                limit=1,
            )
            if not waiting and question.department == "purchasing":
                order.order_requisition_ids._archive_activities()
            elif not waiting:
                order.order_production_instruction_ids._archive_activities()

    def action_open_document(self):
        """Open the purchase order or the manufacturing order that is asked about."""
        self.ensure_one()
        self.check_access("read")
        # Which document it is, is no secret; its form asks for the right.
        question = self.sudo()
        document = question.purchase_line_id.order_id or question.production_id
        document = (document or self.sale_order_id).sudo(False)
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
