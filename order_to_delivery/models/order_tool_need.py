"""Tools and test equipment that the operations of an order need (H6.2, H8.3)."""

from odoo import api, models

from .order_material_need import STOPPED
from .order_requisition_room import OPEN


class OrderToolNeed(models.AbstractModel):
    _name = "order.tool.need"
    _description = "Tools That an Order Needs"

    @api.model
    def _prepare_rows(self, order, productions):
        """Return the needs of tools: one of each that is not made or bought yet.

        :param productions: what is made for the order, of all levels
        :return: list of values of `order.material.need.line`
        """
        waiting = productions.filtered(lambda mo: mo.state not in STOPPED)
        tools = waiting.bom_id.operation_ids.tool_ids
        if not tools:
            return []
        stock = self._get_on_hand(order, tools)
        asked = self._get_asked(order, tools)
        days = [order.company_id._get_local_day(mo.date_start) for mo in waiting]
        return [
            self._prepare_row(order, tool, stock[tool], asked.get(tool), min(days))
            for tool in tools
        ]

    def _get_on_hand(self, order, tools):
        """Return how many of each tool stand in the order's warehouse."""
        placed = tools.with_context(warehouse_id=order.warehouse_id.id)
        return {tool: tool.qty_available for tool in placed}

    def _get_asked(self, order, tools):
        """Return the lines by which the order's requisitions ask for each tool."""
        lines = self.env["purchase.request.line"].search(
            [
                ("sale_order_id", "=", order.id),
                ("product_id", "in", tools.ids),
                ("request_state", "in", OPEN),
                ("cancelled", "=", False),
            ]
        )
        return lines.grouped("product_id")

    def _prepare_row(self, order, tool, on_hand, lines, day):
        asked = sum(max(line.product_qty - line.qty_done, 0) for line in lines or ())
        # What cannot be counted in stock is not called short.
        is_counted = tool.is_storable
        free = min(max(on_hand, 0.0), 1.0) if is_counted else 1.0
        short = max(1.0 - free - asked, 0.0)
        return {
            "sale_order_id": order.id,
            "product_id": tool.id,
            "product_uom_id": tool.uom_id.id,
            "is_tool": True,
            "needed_date": day,
            "gross": 1.0,
            "free": max(on_hand, 0.0) if is_counted else 0.0,
            "incoming": asked,
            "short": short,
            "to_buy": short,
            "covered_by": ", ".join(lines.request_id.mapped("name")) if lines else "",
        }
