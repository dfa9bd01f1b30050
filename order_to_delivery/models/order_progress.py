"""Reads what their documents say of orders' ways, and writes it down as hints."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from . import order_way as way
from .order_confirmation_mixin import SIGNATURE_GATE
from .order_gate import FOUND_OPEN
from .order_milestone import GATED_STEPS

# What is read of each document of an order, oldest first.
DOCUMENTS = {
    "order_review": (
        "id, round, state, revision_id, requested_by_id, chair_id, submitted_date,"
        " circulated_date, circulation_due_date, due_date, closed_date"
    ),
    "order_confirmation": (
        "id, state, revision_id, sent_date, signed_date, accepted_date,"
        " accepted_by_id, due_date"
    ),
    "order_production_instruction": (
        "id, state, revision_id, issued_date, accepted_date, accepted_by_id"
    ),
    "order_inspection": (
        "id, kind, state, create_date, inspected_date, inspector_id,"
        " needs_second_signature, second_signer_id"
    ),
    "order_shipping_request": (
        "id, state, create_date, verified_date, released_date, released_by_id,"
        " delivery_date, advice_date"
    ),
    "order_delivery_receipt": "id, state, create_date, signed_date",
    "order_gate_waiver": "id, state",
    "order_milestone": (
        "id, station, round, line_key, company_id, planned_start, planned_end,"
        " actual_start, actual_end, user_id, is_here, asked, department,"
        " closed_gates, held_since, res_model, res_id"
    ),
}

PLAN_AND_WORK = """
    (SELECT array_remove(ARRAY[
                CASE WHEN deposit > 0 THEN 'deposit' END,
                CASE WHEN greatest(deposit, total - later) > 0 THEN 'release' END,
                CASE WHEN greatest(deposit, total - later) < total
                     THEN 'later' END], NULL)
       FROM (SELECT total, least(coalesce(sum(due) FILTER (
                                     WHERE kind = 'deposit'), 0), total) AS deposit,
                    coalesce(sum(due) FILTER (
                        WHERE kind IN ('door', 'after')), 0) AS later
               FROM (SELECT greatest(so.amount_total, 0) AS total) whole
               LEFT JOIN LATERAL (
                    SELECT kind, CASE amount_type WHEN 'amount' THEN amount
                                 ELSE total * percent / 100 END AS due
                      FROM order_payment_plan_line
                     WHERE sale_order_id = so.id) line ON true
              GROUP BY total) sums) AS dues,
    (SELECT json_agg(s ORDER BY s.opened_date, s.id) FROM (
         SELECT id, kind, user_id, opened_date, due_date
           FROM order_review_signoff
          WHERE sale_order_id = so.id AND state = 'open'
     ) s) AS order_review_signoff,
    (SELECT max(production.date_finished)
       FROM order_production_instruction instruction
       JOIN mrp_production_order_production_instruction_rel made
         ON made.order_production_instruction_id = instruction.id
 CROSS JOIN LATERAL (
            SELECT state, date_finished
              FROM mrp_production
             WHERE id = made.mrp_production_id
            OFFSET 0) production
      WHERE instruction.sale_order_id = so.id
     HAVING bool_and(production.state IN ('done', 'cancel'))
        AND bool_or(production.state = 'done')) AS produced_date
"""

# Only goods travel: services pass review and money only. OFFSET keeps PostgreSQL from
# going through all products first where it has no statistics yet, and from planning
# joins for longer than they run.
GOODS = """
    SELECT json_build_object(
        'has_goods', true,
        'makes', bool_or(
            line.supply_kind = 'make'
            OR line.supply_kind IS NULL AND EXISTS (
                SELECT FROM mrp_bom bom
                 WHERE bom.product_tmpl_id = template.id
                   AND bom.active AND bom.type = 'normal')),
        'is_released',
            bool_and(coalesce(released.quantity, 0) >= line.product_uom_qty),
        'is_delivered', bool_and(line.qty_delivered >= line.product_uom_qty),
        'is_to_ship',
            bool_or(coalesce(released.quantity, 0) > line.qty_delivered))
      FROM (
        SELECT id, product_id, supply_kind, product_uom_qty, qty_delivered
          FROM sale_order_line
         WHERE order_id = so.id AND display_type IS NULL
           AND NOT coalesce(is_downpayment, false) AND product_uom_qty > 0
        OFFSET 0) line
CROSS JOIN LATERAL (
        SELECT id, type
          FROM product_template
         WHERE id = (SELECT product_tmpl_id
                       FROM product_product
                      WHERE id = line.product_id)
        OFFSET 0) template
CROSS JOIN LATERAL (
        SELECT sum(asked.quantity) AS quantity
          FROM order_shipping_request_line asked
         WHERE asked.sale_line_id = line.id
           AND (SELECT request.state = 'released'
                  FROM order_shipping_request request
                 WHERE request.id = asked.request_id)
        OFFSET 0) released
     WHERE template.type = 'consu'
    HAVING count(*) > 0
"""

_DOCUMENTS = ", ".join(
    f"(SELECT json_agg(d ORDER BY d.id) FROM (SELECT {columns} FROM {table}"
    f" WHERE sale_order_id = so.id) d) AS {table}"
    for table, columns in DOCUMENTS.items()
)
FACTS = f"""
    SELECT so.id, so.company_id, so.state, so.user_id, so.create_date,
           so.date_order, so.intake_date, so.intake_taken_by_id, so.wanted_date,
           so.production_start_date, so.finished_date, so.commitment_date,
           so.completion_date, so.balance_notice_date, so.settlement_state,
           so.settlement_date, so.payment_deadline, so.current_revision_id,
           so.pending_revision_id, so.order_ended_date, company.order_end_policy,
           (SELECT grade.signature_policy
              FROM customer_grade grade
             WHERE grade.id = so.customer_grade_id) AS signature_policy,
           {PLAN_AND_WORK}, ({GOODS}) AS goods, {_DOCUMENTS}
      FROM sale_order so
      JOIN res_company company
        ON company.id = so.company_id AND company.use_order_to_delivery
     WHERE so.id = ANY(%(order_ids)s) AND so.order_to_delivery_exempt IS NOT TRUE
  ORDER BY so.id"""


class OrderProgress(models.AbstractModel):
    _name = "order.progress"
    _description = "Progress of Orders, Read from Their Documents"

    @api.model
    def _get_places(self, orders, savepoint=None):
        """Return where orders stand, straight from their documents.

        :param savepoint: the HintSavepoint to open with the first query
        :return: list of ``(facts, places)``, one an order
        """
        self.env.flush_all()
        query = self._get_facts_query(orders)
        if savepoint:
            all_facts = savepoint.execute_first(query)
        else:
            all_facts = self.env.execute_query_dict(query)
        paid = self._read_paid(
            orders.browse(
                facts["id"]
                for facts in all_facts
                # Before it is confirmed, no order waits for money.
                if facts["state"] == "sale" and way.get_dues(facts)
            )
        )
        return [
            (facts, way.get_places(facts, paid.get(facts["id"]))) for facts in all_facts
        ]

    @api.model
    def _read_paid(self, orders):
        """Tell what of the money due on the way was received.

        :return: ``{order id: Paid}``
        """
        if not orders:
            return {}
        # Whoever looks at the way learns that money is missing, never how much.
        money = orders.sudo()._get_money_hint()
        dues = orders.sudo()._get_dues_by_now(money)  # as above
        costs = orders.sudo()._get_costs(money)  # as above
        return {
            order.id: way.Paid(
                *(
                    order._is_covered(sums.received, due) if due > 0 else None
                    for due in (sums.deposit_due, dues[order])
                ),
                order._is_covered(sums.received, costs[order])
                if costs[order] > sums.release_due
                else None,
            )
            for order, sums in money.items()
        }

    @api.model
    def _get_facts_query(self, orders):
        """Return the query of what the documents of orders say.

        It brings one row an order, documents as lists of dicts whose dates are ISO
        texts.
        """
        return SQL(FACTS, order_ids=list(orders.ids))

    # Hints

    @api.model
    def _refresh_milestones(self, orders, savepoint=None):
        """Write the milestones of orders anew, only those that differ.

        The queries do not grow with the batch: one reads the documents, one the
        money where any is due, the gates that may hold a step theirs, one writes.

        :return: the ids of the orders of which to ask whether they have ended
        """
        all_places = self._get_places(orders, savepoint)
        closed = self._get_closed_gates(all_places)
        milestones = self.env["order.milestone"]
        now = fields.Datetime.now()
        rows = [
            row
            for facts, places in all_places
            for row in milestones._prepare_hints(facts, places, closed, now)
        ]
        if rows:
            milestones._write_hints(rows, savepoint)
        return [facts["id"] for facts, _places in all_places if way.may_end(facts)]

    @api.model
    def _get_closed_gates(self, all_places):
        """Ask the gates that may hold a step whose turn it is.

        :return: ``{(model, id): "gate,gate"}``
        """
        asked = defaultdict(set)
        # Grade A's waiver is made when the order is confirmed, by whoever confirms.
        following = {
            facts["id"]: {SIGNATURE_GATE}
            for facts, _places in all_places
            if facts["signature_policy"] == "later"
        }
        for facts, places in all_places:
            for place in places:
                if place.is_here and place.asked in GATED_STEPS:
                    station, model = GATED_STEPS[place.asked]
                    asked[station, model].add(way.get_gated_id(facts, place, model))
        closed, known = {}, self.env.cr.precommit.data.get(FOUND_OPEN, {})
        for (station, model), ids in asked.items():
            unknown = ids - known.get((station, model), set())
            records = self.env[model].browse(sorted(unknown))
            reasons = self.env["order.gate"]._get_reasons(station, records)
            for record, texts in reasons.items():
                gates = {r.gate for r in texts} - following.get(record.id, set())
                closed[model, record.id] = ",".join(sorted(gates)) or None
        return closed
