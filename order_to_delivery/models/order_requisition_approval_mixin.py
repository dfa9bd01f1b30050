"""Who signs a requisition, and what becomes of the signature."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

from .order_requisition_room import OPEN


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
            user = request._resolve_signer()
            if user:
                # Whoever reports need not see what others are asked.
                request.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Approve requisition %s", request.name),
                    user_id=user.id,
                )

    def _approve(self):
        for request in self:
            request._check_department(request._get_signing_kind())
        principals = self._find_principals()
        self._touch_lines()
        self._archive_activities()
        for request, principal in principals.items():
            request._sign(principal)
        self._resume_purchases()

    def _sign(self, principal):
        """Sign, and approve with the last signature that is needed."""
        values = self._prepare_signature(principal)
        # Approving writes what nobody else may write.
        request = self.sudo()
        if not self.awaits_second_signature and self._needs_second_signature():
            values["awaits_second_signature"] = True
            request._set_state("to_approve", ("to_approve",), **values)
            request._ask_approval()
            return
        request.line_ids._approve_content()
        request._set_state("approved", ("to_approve",), **values)
        if any(request.line_ids.mapped("ordered_quantity")):
            request._note_ordered()
        request._book_early_buying()

    def _book_early_buying(self):
        """Use up the waivers under which it is bought before the signature."""
        for order in self.sale_order_id:
            self.env["order.early.buying"]._book(order)

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
            awaits_second_signature=False,
        )
        self._archive_activities()
        self.sudo()._book_early_buying()  # waivers are nobody's to write
        # The thread is written for everybody concerned.
        self.sudo().message_post(
            body=self.env._("Refused: %(reason)s", reason=reason),
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )

    def _stop(self):
        """Ask for no more than is ordered, once the order was cancelled (H7.4).

        What nobody ordered is not asked for any more. It closes when nothing is left
        that a vendor has to bring.
        """
        for request in self.filtered(lambda request: request.state in OPEN):
            lines = request.line_ids.filtered(lambda line: not line.cancelled)
            if not any(lines.mapped("ordered_quantity")):
                name = request.sale_order_id.name
                request._refuse_for(self.env._("%s was cancelled.", name))
                continue
            request._touch_lines()
            lines._withdraw_approval()
            for line in lines:
                line._ask_for_less(max(line.product_qty - line.ordered_quantity, 0.0))
            request._set_state("in_progress", OPEN)
            request._close_received()

    def _stop_without_order(self):
        """Follow what becomes of purchase orders for orders that were cancelled."""
        self.filtered(lambda request: request.sale_order_id.state == "cancel")._stop()

    def _ask_what_becomes_of(self, purchases):
        """Have Purchasing decide on what is ordered for an order that was cancelled."""
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
        self._set_state(
            "draft",
            ("to_approve", "approved", "rejected"),
            awaits_second_signature=False,
        )
        self._archive_activities()
        self.sudo()._book_early_buying()  # waivers are nobody's to write

    def _reopen_grown(self, is_machine):
        """Have approved anew what asks for more than was approved.

        Whoever lets a requisition grow does not approve it.
        """
        self._void_first_signature(is_machine)
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
