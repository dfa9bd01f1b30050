"""Orders that may have been taken twice (H2.1)."""

from odoo import api, fields, models
from odoo.tools import SQL

# Orders of the same customer, all its contacts, with the same reference at any time,
# or for the same goods within days. The goods of others are read only where the days
# fit. A handful of each is enough to look at.
DUPLICATES = """
    WITH asked AS (
        SELECT so.id, so.company_id, so.date_order, partner.commercial_partner_id,
               nullif(lower(trim(so.client_order_ref)), '') AS reference,
               company.order_duplicate_days AS days, goods.content
          FROM sale_order so
          JOIN res_partner partner ON partner.id = so.partner_id
          JOIN res_company company ON company.id = so.company_id
    CROSS JOIN LATERAL (%(goods)s) goods
         WHERE so.id = ANY(%(order_ids)s))
    SELECT asked.id, found.id, found.is_same_reference
      FROM asked
CROSS JOIN LATERAL (
        SELECT other.id,
               coalesce(lower(trim(other.client_order_ref)) = asked.reference, false)
               AS is_same_reference
          FROM res_partner partner
          JOIN sale_order other ON other.partner_id = partner.id
         WHERE partner.commercial_partner_id = asked.commercial_partner_id
           AND other.company_id = asked.company_id
           AND other.id != asked.id AND other.state != 'cancel'
           AND (lower(trim(other.client_order_ref)) = asked.reference
                OR CASE WHEN asked.days > 0 AND abs(extract(
                             epoch FROM other.date_order - asked.date_order
                             )) <= asked.days * 86400
                        THEN asked.content = (
                             SELECT goods.content FROM (%(other_goods)s) goods)
                        END)
      ORDER BY other.id DESC
         LIMIT 5) found
"""
# The same products, units and quantities, however they are spread over lines.
GOODS = """
        SELECT string_agg(concat_ws(':', sums.product_id, sums.product_uom_id,
                                    trim_scale(sums.quantity)), ','
                          ORDER BY sums.product_id, sums.product_uom_id) AS content
          FROM (SELECT line.product_id, line.product_uom_id,
                       sum(line.product_uom_qty) AS quantity
                  FROM sale_order_line line
                 WHERE line.order_id = {order}.id AND line.display_type IS NULL
                   AND line.product_id IS NOT NULL AND line.product_uom_qty != 0
                   AND NOT coalesce(line.is_downpayment, false)
              GROUP BY line.product_id, line.product_uom_id) sums
"""


class OrderDuplicateMixin(models.AbstractModel):
    _name = "order.duplicate.mixin"
    _description = "Order That May Be a Duplicate"

    def _get_duplicates(self):
        """Return ``{order: [(other order, has the same reference)]}``, newest first.

        One query, however many orders; what may be a duplicate is never refused.
        """
        self.env.flush_all()
        query = SQL(
            DUPLICATES,
            goods=SQL(GOODS.format(order="so")),
            other_goods=SQL(GOODS.format(order="other")),
            order_ids=list(self.ids),
        )
        found = {}
        for order_id, other_id, is_same_reference in self.env.execute_query(query):
            pair = (self.browse(other_id), is_same_reference)
            found.setdefault(self.browse(order_id), []).append(pair)
        return found

    @api.model
    def _prepare_duplicates(self, order):
        """Return the rows of the banner that name possible duplicates of an order.

        What was confirmed was compared before.
        """
        if order.state not in ("draft", "sent"):
            return []
        banner = self.env["order.banner"]
        found = order._get_duplicates().get(order, [])
        return [
            {
                "kind": "question",
                # Number and day of the other order, and nothing else of it.
                "text": other.sudo()._describe_duplicate(is_same_reference),
                **banner._prepare_department("sales"),
                "since": "",
                "res_model": order._name,
                # Who may not read the other order is told, and led nowhere.
                "res_id": other.id if other.has_access("read") else order.id,
                "action": "",
            }
            for other, is_same_reference in found
        ]

    def _describe_duplicate(self, is_same_reference):
        day = self.date_order and fields.Date.to_string(
            self.company_id._get_local_day(self.date_order)
        )
        if is_same_reference:
            return self.env._(
                "Possibly taken twice: %(order)s of %(day)s has the same reference.",
                order=self.name,
                day=day,
            )
        return self.env._(
            "Possibly taken twice: %(order)s of %(day)s is for the same goods.",
            order=self.name,
            day=day,
        )
