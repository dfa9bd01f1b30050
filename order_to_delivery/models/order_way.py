"""How far an order is on its way, told from the facts of its documents.

Plain functions, one a station: each says since when the order is there, when it
was done, and what is asked of whom as long as it is not. Dates stay the texts
that the database gave: they are written back, never computed with.
"""

from typing import NamedTuple

from .order_place import documents
from .order_place_goods import (
    get_after_sales,
    get_collection,
    get_completion,
    get_inspection,
    get_instruction,
    get_production,
    get_receipt,
    get_release,
    get_shipping,
)
from .order_place_promise import (
    get_confirmations,
    get_deposit,
    get_intake,
    get_reviews,
)


class Paid(NamedTuple):
    """Whether money due was received; None where nothing is due."""

    deposit: bool = None
    release: bool = None


def get_dues(facts):
    """Return the kinds of money due on the way; no plan is the strictest."""
    return {"deposit", "release"} & set(facts["plan"] or ("release",))


def get_places(facts, paid=None):
    """Return an order's places, in the order of the way.

    :param facts: what ``order.progress`` read of the order
    :param paid: its Paid, or None where nobody asked for it yet
    """
    dues = get_dues(facts)
    paid = paid or Paid(
        *(False if kind in dues else None for kind in ("deposit", "release"))
    )
    places = [
        get_intake(facts),
        *get_reviews(facts),
        *get_confirmations(facts),
        get_deposit(facts, paid.deposit),
        get_instruction(facts),
        get_production(facts),
        get_inspection(facts),
        get_completion(facts),
        get_collection(facts, paid.release),
        get_release(facts),
        get_shipping(facts),
        get_receipt(facts),
        get_after_sales(facts),
    ]
    places = [place for place in places if place]
    here = _find_here(facts, places)
    return [
        place._replace(is_here=(place.station, place.round) in here) for place in places
    ]


def may_end(facts):
    """Tell whether to ask of an order if it ended, or has not ended any more."""
    if facts["order_ended_date"]:
        return True
    if not (facts["goods"] or {}).get("is_delivered"):
        return False
    return bool(facts["order_delivery_receipt"]) and (
        facts["order_end_policy"] == "dispatch"
        or not documents(facts, "order_delivery_receipt", "awaited")
    )


def get_gated_id(facts, place, model):
    """Return the id of the record that the gates before a place judge."""
    return facts["id"] if model == "sale.order" else place.res_id


def _find_here(facts, places):
    """Return the places where somebody is asked for something.

    One on the main way; beside it the review of a change, goods that are inspected
    as they are made, and goods that were released before the rest of the order.
    """
    if facts["state"] == "cancel":
        return set()
    is_to_ship = (facts["goods"] or {}).get("is_to_ship")
    tracks = {}
    for place in places:
        if place.end or place.is_skipped or place.station == "after_sales":
            continue
        track = "main"
        if facts["state"] == "sale" and place.station in ("review", "confirmation"):
            track = "change"
        elif place.station == "inspection":
            # Part of the goods is inspected while the rest is being made.
            track = "inspection"
        elif place.station == "shipping" and is_to_ship and "main" in tracks:
            track = "shipping"
        tracks.setdefault(track, (place.station, place.round))
    return set(tracks.values())
