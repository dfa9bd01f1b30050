"""How orders went, once they are delivered: the analysis after completion (H4.3)."""

from odoo import fields, models
from odoo.tools import SQL

# One row an order that was delivered, in part or in whole.
DELIVERED = """
    SELECT so.id, so.id AS sale_order_id, so.company_id, so.partner_id, so.user_id,
           so.customer_grade_id, days.ordered AS order_date,
           days.promised AS promised_date, days.first AS first_delivery_date,
           days.last AS last_delivery_date, so.invoice_status, so.settlement_state,
           so.currency_id, company.currency_id AS company_currency_id,
           so.amount_untaxed / NULLIF(so.currency_rate, 0) AS amount_untaxed,
           so.margin / NULLIF(so.currency_rate, 0) AS margin,
           days.last - days.ordered AS days_taken,
           GREATEST(days.last - days.promised, 0) AS days_late,
           (days.last > days.promised)::int AS late_count,
           changes.number AS promise_changes, said.score
      FROM sale_order so
      JOIN res_company company
        ON company.id = so.company_id AND company.use_order_to_delivery
      JOIN res_partner home ON home.id = company.partner_id
 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
CROSS JOIN LATERAL (
           SELECT COALESCE(calendar.tz, home.tz, 'UTC') AS name) zone
CROSS JOIN LATERAL (
           SELECT min(picking.date_done) AS first, max(picking.date_done) AS last
             FROM stock_picking picking
             JOIN stock_picking_type kind
               ON kind.id = picking.picking_type_id
            WHERE picking.sale_id = so.id AND picking.state = 'done'
              AND kind.code IN ('outgoing', 'dropship')) gone
-- What is a day is told by where the company works.
CROSS JOIN LATERAL (
           SELECT (so.date_order AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date
                  AS ordered,
                  (so.commitment_date AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date
                  AS promised,
                  (gone.first AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date AS first,
                  (gone.last AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date AS last
           ) days
CROSS JOIN LATERAL (
           SELECT count(*) AS number
             FROM order_date_change change
            WHERE change.sale_order_id = so.id AND change.kind = 'promise'
              AND change.old_date IS NOT NULL) changes
CROSS JOIN LATERAL (
           SELECT avg(rating.rating) AS score
             FROM rating_rating rating
            WHERE rating.res_model = 'sale.order' AND rating.res_id = so.id
              AND rating.consumed) said
     WHERE so.state = 'sale' AND gone.last IS NOT NULL
"""


class OrderCompletionAnalysis(models.Model):
    _name = "order.completion.analysis"
    _description = "Analysis of Completed Orders"
    _auto = False
    _order = "last_delivery_date desc, id desc"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    customer_grade_id = fields.Many2one("customer.grade", readonly=True)
    order_date = fields.Date(readonly=True)
    promised_date = fields.Date(string="Promised for", readonly=True)
    first_delivery_date = fields.Date(string="First Delivery", readonly=True)
    last_delivery_date = fields.Date(string="Last Delivery", readonly=True)
    invoice_status = fields.Selection(
        lambda self: self._get_choices("invoice_status"), readonly=True
    )
    settlement_state = fields.Selection(
        lambda self: self._get_choices("settlement_state"),
        string="Settlement",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    amount_untaxed = fields.Monetary(
        string="Untaxed Amount",
        currency_field="company_currency_id",
        readonly=True,
        help="In the company's currency, at the order's rate.",
    )
    margin = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups="order_to_delivery.group_finance,"
        "order_to_delivery.group_deputy_general_manager,"
        "order_to_delivery.group_marketing_director",
        help="In the company's currency, at the order's rate.",
    )
    days_taken = fields.Integer(
        string="Days from Order to Delivery",
        aggregator="avg",
        readonly=True,
        help="Calendar days from the order to its last delivery.",
    )
    days_late = fields.Integer(
        aggregator="avg",
        readonly=True,
        help="Calendar days from the promise in force to the last delivery.",
    )
    late_count = fields.Integer(string="Late Orders", readonly=True)
    promise_changes = fields.Integer(
        string="Promise Moved",
        readonly=True,
        help="How often the promised date was moved.",
    )
    score = fields.Float(
        string="Customer's Score",
        aggregator="avg",
        digits=(3, 1),
        readonly=True,
        help="What the customer said: 5 is content, 1 is not.",
    )

    def _get_choices(self, name):
        """Return what a field of the order may say, in the reader's language."""
        return self.env["sale.order"]._fields[name]._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(DELIVERED)  # pylint: disable=sql-injection

    def action_view_order(self):
        """Open the order, for who may read it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sale_order_id.id,
            "views": [(False, "form")],
        }
