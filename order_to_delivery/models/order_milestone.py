"""What is searched of an order's way: one row per order, station and round."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from . import order_way as way
from .cron_turn import take_turns
from .order_department_kind import DEPARTMENT_KINDS
from .order_place import NOW

ASKED = [
    ("submit", "Complete the order and submit it for review"),
    ("circulate", "Circulate the order to the departments"),
    ("sign", "Give your written answer"),
    ("close", "Close the review with its dates"),
    ("send_confirmation", "Send the order confirmation to the customer"),
    ("await_signature", "Follow up the customer's signature"),
    ("check_signature", "Check and accept the signed confirmation"),
    ("confirm", "Confirm the order"),
    ("deposit", "Collect the deposit"),
    ("issue_instruction", "Issue the production instruction"),
    ("accept_instruction", "Accept the production instruction"),
    ("produce", "Produce the goods"),
    ("inspect_made", "Inspect what the workshop offers"),
    ("second_sign", "Sign the finished goods together with Quality"),
    ("complete", "Bring in and reserve the goods"),
    ("collect", "Collect what is due before release"),
    ("request_shipping", "Request the shipping"),
    ("verify", "Verify the money and sign the shipping request"),
    ("hand_over", "Check once more and release the goods"),
    ("ship", "Ship the goods"),
    ("advise", "Send the shipping advice"),
    ("receipt", "Bring back the signed delivery receipt"),
]
# What a gate can hold although the steps before it are done. For all other
# steps, what is asked already says what the order waits for.
GATED_STEPS = {
    "close": ("review", "order.review"),
    "confirm": ("confirmation", "sale.order"),
    "verify": ("release", "order.shipping.request"),
    "hand_over": ("release", "order.shipping.request"),
}
# Columns of the upsert, with their types for json_to_recordset.
PLACE = {
    "sale_order_id": "int4",
    "station": "varchar",
    "round": "int4",
    "line_key": "varchar",
}
HINT = {
    "company_id": "int4",
    "planned_start": "date",
    "planned_end": "date",
    "actual_start": "timestamp",
    "actual_end": "timestamp",
    "user_id": "int4",
    "is_here": "bool",
    "asked": "varchar",
    "department": "varchar",
    "closed_gates": "varchar",
    "held_since": "timestamp",
    "res_model": "varchar",
    "res_id": "int4",
}
HINT_OF_HERE = (
    "asked",
    "department",
    "closed_gates",
    "held_since",
    "res_model",
    "res_id",
)
# What the order shows of its milestones.
SHOWN_HINTS = (
    "order_station",
    "order_station_asked",
    "order_station_department",
    "order_station_since",
)
_COLUMNS = {**PLACE, **HINT}
UPSERT = f"""
    INSERT INTO order_milestone AS m ({", ".join(_COLUMNS)})
         SELECT {", ".join(_COLUMNS)}
           FROM json_to_recordset(%(rows)s)
             AS r({", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})
       ORDER BY {", ".join(PLACE)}
    ON CONFLICT ({", ".join(PLACE)})
      DO UPDATE SET ({", ".join(HINT)})
                  = ROW({", ".join(f"excluded.{name}" for name in HINT)})
          WHERE ({", ".join(f"m.{name}" for name in HINT)})
             IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in HINT)})"""
BATCH = 500
RESUME = "order_to_delivery.milestones_refreshed_to"


class OrderMilestone(models.Model):
    _name = "order.milestone"
    _description = "Milestone of an Order"
    _order = "held_since, id"
    _rec_name = "sale_order_id"
    _log_access = False

    sale_order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    station = fields.Selection(
        selection=lambda self: self.env["order.station"]._selection_station(),
        required=True,
        readonly=True,
    )
    round = fields.Integer(required=True, default=1, readonly=True)
    line_key = fields.Char(required=True, default="", readonly=True)
    planned_start = fields.Date(readonly=True)
    planned_end = fields.Date(readonly=True)
    actual_start = fields.Datetime(readonly=True)
    actual_end = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    # The hint: what lists and desks search. No floor reads it.
    is_here = fields.Boolean(readonly=True)
    asked = fields.Selection(ASKED, readonly=True, help="What the department is asked.")
    department = fields.Selection(DEPARTMENT_KINDS, readonly=True)
    closed_gates = fields.Char(readonly=True, help="Gates that hold what is asked.")
    held_since = fields.Datetime(string="Waits Since", readonly=True)
    res_model = fields.Char(string="Document's Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )

    _place_unique = models.UniqueIndex(
        "(sale_order_id, station, round, line_key)",
        "An order passes a station once per round and line.",
    )
    _here = models.Index("(company_id, department, held_since) WHERE is_here")
    _here_station = models.Index("(station, sale_order_id) WHERE is_here")
    _here_order = models.Index("(sale_order_id) WHERE is_here")

    @api.depends("sale_order_id", "station")
    def _compute_display_name(self):
        labels = dict(self._fields["station"]._description_selection(self.env))
        for milestone in self:
            milestone.display_name = (
                f"{milestone.sale_order_id.name} · {labels.get(milestone.station, '')}"
            )

    # Writing the hints, the only place that does

    @api.model
    def _prepare_hints(self, facts, places, closed, now):
        """Return the rows of an order that say something else than before.

        :param closed: the closed gates by model and id of the record they judge
        :param now: when it happened, where no document tells
        """
        before = {
            (row["station"], row["round"]): row
            for row in facts["order_milestone"] or ()
        }
        rows = []
        for place in places:
            known = before.get((place.station, place.round))
            if not (known or place.is_here or place.start or place.end):
                continue
            row = {
                **self._prepare_place(facts, place, now),
                **self._prepare_hint(facts, place, closed, known or {}, now),
            }
            if not known or any(_as_text(known[name]) != row[name] for name in HINT):
                rows.append(row)
        return rows

    def _prepare_place(self, facts, place, now):
        return {
            "sale_order_id": facts["id"],
            "company_id": facts["company_id"],
            "station": place.station,
            "round": place.round,
            "line_key": "",
            "planned_start": _as_text(place.planned_start),
            "planned_end": _as_text(place.planned_end),
            "actual_start": _as_text(place.start, now),
            "actual_end": _as_text(place.end, now),
            "user_id": place.user_id,
        }

    def _prepare_hint(self, facts, place, closed, known, now):
        """Return what the order waits for; since when stays while it is the same."""
        row = dict.fromkeys(HINT_OF_HERE)
        row["is_here"] = place.is_here
        if place.is_here:
            is_same = known.get("is_here") and known["asked"] == place.asked
            since = known["held_since"] if is_same else place.since or now
            model = GATED_STEPS.get(place.asked, (None, None))[1]
            row.update(
                asked=place.asked,
                department=place.department,
                closed_gates=closed.get((model, way.get_gated_id(facts, place, model))),
                held_since=_as_text(since, now),
                res_model=place.res_model,
                res_id=place.res_id,
            )
        return row

    @api.model
    def _write_hints(self, rows, savepoint=None):
        """Write rows of milestones that differ, by one statement.

        :param rows: list of dicts with the columns of PLACE and HINT
        :param savepoint: the HintSavepoint to release with it
        """
        upsert = SQL(UPSERT, rows=json.dumps(rows))
        if savepoint:
            savepoint.execute_last(upsert)
        else:
            self.env.cr.execute(upsert)
        self.invalidate_model(flush=False)
        self.env["sale.order"].invalidate_model(SHOWN_HINTS, flush=False)

    # The night

    @api.model
    def _cron_refresh_milestones(self):
        """Refresh the hints of open orders batch by batch, resuming after a stop."""
        # Where the last run stopped is nobody's setting.
        parameters = self.env["ir.config_parameter"].sudo()
        last = int(parameters.get_param(RESUME, 0))
        while ids := self._get_open_order_ids(last):
            take_turns(self.env["sale.order"].browse(ids), self._refresh_orders)
            last = ids[-1]
            parameters.set_param(RESUME, last)
            if not self.env["ir.cron"]._commit_progress(
                remaining=len(self._get_open_order_ids(last))
            ):
                return
        parameters.set_param(RESUME, 0)

    @api.model
    def _refresh_orders(self, orders):
        ending = self.env["order.progress"]._refresh_milestones(orders._filter_gated())
        orders.browse(ending)._follow_end()

    @api.model
    def _get_open_order_ids(self, last):
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT sale_order_id FROM order_milestone
                    WHERE is_here AND sale_order_id > %s ORDER BY 1 LIMIT %s""",
                last,
                BATCH,
            )
        )
        return [order_id for (order_id,) in rows]


def _as_text(value, now=None):
    """Return a date as the text that is written and compared, to the second."""
    if value == NOW:
        value = now
    if value is None or isinstance(value, bool | int):
        return value
    return str(value).replace("T", " ")[:19]
