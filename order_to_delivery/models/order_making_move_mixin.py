"""The floor under all goods that a workshop puts into stock (H1.11)."""

from odoo import api, models
from odoo.exceptions import UserError


class OrderMakingMoveMixin(models.AbstractModel):
    _name = "order.making.move.mixin"
    _inherit = ["order.consumption.mixin"]
    _description = "Goods That Enter Stock from Production"

    def _is_stock_in(self):
        """Tell whether a move brings the goods that its manufacturing order makes.

        By-products, scrap and what is unbuilt are none of them.
        """
        self.ensure_one()
        return self.production_id and self.product_id == self.production_id.product_id

    def _filter_making_gated(self):
        """Return the moves that put goods into stock which are inspected."""
        made = self.filtered(
            lambda move: (
                move.production_id
                # The switch is read on the company, which the user may not see.
                and move.company_id.sudo().use_order_to_delivery
                and move._is_stock_in()
            )
        )
        inspected = made.production_id._filter_inspected() if made else ()
        return made.filtered(lambda move: move.production_id in inspected)

    def _get_stock_in(self):
        """Return ``{move: quantity}`` that moves put into stock, net."""
        return {
            move: sum(line._get_stock_in() for line in move.move_line_ids)
            for move in self
        }

    @api.constrains("state", "production_id")
    def _check_stock_in_floor(self):
        """Ask the gates wherever what was made enters stock."""
        self._filter_stocked_in()._ask_stock_in()

    def _filter_stocked_in(self):
        """Return the done moves by which what was made has entered stock."""
        done = self.filtered(
            lambda move: (
                move.production_id and move.state == "done" and move._has_moved()
            )
        )
        moved = done and done._filter_making_gated()._get_stock_in() or {}
        return self.browse(move.id for move, quantity in moved.items() if quantity > 0)

    def _ask_stock_in(self):
        """Let goods enter stock, or refuse with all reasons; moves are done.

        Whoever puts goods of the same production into stock at the same time
        collides on the guard, and is tried again on fresh figures.
        """
        if not self:
            return
        productions = self.production_id
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("mrp.production.group", productions.production_group_id.ids)
        self._check_not_judge()
        self.env["order.gate"]._refuse("inspection", productions)

    def _check_not_judge(self):
        """Refuse that who judged goods also puts them into stock.

        :raise UserError: naming the inspection
        """
        # Who judged, and the company's policy, are not the user's to see.
        companies = self.company_id.sudo()
        strict = companies.filtered(lambda one: not one.order_allow_own_inspection)
        groups = self.filtered(
            lambda move: move.company_id in strict
        ).production_id.production_group_id
        judged = self.env["order.inspection"].sudo()  # as above
        domain = [
            ("inspector_id", "=", self.env.uid),
            ("state", "=", "judged"),
            ("kind", "=", "finished"),
            ("production_group_id", "in", groups.ids),
        ]
        own = groups and judged.search(domain, limit=1)
        if own:
            raise UserError(
                self.env._(
                    "You judged %(inspection)s yourself: somebody else has to put "
                    "these goods into stock.",
                    inspection=own.name,
                )
            )

    @api.constrains("state")
    def _check_made_floor(self):
        """Ask the gates wherever goods come from where things are made."""
        self._filter_from_production()._ask_made()

    def _filter_from_production(self):
        """Return the done moves that bring goods from production into stock."""
        return self.filtered(
            lambda move: (
                move.state == "done"
                and move._has_moved()
                # The switch is the company's, which the user may not see.
                and move.company_id.sudo().use_order_to_delivery
                and any(
                    line.location_id.usage == "production" and line._get_stock_in() > 0
                    for line in move.move_line_ids
                )
            )
        )

    def _ask_made(self):
        """Let goods in that some order makes, or refuse with all reasons.

        :raise UserError: naming the goods
        """
        gate = self.env["order.gate"]
        closed = self and gate._ask_gates("inspection", self)
        if closed:
            raise UserError(gate._format_refusal(closed))

    # What stays as it was

    def _get_making_ties(self):
        """Return ``{move: manufacturing order}`` of what is inspected as it is made."""
        alive = self.filtered(lambda move: move.state != "cancel")
        return {move: move.production_id for move in alive._filter_making_gated()}

    def _check_making_ties(self, ties):
        """Refuse to cut goods loose from the manufacturing order that makes them.

        :raise UserError: naming the move
        """
        for move, production in ties.items():
            if move.production_id != production:
                self._refuse_unmaking(move, production)

    def _check_stays_made(self):
        """Refuse to forget that goods have entered stock.

        :raise UserError: naming the move
        """
        for move in self._filter_stocked_in():
            self._refuse_unmaking(move, move.production_id)

    def _refuse_unmaking(self, move, production):
        raise UserError(
            self.env._(
                "%(product)s was made by %(production)s and stays with it: unbuild it, "
                "or lower its quantity.",
                product=move.product_id.display_name,
                production=production.name,
            )
        )
