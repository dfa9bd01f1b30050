"""Shows people an order's way and every closed gate before its next station."""

from odoo import api, models

from .order_confirmation_mixin import SIGNATURE_GATE
from .order_department_kind import group_of
from .order_station import STATION_BY_KEY

# The gates that the order meets next, wherever it is.
NEXT_GATES = {
    "intake": "review",
    "review": "review",
    "confirmation": "confirmation",
    "deposit": "instruction",
    "instruction": "instruction",
    "production": "production",
    "completion": "release",
    "collection": "release",
    "release": "release",
    "shipping": "shipping",
}
# The documents of an order that gates judge, as long as they are under way.
JUDGED = {
    "sale.order": lambda order: order,
    "order.review": lambda order: order.order_review_ids.filtered(
        lambda r: r.state in ("submitted", "circulated", "answered")
    ),
    "order.production.instruction": lambda order: (
        order.order_production_instruction_ids.filtered(
            lambda i: i.state in ("draft", "issued")
        )
    ),
    "mrp.production": lambda order: (
        order.order_production_instruction_ids.production_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
    ),
    "order.shipping.request": lambda order: order.order_shipping_request_ids.filtered(
        lambda r: r.state in ("draft", "verified")
    ),
    "stock.move": lambda order: order.picking_ids.move_ids.filtered(
        lambda m: (
            m.state not in ("done", "cancel") and m.location_dest_id.usage == "customer"
        )
    ),
}


class OrderBanner(models.AbstractModel):
    _name = "order.banner"
    _description = "Strip of Stations and Banner of Gates"

    @api.model
    def _prepare_banner(self, facts, here, held):
        """Return what is asked at each place, and each closed gate after it."""
        since = {
            row["station"]: row["held_since"]
            for row in facts["order_milestone"] or ()
            if row["is_here"]
        }
        banner = []
        for place in here:
            began = since.get(place.station) or place.since
            banner.append(self._prepare_ask(place, began))
            banner += [
                self._prepare_reason(place, reason, began)
                for reason in held[place.station]
            ]
        return banner

    @api.model
    def _prepare_questions(self, order):
        """Return what is open about the supply of an order: late, or to decide."""
        # Whoever sees the order is told what it waits for.
        questions = self.env["order.supply.question"].sudo()
        return [
            {
                "kind": "question",
                "text": question.text,
                **self._prepare_department(question.department),
                "since": _as_json(question.asked_date),
                "res_model": question._name,
                "res_id": question.id,
                "action": "",
            }
            for question in questions.search(
                [("sale_order_id", "=", order.id), ("state", "=", "open")], order="id"
            )
        ]

    @api.model
    def _get_reasons(self, order, place):
        """Return what closes the gates that the order meets next, each text once."""
        station = NEXT_GATES.get(place.station)
        if not station:
            return []
        # The gates themselves say only what everybody may read.
        order = order.sudo()
        # Grade A's waiver is made when the order is confirmed, by whoever confirms.
        is_paper_following = order.customer_grade_id.signature_policy == "later"
        reasons = {}
        models = {
            gate._gate_model for gate in self.env["order.gate"]._get_gates(station)
        }
        for model in sorted(models & JUDGED.keys()):
            records = JUDGED[model](order)
            # The gates themselves say only what everybody may read.
            closed = self.env["order.gate"].sudo()._get_reasons(station, records)
            for texts in closed.values():
                reasons.update(
                    {
                        (r.text, r.department): r
                        for r in texts
                        if r.gate != SIGNATURE_GATE or not is_paper_following
                    }
                )
        return list(reasons.values())

    @api.model
    def _prepare_strip(self, places, held):
        latest = {}
        for place in places:
            # What is collected after delivery does not hide what is asked before it.
            if place.is_here or not latest.get(place.station, place).is_here:
                latest[place.station] = place
        users = {place.user_id for place in latest.values() if place.user_id}
        # Who signed a station is printed on the papers anyway.
        users = {
            user.id: user.name for user in self.env["res.users"].sudo().browse(users)
        }
        return [
            {
                "key": place.station,
                "label": self.env._(STATION_BY_KEY[place.station].label),
                "state": self._get_state(place, held),
                "date": _as_json(place.end or place.is_here and place.since),
                "planned": _as_json(place.planned_end),
                "person": users.get(place.user_id, ""),
                "res_model": place.res_model,
                "res_id": place.res_id,
            }
            for place in latest.values()
        ]

    def _get_state(self, place, held):
        if place.is_skipped:
            return "skipped"
        if place.is_here:
            return "held" if held[place.station] else "here"
        return "done" if place.end else "ahead"

    @api.model
    def _prepare_ask(self, place, since):
        """Return the sentence that says what is asked of whom."""
        asked = self.env["order.milestone"]._fields["asked"]
        labels = dict(asked._description_selection(self.env))
        return {
            "kind": "asked",
            "text": labels.get(place.asked, ""),
            **self._prepare_department(place.department),
            "since": _as_json(since),
            "res_model": place.res_model,
            "res_id": place.res_id,
            "action": "",
        }

    @api.model
    def _prepare_reason(self, place, reason, since):
        return {
            "kind": "gate",
            "text": str(reason.text),
            **self._prepare_department(reason.department),
            "since": _as_json(since),
            "res_model": place.res_model,
            "res_id": place.res_id,
            "action": reason.action or "",
        }

    @api.model
    def _prepare_department(self, kind):
        if not kind:
            return {"department": "", "is_mine": False}
        return {
            "department": self.env["order.department"]._get_kind_labels([kind]),
            "is_mine": self.env.user.has_group(group_of(kind)),
        }


def _as_json(value):
    return str(value).replace("T", " ")[:19] if value else ""
