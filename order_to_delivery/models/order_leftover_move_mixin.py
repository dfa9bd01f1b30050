"""The floor under the transfers by which workshops give leftovers back (H1.15)."""

from odoo import api, models
from odoo.exceptions import UserError


class OrderLeftoverMoveMixin(models.AbstractModel):
    _name = "order.leftover.move.mixin"
    _description = "Leftovers on Their Way Back"

    @api.constrains("state")
    def _check_leftover_floor(self):
        """Refuse that more leftovers come back than are left, whatever the route."""
        back = self.filtered(
            lambda move: (
                move.state == "done"
                and move.picking_type_id.code == "internal"
                # The switch is the company's, which the user may not see.
                and move.company_id.sudo().use_order_to_delivery
                and move.location_id == move.picking_type_id.warehouse_id.pbm_loc_id
            )
        )
        if back:
            pickings = back.picking_id | back.picking_id.backorder_id
            # What was left follows from what was issued, for everybody alike.
            returns = self.env["order.material.return"].sudo()
            returns.search([("picking_id", "in", pickings.ids)])._check_not_beyond()

    # What stays as it was

    def _filter_returns(self):
        """Return the done moves that may give leftovers back."""
        return self.filtered(
            lambda move: (
                move.state == "done"
                and move.picking_id
                and move.picking_type_id.code == "internal"
                # The switch is the company's, which the user may not see.
                and move.company_id.sudo().use_order_to_delivery
            )
        )

    def _get_returns(self):
        """Return the documents by which moves give leftovers back, in sudo."""
        pickings = self.picking_id
        while earlier := pickings.backorder_id - pickings:
            pickings |= earlier
        # Whoever moves the goods need not see what workshops give back.
        returns = self.env["order.material.return"].sudo()
        return returns.search([("picking_id", "in", pickings.ids)])

    def _check_returned_stays(self, records, vals=None, names=frozenset()):
        """Refuse to say afterwards that something else was given back.

        :param records: these moves, or operations of them, that are written
        :param vals: what is written; nothing where operations are new
        :param names: which fields of the records count
        :raise UserError: naming the document
        """
        if vals is not None and not names & vals.keys():
            return
        returned = self._filter_returns()
        if not returned:
            return
        if vals is not None and not any(
            record._fields[name].convert_to_write(record[name], record) != value
            for record in records
            for name, value in vals.items()
            if name in names
        ):
            return
        for document in returned._get_returns():
            raise UserError(
                self.env._(
                    "%(name)s: what was given back stays as it is. Give the rest back "
                    "by another return, or have it issued once more.",
                    name=document.name,
                )
            )
