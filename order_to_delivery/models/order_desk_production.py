"""What the workshops and who watches them have on their desks.

The ids end in a digit that no other branch has, after one that tells these apart.
"""

# Production planned beyond the day that it answered for: by whatever route.
BEHIND = """
    SELECT production.id::bigint * 100 + 10, line.order_id, production.company_id,
           'production', 'replan', production.user_id, NULL::timestamp,
           production.date_deadline::date, 'mrp.production', production.id
      FROM mrp_production production
      JOIN res_company company
        ON company.id = production.company_id AND company.use_order_to_delivery
      JOIN sale_order_line line ON line.id = production.sale_line_id
     WHERE production.state IN ('confirmed', 'progress', 'to_close')
       AND production.date_finished > production.date_deadline
       AND production.order_to_delivery_exempt IS NOT TRUE
"""
# A day that is over is reported by the head of its workshop.
REPORTS = """
    SELECT report.id::bigint * 100 + 20, NULL::int4, report.company_id,
           'production', 'hand_in_report', workshop.head_id, report.create_date,
           report.date, 'order.daily.report', report.id
      FROM order_daily_report report
      JOIN order_department workshop ON workshop.id = report.department_id
     WHERE report.state = 'draft'
       AND report.date < (now() AT TIME ZONE 'UTC')::date
"""
# Customer service watches an order as long as it is one (H9.11).
MONITORING = """
    SELECT point.id::bigint * 100 + 30, point.sale_order_id, point.company_id,
           'customer_service', 'monitor', NULL::int4, NULL::timestamp, point.due_date,
           'order.monitoring.check', point.id
      FROM order_monitoring_check point
      JOIN sale_order so ON so.id = point.sale_order_id AND so.state = 'sale'
     WHERE point.state = 'open'
       AND point.due_date <= (now() AT TIME ZONE 'UTC')::date + 1
"""
# A round is made at its time; what nobody made stands in the list of patrols.
PATROLS = """
    SELECT patrol.id::bigint * 100 + 40, NULL::int4, patrol.company_id, 'quality',
           'patrol', NULL::int4, patrol.planned_date, patrol.due_date::date,
           'order.patrol', patrol.id
      FROM order_patrol patrol
     WHERE patrol.state = 'planned'
       AND patrol.planned_date <= (now() AT TIME ZONE 'UTC')
"""
PRODUCTION_STEPS = [
    ("replan", "Plan anew what ends after the finished date, or report why"),
    ("hand_in_report", "Hand in the daily production report"),
    ("patrol", "Make the patrol inspection"),
    ("monitor", "Look at the order by its monitoring point, and tick it"),
]
PRODUCTION_BRANCHES = (BEHIND, REPORTS, MONITORING, PATROLS)
