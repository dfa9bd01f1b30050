"""The customer's order: a table of contents; the mixins add, this file overrides."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_intake_mixin import INTAKE_PROTECTED

PROTECTED_FIELDS = frozenset(
    {
        *INTAKE_PROTECTED,
        "is_content_locked",
        "order_to_delivery_exempt",
        "exempt_goods",
        "current_revision_id",
        "pending_revision_id",
        "production_start_date",
        "finished_date",
        "change_reason",
        "customer_grade_id",
        "payment_plan_source",
        "completion_date",
        "balance_notice_date",
        "balance_due_date",
        "money_seen",
        "surplus_money_date",
        "settlement_state",
        "settlement_date",
        "settlement_confirmed_by_id",
        "payment_deadline",
        "feedback_due_date",
        "order_ended_date",
        "signed_content_hash",
        "signed_content_signer_id",
        "signed_shown_hash",
    }
)
# What the customer leaves behind with his signature on a quotation.
SIGNER_FIELDS = frozenset({"signed_by", "signed_on"})
# What an order itself tells of its way; its documents tell the rest.
MOVING_FIELDS = frozenset(
    {
        "state",
        "pending_revision_id",
        "production_start_date",
        "finished_date",
        "commitment_date",
        "completion_date",
        "balance_notice_date",
        "order_ended_date",
        "settlement_state",
        "payment_deadline",
    }
)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "order.actor.mixin",
        "order.intake.mixin",
        "order.intake.check.mixin",
        "order.intake.content.mixin",
        "order.intake.ask.mixin",
        "order.duplicate.mixin",
        "order.assignment.mixin",
        "order.evidence.mixin",
        "order.terms.mixin",
        "order.destination.mixin",
        "order.snapshot.mixin",
        "order.content.lock.mixin",
        "order.review.mixin",
        "order.alternative.taking.mixin",
        "order.sampled.order.mixin",
        "order.doubted.mixin",
        "order.change.mixin",
        "order.confirmation.mixin",
        "order.signatory.mixin",
        "order.signed.quotation.mixin",
        "order.grade.waiver.mixin",
        "order.resume.mixin",
        "order.money.mixin",
        "order.collection.mixin",
        "order.balance.invoice.mixin",
        "order.fapiao.mixin",
        "order.money.change.mixin",
        "order.shipment.money.mixin",
        "order.short.delivery.mixin",
        "order.next.payment.mixin",
        "order.offset.mixin",
        "order.open.money.mixin",
        "order.plan.mixin",
        "order.supply.mixin",
        "order.requisition.mixin",
        "order.material.mixin",
        "order.supply.follow.mixin",
        "order.stand.in.mixin",
        "order.completion.mixin",
        "order.dates.mixin",
        "order.shipping.mixin",
        "order.recovery.mixin",
        "order.door.mixin",
        "order.chased.money.mixin",
        "order.settlement.mixin",
        "order.end.mixin",
        "order.surplus.money.mixin",
        "order.feedback.mixin",
        "order.progress.mixin",
        "order.form.mixin",
        "order.exception.mixin",
        "order.monitoring.mixin",
        "order.urgency.mixin",
    ]
    _exception_field = "sale_order_id"

    use_order_to_delivery = fields.Boolean(related="company_id.use_order_to_delivery")
    order_to_delivery_exempt = fields.Boolean(
        string="Under Way before Going Live", readonly=True, copy=False
    )
    # ``{line id: [product id, quantity in its unit]}`` as the company went live.
    exempt_goods = fields.Json(readonly=True, copy=False)

    # Nightly work starts from what is open, never from history.
    _waiting_orders = models.Index("(company_id, id) WHERE state IN ('draft', 'sent')")

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in PROTECTED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        if view_type == "form" and not view_id:
            view_id = self._get_narrow_form_id()
        return super().get_view(view_id, view_type, **options)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order, vals in zip(orders, vals_list, strict=True):
            order._check_nothing_computed(vals.keys())
        gated = orders._filter_gated()
        gated._start_memo()
        gated._note_urgency()
        gated._assign_new()
        gated._propose_destination_terms()
        gated._start_payment_plan()
        orders._touch_progress()
        return orders

    def copy_data(self, default=None):
        # Core reads what it copies; copying is for those, too, who see no contracts.
        default = {"order_contract_id": None, **(default or {})}
        vals_list = super().copy_data(default)
        for order, vals in zip(self, vals_list, strict=True):
            if vals["order_contract_id"] is None:
                vals.pop("order_contract_id")
                vals.update(order._prepare_contract_of_copy())
        return vals_list

    def _filter_gated(self):
        """Return the orders that are governed by gates."""
        # The switch is read on the order's company, which the user may not see.
        return self.filtered(
            lambda order: (
                order.company_id.sudo().use_order_to_delivery
                and not order.order_to_delivery_exempt
            )
        )

    @api.depends(
        "payment_plan_line_ids.kind",
        "payment_plan_line_ids.percent",
        "payment_plan_line_ids.amount",
    )
    def _compute_require_payment(self):
        result = super()._compute_require_payment()
        self._filter_gated()._ask_deposit_in_portal()
        return result

    def _compute_prepayment_percent(self):
        result = super()._compute_prepayment_percent()
        self._filter_gated()._ask_deposit_percent_in_portal()
        return result

    @api.constrains("state")
    def _check_confirmation_floor(self):
        """Ask the gates before confirmation wherever an order becomes a sale."""
        self.env["order.gate"]._refuse(
            "confirmation", self.filtered(lambda order: order.state == "sale")
        )

    def write(self, vals):
        self._check_locked_write(vals)
        leaving = self._filter_leaving(vals)
        # Up to here the days count, whoever cancels may read confirmations or not.
        leaving.sudo().order_confirmation_ids._settle_slip()
        origins = self._get_plan_origins(vals)
        superseding = self.browse()
        if vals.get("current_revision_id"):
            # Only what stood on a revision before was told to Production.
            superseding = self.sudo().filtered("current_revision_id").sudo(False)
        result = super().write(vals)
        self._renew_payment_plan(origins)
        self._end_exemption(vals)
        if leaving:
            leaving._void_reviews()
            leaving._cancel_instructions()
            leaving._stop_supply()
            leaving._stop_requisitions()
            self.env["order.money.watch"]._note(orders=leaving)
        if "signature" in vals:
            # Only the portal, as superuser, takes a customer's signature; what a
            # user writes into the field is no signature. Whose it is, is asked there.
            self._note_signed_content(bool(vals["signature"]) and self.env.su)
        elif SIGNER_FIELDS & vals.keys() and not self.env.su:
            self._note_signed_content(False)
        if superseding:
            superseding._supersede_instructions()
        self._note_read_back(vals)
        self._move_monitoring(vals.keys())
        if "is_urgent" in vals:
            self._note_urgency()
            self._pass_on_urgency()
        if MOVING_FIELDS & vals.keys():
            self._touch_progress()
        return result

    def _end_exemption(self, vals):
        """Have what is taken up anew walk the whole way, as any other order."""
        if vals.get("state") in ("draft", "sent"):
            # Nobody writes what is spared.
            spared = self.sudo().filtered("order_to_delivery_exempt")
            spared.order_to_delivery_exempt = False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        """Keep what departments signed, whatever happened to the order since."""
        reviewed = self.sudo().filtered("order_revision_ids")  # for any reader
        if reviewed:
            raise UserError(
                self.env._(
                    "%(orders)s went through a review and is kept: cancel it instead.",
                    orders=", ".join(reviewed.mapped("display_name")),
                )
            )

    def _filter_leaving(self, vals):
        """Return the reviewed orders that are cancelled, or are no sales any more."""
        if vals.get("state") not in ("draft", "sent", "cancel"):
            return self.browse()
        # Whoever cancels an order need not see its revisions.
        reviewed = self.sudo().filtered(
            lambda order: order.current_revision_id or order.pending_revision_id
        )
        if vals["state"] != "cancel":
            reviewed = reviewed.filtered(
                lambda order: order.state in ("sale", "cancel")
            )
        return reviewed.sudo(False)

    def action_confirm(self):
        self._filter_gated()._read_lines()
        self._grant_grade_waivers()
        return super().action_confirm()

    def _action_confirm(self):
        gated = self._filter_gated()
        gated._put_reviewed_in_force()
        result = super()._action_confirm()
        # What was bought early is settled, whoever may read waivers.
        self.env["order.early.buying"].sudo()._settle(gated.sudo())
        return result

    def _validate_order(self):
        """Confirm what no gate holds; the rest keeps its signature and money."""
        gated = self._filter_gated()
        gated._accept_quotation_signatures()
        ready = self - self.env["order.gate"]._get_held("confirmation", gated)
        return super(SaleOrder, ready)._validate_order() if ready else None

    def _has_to_be_signed(self):
        # Once a confirmation is sent, the customer signs that and not the quotation.
        return super()._has_to_be_signed() and not self._is_confirmation_sent()

    def _get_prepayment_required_amount(self):
        deposit = self._get_deposit_asked_in_portal()
        if deposit is None:
            return super()._get_prepayment_required_amount()
        return deposit

    def _is_confirmation_amount_reached(self):
        """Count money received by any means, where core counts online payments."""
        return super()._is_confirmation_amount_reached() or self._is_amount_received()
