from odoo import fields, models


class MrpRoutingWorkcenter(models.Model):
    _inherit = "mrp.routing.workcenter"

    tool_ids = fields.Many2many(
        "product.product",
        "mrp_routing_workcenter_tool_rel",
        "operation_id",
        "product_id",
        string="Tools and Test Equipment",
        domain=[("is_tool", "=", True)],
        help="What has to be at hand for the operation, and for its inspection.",
    )
