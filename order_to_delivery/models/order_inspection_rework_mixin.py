"""Goods that were rejected and reworked are inspected once more."""

from odoo import Command, fields, models
from odoo.exceptions import UserError


class OrderInspectionReworkMixin(models.AbstractModel):
    _name = "order.inspection.rework.mixin"
    _description = "Inspection after Rework"

    def action_inspect_again(self):
        """Inspect goods again that were rejected and stand here still.

        The first result stays; what is accepted now counts in addition.
        """
        self._check_department("quality")
        self._check_state(("judged",))
        self.ensure_one()
        return self._inspect_again()

    def _inspect_again(self):
        """Offer what was reworked once more, for who may have it inspected.

        :raise UserError: where nothing was sent back to be reworked, or nothing is
            made any more
        """
        self._check_still_made()
        lines = self.line_ids.filtered(
            lambda line: line._has_rejected() and line.disposition == "rework"
        )
        if not lines or self.next_ids:
            raise UserError(
                self.env._(
                    "%(inspection)s has nothing to inspect again: only rejected goods "
                    "that were reworked are inspected once more.",
                    inspection=self.name,
                )
            )
        values = self._prepare_again({line: line.rejected_quantity for line in lines})
        # Which goods are offered again follows from the result before.
        again = self.sudo().create(values)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_still_made(self):
        """Refuse goods of a cancelled production: they could never be accepted.

        :raise UserError: naming what was cancelled
        """
        made = self.sudo()  # what became of it is no secret of theirs
        if made._is_of_making() and not made._is_still_made():
            raise UserError(
                self.env._(
                    "%(inspection)s is of goods that nobody makes any more: "
                    "%(production)s was cancelled. The warehouse counts in what is "
                    "usable.",
                    inspection=self.name,
                    production=made.production_id.display_name,
                )
            )

    def _prepare_made_again(self):
        """Return which production goods are of that are inspected once more."""
        made = self.sudo()  # which one is no secret of theirs
        return {
            "production_group_id": made.production_group_id.id,
            "production_id": made.production_id.id,
            "workorder_id": made.workorder_id.id,
            "operation_key": made.operation_key,
            "needs_second_signature": made.needs_second_signature,
        }

    def _prepare_again(self, parts):
        """Return the values of the inspection that follows this one.

        :param parts: ``{line: quantity}`` that is offered, in the line's unit
        """
        # Whose goods they are is looked up for whoever offers them.
        parts = {line.sudo(): quantity for line, quantity in parts.items()}
        sequence = self.env["ir.sequence"].sudo()  # numbers are given to everybody
        return {
            "name": sequence.with_company(self.company_id).next_by_code(self._name)
            or "/",
            "company_id": self.company_id.id,
            "kind": self.kind,
            "previous_id": self.id,
            "picking_id": self.picking_id.id,
            "purchase_id": self.purchase_id.id,
            "sale_order_id": self.sale_order_id.id,
            "arrival_date": fields.Datetime.now(),
            "received_by_id": self.received_by_id.id,
            "shipping_request_id": self.shipping_request_id.id,
            **self._prepare_made_again(),
            "line_ids": [
                Command.create(
                    {
                        "purchase_line_id": line.purchase_line_id.id,
                        "sale_line_id": line.sale_line_id.id,
                        "move_id": line.move_id.id,
                        "set_apart_move_id": line.set_apart_move_id.id,
                        "product_id": line.product_id.id,
                        "lot_id": line.lot_id.id,
                        "product_uom_id": line.product_uom_id.id,
                        "offered_quantity": quantity,
                    }
                )
                for line, quantity in parts.items()
            ],
        }
