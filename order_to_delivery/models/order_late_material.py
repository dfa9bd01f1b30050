"""Late Materials: what is late for which order, and who is chased for it (H8.3)."""

from bisect import bisect_right

from odoo import api, fields, models
from odoo.tools import SQL

# One row for each line of a requisition that waits for goods: of its purchases the
# one that comes last. It starts from what is open, never from history: requisitions
# that are, and receipts that are awaited of those that were closed before.
AWAITED = """
    SELECT line.id, line.request_id, line.sale_order_id, request.company_id,
           line.product_id, line.product_uom_id, line.date_required AS needed_date,
           ordered.id AS purchase_line_id, ordered.order_id AS purchase_id,
           ordered.partner_id, ordered.user_id, ordered.promised_date,
           ordered.expected_date, ordered.order_date,
           COALESCE(ordered.open_quantity, line.approved_quantity) AS open_quantity,
           GREATEST(ordered.expected_date, today.day) AS arrival_date,
           GREATEST(ordered.expected_date, today.day) > line.date_required AS is_late
      FROM purchase_request_line line
      JOIN purchase_request request ON request.id = line.request_id
      JOIN res_company company
        ON company.id = request.company_id AND company.use_order_to_delivery
      JOIN res_partner home ON home.id = company.partner_id
 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
 LEFT JOIN sale_order so ON so.id = line.sale_order_id
CROSS JOIN LATERAL (
           SELECT COALESCE(calendar.tz, home.tz, 'UTC') AS name) zone
CROSS JOIN LATERAL (
           SELECT (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date
                  AS day) today
 LEFT JOIN LATERAL (
           SELECT bought.id, bought.order_id, purchase.partner_id, purchase.user_id,
                  bought.promised_date, purchase.date_approve::date AS order_date,
                  bought.product_qty - bought.qty_received AS open_quantity,
                  COALESCE(bought.promised_date,
                           (bought.date_planned AT TIME ZONE 'UTC'
                            AT TIME ZONE zone.name)::date) AS expected_date
             FROM purchase_request_purchase_order_line_rel tie
             JOIN purchase_order_line bought ON bought.id = tie.purchase_order_line_id
             JOIN purchase_order purchase ON purchase.id = bought.order_id
            WHERE tie.purchase_request_line_id = line.id
              AND purchase.state = 'purchase'
              AND purchase.order_to_delivery_exempt IS NOT TRUE
              AND bought.qty_received < bought.product_qty
         ORDER BY expected_date DESC, bought.id DESC
            LIMIT 1) ordered ON TRUE
     WHERE line.id IN (
           SELECT asked.id
             FROM purchase_request_line asked
             JOIN purchase_request open ON open.id = asked.request_id
            WHERE open.state IN ('draft', 'to_approve', 'approved', 'in_progress')
            UNION
           SELECT tie.purchase_request_line_id
             FROM purchase_order purchase
             JOIN purchase_order_line bought ON bought.order_id = purchase.id
             JOIN purchase_request_purchase_order_line_rel tie
               ON tie.purchase_order_line_id = bought.id
            WHERE purchase.state = 'purchase'
              AND purchase.receipt_status IN ('pending', 'partial'))
       AND line.cancelled IS NOT TRUE
       AND so.state IS DISTINCT FROM 'cancel'
       AND (ordered.id IS NOT NULL
            OR line.approved_quantity > 0 AND NOT EXISTS (
               SELECT FROM purchase_request_purchase_order_line_rel tie
                 JOIN purchase_order_line bought
                   ON bought.id = tie.purchase_order_line_id
                 JOIN purchase_order purchase ON purchase.id = bought.order_id
                WHERE tie.purchase_request_line_id = line.id
                  AND purchase.state = 'purchase'))
"""


class OrderLateMaterial(models.Model):
    _name = "order.late.material"
    _description = "Material That an Order Waits For"
    _inherit = ["order.actor.mixin"]
    _auto = False
    _order = "needed_date, id"
    _rec_name = "product_id"

    request_id = fields.Many2one("purchase.request", "Requisition", readonly=True)
    sale_order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    customer_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    customer_promise_date = fields.Datetime(
        related="sale_order_id.commitment_date",
        string="Promised to the Customer",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    open_quantity = fields.Float(
        string="Quantity Awaited", digits="Product Unit", readonly=True
    )
    purchase_line_id = fields.Many2one("purchase.order.line", readonly=True)
    purchase_id = fields.Many2one("purchase.order", "Purchase Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    user_id = fields.Many2one("res.users", string="Buyer", readonly=True)
    needed_date = fields.Date(string="Needed by", readonly=True)
    promised_date = fields.Date(string="Vendor's Date", readonly=True)
    order_date = fields.Date(string="Ordered on", readonly=True)
    expected_date = fields.Date(
        string="Expected",
        readonly=True,
        help="The vendor's date, else the day that was asked for. Empty: not ordered.",
    )
    arrival_date = fields.Date(
        string="Comes at the Earliest",
        readonly=True,
        help="When it is expected; today, where that day has passed.",
    )
    is_late = fields.Boolean(string="Late", readonly=True)
    days_late = fields.Integer(
        compute="_compute_days_late",
        help="Working days after the day on which it is needed.",
    )
    last_chase_date = fields.Date(string="Last Chased", compute="_compute_chases")
    next_chase_date = fields.Date(string="Next Chase", compute="_compute_chases")

    @property
    def _table_query(self):
        return SQL(AWAITED, now=fields.Datetime.now())

    @api.depends("needed_date", "arrival_date", "company_id")
    def _compute_days_late(self):
        """Count working days, reading the calendar once a company."""
        self.days_late = 0
        late = self.filtered("is_late")
        for company, rows in late.grouped("company_id").items():
            # Whoever waits for material may not see the company's calendar.
            days = sorted(
                self.env["order.workday"]._get_worked_days(
                    company.sudo(),
                    min(rows.mapped("needed_date")),
                    max(rows.mapped("arrival_date")),
                )
            )
            for row in rows:
                row.days_late = bisect_right(days, row.arrival_date) - bisect_right(
                    days, row.needed_date
                )

    @api.depends("purchase_id")
    def _compute_chases(self):
        # That a vendor is chased is no secret of who waits for his goods.
        rows = self.sudo()
        chases = rows.purchase_id._get_chases()
        for row in rows:
            last, following = chases.get(row.purchase_id.id, (False, False))
            row.last_chase_date, row.next_chase_date = last, following

    # What people do from the list

    def _get_purchases(self):
        """Return the purchase orders of the rows, for who acts for Purchasing."""
        self._check_department("purchasing")
        return self.purchase_id

    def action_plan_chase(self):
        """Plan to chase the vendors of several rows at once, today (H8.3)."""
        purchases = self._get_purchases()
        planned = purchases._plan_chases()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if planned else "info",
                "message": self.env._(
                    "Planned to chase: %(orders)s. Not ordered yet, or planned "
                    "already: the rest.",
                    orders=", ".join(planned.mapped("name")) or "–",
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_record_promise(self):
        """Open the dialog that records the vendor's date of these rows."""
        self._get_purchases()
        return self.purchase_line_id._get_action_record_promise()

    def action_open(self):
        """Open the purchase order, else the requisition."""
        self.ensure_one()
        self.check_access("read")
        document = self.purchase_id
        if not document or not document.has_access("read"):
            document = self.sale_order_id or self.request_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    # What warns the order

    @api.model
    def _follow_lateness(self, purchase_lines=None, company=None):
        """Warn the orders whose material comes too late, and only if that changed.

        :param purchase_lines: look at these lines only
        :param company: look at all of a company
        """
        self.env.flush_all()
        self.invalidate_model(flush=False)
        if company:
            asked, concerned = [("company_id", "=", company.id)], []
        else:
            ties = purchase_lines.purchase_request_lines
            asked = [("id", "in", ties.ids)]
            concerned = [("request_line_id", "in", ties.ids)]
            company = purchase_lines.company_id
        late = self.search(
            [*asked, ("sale_order_id", "!=", False), ("is_late", "=", True)]
        )
        questions = self.env["order.supply.question"]
        questions._ask([row._prepare_warning() for row in late])
        questions._settle_late(
            [*concerned, ("company_id", "in", company.ids)], late.ids
        )

    def _prepare_warning(self):
        return {
            "kind": "late",
            "department": "customer_service",
            "company_id": self.company_id.id,
            "sale_order_id": self.sale_order_id.id,
            "request_line_id": self.id,
            "document": self.purchase_id.name,
            "product_id": self.product_id.id,
            "old_date": self.needed_date,
            # Not the arrival, which moves day by day while nothing comes.
            "new_date": self.expected_date,
        }
