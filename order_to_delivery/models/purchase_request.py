"""The requisition: what is needed, and the signature under which it may be bought."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

APPROVED = ("approved", "in_progress", "done")
# Who reports what is needed (H1.6).
REPORTERS = ("material_control", "warehouse", "production")


class PurchaseRequest(models.Model):
    _name = "purchase.request"
    _inherit = [
        "purchase.request",
        "order.document.mixin",
        "order.requisition.approval.mixin",
        "order.requisition.signature.mixin",
    ]
    # The state has its own guard: with the switch off, it is OCA's.
    _protected_fields = frozenset(
        {
            "sale_order_id",
            "submitted_by_id",
            "submitted_date",
            "approved_by_id",
            "on_behalf_of_id",
            "approved_date",
            "awaits_second_signature",
            "second_approved_by_id",
            "second_on_behalf_of_id",
            "second_approved_date",
            "refused_by_id",
            "refused_reason",
        }
    )

    # Words that OCA's translation lacks.
    state = fields.Selection(
        selection_add=[("to_approve", "To Approve"), ("in_progress", "Being Ordered")]
    )
    requested_by = fields.Many2one(string="Requested by")
    estimated_cost = fields.Monetary(string="Estimated Cost in Total")
    use_order_to_delivery = fields.Boolean(related="company_id.use_order_to_delivery")
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_required = fields.Date(
        string="Needed by", compute="_compute_date_required", store=True
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_date = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime(readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    refused_reason = fields.Text(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(sale_order_id)"
        " WHERE state IN ('draft', 'to_approve', 'approved', 'in_progress')",
        "An order has one open requisition: what else it needs is added to that one.",
    )
    _open = models.Index(
        "(company_id, id)"
        " WHERE state IN ('draft', 'to_approve', 'approved', 'in_progress')"
    )

    @api.depends("line_ids.date_required", "line_ids.cancelled")
    def _compute_date_required(self):
        for request in self:
            lines = request.line_ids.filtered(lambda line: not line.cancelled)
            days = [day for day in lines.mapped("date_required") if day]
            request.date_required = min(days, default=False)

    @api.constrains(
        "state",
        "approved_by_id",
        "awaits_second_signature",
        "second_approved_by_id",
        "submitted_by_id",
        "requested_by",
    )
    def _check_approval_floor(self):
        """Let nothing be approved without a signature, or by its requester (H1.6)."""
        for request in self._filter_gated():
            if request.state in APPROVED and (reason := request._get_reason_unsigned()):
                raise ValidationError(reason)
        approved = self.filtered(lambda request: request.state == "approved")
        self.env["order.gate"]._refuse("requisition", approved)

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        gated = requests._filter_gated()
        gated._check_reporter()
        gated.filtered(lambda request: request.state != "draft")._check_state_moves()
        return requests

    def write(self, vals):
        gated = self._filter_gated()
        if "state" in vals:
            gated._check_state_moves()
        if {"requested_by", "line_ids"} & vals.keys():
            gated._check_reporter()
        return super().write(vals)

    def _check_state_moves(self):
        """Refuse everybody to write the state, which only the buttons move.

        :raise AccessError: naming the requisition
        """
        if self and not self.env.su:
            raise AccessError(
                self.env._(
                    "%s is submitted, approved and closed by its buttons only.",
                    ", ".join(self.mapped("name")),
                )
            )

    def _check_reporter(self):
        """Refuse who does not report what is needed.

        :raise AccessError: naming the departments that do
        """
        if self and not self.env.su:
            self._check_department(*REPORTERS)

    def _get_requesters(self):
        """Return whose own the requisition is."""
        people = self.requested_by | self.submitted_by_id
        # What a machine made was made in the name of whoever moved the order on.
        return people if self.sale_order_id else people | self.create_uid

    # The way of a requisition

    def button_to_approve(self):
        """Report what is needed, for the deputy general manager to approve (H1.6)."""
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_to_approve()
        if gated:
            gated._submit()
        return True

    def button_approved(self):
        """Sign for what may be bought (H1.6)."""
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_approved()
        if gated:
            gated._approve()
        return True

    def button_rejected(self):
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_rejected()
        return gated.action_refuse() if gated else True

    def button_draft(self):
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_draft()
        gated._take_back()
        return True

    def button_in_progress(self):
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_in_progress()
        if gated:
            gated._check_department("purchasing")
            gated._set_state("in_progress", ("approved", "in_progress"))
        return True

    def button_done(self):
        gated = self._filter_gated()
        if self - gated:
            super(PurchaseRequest, self - gated).button_done()
        if gated:
            gated._check_department("purchasing", "material_control")
            gated._close()
        return True

    def check_auto_reject(self):
        gated = self._filter_gated()
        for request in gated:
            if not request.line_ids.filtered(lambda line: not line.cancelled):
                request._refuse_for(self.env._("All its lines were cancelled."))
        return super(PurchaseRequest, self - gated).check_auto_reject()

    def _get_action_open(self):
        """Return the action that opens the requisitions."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Requisitions"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action.update(views=[(False, "form")], res_id=self.id)
        return action

    def _can_be_deleted(self):
        if self._filter_gated() and self.sale_order_id:
            raise UserError(
                self.env._(
                    "%s says what its order needs, and is kept: the deputy general "
                    "manager refuses it instead.",
                    self.name,
                )
            )
        return super()._can_be_deleted()
