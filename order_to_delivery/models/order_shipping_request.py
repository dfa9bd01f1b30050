from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .order_carrier_offer import TRANSPORT_MODES
from .order_shipping_transport_mixin import PLAN_FIELDS

# What Finance signs for besides the lines.
SIGNED_FIELDS = {
    "sale_order_id",
    "revision_id",
    "partner_shipping_id",
    "delivery_place",
    "address_agreement",
}
# What logistics writes, at any time.
TRANSPORT_FIELDS = PLAN_FIELDS | {
    "carrier_name",
    "tracking_reference",
    "expected_arrival_date",
    "arrived_date",
    "transport_mode",
}


class OrderShippingRequest(models.Model):
    _name = "order.shipping.request"
    _description = "Shipping Request"
    _inherit = [
        "order.document.mixin",
        "order.addressed.request.mixin",
        "order.shipping.handover.mixin",
        "order.shipping.advice.mixin",
        "order.shipping.inspection.mixin",
        "order.shipping.due.mixin",
        "order.shipping.transport.mixin",
        "order.export.mixin",
    ]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "revision_id",
            "address_id",
            "address_key",
            "amount_due",
            "amount_received",
            "verified_by_id",
            "verified_date",
            "released_by_id",
            "released_date",
            "requested_by_id",
            "withdrawn_reason",
            "waiver_id",
            "advice_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    revision_id = fields.Many2one(
        "order.revision",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("draft", "Requested"),
            ("verified", "Verified by Finance"),
            ("released", "Released"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        group_expand="_sort_states",
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many("order.shipping.request.line", "request_id", copy=True)
    partner_shipping_id = fields.Many2one("res.partner", string="Deliver to")
    contact_name = fields.Char(string="Receiver")
    contact_phone = fields.Char(string="Receiver's Phone")
    delivery_date = fields.Date(string="Ship on")
    delivery_place = fields.Char()
    transport_mode = fields.Selection(TRANSPORT_MODES, default="land")
    carrier_name = fields.Char(string="Carrier")
    packing = fields.Text()
    marks = fields.Text()
    note = fields.Text()
    picking_ids = fields.Many2many("stock.picking", string="Deliveries", copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    amount_due = fields.Monetary(
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_finance,order_to_delivery.group_sales,"
        "order_to_delivery.group_customer_service,"
        "order_to_delivery.group_deputy_general_manager",
    )
    amount_received = fields.Monetary(
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_finance,order_to_delivery.group_sales,"
        "order_to_delivery.group_customer_service,"
        "order_to_delivery.group_deputy_general_manager",
    )
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    verified_date = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_date = fields.Datetime(readonly=True, copy=False)
    withdrawn_reason = fields.Text(readonly=True, copy=False)
    waiver_id = fields.Many2one("order.gate.waiver", readonly=True, copy=False)
    advice_date = fields.Datetime(
        readonly=True, copy=False, string="Shipping Advice Sent"
    )
    tracking_reference = fields.Char(string="Waybill", copy=False)
    expected_arrival_date = fields.Date(copy=False)
    arrived_date = fields.Date(copy=False)
    delivery_receipt_ids = fields.Many2many(
        "order.delivery.receipt", copy=False, readonly=True
    )

    _waiting = models.Index("(company_id, id) WHERE state IN ('draft', 'verified')")

    @api.constrains("state")
    def _check_release_floor(self):
        """Ask the gates wherever a request becomes verified or released."""
        signed = self.filtered(
            lambda request: request.state in ("verified", "released")
        )
        signed._filter_gated()._check_signers()
        self.env["order.gate"]._refuse("release", signed)
        self.env["order.gate"]._note_open("release", signed)

    def _check_signers(self):
        """Refuse a release that nobody of Finance signed, or that one person made.

        :raise UserError: naming the request and who has to sign
        """
        for request in self:
            released = request.state == "released"
            if (
                not request.verified_by_id
                or request.verified_by_id == request.requested_by_id
            ):
                raise UserError(
                    self.env._(
                        "%(request)s needs the signature of Finance, by somebody other "
                        "than who requested it.",
                        request=request.name,
                    )
                )
            if released and request.released_by_id in (
                request.env["res.users"],
                request.verified_by_id,
            ):
                raise UserError(
                    self.env._(
                        "%(request)s was verified by %(user)s: somebody else of "
                        "Customer Service has to release it.",
                        request=request.name,
                        user=request.verified_by_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # numbers are given to everybody
        for request in requests.sudo():  # number, person and revision are not chosen
            company = request.company_id
            request.write(
                {
                    "name": sequence.with_company(company).next_by_code(self._name)
                    or "/",
                    "requested_by_id": self.env.uid,
                    "revision_id": request.sale_order_id.current_revision_id.id,
                }
            )
        requests._ask_inspection()
        return requests

    def write(self, vals):
        if SIGNED_FIELDS & vals.keys():
            self._check_draft()
        self._check_transport_only(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_draft()

    def _check_transport_only(self, vals):
        """Let logistics write how goods travel, and nothing else of a request.

        :raise AccessError: naming who writes the rest
        """
        user = self.env.user
        if (
            not self.env.su
            and not vals.keys() <= TRANSPORT_FIELDS
            and not user.has_group("order_to_delivery.group_customer_service")
        ):
            raise AccessError(
                self.env._(
                    "Logistics fills in how goods travel: ask Customer Service to "
                    "change the rest of the shipping request."
                )
            )

    def _check_draft(self):
        """Refuse to change or drop a request that Finance signed."""
        for request in self:
            if request.state != "draft":
                raise UserError(
                    self.env._(
                        "%(request)s is signed by Finance and stays as it is: withdraw "
                        "it and make another request.",
                        request=request.name,
                    )
                )

    # Signatures

    def action_verify(self):
        """Sign as Finance that the money for these goods is there (H1.14, H9.15)."""
        self._read_ahead()
        self._check_department("finance")
        self._touch_guards()
        # Orders that came into force before are kept as they are signed for now.
        self.env["order.shipping.quantity"]._keep_kit_needs(
            self.sudo().line_ids.sale_line_id
        )
        self._ask_inspection()
        self._sign(
            "verified",
            "draft",
            verified_by_id=self.env.uid,
            verified_date=fields.Datetime.now(),
        )
        self._keep_money()
        self._tick_off_activities()
        self._touch_progress()
        return True

    def action_release(self):
        """Check once more, and hand the goods over to the warehouse (H9.15)."""
        self._read_ahead()
        self._check_department("customer_service")
        self._check_verified()
        self._touch_guards()
        self._sign(
            "released",
            "verified",
            released_by_id=self.env.uid,
            released_date=fields.Datetime.now(),
        )
        self._link_deliveries()
        self._settle_emergency()
        self._open_briefing()
        self._tick_off_activities()
        self._touch_progress()
        return True

    def action_withdraw(self, reason=None):
        """Take a request back, for a reason; what has left stays as it was."""
        self._check_department("customer_service", "finance")
        if not (reason or "").strip():
            return self._get_withdraw_action()
        self._touch_guards()
        self._check_not_shipped()
        self._withdraw(reason)
        self._touch_progress()
        return True

    def _withdraw(self, reason):
        """Withdraw what has not left yet, and keep as released what has."""
        for request in self:
            request._keep_shipped()
            request._close_inspections()
            request._set_state(
                "withdrawn", ("draft", "verified", "released"), withdrawn_reason=reason
            )
            request._archive_activities()
            # The thread is written for everybody concerned.
            request.sudo().message_post(
                body=self.env._("Withdrawn: %(reason)s", reason=reason),
                subtype_xmlid="mail.mt_comment",
                author_id=self.env.user.partner_id.id,
            )
