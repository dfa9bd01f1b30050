from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_snapshot_mixin import ASPECTS, hash_snapshot


class OrderRevision(models.Model):
    _name = "order.revision"
    _description = "Revision of an Order's Content"
    _inherit = ["order.sealed.mixin", "order.revision.apply.mixin"]
    _order = "sale_order_id, number desc"
    _protected_fields = frozenset(
        {
            "state",
            "number",
            "snapshot",
            "content_hash",
            "moved_hash",
            "goods_hash",
            "price_hash",
            "dates_hash",
            "destination_hash",
        }
    )

    name = fields.Char(compute="_compute_name")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    number = fields.Integer(required=True, readonly=True, copy=False)
    previous_id = fields.Many2one("order.revision", readonly=True)
    reason = fields.Text(help="Why the content changed.")
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Under Review"),
            ("in_force", "In Force"),
            ("superseded", "Superseded"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    snapshot = fields.Json(readonly=True, copy=False)
    content_hash = fields.Char(readonly=True, copy=False, string="SHA-256")
    # Days that only pass make no other order: what was signed stays signed.
    moved_hash = fields.Char(readonly=True, copy=False)
    goods_hash = fields.Char(readonly=True, copy=False)
    price_hash = fields.Char(readonly=True, copy=False)
    dates_hash = fields.Char(readonly=True, copy=False)
    destination_hash = fields.Char(readonly=True, copy=False)
    in_force_date = fields.Datetime(readonly=True, copy=False)
    order_review_ids = fields.One2many("order.review", "revision_id")
    difference = fields.Html(
        compute="_compute_difference", string="Changes", sanitize=False
    )

    content = fields.Html(compute="_compute_content", sanitize=False)

    _number_unique = models.Constraint(
        "UNIQUE(sale_order_id, number)", "A revision's number is unique in its order."
    )
    _one_draft = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'draft'",
        "An order has one revision under review at a time.",
    )
    _one_in_force = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'in_force'",
        "An order has one revision in force.",
    )

    @api.depends("sale_order_id.name", "number")
    def _compute_name(self):
        for revision in self:
            revision.name = f"{revision.sale_order_id.name}/R{revision.number}"

    @api.depends("snapshot", "previous_id.snapshot")
    def _compute_difference(self):
        for revision in self:
            revision.difference = self.env["ir.qweb"]._render(
                "order_to_delivery.revision_difference",
                {"changes": revision._get_difference(), "revision": revision},
            )

    @api.depends("snapshot")
    def _compute_content(self):
        for revision in self:
            revision.content = self.env["ir.qweb"]._render(
                "order_to_delivery.revision_content",
                {
                    "header": revision._get_readable_header(),
                    "lines": revision._get_readable_lines(),
                },
            )

    @api.model_create_multi
    def create(self, vals_list):
        revisions = super().create(vals_list)
        # Known before there is a review, whatever state that one comes in.
        self.env["order.price.doubt"]._open_for(revisions)
        return revisions

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_order(self):
        raise UserError(
            self.env._("Revisions are kept: cancel the order instead of deleting it.")
        )

    @api.model
    def _open_for(self, order, snapshot=None, **values):
        """Open the next revision of an order, of its content or of a proposal."""
        order = order.sudo()  # nobody writes revisions by hand
        last = order.order_revision_ids.sorted("number")[-1:]
        # A revision that is out by now must not meet the new one in the index.
        order.order_revision_ids.flush_recordset(["state"])
        return order.order_revision_ids.create(
            {
                "sale_order_id": order.id,
                "number": last.number + 1,
                "previous_id": (order.current_revision_id or last).id,
                "proposed_by_id": self.env.uid,
                **self._prepare_content(snapshot or order._get_snapshot()),
                **values,
            }
        )

    @api.model
    def _prepare_content(self, snapshot):
        hashes = hash_snapshot(snapshot)
        return {
            "snapshot": snapshot,
            **{f"{name}_hash": hashes[name] for name in (*ASPECTS, "content")},
        }

    def _refresh_content(self):
        """Take up what the closing review wrote to the order: dates and packing."""
        for revision in self:
            content = self._prepare_content(revision.sale_order_id._get_snapshot())
            # The content is nobody's to write by hand.
            revision.sudo().write({**content, "moved_hash": False})

    def _says(self, content_hash):
        """Tell whether this is what was reviewed, or its dates moved since.

        :param content_hash: SHA-256 of what an order says now
        """
        self.ensure_one()
        revision = self.sudo()  # asked for people who may not read revisions
        return content_hash in (revision.content_hash, revision.moved_hash)

    def _has_same_content(self):
        """Return the revisions whose order still says what they say."""
        hashes = self.sale_order_id._get_content_hashes()
        return self.filtered(
            lambda r: hashes[r.sale_order_id]["content"] == r.content_hash
        )

    def _set_state(self, state, allowed, **values):
        result = super()._set_state(state, allowed, **values)
        if state in ("superseded", "refused"):
            # A changed order cannot show an old signature.
            self.sale_order_id._cancel_outdated_confirmations()
            self.env["order.price.doubt"]._withdraw_of(self)
            # The one that follows must not meet this one in the index.
            self.flush_recordset(["state"])
        return result

    def _get_review(self):
        """Return the last review of this revision."""
        self.ensure_one()
        # Gates have read the order's reviews by then, for whoever asks.
        reviews = self.sudo().sale_order_id.order_review_ids
        own = reviews.filtered(lambda review: review.revision_id == self)
        # Handed back with the rights of who asked.
        return own.sorted("round")[-1:].sudo(self.env.su)

    def _refuse(self):
        """Give a revision back to Sales, who may edit the quotation again."""
        for revision in self:
            order = revision.sale_order_id.sudo()  # the chair decided for Sales
            revision._set_state("refused", ["draft"])
            order.pending_revision_id = False
            if not order.current_revision_id:
                order.is_content_locked = False
