"""How far an order is on its way, told from the facts of its documents.

Plain functions, one a station: each says since when the order is there, when it
was done, and what is asked of whom as long as it is not. Dates stay the texts
that the database gave: they are written back, never computed with.
"""

from typing import NamedTuple

# Stands for the moment of asking, where no document tells when it happened.
NOW = "now"


class Place(NamedTuple):
    """A station of one order: done once ``end`` is known, left out if skipped."""

    station: str
    round: int = 1
    start: str = None
    end: str = None
    planned_start: str = None
    planned_end: str = None
    user_id: int = None
    is_skipped: bool = False
    is_here: bool = False
    asked: str = None
    department: str = None
    since: str = None
    res_model: str = "sale.order"
    res_id: int = None


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
        _intake(facts),
        *_reviews(facts),
        *_confirmations(facts),
        _deposit(facts, paid.deposit),
        _instruction(facts),
        _production(facts),
        _completion(facts),
        _collection(facts, paid.release),
        _release(facts),
        _shipping(facts),
        _receipt(facts),
    ]
    places = [place for place in places if place]
    here = _find_here(facts, places)
    return [
        place._replace(is_here=(place.station, place.round) in here) for place in places
    ]


def get_gated_id(facts, place, model):
    """Return the id of the record that the gates before a place judge."""
    return facts["id"] if model == "sale.order" else place.res_id


def _find_here(facts, places):
    """Return the places where somebody is asked for something.

    One on the main way; beside it the review of a change, and goods that were
    released before the rest of the order.
    """
    if facts["state"] == "cancel":
        return set()
    here, main = set(), None
    for place in places:
        if place.end or place.is_skipped:
            continue
        is_change = facts["state"] == "sale" and place.station in (
            "review",
            "confirmation",
        )
        is_aside = place.station == "shipping" and (facts["goods"] or {}).get(
            "is_to_ship"
        )
        if is_change or is_aside or not main:
            here.add((place.station, place.round))
        if not is_change:
            main = main or place.station
    return here


def _documents(facts, table, *states):
    """Return the documents of a kind, those in the states only if any is named."""
    return [
        document
        for document in facts[table] or ()
        if not states or document["state"] in states
    ]


def _last(documents):
    return documents[-1] if documents else None


def _latest(documents, date):
    return max((d[date] for d in documents if d[date]), default=None)


def _known_end(facts, station, round=1):
    """Return when a station was done by the milestone written before."""
    for milestone in facts["order_milestone"] or ():
        if (milestone["station"], milestone["round"]) == (station, round):
            return milestone["actual_end"]
    return None


def _alive_reviews(facts):
    return _documents(
        facts, "order_review", "submitted", "circulated", "answered", "closed"
    )


def _intake(facts):
    alive = _alive_reviews(facts)
    submitted = alive[0]["submitted_date"] if alive else None
    # A refused review gives the order back to Sales.
    refused = _last(_documents(facts, "order_review", "refused", "withdrawn"))
    return Place(
        "intake",
        start=facts["intake_date"] or facts["create_date"],
        end=submitted or (facts["date_order"] if facts["state"] == "sale" else None),
        user_id=facts["intake_taken_by_id"] or facts["user_id"],
        asked="submit",
        department="sales",
        since=(refused and (refused["closed_date"] or refused["submitted_date"]))
        or facts["create_date"],
        res_id=facts["id"],
    )


def _reviews(facts):
    reviews = _alive_reviews(facts)
    if reviews:
        return [_review(facts, review) for review in reviews]
    end = facts["date_order"] if facts["state"] == "sale" else None
    return [Place("review", end=end, is_skipped=bool(end), res_id=facts["id"])]


def _review(facts, review):
    asked, department, since = {
        "submitted": ("circulate", "deputy_general_manager", review["submitted_date"]),
        "circulated": ("sign", None, review["circulated_date"]),
        "answered": ("close", "deputy_general_manager", review["circulated_date"]),
        "closed": (None, None, None),
    }[review["state"]]
    user_id = review["chair_id"]
    if asked == "sign":
        signoff = (_documents(facts, "order_review_signoff") or [{}])[0]
        department, user_id = signoff.get("kind"), signoff.get("user_id")
    planned = (
        review["circulation_due_date"] if asked == "circulate" else review["due_date"]
    )
    return Place(
        "review",
        review["round"],
        start=review["submitted_date"],
        end=review["closed_date"] if review["state"] == "closed" else None,
        planned_end=planned,
        user_id=user_id,
        asked=asked,
        department=department,
        since=since,
        res_model="order.review",
        res_id=review["id"],
    )


def _confirmations(facts):
    reviews = _alive_reviews(facts)
    if not reviews:
        return [
            _confirmation(facts, {"round": 1, "revision_id": None, "closed_date": None})
        ]
    return [_confirmation(facts, review) for review in reviews]


def _confirmation(facts, review):
    """Return the confirmation of what one round of review decided."""
    sent = _last(
        [
            paper
            for paper in _documents(
                facts,
                "order_confirmation",
                "sent",
                "arrived",
                "signed",
                "unclear",
                "accepted",
            )
            if paper["revision_id"] == review["revision_id"]
        ]
    )
    is_pending = (
        review["revision_id"] and review["revision_id"] == facts["pending_revision_id"]
    )
    end = None
    if facts["state"] == "sale" and not is_pending:
        end = (sent and sent["accepted_date"]) or facts["date_order"]
    asked, since = _asked_of_confirmation(facts, sent or {}, review)
    return Place(
        "confirmation",
        review["round"],
        start=sent and sent["sent_date"],
        end=end,
        planned_end=sent and sent["due_date"],
        user_id=sent and sent["accepted_by_id"],
        asked=asked,
        department="customer_service",
        since=since,
        res_model="order.confirmation" if sent else "sale.order",
        res_id=sent["id"] if sent else facts["id"],
    )


def _asked_of_confirmation(facts, sent, review):
    state = sent.get("state")
    if not state or state == "unclear":
        return "send_confirmation", review["closed_date"]
    if state == "signed":
        return "check_signature", sent["signed_date"]
    if state == "accepted" or facts["signature_policy"] == "later":
        return "confirm", sent["accepted_date"] or sent["sent_date"]
    return "await_signature", sent["sent_date"]


def _deposit(facts, is_paid):
    return Place(
        "deposit",
        end=_known_end(facts, "deposit") or NOW if is_paid else None,
        is_skipped=is_paid is None,
        asked="deposit",
        department="finance",
        since=facts["date_order"],
        res_id=facts["id"],
    )


def _makes(facts):
    return bool(
        (facts["goods"] or {}).get("makes")
        or _documents(
            facts, "order_production_instruction", "draft", "issued", "accepted"
        )
    )


def _instruction(facts):
    issued = _last(
        [
            paper
            for paper in _documents(
                facts, "order_production_instruction", "draft", "issued", "accepted"
            )
            if paper["revision_id"] == facts["current_revision_id"]
        ]
    )
    is_issued = bool(issued) and issued["state"] == "issued"
    return Place(
        "instruction",
        start=issued and issued["issued_date"],
        end=issued and issued["accepted_date"],
        planned_end=facts["production_start_date"],
        user_id=issued and issued["accepted_by_id"],
        is_skipped=not _makes(facts),
        asked="accept_instruction" if is_issued else "issue_instruction",
        department="production" if is_issued else "customer_service",
        since=(issued["issued_date"] if is_issued else None)
        or _known_end(facts, "deposit")
        or facts["date_order"],
        res_model="order.production.instruction" if issued else "sale.order",
        res_id=issued["id"] if issued else facts["id"],
    )


def _production(facts):
    accepted = _documents(facts, "order_production_instruction", "accepted")
    started = accepted[0]["accepted_date"] if accepted else None
    end = facts["produced_date"] or (facts["completion_date"] if started else None)
    return Place(
        "production",
        start=started,
        end=end,
        planned_start=facts["production_start_date"],
        planned_end=facts["finished_date"],
        is_skipped=not _makes(facts),
        asked="produce",
        department="production",
        since=started,
        res_model="order.production.instruction" if accepted else "sale.order",
        res_id=accepted[-1]["id"] if accepted else facts["id"],
    )


def _completion(facts):
    return Place(
        "completion",
        end=facts["completion_date"],
        planned_end=facts["finished_date"],
        is_skipped=not facts["goods"],
        asked="complete",
        department="warehouse",
        since=facts["produced_date"] or facts["date_order"],
        res_id=facts["id"],
    )


def _collection(facts, is_paid):
    return Place(
        "collection",
        start=facts["balance_notice_date"],
        end=_known_end(facts, "collection") or NOW if is_paid else None,
        is_skipped=is_paid is None,
        asked="collect",
        department="sales",
        user_id=facts["user_id"],
        since=facts["balance_notice_date"] or facts["completion_date"],
        res_id=facts["id"],
    )


def _release(facts):
    requests = _documents(
        facts, "order_shipping_request", "draft", "verified", "released"
    )
    waiting = next((r for r in requests if r["state"] != "released"), None)
    asked, department, since = (
        "request_shipping",
        "customer_service",
        facts["completion_date"],
    )
    if waiting and waiting["state"] == "draft":
        asked, department, since = "verify", "finance", waiting["create_date"]
    elif waiting:
        asked, department, since = (
            "hand_over",
            "customer_service",
            waiting["verified_date"],
        )
    is_released = not waiting and (facts["goods"] or {}).get("is_released")
    released = [r for r in requests if r["state"] == "released"]
    return Place(
        "release",
        start=requests[0]["create_date"] if requests else None,
        end=_latest(released, "released_date") if is_released else None,
        user_id=released[-1]["released_by_id"] if is_released and released else None,
        is_skipped=not facts["goods"],
        asked=asked,
        department=department,
        since=since,
        res_model="order.shipping.request" if waiting else "sale.order",
        res_id=waiting["id"] if waiting else facts["id"],
    )


def _shipping(facts):
    released = _documents(facts, "order_shipping_request", "released")
    is_delivered = (facts["goods"] or {}).get("is_delivered")
    return Place(
        "shipping",
        end=_known_end(facts, "shipping") or NOW if is_delivered else None,
        planned_end=facts["commitment_date"] and str(facts["commitment_date"])[:10],
        is_skipped=not facts["goods"],
        asked="ship",
        department="warehouse",
        since=_latest(released, "released_date"),
        res_model="order.shipping.request" if released else "sale.order",
        res_id=released[-1]["id"] if released else facts["id"],
    )


def _receipt(facts):
    awaited = _documents(facts, "order_delivery_receipt", "awaited")
    signed = _documents(facts, "order_delivery_receipt", "signed")
    unadvised = [
        request
        for request in _documents(facts, "order_shipping_request", "released")
        if not request["advice_date"]
    ]
    shipped = _known_end(facts, "shipping")
    document = ("sale.order", facts["id"])
    if unadvised:
        document = ("order.shipping.request", unadvised[0]["id"])
    elif awaited:
        document = ("order.delivery.receipt", awaited[0]["id"])
    return Place(
        "receipt",
        start=(awaited + signed)[0]["create_date"] if awaited or signed else None,
        end=_latest(signed, "signed_date") if signed and not awaited else None,
        is_skipped=not facts["goods"],
        asked="advise" if unadvised else "receipt",
        department="customer_service" if unadvised else "logistics",
        since=shipped,
        res_model=document[0],
        res_id=document[1],
    )
