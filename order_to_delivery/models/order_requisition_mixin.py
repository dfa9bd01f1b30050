"""The one open requisition of an order, and what it asks for."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .order_requisition_room import OPEN

READERS = (
    "order_to_delivery.group_production,order_to_delivery.group_material_control,"
    "order_to_delivery.group_purchasing,order_to_delivery.group_warehouse,"
    "order_to_delivery.group_deputy_general_manager"
)


class OrderRequisitionMixin(models.AbstractModel):
    _name = "order.requisition.mixin"
    _description = "Requisitions of an Order"

    order_requisition_ids = fields.One2many(
        "purchase.request", "sale_order_id", string="Requisitions", groups=READERS
    )
    order_requisition_count = fields.Integer(
        string="Requisitions Made",
        compute="_compute_order_requisition_count",
        groups=READERS,
    )

    @api.depends("order_requisition_ids")
    def _compute_order_requisition_count(self):
        for order in self:
            order.order_requisition_count = len(order.order_requisition_ids)

    def action_view_order_requisitions(self):
        """Open the requisitions of the order."""
        self.check_access("read")
        return self.order_requisition_ids._get_action_open()

    def action_require_materials(self):
        """Put on the requisition what the order lacks by now (H6.1).

        :raise AccessError: unless the user acts for who reports needs
        :raise UserError: when nothing is missing
        """
        self.ensure_one()
        self._check_department("material_control", "warehouse", "production")
        gated = self._filter_gated().filtered(lambda order: order.state == "sale")
        # Whoever reports needs puts them on the order's requisition.
        request = gated.sudo()._require_materials() or gated._find_requisition()
        if not request:
            raise UserError(
                self.env._(
                    "%s lacks nothing that would have to be bought: stock, what comes "
                    "in and its requisitions cover it.",
                    self.name,
                )
            )
        return request.sudo(False)._get_action_open()

    def action_ask_early(self):
        """Open the dialog that asks for parts before the order is signed (H7.3).

        :raise AccessError: unless the user acts for who reports needs
        """
        self.ensure_one()
        self._check_department("material_control", "warehouse", "production")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Long-Lead Parts"),
            "res_model": "order.requisition.advance",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sale_order_id": self.id},
        }

    def _find_requisition(self):
        # The order's requisition is found for whoever adds to it.
        Request = self.env["purchase.request"].sudo()
        return Request.search(
            [("sale_order_id", "in", self.ids), ("state", "in", OPEN)], limit=1
        )

    def _get_requisition(self):
        """Return the open requisition of an order; make one if there is none."""
        self.ensure_one()
        # Machines make it for whoever moves the order on.
        Request = self.env["purchase.request"].sudo()
        return self._find_requisition() or Request.create(self._prepare_requisition())

    def _prepare_requisition(self):
        company = self.company_id
        return {
            "sale_order_id": self.id,
            "origin": self.name,
            "company_id": company.id,
            "picking_type_id": self.warehouse_id.in_type_id.id,
            "requested_by": self._get_material_person().id,
        }

    def _get_material_person(self):
        """Return who reports the needs of the order: a person, never a machine."""
        # Departments and policies are not everybody's to see.
        order = self.sudo()
        kind = order.company_id.order_requisition_department
        departments = order.env["order.department"].search(
            [("kind", "=", kind), ("company_id", "=", order.company_id.id)]
        )
        for department in departments:
            person = department._resolve_person()[0]
            if person:
                return person
        return order.user_id or self.env.user

    def _require_materials(self):
        """Put on the order's requisition what neither stock nor purchases cover.

        What was asked for is not asked for twice: run again, it adds what is new.

        :return: the requisition, empty where nothing is missing
        """
        requests = self.env["purchase.request"]
        for order in self._filter_gated():
            needs = order.env["order.material.need"]._get_short(order)
            if needs:
                request = order._get_requisition()
                request.line_ids = [
                    Command.create(order._prepare_requisition_line(need))
                    for need in needs
                ]
                requests |= request
        return requests

    def _require_less(self, product, quantity):
        """Ask for less of a product: what is not on a purchase order is taken off.

        :return: how much of the quantity could not be taken off
        """
        lines = self._find_requisition().line_ids.filtered(
            lambda line: (
                line.product_id == product
                and not line.cancelled
                and not line.purchase_lines
            )
        )
        for line in lines.sorted("id", reverse=True):
            taken = min(line.product_qty, quantity)
            quantity -= taken
            if taken:
                line._ask_for_less(taken)
        return quantity

    def _prepare_requisition_line(self, need):
        unit = need.product.uom_id
        return {
            "product_id": need.product.id,
            "name": need.product.display_name,
            "product_qty": need.quantity,
            "product_uom_id": unit.id,
            "date_required": self._get_needed_by(need.date),
            "estimated_cost": self.env["purchase.request.line"]._estimate_cost(
                need.product, need.quantity, unit, self.company_id
            ),
        }

    def _get_needed_by(self, day):
        """Return by which day something is needed: never after all has to be done."""
        days = [fields.Date.to_date(day), self.finished_date]
        return min((day for day in days if day), default=fields.Date.today())

    # What becomes of it

    def _move_requisitions(self, delta):
        """Need what is asked for by as many days later as production starts later."""
        lines = self._find_requisition().line_ids
        lines |= self._get_bought_lines().purchase_request_lines.filtered(
            lambda line: line.sale_order_id == self
        )
        for line in lines.filtered("date_required"):
            line.date_required = self._get_needed_by(line.date_required + delta)

    def _stop_requisitions(self):
        """Ask for nothing more for orders that are cancelled.

        What is ordered from a vendor already is put before Purchasing to decide.
        """
        # Whoever cancels an order stops what was asked for with it.
        for order in self.sudo():
            request = order._find_requisition()
            request._stop()
            awaited = request.line_ids.purchase_lines._filter_alive()
            if request.state == "in_progress":
                request._ask_what_becomes_of(awaited.order_id)
