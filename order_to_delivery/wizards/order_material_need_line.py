from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# So many orders are worked out at once; any other is opened from its form.
MOST_ORDERS = 20


def _quantity(string, text=None):
    return fields.Float(string, digits="Product Unit", readonly=True, help=text)


class OrderMaterialNeedLine(models.TransientModel):
    _name = "order.material.need.line"
    _description = "Material Need of an Order"
    _inherit = ["order.actor.mixin"]
    _order = "sale_order_id, is_tool, level, needed_date, id"
    _rec_name = "product_id"

    sale_order_id = fields.Many2one("sale.order", readonly=True, index=True)
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    is_tool = fields.Boolean(string="Tool or Test Equipment", readonly=True)
    level = fields.Integer(
        readonly=True, help="0 is delivered, 1 goes into it, 2 goes into that."
    )
    gross = _quantity("Needed", "What the order needs of it, over all levels.")
    issued = _quantity(
        "Quantity Issued", "What was issued to the workshop or has left."
    )
    reserved = _quantity("Reserved", "What is set aside for the order in stock.")
    free = _quantity("Free", "What stock covers that nobody waited for before.")
    incoming = _quantity(
        "Incoming", "What is being made, asked for or on its way for the order."
    )
    short = _quantity("Short", "What nothing covers.")
    to_make = _quantity("To Make")
    to_buy = _quantity("To Buy")
    needed_date = fields.Date(string="Needed by", readonly=True)
    covered_by = fields.Char(
        readonly=True,
        help="The manufacturing orders, requisitions and purchase orders for it.",
    )
    is_asked = fields.Boolean(
        string="Asked for", readonly=True, help="Stands on the order's requisition."
    )
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("needed_date", "short")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_late = bool(
                line.short and line.needed_date and line.needed_date <= today
            )

    @api.model
    def _work_out(self, orders):
        """Work out anew what orders need, and return the lines.

        The reader's own lines: what he saw before is thrown away.
        """
        # Needs are worked out from stock and purchases that not every reader sees.
        lines = self.sudo()
        lines.search([("create_uid", "=", self.env.uid)]).unlink()
        table = lines.env["order.material.table"]
        rows = [
            row
            for order in orders.with_env(lines.env)
            for row in table._prepare_rows(order)
        ]
        return lines.create(rows).with_env(self.env)

    @api.model
    def action_open_needs(self):
        """Open the needs of the orders that Production makes next.

        :raise AccessError: for who has no part in their supply
        """
        self.check_access("read")
        # Which orders are made next is asked for whoever supplies them.
        orders = self.env["sale.order"].sudo()
        orders = orders.search(
            [
                ("state", "=", "sale"),
                ("completion_date", "=", False),
                ("production_start_date", "!=", False),
                ("company_id", "in", self.env.companies.ids),
                ("order_production_instruction_ids.state", "=", "accepted"),
            ],
            order="production_start_date, id",
            limit=MOST_ORDERS,
        )
        return self._work_out(orders._filter_gated())._get_action_open()

    @api.model
    def action_reserve_stock(self):
        """Set free stock aside for the orders of the selected lines, or of all (H4.1).

        :raise AccessError: unless the user acts for who allocates stock
        """
        lines = self or self.search([("create_uid", "=", self.env.uid)])
        return lines.sale_order_id.action_reserve_stock()

    def _get_action_open(self):
        # Which action it is is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.order_material_need_action_list")
        return {**action, "domain": [("create_uid", "=", self.env.uid)]}

    def action_open_requisition(self):
        """Open the order's requisition, with what is short put on it (H6.1).

        :raise AccessError: unless the user acts for who reports needs
        """
        self.ensure_one()
        return self.sale_order_id.action_require_materials()

    def action_ask_tool(self):
        """Put a tool that is short on the order's requisition (H8.3).

        :raise AccessError: unless the user acts for who reports needs
        :raise UserError: when it is no tool, is not short, or is asked for already
        """
        self.ensure_one()
        self._check_department("material_control", "warehouse", "production")
        # Whoever reports needs puts them on the order's requisition.
        row = self.sudo()
        order, tool = row.sale_order_id, row.product_id
        # The page may be old: what was asked for meanwhile is looked up again.
        asked = row.env["order.tool.need"]._get_asked(order, tool)
        if not self.is_tool or self.short <= 0 or asked:
            raise UserError(
                self.env._(
                    "%(tool)s is no tool that is short for %(order)s, or stands on its "
                    "requisition already. Open the page anew.",
                    tool=tool.display_name,
                    order=order.name,
                )
            )
        request = order._get_requisition()
        request.line_ids = [Command.create(self._prepare_tool_line(request))]
        return request.sudo(False)._get_action_open()

    def _prepare_tool_line(self, request):
        return {
            "product_id": self.product_id.id,
            "name": self.product_id.display_name,
            "product_qty": self.short,
            "product_uom_id": self.product_uom_id.id,
            "date_required": self.needed_date,
            "estimated_cost": request.line_ids._estimate_cost(
                self.product_id, self.short, self.product_uom_id, request.company_id
            ),
        }

    def action_open_product(self):
        """Open the forecast of the product: what comes and goes, and when."""
        self.ensure_one()
        self.check_access("read")
        return self.product_id.action_product_forecast_report()
