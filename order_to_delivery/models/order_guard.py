"""Rows that acts on the same money or quantity must all write, so that one loses."""

from odoo import api, fields, models
from odoo.tools import SQL


class OrderMoneyGuard(models.Model):
    _name = "order.money.guard"
    _description = "Guard of an Order's Money"
    _log_access = False

    sale_order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    version = fields.Integer(default=1)

    _order_unique = models.UniqueIndex("(sale_order_id)")

    @api.model
    def _touch(self, order_ids):
        """Make every other transaction that touches these orders' money fail.

        Odoo runs REPEATABLE READ: a transaction that waited for a lock reads on
        in its old snapshot. A row that both write makes the later one fail with
        a serialization error, which Odoo's request layer retries.
        """
        if order_ids:
            # To clash is what it is for.
            self.env.cr.execute(self._get_query(order_ids), log_exceptions=False)

    @api.model
    def _get_query(self, order_ids):
        """Return the statement that touches these orders' money."""
        return SQL(
            """
            INSERT INTO order_money_guard (sale_order_id, version)
                 SELECT id, 1 FROM unnest(%s) AS id ORDER BY id
            ON CONFLICT (sale_order_id)
              DO UPDATE SET version = order_money_guard.version + 1
            """,
            sorted(set(order_ids)),
        )


class OrderQuantityGuard(models.Model):
    _name = "order.quantity.guard"
    _description = "Guard of a Line's Quantity"
    _log_access = False

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    version = fields.Integer(default=1)

    _record_unique = models.UniqueIndex("(res_model, res_id)")

    @api.model
    def _touch(self, model, ids, order_ids=()):
        """Make every other transaction that touches these quantities fail.

        :param order_ids: their orders, whose money is touched in the same round trip
        """
        if not ids:
            self.env["order.money.guard"]._touch(order_ids)
            return
        quantity = SQL(
            """
            INSERT INTO order_quantity_guard (res_model, res_id, version)
                 SELECT %s, id, 1 FROM unnest(%s) AS id ORDER BY id
            ON CONFLICT (res_model, res_id)
              DO UPDATE SET version = order_quantity_guard.version + 1
            """,
            model,
            sorted(set(ids)),
        )
        money = self.env["order.money.guard"]._get_query(order_ids)
        self.env.cr.execute(
            SQL("%s; %s", quantity, money) if order_ids else quantity,
            log_exceptions=False,  # to clash is what it is for
        )

    @api.model
    def _share(self, model, ids):
        """Fail if another transaction touches these meanwhile; sharers do not clash.

        For what many read and few change, as whether a customer is held.
        """
        if not ids:
            return
        ids = sorted(set(ids))
        self.env.cr.execute(
            SQL(
                """
                WITH made AS (
                    INSERT INTO order_quantity_guard (res_model, res_id, version)
                         SELECT %s, id, 1 FROM unnest(%s) AS id ORDER BY id
                    ON CONFLICT (res_model, res_id) DO NOTHING)
                SELECT 1
                  FROM order_quantity_guard
                 WHERE res_model = %s AND res_id = ANY(%s)
              ORDER BY res_id
                   FOR SHARE
                """,
                model,
                ids,
                model,
                ids,
            ),
            log_exceptions=False,  # as above
        )
