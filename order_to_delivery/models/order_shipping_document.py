from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_destination_document import DOCUMENT_KINDS

DOCUMENTS_GATE = "order.gate.shipping.needs.documents"
# The papers that we print ourselves; for all others a file has to be there.
OWN_PAPERS = ("commercial_invoice", "packing_list")
# What says what was shown once it is ready.
KEPT = {"kind", "number", "document_date", "file_ids", "request_id"}


class OrderShippingDocument(models.Model):
    """A paper that travels with a shipment, or clears it abroad (H3.5)."""

    _name = "order.shipping.document"
    _description = "Shipping Document"
    _inherit = [
        "order.document.mixin",
        "order.evidence.mixin",
        "order.shipment.part.mixin",
    ]
    _order = "request_id desc, id"
    _evidence_field = "file_ids"
    _protected_fields = frozenset(
        {"state", "rule_id", "ready_by_id", "ready_date", "company_id"}
    )

    rule_id = fields.Many2one(
        "order.destination.rule",
        string="Asked for by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        # A rule that is gone would ask for nothing any more: it is archived instead.
        ondelete="restrict",
    )
    kind = fields.Selection(DOCUMENT_KINDS, string="Document", required=True)
    is_required = fields.Boolean(string="Before Dispatch", default=True)
    state = fields.Selection(
        [("missing", "Missing"), ("ready", "Ready")],
        required=True,
        readonly=True,
        copy=False,
        default="missing",
    )
    number = fields.Char(copy=False)
    document_date = fields.Date(string="Date", copy=False)
    file_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    note = fields.Char(string="Remark")
    ready_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ready_date = fields.Datetime(readonly=True, copy=False)

    _missing = models.Index("(request_id) WHERE state = 'missing' AND is_required")

    @api.depends("kind", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for document in self:
            parts = (document._get_kind_label(), document.number)
            document.display_name = " ".join(filter(None, parts))

    def _get_kind_label(self):
        """Return how people call the document."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return kinds.get(self.kind, "")

    def _filter_signed(self):
        return self.filtered(lambda document: document.state == "ready")

    @api.constrains("state", "is_required", "request_id")
    def _note_missing(self):
        """Collide with whoever ships while a document is asked for, or taken back."""
        requests = self.filtered(
            lambda document: document.is_required and document.state == "missing"
        ).request_id
        # Nothing can leave on what Finance has not signed.
        requests.filtered(lambda request: request.state != "draft")._touch_guards()

    def write(self, vals):
        self._check_kept(vals)
        if not self.env.su and {"kind", "is_required", "request_id"} & vals.keys():
            self._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_kept({"kind": False})
        if not self.env.su:
            self._check_not_asked()

    def _check_kept(self, vals):
        """Refuse to change what a document says once it is ready.

        :raise UserError: naming the document
        """
        if not KEPT & vals.keys() or "state" in vals:
            return
        for document in self._filter_signed():
            raise UserError(
                self.env._(
                    "%(document)s of %(request)s is ready and stays as it is: take it "
                    "back first.",
                    document=document.display_name,
                    request=document.request_id.name,
                )
            )

    def _check_not_asked(self):
        """Refuse to do without a document that the destination asks for.

        :raise UserError: naming who may let goods leave all the same
        """
        for document in self.filtered(lambda one: one.rule_id.sudo()):  # said by whom
            raise UserError(
                self.env._(
                    "%(document)s is asked for by the destination's rules. The "
                    "supervisor lets goods leave before it, with a waiver.",
                    document=document.display_name,
                )
            )

    def action_mark_ready(self):
        """Note that a document is there, as its number or file shows (H3.5).

        :raise UserError: naming what is missing
        """
        self._check_department("logistics", "customer_service")
        for document in self:
            document._check_shown()
        self._keep_files()
        self._set_state(
            "ready",
            ("missing",),
            ready_by_id=self.env.uid,
            ready_date=fields.Datetime.now(),
        )
        for order in self.sudo().sale_order_id:  # whoever brings the paper
            order._settle_documents()
        return True

    def _check_shown(self):
        is_own = self.kind in OWN_PAPERS
        if not self.number or not (is_own or self.file_ids):
            raise UserError(
                self.env._(
                    "%(document)s of %(request)s: write down its number.",
                    document=self._get_kind_label(),
                    request=self.request_id.name,
                )
                if is_own
                else self.env._(
                    "%(document)s of %(request)s: write down its number and attach it.",
                    document=self._get_kind_label(),
                    request=self.request_id.name,
                )
            )

    def action_mark_missing(self):
        """Take a document back that is wrong, before goods leave on it.

        :raise UserError: once goods have left
        """
        self._check_department("logistics", "customer_service")
        for document in self:
            if document.request_id.is_shipped:
                raise UserError(
                    self.env._(
                        "Goods have left on %(request)s: its documents stay as they "
                        "were.",
                        request=document.request_id.name,
                    )
                )
        self._set_state("missing", ("ready",), ready_by_id=False, ready_date=False)
        return True
