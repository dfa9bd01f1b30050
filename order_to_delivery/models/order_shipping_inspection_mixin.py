"""A shipping request has its goods inspected where a plan, or the company, says so."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_inspection_fit_mixin import Goods


class OrderShippingInspectionMixin(models.AbstractModel):
    _name = "order.shipping.inspection.mixin"
    _description = "Inspection of What a Shipping Request Asks for"

    order_inspection_ids = fields.One2many(
        "order.inspection", "shipping_request_id", string="Inspections"
    )
    needs_inspection = fields.Boolean(compute="_compute_needs_inspection")
    can_inspect_rest = fields.Boolean(compute="_compute_needs_inspection")

    @api.depends("state", "line_ids.needs_inspection", "line_ids.kept_quantity")
    def _compute_needs_inspection(self):
        for request in self:
            inspected = request.line_ids.filtered("needs_inspection")
            request.needs_inspection = bool(inspected)
            request.can_inspect_rest = bool(inspected) and request._releases()

    def _releases(self):
        """Tell whether goods may leave on a request, or may once it is signed.

        What left before it was withdrawn may come back, and leave on it again.
        """
        self.ensure_one()
        return self.state != "withdrawn" or any(self.line_ids.mapped("kept_quantity"))

    @api.model
    def _filter_inspected(self, lines):
        """Return the order lines whose goods are inspected before they leave.

        Those for which a plan says so; or all, where the company says so.
        """
        goods = lines.filtered(lambda line: line.product_id.type == "consu")
        policies = {
            company: company.order_shipment_inspection_policy
            for company in goods.company_id
        }
        planned = goods.filtered(lambda line: policies[line.company_id] == "plan")
        plans = self.env["order.inspection.plan"]
        plans = planned and plans._get_in_force(planned.company_id, ["shipment"])
        return goods.filtered(
            lambda line: (
                policies[line.company_id] == "always"
                or line in planned
                and plans._get_fitting(self._get_goods(line))
            )
        )

    @api.model
    def _get_goods(self, line):
        """Return what plans are asked about an order's line."""
        return Goods(
            company=line.company_id,
            kind="shipment",
            product=line.product_id,
            partner=line.order_id.partner_id,
            operation="",
            workcenter=self.env["mrp.workcenter"],
        )

    def _ask_inspection(self):
        """Have goods inspected that may not leave without it, as far as is missing.

        Asked as a request is made, and again as Finance signs what it asks for.
        """
        # What is asked of goods follows from the plans, whoever requests.
        asking = self.sudo()._filter_gated()
        asking = asking.filtered(
            lambda request: (
                request.company_id._inspects_shipments()
                and not request.sale_order_id.order_to_delivery_exempt
            )
        )
        if not asking:
            return
        # What Finance signed stays as it is, whatever is planned since.
        drafts = asking.filtered(lambda request: request.state == "draft").line_ids
        unmarked = drafts.filtered(lambda line: not line.needs_inspection)
        inspected = self._filter_inspected(unmarked.sale_line_id)
        unmarked.filtered(
            lambda line: line.sale_line_id in inspected
        ).needs_inspection = True
        asking._offer_missing()

    def _offer_missing(self):
        """Offer to Quality what is requested and was not offered yet.

        :return: the inspections opened
        """
        opened = self.env["order.inspection"]
        shipments = self.env["order.shipment.quantity"]
        asked = self.line_ids.filtered("needs_inspection")
        books = shipments._get_books(asked.sale_line_id, has_offered=True)
        missing = shipments._get_missing(books, asked.sale_line_id)
        returned = shipments._get_returned_lots(books, asked.sale_line_id)
        self._drop_surplus(missing)
        for request, lines in asked.grouped("request_id").items():
            parts = []
            for line in lines:
                quantity = min(missing[line.sale_line_id], line.quantity)
                if shipments._is_positive(line.sale_line_id, quantity):
                    lots = {} if line.lot_id else returned[line.sale_line_id]
                    parts += self._split_by_lot(line, quantity, lots)
                    missing[line.sale_line_id] -= quantity
            if parts:
                opened |= opened._offer_shipment(request, parts)
        return opened

    def _split_by_lot(self, line, quantity, lots):
        """Return ``[(line, lot, quantity)]``: what came back by the lots judged then.

        A lot that was judged by name is covered by that name alone.
        """
        parts = []
        for lot, returned in lots.items():
            part = min(returned, quantity)
            parts.append((line, lot, part))
            quantity -= part
        parts.append((line, line.lot_id, quantity))
        is_positive = self.env["order.shipment.quantity"]._is_positive
        return [part for part in parts if is_positive(line.sale_line_id, part[2])]

    def _drop_surplus(self, missing):
        """Take back what drafts offer of goods that are not requested any more."""
        drafts = self.order_inspection_ids.filtered(
            lambda inspection: inspection.state == "draft"
        )
        for line in drafts.line_ids:
            surplus = min(
                max(-missing.get(line.sale_line_id, 0.0), 0.0), line.offered_quantity
            )
            if surplus:
                missing[line.sale_line_id] += surplus
                line.offered_quantity -= surplus
        for draft in drafts:
            if not any(line.offered_quantity > 0 for line in draft.line_ids):
                draft._set_state("closed", ("draft",))

    def _close_inspections(self):
        """Take off Quality's desk what is not to be shipped any more."""
        # Which inspections there are is no question of who withdraws.
        self.sudo().order_inspection_ids.filtered(
            lambda inspection: inspection.state == "draft"
        )._set_state("closed", ("draft",))

    @api.ondelete(at_uninstall=False)
    def _close_inspections_of_deleted(self):
        self._close_inspections()

    def action_inspect_rest(self):
        """Have goods inspected that were scrapped and replaced, or never offered.

        So are those that came back and are to leave again (H9.15).

        :raise UserError: where nothing is left to inspect
        """
        self._check_department("customer_service")
        self.ensure_one()
        if not self._releases():
            self._check_state(("draft", "verified", "released"))
        # What was offered and accepted is looked up for whoever asks.
        request = self.sudo()
        request._touch_guards()
        request._ask_inspection()
        waiting = request.order_inspection_ids.filtered(
            lambda inspection: inspection.state == "draft"
        )
        if not waiting:
            raise UserError(
                self.env._(
                    "%(request)s has nothing left to inspect: it is accepted, waits to "
                    "be reworked or conceded, or leaves without inspection.",
                    request=self.name,
                )
            )
        return self.action_view_inspections()

    def action_view_inspections(self):
        """Open the inspections of what this request asks for."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_inspection_action"
        )
        domain = [("shipping_request_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}
