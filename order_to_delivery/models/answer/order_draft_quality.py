"""Quality's answer: open defects, claims and returns of the ordered products."""

from odoo import api, fields, models
from odoo.tools import SQL

from .order_draft_content import Draft, Fact

# What was found of products, most telling first: what is open, then the last year's.
FOUND = """
    SELECT line.product_id, 'rework' AS kind, count(*) AS number,
           sum(line.rejected_product_quantity) AS quantity,
           'order.inspection' AS res_model, max(inspection.id) AS res_id
      FROM order_inspection_line line
      JOIN order_inspection inspection ON inspection.id = line.inspection_id
     WHERE line.product_id = ANY(%(products)s) AND inspection.state = 'judged'
       AND inspection.company_id = %(company)s
       AND line.rejected_product_quantity > 0 AND line.disposition = 'rework'
       AND NOT EXISTS (SELECT FROM order_inspection again
                        WHERE again.previous_id = inspection.id
                          AND again.state <> 'draft')
  GROUP BY line.product_id
 UNION ALL
    SELECT production.product_id, 'defect', count(*), NULL,
           'order.production.exception', max(exception.id)
      FROM order_production_exception exception
      JOIN mrp_production production ON production.id = exception.production_id
     WHERE production.product_id = ANY(%(products)s)
       AND exception.company_id = %(company)s
       AND exception.state IN ('reported', 'planned') AND exception.kind = 'quality'
  GROUP BY production.product_id
 UNION ALL
    SELECT line.product_id, 'rejected', count(*),
           sum(line.rejected_product_quantity), 'order.inspection', max(inspection.id)
      FROM order_inspection_line line
      JOIN order_inspection inspection ON inspection.id = line.inspection_id
     WHERE line.product_id = ANY(%(products)s) AND inspection.state <> 'draft'
       AND inspection.company_id = %(company)s
       AND line.rejected_product_quantity > 0
       AND inspection.inspected_date >= %(since)s
  GROUP BY line.product_id
 UNION ALL
    SELECT move.product_id, 'returned', count(DISTINCT move.id),
           sum(line.quantity_product_uom), 'stock.picking', max(move.picking_id)
      FROM stock_move move
      JOIN stock_move_line line ON line.move_id = move.id
      JOIN stock_location source ON source.id = move.location_id
     WHERE move.product_id = ANY(%(products)s) AND move.company_id = %(company)s
       AND move.state = 'done' AND source.usage = 'customer' AND move.quantity > 0
       AND move.date >= %(since)s
  GROUP BY move.product_id
 UNION ALL
    SELECT line.product_id, 'claimed', count(*), NULL,
           'order.delivery.receipt', max(line.receipt_id)
      FROM order_delivery_receipt_line line
      JOIN order_delivery_receipt receipt ON receipt.id = line.receipt_id
     WHERE line.product_id = ANY(%(products)s) AND receipt.company_id = %(company)s
       AND line.remark <> '' AND receipt.create_date >= %(since)s
  GROUP BY line.product_id
"""
READ = (
    "order.inspection",
    "order.inspection.line",
    "order.production.exception",
    "order.delivery.receipt",
    "order.delivery.receipt.line",
    "mrp.production",
    "stock.move",
    "stock.move.line",
)
OPEN = ("rework", "defect")


class OrderDraftQuality(models.AbstractModel):
    _name = "order.draft.quality"
    _description = "Draft of Quality's Answer"

    @api.model
    def _draft(self, question):
        """Draft from what was rejected, claimed and returned (H7.1).

        :rtype: Draft
        """
        rows = self._find(question)
        facts = [self._tell(question, row) for row in rows]
        is_open = any(row["kind"] in OPEN for row in rows)
        text = self.env._("No defect, claim or return of these products is known.")
        if rows:
            text = "\n".join(fact.text for fact in facts)
        if not is_open and rows:
            text += "\n" + self.env._("None of it is open.")
        return Draft(text, facts=facts)

    def _find(self, question):
        for name in READ:
            self.env[name].flush_model()
        return self.env.execute_query_dict(
            SQL(
                FOUND,
                products=question.products.ids,
                company=question.company.id,
                since=fields.Datetime.subtract(fields.Datetime.now(), years=1),
            )
        )

    def _tell(self, question, row):
        product = question.products.browse(row["product_id"])
        values = {
            "product": product.display_name,
            "number": row["number"],
            "quantity": f"{row['quantity'] or 0:.10g}",
            "unit": product.uom_id.name,
        }
        texts = {
            "rework": self.env._(
                "%(product)s: %(quantity)s %(unit)s are being reworked.", **values
            ),
            "defect": self.env._(
                "%(product)s: %(number)s quality exceptions are open.", **values
            ),
            "rejected": self.env._(
                "%(product)s: %(quantity)s %(unit)s were rejected within a year.",
                **values,
            ),
            "returned": self.env._(
                "%(product)s: %(quantity)s %(unit)s came back from customers within a "
                "year.",
                **values,
            ),
            "claimed": self.env._(
                "%(product)s: customers complained on %(number)s receipts within a "
                "year.",
                **values,
            ),
        }
        return Fact(texts[row["kind"]], row["res_model"], row["res_id"] or 0)
