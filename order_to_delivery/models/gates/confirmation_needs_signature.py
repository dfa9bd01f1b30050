from odoo import models

from ..order_gate import Reason

ACTION = "order_to_delivery.order_confirmation_action"
DEPARTMENT = "customer_service"


class ConfirmationNeedsSignature(models.AbstractModel):
    _name = "order.gate.confirmation.needs.signature"
    _inherit = "order.gate"
    _description = (
        "An order is confirmed once the customer has signed its reviewed content"
    )

    _gate_station = "confirmation"
    _gate_model = "sale.order"

    def _reasons_closed(self, orders):
        unsigned = orders - orders._get_signed_orders()
        if not unsigned:
            return {}
        revisions = unsigned._get_reviewed_revisions()
        live = self._get_live(revisions)
        return {
            order: [self._get_reason(live.get(revisions[order]))] for order in unsigned
        }

    def _get_live(self, revisions):
        """Return ``{revision: confirmation}`` of what was sent and still counts."""
        confirmations = self.env["order.confirmation"].search(
            [
                ("revision_id", "in", [revision.id for revision in revisions.values()]),
                ("state", "!=", "cancelled"),
            ]
        )
        return {
            confirmation.revision_id: confirmation for confirmation in confirmations
        }

    def _get_reason(self, confirmation):
        state = confirmation.state if confirmation else "missing"
        name = confirmation.name if confirmation else ""
        if state in ("sent", "arrived"):
            return Reason(self._describe_unsigned(confirmation), DEPARTMENT, ACTION)
        text = {
            "missing": self.env._("the customer has not signed the order confirmation"),
            "signed": self.env._(
                "the signed paper of %s waits for a second clerk to accept it", name
            ),
            "unclear": self.env._(
                "confirmation %s came back unclear and has to be sent again", name
            ),
            "accepted": self.env._(
                "the order was changed after %s was signed: propose the change", name
            ),
        }[state]
        return Reason(text, DEPARTMENT, ACTION)

    def _describe_unsigned(self, confirmation):
        """Return what is missing, and what keeps the customer from signing it."""
        name = confirmation.name
        if confirmation.sale_order_id._counts_link():
            return self.env._("confirmation %s is not signed yet", name)
        if confirmation.signatory_id and not confirmation._asks_signer():
            return self.env._(
                "confirmation %s is not signed yet, and whom it was sent to does not "
                "sign for the customer any more: send it again",
                name,
            )
        if not confirmation.signatory_email:
            return self.env._(
                "confirmation %s is not signed yet, and there is no e-mail address for "
                "a code: bring the signed paper in",
                name,
            )
        if not confirmation.signatory_id:
            return self.env._(
                "confirmation %s is not signed yet; nobody is designated to sign, so "
                "the order's contact is asked",
                name,
            )
        return self.env._("confirmation %s is not signed yet", name)

    def _is_waiver_enough(self, order, waivers):
        """Let a grade's waiver stand for the revision that it was granted for."""
        revision = order._get_reviewed_revision()
        return any(
            waiver.origin != "grade" or waiver.res_id == revision.id
            for waiver in waivers
        )

    def _get_paper_name(self):
        return self.env._("the signed confirmation")
