"""Who signs a requisition: one person, and above an amount a second (H1.6, H4.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_department_kind import group_of
from .order_early_buying import EARLY_GATE

APPROVER = "deputy_general_manager"


class OrderRequisitionSignatureMixin(models.AbstractModel):
    _name = "order.requisition.signature.mixin"
    _description = "Signatures of a Requisition"

    # Signed once, and above what one person approves alone.
    awaits_second_signature = fields.Boolean(readonly=True, copy=False)
    second_approved_by_id = fields.Many2one(
        "res.users", string="Second Signature", readonly=True, copy=False
    )
    second_on_behalf_of_id = fields.Many2one(
        "res.users", string="Second on Behalf of", readonly=True, copy=False
    )
    second_approved_date = fields.Datetime(
        string="Signed Second on", readonly=True, copy=False
    )
    approval_reasons = fields.Text(
        string="Why It Cannot Be Approved", compute="_compute_approval_reasons"
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("state", "awaits_second_signature")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for request in self:
            request.can_approve = (
                request.state == "to_approve"
                and bool(request._filter_gated())
                and self.env.user.has_group(group_of(request._get_signing_kind()))
            )

    @api.depends("state", "sale_order_id.state", "line_ids.estimated_cost")
    def _compute_approval_reasons(self):
        waiting = self._origin.filtered(lambda r: r.state in ("draft", "to_approve"))
        closed = self.env["order.gate"]._get_reasons("requisition", waiting)
        for request in self:
            reasons = closed.get(request._origin, ())
            request.approval_reasons = "\n".join(r.text for r in reasons)

    def action_waive_signature(self):
        """Open the waiver for what is bought before the customer's signature.

        :raise AccessError: unless the user acts for the deputy general manager
        """
        self.ensure_one()
        self._check_department("deputy_general_manager")
        # Which action it is is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.order_gate_waive_action")
        context = {
            "default_sale_order_id": self.sale_order_id.id,
            "default_gate": EARLY_GATE,
        }
        return {**action, "context": context}

    def _get_signing_kind(self):
        """Return the kind of department whose signature comes next."""
        if not self.awaits_second_signature:
            return APPROVER
        # The policy is the company's, which the user may not see.
        return self.company_id.sudo().order_second_signature_department

    def _needs_second_signature(self):
        """Tell whether it asks for more than one person approves alone."""
        # As above.
        limit = self.company_id.sudo().order_single_signature_limit
        lines = self.line_ids.filtered(lambda line: not line.cancelled)
        amount = sum(lines.mapped("estimated_cost"))
        return limit > 0 and self.currency_id.compare_amounts(amount, limit) > 0

    def _get_first_signers(self):
        """Return who signed first, and for whom, while the second is awaited."""
        if not self.awaits_second_signature:
            return self.env["res.users"]
        return self.approved_by_id | self.on_behalf_of_id

    def _get_reason_unsigned(self):
        """Return why it cannot be approved as it is signed, or nothing."""
        names = {"request": self.name, "user": self.approved_by_id.name}
        if not self.approved_by_id:
            return self.env._(
                "%s is not approved by anybody: the deputy general manager has to sign "
                "it.",
                self.name,
            )
        if self.awaits_second_signature:
            return self.env._(
                "%(request)s is signed by %(user)s only: a second person has to sign "
                "it.",
                **names,
            )
        signers = self.approved_by_id | self.second_approved_by_id
        if signers & self._get_requesters():
            names["user"] = (signers & self._get_requesters())[:1].name
            return self.env._(
                "%(request)s is %(user)s's own: somebody else approves it.", **names
            )
        if self.approved_by_id == self.second_approved_by_id:
            return self.env._(
                "%(request)s was signed by %(user)s twice: the second signature is "
                "another person's.",
                **names,
            )
        return ""

    def _get_departments(self, kind):
        # Who signs is no secret of those who may not see the departments.
        departments = self.env["order.department"].sudo()
        return departments.search(
            [("kind", "=", kind), ("company_id", "=", self.company_id.id)]
        )

    def _resolve_signer(self):
        """Return who is asked to sign next: nobody whose own it is, none twice."""
        barred = self._get_requesters() | self._get_first_signers()
        for department in self._get_departments(self._get_signing_kind()):
            user = department._resolve_person(barred)[0]
            if user:
                return user
        return self.env["res.users"]

    def _find_principals(self):
        """Return on whose behalf the user signs each, empty for an own signature.

        :raise UserError: with everything that bars the user, of all at once
        """
        principals, reasons = {}, []
        gate = self.env["order.gate"]
        if closed := gate._get_reasons("requisition", self):
            reasons.append(gate._format_refusal(closed))
        for request in self:
            principals[request], barring = request._find_principal()
            reasons += barring
        if reasons:
            raise UserError("\n".join(reasons))
        return principals

    def _find_principal(self):
        user, principal = self.env.user, self.env["res.users"]
        names = {"request": self.name, "user": user.name}
        reasons, refusal = [], ""
        if user in self.sudo()._get_requesters():  # readers may not see users
            reasons.append(
                self.env._(
                    "%(request)s is %(user)s's own: somebody else approves it.", **names
                )
            )
        for department in self._get_departments(self._get_signing_kind()):
            try:
                principal = department._check_may_sign(user)
                break
            except UserError as error:
                refusal = refusal or str(error)
        else:
            reasons.append(refusal or self._describe_nobody())
        if (user | principal) & self.sudo()._get_first_signers():  # as above
            reasons.append(
                self.env._(
                    "%(request)s has %(user)s's signature, or one on behalf of the "
                    "same person: the second is another person's.",
                    **names,
                )
            )
        return principal, reasons

    def _describe_nobody(self):
        return self.env._(
            "%(request)s has nobody to approve it: the manager sets up a department of "
            "kind %(kind)s with its head.",
            request=self.name,
            kind=self.env["order.department"]._get_kind_labels(
                [self._get_signing_kind()]
            ),
        )

    def _prepare_signature(self, principal):
        """Return the values by which the user signs, first or second.

        :param principal: on whose behalf, empty for an own signature
        """
        signature = (self.env.uid, principal.id, fields.Datetime.now())
        names = ("approved_by_id", "on_behalf_of_id", "approved_date")
        if self.awaits_second_signature:
            values = {
                f"second_{name}": value
                for name, value in zip(names, signature, strict=True)
            }
            return {**values, "awaits_second_signature": False}
        return {
            **dict(zip(names, signature, strict=True)),
            **{f"second_{name}": False for name in names},
        }

    def _void_first_signature(self, is_machine):
        """Have what changed before the second signature signed by both anew.

        Whoever changes a requisition does not approve it.
        """
        half = self.filtered("awaits_second_signature")
        for request in half:
            request.write(
                {
                    **self._get_no_signature(),
                    **({} if is_machine else {"submitted_by_id": self.env.uid}),
                }
            )
            request.message_post(
                body=self.env._(
                    "It was changed before the second signature: both sign anew."
                )
            )
        half._archive_activities()
        half._ask_approval()

    def _get_no_signature(self):
        return {
            "awaits_second_signature": False,
            "approved_by_id": False,
            "on_behalf_of_id": False,
            "approved_date": False,
        }
