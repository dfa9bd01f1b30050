"""A price that somebody has to settle before its order is confirmed (H9.2)."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

# Who settles; whoever typed or submitted the price does not.
SETTLERS = ("marketing_director", "supervisor")
# A row of the desk for each order, told apart as those of lost money are.
DOUBTS = """
    SELECT min(doubt.id)::bigint * 100 + 90, doubt.sale_order_id, doubt.company_id,
           'marketing_director', 'settle_price', NULL::int4, min(doubt.opened_date),
           NULL::date, 'order.price.doubt', min(doubt.id)
      FROM order_price_doubt doubt
     WHERE doubt.state = 'open'
  GROUP BY doubt.sale_order_id, doubt.company_id
"""
DOUBT_STEPS = [("settle_price", "Settle the doubts about prices with a reason")]


class OrderPriceDoubt(models.Model):
    _name = "order.price.doubt"
    _description = "Price Doubt"
    _inherit = [
        "order.document.mixin",
        "order.price.finding.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    # Whoever is told may answer in the thread.
    _mail_post_access = "read"
    _protected_fields = frozenset(
        {
            "sale_order_id",
            "revision_id",
            "partner_id",
            "company_id",
            "user_id",
            "line_key",
            "kind",
            "judged",
            "product_id",
            "quantity",
            "product_uom_id",
            "currency_id",
            "price",
            "reference_price",
            "difference_percent",
            "limit_percent",
            "deal_order_id",
            "deal_date",
            "deal_quantity",
            "typed_by_id",
            "proposed_by_id",
            "opened_date",
            "state",
            "settled_by_id",
            "settled_date",
            "reason",
        }
    )

    sale_order_id = fields.Many2one(
        "sale.order",
        ondelete="cascade",
        required=True,
        index=True,
        readonly=True,
        string="Order",
    )
    partner_id = fields.Many2one(
        related="sale_order_id.partner_id", string="Customer", store=True
    )
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    user_id = fields.Many2one(
        related="sale_order_id.user_id", string="Salesperson", store=True
    )
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    line_key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("floor", "Below the Floor"),
            ("margin", "Margin Too Small"),
            ("deviation", "Off the Last Deal"),
        ],
        string="Why",
        required=True,
        readonly=True,
    )
    judged = fields.Char(
        required=True,
        readonly=True,
        help="SHA-256 of the price and of what it was compared with: the same price is "
        "settled once.",
    )
    product_id = fields.Many2one("product.product", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    price = fields.Float(
        string="Price Asked",
        digits="Product Price",
        readonly=True,
        help="A unit, less its discount; without taxes, but for the floor.",
    )
    reference_price = fields.Float(
        string="Compared with",
        digits="Product Price",
        readonly=True,
        help="A unit by the price plan, by its cost, or at the last deal.",
    )
    difference_percent = fields.Float(
        string="Difference (%)",
        readonly=True,
        help="How far the price is off the price plan or the last deal; or the margin.",
    )
    limit_percent = fields.Float(
        string="Limit (%)", readonly=True, help="The company's, when it was compared."
    )
    deal_order_id = fields.Many2one("sale.order", string="Last Order", readonly=True)
    deal_date = fields.Date(string="Last Deal on", readonly=True)
    deal_quantity = fields.Float(
        string="Quantity Then", digits="Product Unit", readonly=True
    )
    state = fields.Selection(
        [("open", "To Settle"), ("settled", "Settled"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        copy=False,
        default="open",
        tracking=True,
    )
    typed_by_id = fields.Many2one("res.users", string="Price Typed by", readonly=True)
    proposed_by_id = fields.Many2one(
        related="revision_id.proposed_by_id", string="Submitted by"
    )
    opened_date = fields.Datetime(
        string="Doubted on", required=True, readonly=True, default=fields.Datetime.now
    )
    settled_by_id = fields.Many2one(
        "res.users", string="Price Settled by", readonly=True, copy=False
    )
    settled_date = fields.Datetime(string="Price Settled on", readonly=True, copy=False)
    reason = fields.Text(readonly=True, copy=False, tracking=True)

    _one_open = models.UniqueIndex(
        "(sale_order_id, line_key, kind) WHERE state = 'open'",
        "A price is doubted once until it is settled.",
    )
    _open = models.Index("(company_id, sale_order_id) WHERE state = 'open'")

    @api.depends("sale_order_id", "product_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for doubt in self:
            # What it is about is named for whoever is asked, or waits.
            names = doubt.sudo()
            parts = (names.sale_order_id.name, names.product_id.display_name)
            doubt.display_name = " · ".join(
                part for part in (*parts, labels.get(doubt.kind)) if part
            )

    # Settling

    @api.constrains("state")
    def _check_settled_floor(self):
        """Refuse what nobody settled with a reason, whoever writes it (H9.2).

        :raise ValidationError: naming the doubt
        """
        for doubt in self.filtered(lambda doubt: doubt.state == "settled"):
            if not doubt.settled_by_id or not (doubt.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%s is settled by nobody, or without a reason.",
                        doubt.display_name,
                    )
                )

    def action_settle(self):
        """Open the dialog in which the doubts are settled with a reason.

        :raise AccessError: unless the user acts for one of SETTLERS
        :raise UserError: when one is open no more, or is the user's own price
        """
        self._check_department("marketing_director", "supervisor")
        self._check_may_settle()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle the Doubts"),
            "res_model": "order.price.settle",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_doubt_ids": [Command.set(self.ids)]},
        }

    def action_view_order(self):
        """Open the order whose price is doubted."""
        self.ensure_one()
        self.check_access("read")
        return self.sale_order_id._get_records_action()

    def _check_may_settle(self):
        self._check_state(("open",))
        own = self.filtered(lambda doubt: self.env.user in doubt._get_authors())
        if own:
            raise UserError(
                self.env._(
                    "%(doubts)s: you typed or submitted this price, and somebody else "
                    "settles it: %(departments)s.",
                    doubts=", ".join(own.mapped("display_name")),
                    departments=self.env["order.department"]._get_kind_labels(SETTLERS),
                )
            )

    def _get_authors(self):
        """Return who typed the price and who submitted it."""
        doubt = self.sudo()  # who submitted is told by the revision
        return (doubt.typed_by_id | doubt.proposed_by_id).sudo(False)

    def _settle(self, reason):
        """Accept prices as they are, and say why; the order goes on (H9.2).

        :raise AccessError: unless the user acts for one of SETTLERS
        :raise UserError: without a reason, for an own price, or when it is closed
        """
        self._check_department("marketing_director", "supervisor")
        self._check_may_settle()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "%s: write down why the price is right.",
                    ", ".join(self.mapped("display_name")),
                )
            )
        self._set_state(
            "settled",
            ("open",),
            settled_by_id=self.env.uid,
            settled_date=fields.Datetime.now(),
            reason=reason,
        )
        self._end_asking()

    @api.model
    def _withdraw_of(self, revisions):
        """Take back what is asked about content that is out of question."""
        if not revisions:
            return
        # Whoever takes an order back need not see its doubts.
        doubts = self.sudo().search(
            [("revision_id", "in", revisions.ids), ("state", "=", "open")]
        )
        if doubts:
            doubts._set_state("withdrawn", ("open",))
            doubts._end_asking()

    def _end_asking(self):
        """Tell Sales, and take from the desks, once nothing of an order is open."""
        orders = self.sudo().sale_order_id  # the order's way is for everybody
        waiting = self.sudo().search(  # and so is whether others are open
            [("sale_order_id", "in", orders.ids), ("state", "=", "open")]
        )
        done = orders - waiting.sale_order_id
        done.order_price_doubt_ids._archive_activities()
        for order in done & self.filtered(lambda d: d.state == "settled").sale_order_id:
            order.message_post(
                body=self.env._("The doubts about prices are settled."),
                partner_ids=order.user_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
        orders._touch_progress()
