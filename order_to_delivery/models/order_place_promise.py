"""The stations up to the deposit: what is promised to the customer."""

from .order_place import NOW, Place, documents, known_end, last

ALIVE_REVIEWS = ("submitted", "circulated", "answered", "closed")
ALIVE_PAPERS = ("sent", "arrived", "signed", "unclear", "accepted")


def _alive_reviews(facts):
    return documents(facts, "order_review", *ALIVE_REVIEWS)


def get_intake(facts):
    alive = _alive_reviews(facts)
    submitted = alive[0]["submitted_date"] if alive else None
    # A refused review gives the order back to Sales.
    refused = last(documents(facts, "order_review", "refused", "withdrawn"))
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


def get_reviews(facts):
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
        signoff = (documents(facts, "order_review_signoff") or [{}])[0]
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


def get_confirmations(facts):
    reviews = _alive_reviews(facts)
    if not reviews:
        return [
            _confirmation(facts, {"round": 1, "revision_id": None, "closed_date": None})
        ]
    if facts["state"] != "sale":
        # What an earlier round decided was never confirmed, and is asked no more.
        reviews = reviews[-1:]
    return [_confirmation(facts, review) for review in reviews]


def _confirmation(facts, review):
    """Return the confirmation of what one round of review decided."""
    sent = last(
        [
            paper
            for paper in documents(facts, "order_confirmation", *ALIVE_PAPERS)
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
    # The order itself is confirmed, once the paper lets it.
    is_on_order = not sent or (asked == "confirm" and not end)
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
        res_model="sale.order" if is_on_order else "order.confirmation",
        res_id=facts["id"] if is_on_order else sent["id"],
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


def get_deposit(facts, is_paid):
    return Place(
        "deposit",
        end=known_end(facts, "deposit") or NOW if is_paid else None,
        is_skipped=is_paid is None,
        asked="deposit",
        department="finance",
        since=facts["date_order"],
        res_id=facts["id"],
    )
