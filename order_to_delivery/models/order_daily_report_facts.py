"""What the workshops of a company did on a day, in one statement."""

from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, models
from odoo.tools import SQL

# What is still open, or was done since the day began, is found by partial indexes;
# history is never read. A workshop answers for the last of its operations; what is
# made without operations belongs to the workshop of its instruction.
FACTS = """
    WITH candidate AS (
        SELECT production.id, production.name, production.state, production.product_id,
               production.product_qty, production.product_uom_id,
               production.date_start, production.date_finished,
               production.sale_line_id,
               coalesce(production.production_group_id, -production.id) AS group_id
          FROM mrp_production production
         WHERE production.company_id = %(company)s
           AND production.order_to_delivery_exempt IS NOT TRUE
           AND production.date_start < %(stop)s
           AND (production.state IN ('confirmed', 'progress', 'to_close')
                OR production.state = 'done' AND production.date_finished >= %(start)s)
    ), workplace AS (
        SELECT workshop.id AS department_id, place.%(place_workcenter)s AS workcenter_id
          FROM order_department workshop
          JOIN %(place)s place ON place.%(place_department)s = workshop.id
         WHERE workshop.company_id = %(company)s AND workshop.kind = 'production'
           AND workshop.active
    ), operation AS (
        SELECT candidate.id AS production_id, workplace.department_id,
               array_agg(workorder.id) AS workorder_ids,
               (array_agg(
                   CASE WHEN workorder.state = 'done'
                         AND workorder.date_finished >= %(start)s
                         AND workorder.date_finished < %(stop)s
                        THEN workorder.qty_produced ELSE 0 END
                   ORDER BY workorder.sequence DESC, workorder.id DESC))[1] AS made,
               bool_or(workorder.state = 'progress'
                       OR workorder.state IN ('ready', 'blocked')
                      AND workorder.date_start < %(stop)s
                      AND workorder.date_finished >= %(start)s) AS is_due
          FROM candidate
          JOIN mrp_workorder workorder
            ON workorder.production_id = candidate.id AND workorder.state != 'cancel'
          JOIN workplace ON workplace.workcenter_id = workorder.workcenter_id
      GROUP BY candidate.id, workplace.department_id
    ), work AS (
        SELECT * FROM operation
         UNION ALL
        SELECT candidate.id,
               coalesce(told.department_id, %(workshop)s),
               ARRAY[]::int4[],
               (SELECT sum(move.quantity) FROM stock_move move
                 WHERE move.production_id = candidate.id
                   AND move.product_id = candidate.product_id
                   AND move.state = 'done' AND move.date >= %(start)s
                   AND move.date < %(stop)s),
               candidate.state IN ('progress', 'to_close')
               OR candidate.state = 'confirmed' AND candidate.date_finished >= %(start)s
          FROM candidate
          LEFT JOIN LATERAL (
               SELECT line.department_id
                 FROM order_production_instruction_line line
                 JOIN order_production_instruction instruction
                   ON instruction.id = line.instruction_id
                WHERE line.sale_line_id = candidate.sale_line_id
                  AND instruction.accepted_date IS NOT NULL
             ORDER BY instruction.id DESC LIMIT 1) told ON true
         WHERE NOT EXISTS (SELECT FROM operation
                            WHERE operation.production_id = candidate.id)
    ), detail AS (
        SELECT work.department_id, work.workorder_ids, coalesce(work.made, 0) AS made,
               work.is_due, candidate.*,
               coalesce((
                   SELECT sum(log.duration) / 60 FROM mrp_workcenter_productivity log
                    WHERE log.workorder_id = ANY(work.workorder_ids)
                      AND log.date_start >= %(start)s AND log.date_start < %(stop)s
               ), 0) AS hours,
               coalesce((
                   SELECT sum(scrap.scrap_qty * unit.factor / own.factor)
                     FROM stock_scrap scrap
                     JOIN uom_uom unit ON unit.id = scrap.product_uom_id
                     JOIN uom_uom own ON own.id = candidate.product_uom_id
                    WHERE scrap.production_id = candidate.id AND scrap.state = 'done'
                      AND scrap.product_id = candidate.product_id
                      AND (scrap.workorder_id IS NULL
                           OR scrap.workorder_id = ANY(work.workorder_ids))
                      AND scrap.date_done >= %(start)s AND scrap.date_done < %(stop)s
               ), 0) AS scrap,
               (SELECT count(*) FROM stock_scrap scrap
                 WHERE scrap.production_id = candidate.id AND scrap.state = 'done'
                   AND scrap.product_id != candidate.product_id
                   AND (scrap.workorder_id IS NULL
                        OR scrap.workorder_id = ANY(work.workorder_ids))
                   AND scrap.date_done >= %(start)s AND scrap.date_done < %(stop)s
               ) AS component_scraps,
               (SELECT string_agg(DISTINCT exception.name, ', ')
                  FROM order_production_exception exception
                 WHERE exception.production_id = candidate.id
                   AND (exception.workorder_id IS NULL
                        OR exception.workorder_id = ANY(work.workorder_ids)
                        OR work.workorder_ids = ARRAY[]::int4[])
                   AND exception.reported_date >= %(start)s
                   AND exception.reported_date < %(stop)s) AS exceptions
          FROM work JOIN candidate ON candidate.id = work.production_id
    )
    SELECT detail.department_id, max(detail.id) AS production_id, detail.product_id,
           detail.product_uom_id,
           string_agg(detail.name, ', ' ORDER BY detail.id) AS production_names,
           sum(detail.product_qty) AS planned_quantity,
           sum(detail.made) AS made_quantity,
           coalesce((
               SELECT sum(judged.accepted_product_quantity * base.factor / own.factor)
                 FROM order_inspection inspection
                 JOIN order_inspection_line judged
                   ON judged.inspection_id = inspection.id
                  AND judged.product_id = detail.product_id
                 JOIN product_product product ON product.id = judged.product_id
                 JOIN product_template template ON template.id = product.product_tmpl_id
                 JOIN uom_uom base ON base.id = template.uom_id
                 JOIN uom_uom own ON own.id = detail.product_uom_id
                WHERE inspection.production_group_id = detail.group_id
                  AND inspection.kind = 'finished' AND inspection.state = 'judged'
                  AND inspection.inspected_date >= %(start)s
                  AND inspection.inspected_date < %(stop)s
           ), 0) AS accepted_quantity,
           sum(detail.hours) AS hours, sum(detail.scrap) AS scrap_quantity,
           sum(detail.component_scraps)::int AS component_scraps,
           string_agg(detail.exceptions, ', ' ORDER BY detail.id) AS exceptions,
           bool_or(detail.is_due) AS is_due
      FROM detail
     WHERE detail.department_id IS NOT NULL
  GROUP BY detail.department_id, detail.group_id, detail.product_id,
           detail.product_uom_id
  ORDER BY detail.department_id, production_id
"""
READ = {
    "mrp.production": (
        "name state product_id product_qty product_uom_id date_start date_finished"
        " sale_line_id production_group_id order_to_delivery_exempt company_id"
    ),
    "mrp.workorder": (
        "state qty_produced date_start date_finished workcenter_id production_id"
        " sequence"
    ),
    "mrp.workcenter.productivity": "duration date_start workorder_id",
    "stock.move": "quantity state date production_id product_id",
    "stock.scrap": "scrap_qty state date_done production_id workorder_id product_id",
    "order.production.exception": "name production_id workorder_id reported_date",
    "order.production.instruction": "accepted_date",
    "order.production.instruction.line": "sale_line_id department_id instruction_id",
    "order.inspection": "state kind inspected_date production_group_id",
    "order.inspection.line": "accepted_product_quantity product_id inspection_id",
    "order.department": "kind active company_id workcenter_ids",
}
QUANTITIES = (
    "planned_quantity",
    "made_quantity",
    "accepted_quantity",
    "hours",
    "scrap_quantity",
)


class OrderDailyReportFacts(models.AbstractModel):
    _name = "order.daily.report.facts"
    _description = "Facts of a Day of Production"

    @api.model
    def _get_facts(self, company, day):
        """Return ``{department id: [row]}`` of a day where the company works.

        A row is a product of one production group, with all that was split off it.
        """
        for name, names in READ.items():
            self.env[name].flush_model(names.split())
        rows = self.env.execute_query_dict(self._get_query(company, day))
        facts = {}
        for row in rows:
            done = any(row[name] for name in QUANTITIES[1:])
            is_due = row.pop("is_due")
            if done or is_due or row["component_scraps"] or row["exceptions"]:
                facts.setdefault(row.pop("department_id"), []).append(row)
        return facts

    def _get_query(self, company, day):
        places = self.env["order.department"]._fields["workcenter_ids"]
        # Everybody may know which workshops there are.
        workshops = self.env["order.department"].sudo()
        first = workshops.search(
            [("kind", "=", "production"), ("company_id", "=", company.id)], limit=1
        )
        return SQL(
            FACTS,
            company=company.id,
            start=self._get_midnight(company, day),
            stop=self._get_midnight(company, day + timedelta(days=1)),
            workshop=first.id or None,
            place=SQL.identifier(places.relation),
            place_department=SQL.identifier(places.column1),
            place_workcenter=SQL.identifier(places.column2),
        )

    def _get_midnight(self, company, day):
        """Return when a day begins where the company works, naive in UTC."""
        company = company.sudo()  # the zone is no secret
        name = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        midnight = timezone(name).localize(datetime.combine(day, time.min))
        return midnight.astimezone(UTC).replace(tzinfo=None)
