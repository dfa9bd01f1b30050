from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .cron_turn import take_turns

REPORTED_AT_ONCE = 200


class OrderDeliveryReceipt(models.Model):
    _name = "order.delivery.receipt"
    _description = "Delivery Receipt"
    _inherit = [
        "order.document.mixin",
        "order.evidence.mixin",
        "order.receipt.chase.mixin",
        "order.receipt.difference.mixin",
        "order.door.receipt.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    # Once signed, a receipt is nobody's to write; a remark may follow all the same.
    _mail_post_access = "read"
    _upload_model = "order.delivery.receipt.sign"
    _evidence_field = "file_ids"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "company_id",
            "signed_by",
            "signed_date",
            "signature",
            "file_ids",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    # Computed where it is not given: each delivery creates one, and says it.
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    revision_id = fields.Many2one("order.revision", readonly=True)
    shipping_request_id = fields.Many2one(
        "order.shipping.request", index="btree_not_null", readonly=True
    )
    shipping_request_ids = fields.Many2many(
        "order.shipping.request",
        string="Shipping Requests",
        readonly=True,
        help="All of which goods left on this delivery.",
    )
    picking_id = fields.Many2one("stock.picking", index="btree_not_null", readonly=True)
    state = fields.Selection(
        [("awaited", "Awaited"), ("signed", "Signed")],
        required=True,
        readonly=True,
        copy=False,
        default="awaited",
        tracking=True,
    )
    line_ids = fields.One2many("order.delivery.receipt.line", "receipt_id")
    file_ids = fields.Many2many("ir.attachment", string="Signed Paper", copy=False)
    signed_by = fields.Char(readonly=True, copy=False)
    signed_date = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    note = fields.Text(string="Customer's Remarks")
    reported_date = fields.Datetime(
        readonly=True, copy=False, help="When Sales was told that the goods left."
    )

    _awaited = models.Index("(company_id, id) WHERE state = 'awaited'")
    _unreported = models.Index("(id) WHERE reported_date IS NULL")

    @api.depends("sale_order_id.company_id")
    def _compute_company_id(self):
        for receipt in self:
            receipt.company_id = receipt.sale_order_id.company_id

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for receipt in self:
            receipt.access_url = f"/my/receipts/{receipt.id}"
        return result

    def _filter_signed(self):
        return self.filtered(lambda receipt: receipt.state == "signed")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_awaited(self):
        for receipt in self:
            if receipt.state == "signed":
                raise UserError(
                    self.env._(
                        "The receipt of %(delivery)s is signed and is kept.",
                        delivery=receipt.name,
                    )
                )

    def action_open_sign(self):
        """Ask who signed, and for the scan."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "order.delivery.receipt.sign",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Signed Receipt"),
            "context": {"default_receipt_id": self.id},
        }

    def action_mark_signed(self, attachment_ids=None, signed_by=None, date=None):
        """Keep the signed paper that came back, with what was received (H9.19).

        :param attachment_ids: ids of the scans; those on the receipt count, too
        :param signed_by: who signed for the customer
        :param date: the day of the signature, today by default
        :raise UserError: naming what is missing
        """
        self._check_department("logistics", "customer_service")
        papers = self.env["ir.attachment"].browse(attachment_ids or [])
        self._check_papers_free(papers)
        for receipt in self:
            own = papers | receipt._get_own_papers()
            receipt._check_paper(own, signed_by)
            # The paper belongs to the receipt from now on.
            own.sudo().write({"res_model": receipt._name, "res_id": receipt.id})
            receipt._sign(
                signed_by,
                date or fields.Datetime.now(),
                file_ids=[fields.Command.set(own.ids)],
            )
        return True

    def _get_own_papers(self):
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )

    def _check_paper(self, papers, signed_by):
        if not papers or not (signed_by or "").strip():
            raise UserError(
                self.env._(
                    "%(delivery)s: attach the signed receipt and say who signed it.",
                    delivery=self.name,
                )
            )

    def _sign(self, signed_by, date, **values):
        """Sign a receipt, and tell whom it concerns."""
        # The last of several that are signed at once sees that all are, and what is
        # paid meanwhile is not asked for.
        self.env["order.money.watch"]._note(orders=self.sudo().sale_order_id)
        self._set_state(
            "signed", ("awaited",), signed_by=signed_by, signed_date=date, **values
        )
        self._report_differences()
        self._prove_arrival()
        # Who brings the paper need not see what was ordered.
        self.sudo().line_ids.sale_line_id._note_accepted()
        # Who brings the paper need not see the order.
        self.sudo().sale_order_id._follow_end()
        self.sudo().sale_order_id._note_delivery_finished()  # as above
        self.sudo().sale_order_id._touch_progress()  # as above

    def _tell_sales(self, body):
        # Sales follows the order; who ships may not write there.
        order = self.sudo().sale_order_id
        order.message_post(
            body=body,
            partner_ids=order.user_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _prove_arrival(self):
        """Take the signed receipts of all that a request shipped as its arrival."""
        # Who brings the paper need not write requests.
        request = self.sudo().shipping_request_id
        awaited = "awaited" in request.delivery_receipt_ids.mapped("state")
        if (
            request.advice_date
            and not request.arrived_date
            and not awaited
            and not request._filter_not_shipped()
        ):
            signed = self.company_id._get_local_day(self.signed_date)
            request._note_arrival(min(signed, self.company_id._get_local_day()))

    @api.model
    def _cron_report_shipments(self):
        """Tell Sales of each shipment, once (H8.7)."""
        receipts = self.search([("reported_date", "=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(receipts))
        for ids in split_every(REPORTED_AT_ONCE, receipts.ids):
            batch = self.browse(ids)
            if not take_turns(batch, lambda receipts: receipts._report_shipments()):
                break

    def _report_shipments(self):
        for receipt in self:
            receipt._tell_sales(
                self.env._(
                    "%(delivery)s has left for the customer.", delivery=receipt.name
                )
            )
        self.reported_date = fields.Datetime.now()
        # Where what has left ends an order, and tolerance lets less be enough.
        self.sale_order_id._follow_end()
