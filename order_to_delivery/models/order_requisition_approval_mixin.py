"""Who signs a requisition, and what becomes of the signature."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

from .order_requisition_room import OPEN

APPROVER = "deputy_general_manager"


class OrderRequisitionApprovalMixin(models.AbstractModel):
    _name = "order.requisition.approval.mixin"
    _description = "Approval of a Requisition"

    def _submit(self):
        self._check_reporter()
        for request in self:
            request._check_complete()
        self._set_state(
            "to_approve",
            ("draft",),
            submitted_by_id=self.env.uid,
            submitted_date=fields.Datetime.now(),
            refused_reason=False,
            refused_by_id=False,
        )
        self._ask_approval()

    def _check_complete(self):
        """Refuse to ask for approval of what nobody could approve.

        :raise UserError: listing everything that is missing at once
        """
        lines = self.line_ids.filtered(lambda line: not line.cancelled)
        missing = [] if lines else [self.env._("something to buy")]
        for line in lines:
            names = {"line": line.product_id.display_name or line.name or "?"}
            if not line.product_id:
                missing.append(self.env._("the product of %(line)s", **names))
            if line.product_qty <= 0:
                missing.append(self.env._("the quantity of %(line)s", **names))
            if line.estimated_cost <= 0:
                missing.append(self.env._("the estimated cost of %(line)s", **names))
        if missing:
            raise UserError(
                self.env._(
                    "%(request)s still lacks:\n%(missing)s",
                    request=self.name,
                    missing="\n".join(f"• {text}" for text in missing),
                )
            )

    def _ask_approval(self):
        """Put requisitions on the list of who approves them."""
        for request in self:
            departments = request._get_departments(APPROVER)
            user = departments[:1]._resolve_person(request._get_requesters())[0]
            if user:
                # Whoever reports need not see what others are asked.
                request.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Approve requisition %s", request.name),
                    user_id=user.id,
                )

    def _get_departments(self, kind):
        # Who signs is no secret of those who may not see the departments.
        departments = self.env["order.department"].sudo()
        return departments.search(
            [("kind", "=", kind), ("company_id", "=", self.company_id.id)]
        )

    def _approve(self):
        self._check_department(APPROVER)
        principals = {request: request._check_may_approve() for request in self}
        self._touch_lines()
        for request, principal in principals.items():
            # Approving writes what nobody else may write.
            lines = request.sudo().line_ids
            lines._approve_content()
            request._set_state(
                "in_progress" if any(lines.mapped("ordered_quantity")) else "approved",
                ("to_approve",),
                approved_by_id=self.env.uid,
                on_behalf_of_id=principal.id,
                approved_date=fields.Datetime.now(),
            )
        self._archive_activities()
        self._resume_purchases()

    def _check_may_approve(self):
        """Return on whose behalf the user approves, empty for an own signature.

        :raise UserError: for an own requisition, and for who does not sign
        """
        user = self.env.user
        if user in self.sudo()._get_requesters():  # readers may not see users
            raise UserError(
                self.env._(
                    "%(request)s is %(user)s's own: somebody else approves it.",
                    request=self.name,
                    user=user.name,
                )
            )
        refusal = None
        for department in self._get_departments(APPROVER):
            try:
                return department._check_may_sign(user)
            except UserError as error:
                refusal = refusal or error
        raise refusal or UserError(
            self.env._(
                "%s has nobody to approve it: the manager sets up a department of kind "
                "Deputy General Manager with its head.",
                self.name,
            )
        )

    def _touch_lines(self):
        """Have whoever orders on these requisitions in this moment try again."""
        room = self.env["order.requisition.room"]
        room._touch_guard(self.sudo().line_ids)  # whoever decides touches them

    def _resume_purchases(self):
        """Let the purchase orders go on that a machine confirmed and that waited."""
        # Machines go on for everybody; the gate is asked again.
        waiting = self.sudo().line_ids.purchase_lines.order_id.filtered(
            lambda purchase: purchase.state == "to approve"
        )
        for purchase in waiting:
            try:
                with self.env.cr.savepoint():
                    purchase.button_approve()
            except UserError as error:
                purchase.message_post(body=str(error))

    # Refused, taken back, closed

    def action_refuse(self, reason=None):
        """Refuse what is asked for, and say why; what is ordered stays as it is.

        :raise AccessError: unless the user acts for the deputy general manager
        """
        self._check_department("deputy_general_manager")
        self._check_state(("to_approve", "approved", "in_progress"))
        if not (reason or "").strip():
            return {
                "type": "ir.actions.act_window",
                "res_model": "order.requisition.refuse",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_request_ids": [Command.set(self.ids)]},
            }
        for request in self:
            request._refuse_for(reason)
        return True

    def _refuse_for(self, reason):
        self._touch_lines()
        self.sudo().line_ids._withdraw_approval()  # protected from everybody
        self._set_state(
            "rejected",
            OPEN,
            refused_reason=reason,
            refused_by_id=self.env.uid,
        )
        self._archive_activities()
        # The thread is written for everybody concerned.
        self.sudo().message_post(
            body=self.env._("Refused: %(reason)s", reason=reason),
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )

    def _ask_what_becomes_of(self, purchases):
        """Have Purchasing decide on what is ordered for an order that was cancelled."""
        self._touch_lines()
        self.line_ids._withdraw_approval()
        user = self._get_departments("purchasing")[:1]._resolve_person()[0]
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("%s was cancelled", self.sale_order_id.name),
            note=self.env._(
                "Decide what becomes of %s: cancel it, or keep the goods for stock.",
                ", ".join(purchases.mapped("name")),
            ),
            user_id=(user or self.requested_by).id,
        )

    def _take_back(self):
        """Take requisitions back to draft, and with them what is not ordered yet."""
        self._check_reporter()
        self._touch_lines()
        self.sudo().line_ids._withdraw_approval()  # protected from everybody
        self._set_state("draft", ("to_approve", "approved", "rejected"))
        self._archive_activities()

    def _reopen_grown(self, is_machine):
        """Have approved anew what asks for more than was approved.

        Whoever lets a requisition grow does not approve it.
        """
        grown = self.filtered(
            lambda request: (
                request._filter_gated()
                and request.state in ("approved", "in_progress")
                and any(line._is_grown() for line in request.line_ids)
            )
        )
        for request in grown:
            request._set_state(
                "to_approve",
                ("approved", "in_progress"),
                **({} if is_machine else {"submitted_by_id": self.env.uid}),
            )
            request.message_post(
                body=self.env._(
                    "It asks for more than was approved, and is approved anew. What "
                    "was approved before may be ordered meanwhile."
                )
            )
        grown._ask_approval()

    def _note_ordered(self):
        """Note that something was ordered on approved requisitions."""
        self.filtered(lambda request: request.state == "approved")._set_state(
            "in_progress", ("approved",)
        )

    def _close_received(self):
        """Close the requisitions of which all has been received."""
        for request in self.filtered(lambda request: request.state == "in_progress"):
            if request._is_received():
                request._close()

    def _is_received(self):
        lines = self.line_ids.filtered(lambda line: not line.cancelled)
        orders = lines.purchase_lines._filter_binding()
        unit = self.env["uom.uom"]
        if not (lines and orders):
            return False
        return all(
            (line.product_uom_id or unit).compare(
                line.ordered_quantity, line.product_qty
            )
            >= 0
            for line in lines
        ) and all(
            line.product_uom_id.compare(line.qty_received, line.product_qty) >= 0
            for line in orders
        )

    def _close(self):
        self._touch_lines()
        self.sudo().line_ids._withdraw_approval()  # nothing more is ordered on it
        self._set_state("done", ("approved", "in_progress"))
        self._archive_activities()
