from odoo import fields, models


class OrderInspection(models.Model):
    _name = "order.inspection"
    _description = "Inspection"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "inspector_id",
            "inspected_date",
            "second_signer_id",
            "second_signed_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    sale_order_id = fields.Many2one("sale.order", index="btree_not_null")
    kind = fields.Selection(
        [
            ("incoming", "Incoming"),
            ("process", "In Process"),
            ("finished", "Finished Goods"),
            ("shipment", "Before Shipment"),
        ],
        required=True,
    )
    department_id = fields.Many2one("order.department")
    move_id = fields.Many2one("stock.move", index="btree_not_null")
    production_group_id = fields.Many2one(
        "mrp.production.group", index="btree_not_null"
    )
    operation_key = fields.Char()
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
    line_ids = fields.One2many("order.inspection.line", "inspection_id")
    inspector_id = fields.Many2one("res.users", readonly=True, copy=False)
    inspected_date = fields.Datetime(readonly=True, copy=False)
    second_signer_id = fields.Many2one("res.users", readonly=True, copy=False)
    second_signed_date = fields.Datetime(readonly=True, copy=False)
    concession_id = fields.Many2one("order.gate.waiver", readonly=True, copy=False)
