from copy import deepcopy

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class OrderRevisionPropose(models.TransientModel):
    _name = "order.revision.propose"
    _inherit = ["order.revision.propose.terms.mixin"]
    _description = "Propose a Change of an Order"

    sale_order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True
    )
    is_confirmed = fields.Boolean(compute="_compute_is_confirmed")
    reason = fields.Text(required=True, help="Why the content changes.")
    wanted_date = fields.Date()
    partner_shipping_id = fields.Many2one("res.partner", string="Deliver to")
    packing = fields.Text()
    marks = fields.Text(string="Shipping Marks")
    special_rules = fields.Text()
    line_ids = fields.One2many("order.revision.propose.line", "proposal_id")

    @api.depends("sale_order_id.state")
    def _compute_is_confirmed(self):
        for proposal in self:
            order = proposal.sale_order_id.sudo()  # revisions are for all who propose
            proposal.is_confirmed = bool(order.current_revision_id)

    @api.model
    def default_get(self, fields_list):
        """Start from what is in force, so that only the change is typed."""
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("sale_order_id"))
        if order:
            values |= {
                "wanted_date": order.wanted_date,
                "partner_shipping_id": order.partner_shipping_id.id,
                "packing": order.packing,
                "marks": order.marks,
                "special_rules": order.special_rules,
                **self._prepare_proposal_terms(order),
                "line_ids": [
                    Command.create(self._prepare_proposal_line(line))
                    for line in order._get_content_lines()
                ],
            }
        return {name: values[name] for name in values if name in fields_list}

    def _prepare_proposal_line(self, line):
        return {
            "sale_line_id": line.id,
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "quantity": line.product_uom_qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "specification": line.specification,
            "change_kind": line.change_kind,
            "keeps_old_recipe": line.keeps_old_recipe,
        }

    def action_propose(self):
        """Open the quotation for changes, or give the change to the departments.

        A quotation is edited and submitted again. A sales order stays as it is in
        force until the change is reviewed and, where the grade asks, signed.
        """
        self.ensure_one()
        order = self.sale_order_id
        order._check_department("sales", "customer_service")
        order.check_access("write")
        if not order._is_content_closed():
            raise UserError(
                self.env._(
                    "%(order)s is with nobody: change it directly.", order=order.name
                )
            )
        # The change starts from the dates as the days until now have moved them.
        order.sudo().order_confirmation_ids._settle_slip()
        if self.is_confirmed:
            self._propose_revision()
        else:
            self._reopen_quotation()
        order._touch_progress()
        return {"type": "ir.actions.act_window_close"}

    def _reopen_quotation(self):
        order = self.sale_order_id.sudo()  # the lock is nobody's to write by hand
        order._withdraw_review()
        order.change_reason = self.reason
        order.message_post(
            body=self.env._("Taken back from the review: %s", self.reason)
        )

    def _propose_revision(self):
        order = self.sale_order_id.sudo()  # nobody writes revisions by hand
        if order.pending_revision_id:
            order._withdraw_review()
        snapshot = self._prepare_snapshot(order)
        if snapshot == order._get_snapshot():
            raise UserError(
                self.env._("%(order)s: nothing is changed so far.", order=order.name)
            )
        self.env["order.change.kind"]._fill(order, snapshot)
        revision = self.env["order.revision"]._open_for(
            order, snapshot, reason=self.reason
        )
        order.pending_revision_id = revision
        self.env["order.review"]._open_for(revision)

    def _prepare_snapshot(self, order):
        """Return the content as it is in force, with what the wizard changes."""
        snapshot = deepcopy(order._get_snapshot())
        snapshot["header"]["dates"]["wanted_date"] = (
            fields.Date.to_string(self.wanted_date) or ""
        )
        snapshot["header"]["destination"] |= {
            "partner_shipping_id": self.partner_shipping_id.id,
            "packing": self.packing or "",
            "marks": self.marks or "",
            "special_rules": self.special_rules or "",
        }
        self._change_terms(order, snapshot["header"])
        lines = self.line_ids.grouped(lambda line: line.sale_line_id.line_key)
        for key in list(snapshot["lines"]):
            if key not in lines:
                del snapshot["lines"][key]
        for line in self.line_ids:
            line._change_snapshot(order, snapshot["lines"])
        kept = [key for key in snapshot["sequence"] if key in snapshot["lines"]]
        added = [key for key in snapshot["lines"] if key not in kept]
        return {**snapshot, "sequence": kept + added}
