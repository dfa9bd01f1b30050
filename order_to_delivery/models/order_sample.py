"""A sample of a new product, until the customer approves it or not (H9.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN = ("requested", "made", "sent")
# While what is asked for, told or answered may still be written.
WRITABLE = {
    "company_id": ("requested",),
    "partner_id": ("requested",),
    "sale_order_id": ("requested",),
    "description": ("requested",),
    "quantity": ("requested",),
    "product_uom_id": ("requested",),
    "making_note": ("requested", "made"),
    "sent_note": ("requested", "made"),
    "customer_words": ("sent",),
    "attachment_ids": ("sent",),
}
# A row of the desk, told apart as those of the money are.
SAMPLES = """
    SELECT sample.id::bigint * 100 + 80, sample.sale_order_id, sample.company_id,
           CASE sample.state WHEN 'requested' THEN 'technical'
                             WHEN 'made' THEN 'customer_service'
                             ELSE 'sales' END,
           CASE sample.state WHEN 'requested' THEN 'make_sample'
                             WHEN 'made' THEN 'send_sample'
                             ELSE 'ask_sample' END,
           CASE sample.state WHEN 'sent' THEN sample.user_id END,
           coalesce(sample.sent_date, sample.made_date, sample.requested_date),
           sample.due_date, 'order.sample', sample.id
      FROM order_sample sample
     WHERE sample.state IN ('requested', 'made', 'sent')
"""
SAMPLE_STEPS = [
    ("make_sample", "Make the sample"),
    ("send_sample", "Send the sample to the customer"),
    ("ask_sample", "Ask whether the customer approves the sample"),
]


class OrderSample(models.Model):
    _name = "order.sample"
    _description = "Sample of a New Product"
    _inherit = [
        "order.document.mixin",
        "order.sample.shipping.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    # Whoever is told may answer in the thread.
    _mail_post_access = "read"
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "requested_by_id",
            "requested_date",
            "made_by_id",
            "made_date",
            "shipping_order_id",
            "sent_by_id",
            "sent_date",
            "answered_by_id",
            "answered_date",
            "order_id",
        }
    )

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="/"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="From Order",
        index="btree_not_null",
        copy=False,
        check_company=True,
        help="The order that could not be made as it was asked for.",
    )
    description = fields.Text(
        string="What Is to Be Made",
        required=True,
        help="In the customer's words: what it is for, and what it has to do.",
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain=[("sale_ok", "=", True)],
        help="Empty as long as there is none; it is needed to order by the sample.",
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit")
    due_date = fields.Date(string="Wanted by", tracking=True)
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("made", "Ready to Send"),
            ("sent", "Sent"),
            ("approved", "Approved"),
            ("refused", "Not Approved"),
            ("ordered", "Order Taken"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        group_expand="_sort_states",
        default="requested",
        tracking=True,
    )
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.user
    )
    requested_date = fields.Datetime(
        string="Requested on", readonly=True, copy=False, default=fields.Datetime.now
    )
    making_note = fields.Text(
        string="How It Was Made",
        copy=False,
        help="Recipe, batch and what was measured: an order is made by it.",
    )
    made_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    made_date = fields.Datetime(string="Sample Made on", readonly=True, copy=False)
    customer_words = fields.Text(
        string="Customer's Words",
        copy=False,
        tracking=True,
        help="What the customer says of the sample; needed whether he approves or not.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Customer's Papers", copy=False
    )
    answered_by_id = fields.Many2one(
        "res.users", string="Answer Noted by", readonly=True, copy=False
    )
    answered_date = fields.Datetime(string="Answer Noted on", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A sample is of more than nothing."
    )
    _open = models.Index(
        "(company_id, id) WHERE state IN ('requested', 'made', 'sent')"
    )

    @api.model_create_multi
    def create(self, vals_list):
        samples = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # numbers are the system's to give
        for sample in samples.sudo():  # the number is protected against everybody
            number = sequence.with_company(sample.company_id).next_by_code(self._name)
            sample.name = number or "/"
            sample._ask("technical", lambda s: s.env._("Make sample %s", s.name))
        return samples

    def write(self, vals):
        for name in WRITABLE.keys() & vals.keys():
            self._check_still_open(
                self.filtered(lambda s, n=name: s.state not in WRITABLE[n]), name
            )
        if "product_id" in vals:
            is_fixed = self.filtered(
                lambda s: (
                    s.state in ("ordered", "refused", "cancelled")
                    or s.product_id
                    and (s.state not in ("requested", "made") or s.shipping_order_id)
                )
            )
            self._check_still_open(is_fixed, "product_id")
        return super().write(vals)

    def _check_still_open(self, samples, name):
        if samples:
            raise UserError(
                self.env._(
                    "%(samples)s: %(field)s is fixed by now. Request another sample.",
                    samples=", ".join(samples.mapped("display_name")),
                    field=self._fields[name]._description_string(self.env),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Samples are kept: cancel one instead."))

    def action_make(self):
        """Note for Technical or Production that the sample is made.

        :raise AccessError: unless the user acts for one of the two
        :raise UserError: without a note how it was made, or when it is made already
        """
        self._check_department("technical", "production")
        self._check_state(("requested",))
        self._check_written("making_note")
        for sample in self:
            sample._set_state(
                "made",
                ("requested",),
                made_by_id=self.env.uid,
                made_date=fields.Datetime.now(),
            )
            sample._ask("customer_service", lambda s: s.env._("Send sample %s", s.name))
        return True

    def action_approve(self):
        """Note for Sales that the customer approves the sample, with his words."""
        self._check_department("sales")
        return self._note_answer("approved")

    def action_refuse(self):
        """Note for Sales that the customer does not approve the sample, and why."""
        self._check_department("sales")
        return self._note_answer("refused")

    def action_cancel(self):
        """Give the sample up: nobody is asked for it any more."""
        self._check_department("sales", "customer_service")
        self._set_state("cancelled", (*OPEN, "approved"))
        self._archive_activities()
        return True

    def _note_answer(self, state):
        self._check_state(("sent",))
        self._check_written("customer_words")
        self._set_state(
            state,
            ("sent",),
            answered_by_id=self.env.uid,
            answered_date=fields.Datetime.now(),
        )
        self._archive_activities()
        return True

    def _check_written(self, name):
        """Refuse a step for which something has to be written down first."""
        missing = self.filtered(lambda sample: not (sample[name] or "").strip())
        if missing:
            raise UserError(
                self.env._(
                    "%(samples)s: write down first what belongs under %(field)s.",
                    samples=", ".join(missing.mapped("display_name")),
                    field=self._fields[name]._description_string(self.env),
                )
            )

    def _ask(self, kind, get_summary):
        """Ask a department for its step, by an activity of who acts for it today.

        :param get_summary: gives the summary in the words of who is asked
        """
        self.ensure_one()
        self._archive_activities()
        person = self._get_asked(kind)
        if person:
            asked = self.with_context(lang=person.lang)
            asked.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.due_date or self.company_id._get_local_day(),
                summary=get_summary(asked),
                user_id=person.id,
            )

    def _get_asked(self, kind):
        """Return the salesperson, or who acts for another department today."""
        if kind == "sales" and self.user_id:
            return self.user_id
        department = self.env["order.department"].search(
            [("kind", "=", kind), ("company_id", "=", self.company_id.id)], limit=1
        )
        nobody = self.env["res.users"]
        return department._resolve_person()[0] if department else nobody
