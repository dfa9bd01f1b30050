"""Inspections of what a workshop makes: operations, and finished goods (H1.10)."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# Which rule a concession goes around.
GATES = {
    "process": "order.gate.operation.needs.signoff",
    "finished": "order.gate.stock.in.needs.inspection",
}


class OrderInspectionMakingMixin(models.AbstractModel):
    _name = "order.inspection.making.mixin"
    _description = "Inspections of What Is Made"

    production_group_id = fields.Many2one(
        "mrp.production.group", index="btree_not_null", readonly=True
    )
    operation_key = fields.Char(readonly=True)
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        index="btree_not_null",
        readonly=True,
    )
    workorder_id = fields.Many2one(
        "mrp.workorder", string="Work Order", ondelete="set null", readonly=True
    )
    operation_name = fields.Char(related="workorder_id.name", string="Operation")
    can_offer_again = fields.Boolean(
        compute="_compute_can_offer_again", compute_sudo=True
    )

    @api.depends(
        "state",
        "kind",
        "next_ids",
        "line_ids.disposition",
        "production_group_id.production_ids.state",
    )
    def _compute_can_offer_again(self):
        for inspection in self:
            inspection.can_offer_again = (
                inspection.state == "judged"
                and inspection._is_of_making()
                and not inspection.next_ids
                and "rework" in inspection.line_ids.mapped("disposition")
                and inspection._is_still_made()
            )

    def _is_of_making(self):
        """Tell whether goods are inspected that a workshop makes."""
        self.ensure_one()
        return self.kind in GATES

    def _is_still_made(self):
        """Tell whether any part of the goods' production is not cancelled."""
        parts = self.production_group_id.production_ids | self.production_id
        return any(part.state != "cancel" for part in parts)

    def _touch_making(self):
        """Have whoever counts on the same accepted quantities collide."""
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        groups = self.sudo().production_group_id  # which one it is a part of
        guard._touch("mrp.production.group", groups.ids)

    # What the workshop offers

    @api.model
    def _offer(self, production, workorder, parts):
        """Create the inspection that a workshop asks for.

        Called in sudo by the dialog, which has checked the rights.

        :param workorder: the operation to sign off, if any; what nothing follows is
            signed off with the finished goods
        :param parts: ``[(lot, quantity)]`` in the manufacturing order's unit
        """
        orders = production._get_customer_orders()[production]
        sequence = self.env["ir.sequence"].with_company(production.company_id)
        inspection = self.create(
            {
                **self._prepare_offer(production, workorder),
                "name": sequence.next_by_code("order.inspection") or "/",
                "company_id": production.company_id.id,
                "sale_order_id": orders.id if len(orders) == 1 else False,
                "arrival_date": fields.Datetime.now(),
                "received_by_id": self.env.uid,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": production.product_id.id,
                            "product_uom_id": production.product_uom_id.id,
                            "lot_id": lot.id,
                            "offered_quantity": quantity,
                        }
                    )
                    for lot, quantity in parts
                ],
            }
        )
        inspection.sale_order_id._touch_progress()
        return inspection

    @api.model
    def _prepare_offer(self, production, workorder):
        """Return which goods are inspected, and how many have to sign."""
        is_finished = not workorder.needed_by_workorder_ids
        company = production.company_id
        return {
            "kind": "finished" if is_finished else "process",
            "production_group_id": production.production_group_id.id,
            "production_id": production.id,
            "workorder_id": workorder.id,
            "operation_key": not is_finished and workorder._get_operation_key(),
            "needs_second_signature": is_finished
            and company.order_finished_second_signature
            and bool(production._get_made_lines()),
        }

    @api.model
    def _get_room(self, production, key=None, is_offered=True):
        """Return how much of a production, or of an operation, may be accepted yet.

        :param key: the operation's; finished goods have none
        :param is_offered: whether what waits for Quality takes room, too
        :return: a quantity in the product's unit
        """
        parts = production.production_group_id.production_ids | production
        parts = parts.filtered(lambda part: part.state != "cancel")
        if key:
            parts = parts.filtered(
                lambda part: key in [w._get_operation_key() for w in part.workorder_ids]
            )
        unit = production.product_id.uom_id
        total = sum(
            part.product_uom_id._compute_quantity(
                max(part.product_qty, part.qty_producing), unit, round=False
            )
            for part in parts
        )
        books = self.env["order.making.quantity"]._get_books(production)
        name = (production.production_group_id.id, production.product_id.id, key)
        for book in (books.accepted, books.unsigned):
            total -= sum(book.get(name, {}).values())
        if is_offered:
            drafts = self.search(
                [
                    ("production_group_id", "=", production.production_group_id.id),
                    ("kind", "=", "process" if key else "finished"),
                    ("operation_key", "=", key or False),
                    ("state", "=", "draft"),
                ]
            )
            total -= sum(drafts.line_ids.mapped("offered_product_quantity"))
        return total

    def _get_overmade(self):
        """Return for which goods more is accepted than is made."""
        if not self._is_of_making():
            return []
        inspection = self.sudo()  # what was made is looked up for whoever judges
        production = inspection.production_id
        room = inspection._get_room(
            production, inspection.operation_key or None, is_offered=False
        )
        if production.product_id.uom_id.compare(room, 0.0) >= 0:
            return []
        return [
            self.env._(
                "%(product)s: more would be accepted than %(production)s makes.",
                product=production.product_id.display_name,
                production=production.name,
            )
        ]

    def _get_makers(self):
        """Return who made or reported goods, and so does not judge them."""
        self.ensure_one()
        if self.kind == "shipment":
            return self._get_makers_of_order()
        if not self._is_of_making():
            return self.env["res.users"]
        # Who worked is looked up for whoever judges.
        parts = self.sudo().production_group_id.production_ids
        workorders = parts.workorder_ids
        if self.operation_key:
            workorders = workorders.filtered(
                lambda w: w._get_operation_key() == self.operation_key
            )
        reporters = self.received_by_id | self.previous_id.received_by_id
        return reporters | workorders.time_ids.user_id

    def _get_makers_of_order(self):
        """Return who made, or asked to ship, what is inspected before it leaves."""
        # Who worked is looked up for whoever judges.
        order = self.sudo().sale_order_id
        workorders = order.stock_reference_ids.production_ids.workorder_ids
        return self.received_by_id | workorders.time_ids.user_id

    def action_offer_again(self):
        """Offer goods once more that Quality sent back to be reworked."""
        self._check_department("production")
        self._check_state(("judged",))
        self.ensure_one()
        if not self._is_of_making():
            raise UserError(
                self.env._(
                    "%(inspection)s is of goods that a vendor brought: Quality "
                    "inspects them again.",
                    inspection=self.name,
                )
            )
        return self._inspect_again()

    # Who is told

    def _tell_made(self):
        """Tell Production the result, and have Customer Service sign with Quality.

        Called in sudo by whoever judged.
        """
        for inspection in self:
            inspection._tell_production(inspection._describe_made())
            if inspection.asks_second_signature:
                inspection._ask_second_signature()
        self.sale_order_id._touch_progress()

    def _describe_made(self):
        """Return the result as one sentence."""
        paper = self.env["order.paper"]
        unit = self.line_ids[:1].product_uom_id.name
        names = {
            "inspection": self.name,
            "operation": self.operation_name or self.product_id.display_name,
            "accepted": paper._format_quantity(
                sum(self.line_ids.mapped("accepted_quantity"))
            ),
            "unit": unit,
        }
        accepted = self.env._(
            "%(inspection)s, %(operation)s: %(accepted)s %(unit)s accepted.", **names
        )
        rejected = self.line_ids.filtered(lambda line: line._has_rejected())
        if not rejected:
            return accepted
        return f"{accepted} {self._describe_rejected(rejected)}"

    def _tell_production(self, text):
        """Tell on the manufacturing order, and whoever had the goods inspected."""
        for inspection in self.filtered("production_id"):
            inspection.production_id.message_post(
                body=text, partner_ids=inspection.received_by_id.partner_id.ids
            )

    def _tell_conceded(self, reason):
        """Tell Production what its head conceded, and ask for the second signature."""
        self._tell_production(
            self.env._(
                "%(inspection)s: Quality's head concedes what was rejected: %(reason)s",
                inspection=self.name,
                reason=reason,
            )
        )
        if self.asks_second_signature and not self.activity_ids:
            self._ask_second_signature()
