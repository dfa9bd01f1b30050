from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_inspection_asked_mixin import INSPECTION_KINDS

# What a judged inspection was made of.
SOURCE_FIELDS = {
    "kind",
    "company_id",
    "picking_id",
    "move_id",
    "sale_order_id",
    "shipping_request_id",
    "attachment_ids",
    "note",
}


class OrderInspection(models.Model):
    _name = "order.inspection"
    _description = "Inspection"
    _inherit = [
        "order.document.mixin",
        "order.inspection.arrival.mixin",
        "order.inspection.transfer.mixin",
        "order.inspection.rework.mixin",
        "order.inspection.notice.mixin",
        "order.inspection.making.mixin",
        "order.inspection.second.mixin",
        "order.inspection.check.mixin",
        "order.inspection.shipment.mixin",
        "order.evidence.mixin",
    ]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "kind",
            "company_id",
            "sale_order_id",
            "move_id",
            "picking_id",
            "production_group_id",
            "operation_key",
            "production_id",
            "workorder_id",
            "shipping_request_id",
            "needs_second_signature",
            "purchase_id",
            "previous_id",
            "arrival_date",
            "received_by_id",
            "inspector_id",
            "inspected_date",
            "second_signer_id",
            "second_signed_date",
            "second_declined_by_id",
            "second_declined_date",
            "second_declined_reason",
            "concession_id",
            "return_picking_ids",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    sale_order_id = fields.Many2one(
        "sale.order", string="Order", index="btree_not_null"
    )
    kind = fields.Selection(
        INSPECTION_KINDS,
        required=True,
    )
    department_id = fields.Many2one("order.department")
    move_id = fields.Many2one("stock.move", index="btree_not_null")
    picking_id = fields.Many2one(
        "stock.picking", string="Goods Receipt", index="btree_not_null", readonly=True
    )
    purchase_id = fields.Many2one(
        "purchase.order", string="Purchase Order", index="btree_not_null", readonly=True
    )
    # The inspector may not read purchases; whose the goods are is no secret of his.
    partner_id = fields.Many2one(related="purchase_id.partner_id", string="Vendor")
    purchase_name = fields.Char(related="purchase_id.name", string="Bought on")
    previous_id = fields.Many2one(
        "order.inspection",
        string="Inspected before",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    next_ids = fields.One2many("order.inspection", "previous_id")
    shipping_request_id = fields.Many2one(
        "order.shipping.request", index="btree_not_null"
    )
    state = fields.Selection(
        [("draft", "To Inspect"), ("judged", "Judged"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many("order.inspection.line", "inspection_id", string="Goods")
    product_id = fields.Many2one(related="line_ids.product_id")
    arrival_date = fields.Datetime(
        string="Arrives",
        readonly=True,
        copy=False,
        help="When the goods arrived, or are expected.",
    )
    received_by_id = fields.Many2one(
        "res.users", string="Received by", readonly=True, copy=False
    )
    note = fields.Text(string="Remarks")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Photos and Papers", copy=False
    )
    inspector_id = fields.Many2one("res.users", readonly=True, copy=False)
    inspected_date = fields.Datetime(string="Judged on", readonly=True, copy=False)
    concession_id = fields.Many2one("order.gate.waiver", readonly=True, copy=False)
    return_picking_ids = fields.Many2many(
        "stock.picking", string="Returns to the Vendor", readonly=True, copy=False
    )
    result = fields.Selection(
        [
            ("accepted", "Passed"),
            ("partly", "Partly Passed"),
            ("rejected", "Rejected"),
        ],
        compute="_compute_result",
    )
    asks_concession = fields.Boolean(compute="_compute_asks_concession")

    _waiting = models.Index("(company_id, arrival_date) WHERE state = 'draft'")
    _unsigned = models.Index(
        "(company_id) WHERE state = 'judged' AND needs_second_signature"
        " AND second_signer_id IS NULL"
    )

    @api.depends(
        "state", "line_ids.accepted_quantity", "line_ids.rejected_product_quantity"
    )
    def _compute_result(self):
        for inspection in self:
            accepted = any(line.accepted_quantity > 0 for line in inspection.line_ids)
            rejected = any(line._has_rejected() for line in inspection.line_ids)
            result = "partly" if accepted and rejected else "accepted"
            if rejected and not accepted:
                result = "rejected"
            inspection.result = result if inspection.state == "judged" else False

    @api.depends("state", "concession_id", "line_ids.disposition")
    def _compute_asks_concession(self):
        for inspection in self:
            inspection.asks_concession = (
                inspection.state == "judged"
                and not inspection.concession_id
                and "concession" in inspection.line_ids.mapped("disposition")
            )

    @api.constrains("state")
    def _check_result(self):
        """Refuse a result that does not add up, whatever the route."""
        for inspection in self.filtered(lambda i: i.state == "judged"):
            problems = [
                text for line in inspection.line_ids for text in line._get_problems()
            ]
            if not any(line.offered_quantity > 0 for line in inspection.line_ids):
                problems.append(self.env._("Nothing was offered."))
            if not inspection.inspector_id:
                problems.append(self.env._("Nobody has signed it."))
            problems += inspection._get_overaccepted() + inspection._get_overmade()
            problems += inspection._get_overasked() + inspection._get_check_problems()
            if problems:
                raise UserError(
                    self.env._(
                        "%(inspection)s cannot be judged so:\n%(problems)s",
                        inspection=inspection.name,
                        problems="\n".join(f"• {text}" for text in problems),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        inspections = super().create(vals_list)
        # What is asked follows from the plans, whoever offers the goods.
        inspections.sudo()._open_checks()
        return inspections

    def write(self, vals):
        if SOURCE_FIELDS & vals.keys():
            for inspection in self:
                if inspection.state != "draft":
                    inspection.line_ids._check_open()
        return super().write(vals)

    def _filter_signed(self):
        return self.filtered(lambda inspection: inspection.state != "draft")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        self.line_ids._check_open()

    # The result

    def action_accept_all(self):
        """Accept all that is offered and was not judged yet, without signing it."""
        self._check_department("quality")
        self._check_state(("draft",))
        for line in self.line_ids:
            if not line.accepted_quantity and not line.rejected_quantity:
                line.action_accept()
        return True

    def action_judge(self):
        """Sign the result; it stays, and what was rejected is set apart (H1.8)."""
        self._check_department("quality")
        for inspection in self:
            inspection._check_inspector()
        self._keep_files()
        # What was bought is looked up for whoever judges.
        lines = self.sudo().line_ids.purchase_line_id
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("purchase.order.line", lines.ids)
        self._touch_making()
        self._touch_shipments()
        for inspection in self:
            inspection._set_state(
                "judged",
                ("draft",),
                inspector_id=self.env.uid,
                inspected_date=fields.Datetime.now(),
            )
        # Transfers and notices follow from the result; Quality has signed it.
        judged = self.sudo()
        made = judged.filtered(lambda inspection: inspection._is_of_making())
        shipments = judged.filtered(lambda inspection: inspection.kind == "shipment")
        arrived = judged - made - shipments
        arrived._prepare_transfers()
        arrived._tell_result()
        arrived.line_ids.move_id._await_inspection()
        made._tell_made()
        shipments._tell_shipments()
        return True

    def _check_inspector(self):
        """Refuse that somebody judges what he himself received.

        :raise UserError: naming the inspection
        """
        self.ensure_one()
        # The policy is the company's, which the user may not see.
        if self.company_id.sudo().order_allow_own_inspection:
            return
        if self.env.user in self._get_makers():
            raise UserError(
                self.env._(
                    "You made the goods of %(inspection)s yourself, or reported them: "
                    "somebody else of Quality has to judge them.",
                    inspection=self.name,
                )
            )
        if self.env.user in self.received_by_id | self.previous_id.received_by_id:
            raise UserError(
                self.env._(
                    "You received the goods of %(inspection)s yourself: somebody else "
                    "of Quality has to judge them.",
                    inspection=self.name,
                )
            )

    def _get_overaccepted(self):
        """Return for which goods more is accepted than a vendor has brought."""
        # What was bought is looked up for whoever judges.
        lines = self.sudo().line_ids.purchase_line_id
        quantities = self.env["order.incoming.quantity"]
        accepted, _entered = quantities._get_quantities(lines)
        came = self._get_come(lines)
        return [
            self.env._(
                "%(product)s: more would be accepted than has come.",
                product=product.display_name,
            )
            for (line_id, product_id), by_lot in accepted.items()
            for product in self.env["product.product"].browse(product_id)
            if product.uom_id.compare(
                sum(by_lot.values()), came.get((line_id, product_id), 0.0)
            )
            > 0
        ]
