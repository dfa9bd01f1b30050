"""Deliveries of vendors: promises kept, days late, what Quality rejected (H1.7)."""

from odoo import fields, models
from odoo.tools import SQL

# One row for each move that a vendor delivered, as the rate on his form counts them:
# against the day that he promised first. What was rejected is known per line.
DELIVERED = """
    SELECT move.id, purchase.company_id, vendor.commercial_partner_id AS partner_id,
           line.product_id, template.categ_id, purchase.id AS purchase_id,
           purchase.user_id, arrived.day AS arrival_date,
           promised.day AS promised_date,
           CASE WHEN arrived.day <= promised.day THEN 1.0 ELSE 0.0 END AS is_kept,
           GREATEST(arrived.day - promised.day, 0)::float AS days_late,
           judged.rejected / NULLIF(judged.quantity, 0) AS rejected_share
      FROM stock_move move
      JOIN stock_location source ON source.id = move.location_id
      JOIN purchase_order_line line ON line.id = move.purchase_line_id
      JOIN purchase_order purchase ON purchase.id = line.order_id
      JOIN res_partner vendor ON vendor.id = purchase.partner_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN res_company company
        ON company.id = purchase.company_id AND company.use_order_to_delivery
      JOIN res_partner home ON home.id = company.partner_id
 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
CROSS JOIN LATERAL (SELECT COALESCE(calendar.tz, home.tz, 'UTC') AS name) zone
 LEFT JOIN LATERAL (
           SELECT new_date FROM order_vendor_promise promise
            WHERE promise.purchase_line_id = line.id
         ORDER BY promise.id LIMIT 1) first ON TRUE
CROSS JOIN LATERAL (
           SELECT (move.date AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date AS day
           ) arrived
CROSS JOIN LATERAL (
           SELECT COALESCE(first.new_date,
                           (line.date_planned AT TIME ZONE 'UTC'
                            AT TIME ZONE zone.name)::date) AS day) promised
 LEFT JOIN LATERAL (
           SELECT SUM(found.rejected_product_quantity) AS rejected,
                  SUM(found.accepted_product_quantity
                      + found.rejected_product_quantity) AS quantity
             FROM order_inspection_line found
             JOIN order_inspection inspection
               ON inspection.id = found.inspection_id AND inspection.state = 'judged'
            WHERE found.purchase_line_id = line.id) judged ON TRUE
     WHERE move.state = 'done' AND move.quantity > 0 AND source.usage = 'supplier'
"""


class OrderVendorDelivery(models.Model):
    _name = "order.vendor.delivery"
    _description = "Delivery of a Vendor"
    _auto = False
    _order = "arrival_date desc, id desc"
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    purchase_id = fields.Many2one("purchase.order", "Purchase Order", readonly=True)
    user_id = fields.Many2one("res.users", string="Buyer", readonly=True)
    promised_date = fields.Date(
        string="Promised First",
        readonly=True,
        help="The day that the vendor promised first, else the day that was asked for.",
    )
    arrival_date = fields.Date(string="Arrived on", readonly=True)
    is_kept = fields.Float(
        string="On Time",
        readonly=True,
        aggregator="avg",
        help="The share of deliveries that came by the day promised first.",
    )
    days_late = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(8, 1),
        help="Calendar days after that day, none where it came in time.",
    )
    rejected_share = fields.Float(
        string="Rejected",
        readonly=True,
        aggregator="avg",
        help="Of what Quality judged on the purchase's line, the share it rejected.",
    )

    @property
    def _table_query(self):
        return SQL(DELIVERED)
