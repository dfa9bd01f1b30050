from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OrderKeptKindMixin(models.AbstractModel):
    _name = "order.kept.kind.mixin"
    _description = "Kind That Stays Once Goods Moved"
    # They tell what has left, or came in, from what never did.
    _kind_fields = ()

    def write(self, vals):
        is_told = any(name in vals for name in self._kind_fields)
        before = {one: one._get_kind() for one in self} if is_told else {}
        result = super().write(vals)
        changed = [one.id for one, kind in before.items() if one._get_kind() != kind]
        self.browse(changed)._check_kind_stays()
        return result

    def _get_kind(self):
        return [self[name] for name in self._kind_fields]

    def _query_moved_here(self):
        """Return a condition on ``move``: it went by these records."""
        raise NotImplementedError

    def _check_kind_stays(self):
        """Keep the kind by which is counted what left on orders, and what came in.

        :raise UserError: naming the record and a transfer
        """
        if not self:
            return
        self.env["stock.move"].flush_model()
        self.env["stock.move.line"].flush_model(["location_id", "location_dest_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id
                  FROM stock_move move
                  JOIN res_company company ON company.id = move.company_id
                 WHERE company.use_order_to_delivery AND move.state = 'done'
                   AND (move.sale_line_id IS NOT NULL
                        OR move.purchase_line_id IS NOT NULL
                        OR move.incoming_line_id IS NOT NULL)
                   AND %s
                 LIMIT 1
                """,
                self._query_moved_here(),
            )
        )
        for (move_id,) in rows:
            # Who keeps places may not see the transfers of every company.
            move = self.env["stock.move"].sudo().browse(move_id)
            raise UserError(
                self.env._(
                    "%(name)s stays as it is: goods have moved by it, as on "
                    "%(transfer)s, and are counted by its kind. Add another one.",
                    name=", ".join(self.mapped("display_name")),
                    transfer=move.picking_id.name or move.display_name,
                )
            )
