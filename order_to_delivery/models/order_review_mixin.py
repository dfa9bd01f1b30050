"""What an order knows of its revisions and reviews, and how it enters them."""

from odoo import fields, models
from odoo.exceptions import UserError


class OrderReviewMixin(models.AbstractModel):
    _name = "order.review.mixin"
    _description = "Revisions and Reviews of an Order"

    order_revision_ids = fields.One2many(
        "order.revision", "sale_order_id", groups="order_to_delivery.group_user"
    )
    current_revision_id = fields.Many2one(
        "order.revision",
        string="Revision in Force",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
    )
    pending_revision_id = fields.Many2one(
        "order.revision",
        string="Revision under Review",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
    )
    order_review_ids = fields.One2many(
        "order.review", "sale_order_id", groups="order_to_delivery.group_user"
    )
    production_start_date = fields.Date(
        readonly=True,
        copy=False,
        help="Production start (投产日期) fixed by the review.",
    )
    finished_date = fields.Date(
        readonly=True,
        copy=False,
        help="When Production has the goods finished; not the shipping date.",
    )

    change_reason = fields.Text(
        readonly=True, copy=False, help="Why the order was taken back for a change."
    )

    def action_submit_for_review(self):
        """Give the order to the deputy general manager (H1.1, H2.1, H9.1).

        Nothing is mandatory before; here all that is missing is said at once.
        """
        self._check_department("sales", "customer_service")
        self.check_access("write")
        for order in self:
            order._check_can_submit()
        self._propose_change_kinds()
        # An order taken while the switch was off has no plan yet.
        self.filtered(lambda order: not order.payment_plan_source)._copy_payment_plan()
        self.env["order.gate"]._refuse("review", self)
        self._keep_files()
        for order in self:
            order._submit_for_review()
        self._touch_progress()
        return True

    def action_propose_change(self):
        """Open the wizard that changes what was given to the departments."""
        self.ensure_one()
        self._check_department("sales", "customer_service")
        if not self._is_content_closed():
            raise UserError(
                self.env._(
                    "%(order)s is with nobody yet: change it directly.", order=self.name
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Change"),
            "res_model": "order.revision.propose",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sale_order_id": self.id},
        }

    def _check_can_submit(self):
        if not self._filter_gated():
            raise UserError(
                self.env._(
                    "%(order)s is not governed by Order to Delivery: confirm it "
                    "directly.",
                    order=self.name,
                )
            )
        # What was confirmed while the switch was off is reviewed like a quotation.
        is_unreviewed_sale = self.state == "sale" and not self.current_revision_id
        is_open = self.state in ("draft", "sent") or is_unreviewed_sale
        if not is_open or self.is_content_locked:
            raise UserError(
                self.env._(
                    "%(order)s was submitted already, or is no quotation any more: "
                    "press Propose a Change to change it.",
                    order=self.name,
                )
            )

    def _submit_for_review(self):
        """Freeze the content as the next revision and open its review."""
        self.ensure_one()
        order = self.sudo()  # nobody writes revisions and reviews by hand
        for line, kind in order._get_content_lines()._get_supply_kind().items():
            line.supply_kind = kind
        order._give_line_keys()
        revision = self.env["order.revision"]._open_for(
            order, reason=order.change_reason
        )
        order.write(
            {
                "is_content_locked": True,
                "pending_revision_id": revision.id,
                "change_reason": False,
            }
        )
        order._tell_overruled(self.env["order.review"]._open_for(revision))

    def _is_standard_order(self):
        """Tell whether the order asks for nothing but stocked goods at list price.

        Terms of payment that are not the grade's are somebody's to decide, and so is
        a price that is doubted.
        """
        if self.payment_plan_source not in (False, "grade") or self._is_price_doubted():
            return False
        lines = self._get_content_lines()
        return all(
            line.supply_kind in ("stock", "none")
            and line.change_kind not in ("new", "changed")
            and not line.keeps_old_recipe
            and line._is_at_list_price()
            for line in lines
        )

    def _withdraw_review(self):
        """Take back what is under review, so that the content can be edited again.

        Answers stay: those whose content will not have changed are carried over.
        """
        for order in self.sudo():  # nobody writes revisions and reviews by hand
            revision = order.pending_revision_id
            order._get_reviews_of(revision)._withdraw()
            revision._set_state("superseded", ["draft"])
            order.pending_revision_id = False
            # What is in force stays as it is, whatever was proposed.
            order.is_content_locked = bool(order.current_revision_id)

    def _void_reviews(self):
        """Forget all verdicts of orders that were cancelled or set back.

        A cancelled order that is taken up again is reviewed from the beginning. While
        goods of it are out, it stays what was signed: that is what they are paid by.
        """
        out = self._filter_goods_out()
        for order in self.sudo():  # whoever cancels need not write revisions
            revisions = order.current_revision_id | order.pending_revision_id
            reviews = order.order_review_ids
            reviews._withdraw()
            reviews.signoff_ids._void(revisions[:1])
            revisions._set_state("superseded", ["draft", "in_force"])
            order.write(
                {
                    "is_content_locked": order in out,
                    "pending_revision_id": False,
                    "current_revision_id": False,
                }
            )

    def _get_reviews_of(self, revision):
        return self.order_review_ids.filtered(lambda r: r.revision_id == revision)

    def _get_governing_revision(self):
        """Return the revision that says now what the order is.

        A quotation is governed by what is under review; a sales order by what is in
        force, whatever is proposed.
        """
        self.ensure_one()
        order = self.sudo()  # asked by gates, for whoever acts
        return order.current_revision_id or order.pending_revision_id

    def _put_pending_in_force(self):
        """Let agreed changes of confirmed orders take effect, those that may (H9.8).

        A change is signed by the customer again, unless the grade lets the paper
        follow later.
        """
        for order in self.sudo():  # the customer's signature may be the caller
            revision = order.pending_revision_id
            if order.state == "sale" and revision and revision._is_agreed():
                revision._put_in_force()
