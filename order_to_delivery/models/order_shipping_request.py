from odoo import fields, models


class OrderShippingRequest(models.Model):
    _name = "order.shipping.request"
    _description = "Shipping Request"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "amount_due",
            "amount_received",
            "verified_by_id",
            "verified_date",
            "released_by_id",
            "released_date",
            "requested_by_id",
            "waiver_id",
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
        "order.revision", readonly=True, index="btree_not_null", ondelete="restrict"
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
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many("order.shipping.request.line", "request_id", copy=True)
    partner_shipping_id = fields.Many2one("res.partner", string="Deliver to")
    contact_name = fields.Char(string="Receiver")
    contact_phone = fields.Char(string="Receiver's Phone")
    delivery_date = fields.Date(string="Ship on")
    delivery_place = fields.Char()
    transport_mode = fields.Selection(
        [("land", "Land"), ("express", "Express"), ("sea", "Sea"), ("air", "Air")],
        default="land",
    )
    carrier_name = fields.Char(string="Carrier")
    packing = fields.Text()
    marks = fields.Text()
    note = fields.Text()
    picking_ids = fields.Many2many("stock.picking", string="Deliveries", copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    amount_due = fields.Monetary(readonly=True, copy=False)
    amount_received = fields.Monetary(readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    verified_date = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_date = fields.Datetime(readonly=True, copy=False)
    waiver_id = fields.Many2one("order.gate.waiver", readonly=True, copy=False)
    advice_date = fields.Datetime(readonly=True, copy=False, string="Shipping Advice Sent")
    tracking_reference = fields.Char(string="Waybill")
    expected_arrival_date = fields.Date()
    arrived_date = fields.Date()
    delivery_receipt_ids = fields.One2many("order.delivery.receipt", "shipping_request_id")

    _waiting = models.Index("(company_id, id) WHERE state IN ('draft', 'verified')")
