"""The stations from the instruction on: how the goods come and go."""

from .order_place import NOW, Place, documents, known_end, last, latest


def _makes(facts):
    return bool(
        (facts["goods"] or {}).get("makes")
        or documents(
            facts, "order_production_instruction", "draft", "issued", "accepted"
        )
    )


def get_instruction(facts):
    issued = last(
        [
            paper
            for paper in documents(
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
        or known_end(facts, "deposit")
        or facts["date_order"],
        res_model="order.production.instruction" if issued else "sale.order",
        res_id=issued["id"] if issued else facts["id"],
    )


def get_production(facts):
    accepted = documents(facts, "order_production_instruction", "accepted")
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


def get_inspection(facts):
    """Return where finished goods are inspected, as soon as some were offered."""
    offered = [
        paper
        for paper in documents(facts, "order_inspection", "draft", "judged")
        if paper["kind"] == "finished"
    ]
    drafts = [paper for paper in offered if paper["state"] == "draft"]
    unsigned = [
        paper
        for paper in offered
        if paper["state"] == "judged"
        and paper["needs_second_signature"]
        and not paper["second_signer_id"]
    ]
    waiting = (drafts + unsigned)[:1]
    is_judged = bool(unsigned) and not drafts
    judged = [paper for paper in offered if paper["inspected_date"]]
    document = (waiting or offered)[-1:]
    return Place(
        "inspection",
        start=offered[0]["create_date"] if offered else None,
        end=None if waiting else latest(judged, "inspected_date"),
        user_id=judged[-1]["inspector_id"] if judged and not waiting else None,
        is_skipped=not offered,
        asked="second_sign" if is_judged else "inspect_made",
        department="customer_service" if is_judged else "quality",
        since=waiting[0]["inspected_date" if is_judged else "create_date"]
        if waiting
        else None,
        res_model="order.inspection" if document else "sale.order",
        res_id=document[0]["id"] if document else facts["id"],
    )


def get_completion(facts):
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


def get_collection(facts, is_paid):
    return Place(
        "collection",
        start=facts["balance_notice_date"],
        end=known_end(facts, "collection") or NOW if is_paid else None,
        is_skipped=is_paid is None,
        asked="collect",
        department="sales",
        user_id=facts["user_id"],
        since=facts["balance_notice_date"] or facts["completion_date"],
        res_id=facts["id"],
    )


def get_release(facts):
    requests = documents(
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
    is_released = not waiting and (
        (facts["goods"] or {}).get("is_released") or facts["order_ended_date"]
    )
    released = [r for r in requests if r["state"] == "released"]
    return Place(
        "release",
        start=requests[0]["create_date"] if requests else None,
        end=latest(released, "released_date") if is_released else None,
        user_id=released[-1]["released_by_id"] if is_released and released else None,
        is_skipped=not facts["goods"],
        asked=asked,
        department=department,
        since=since,
        res_model="order.shipping.request" if waiting else "sale.order",
        res_id=waiting["id"] if waiting else facts["id"],
    )


def get_shipping(facts):
    released = documents(facts, "order_shipping_request", "released")
    # What has ended may have been delivered within tolerance.
    is_delivered = (facts["goods"] or {}).get("is_delivered")
    is_delivered = is_delivered or facts["order_ended_date"]
    return Place(
        "shipping",
        end=known_end(facts, "shipping") or NOW if is_delivered else None,
        planned_end=facts["commitment_date"] and str(facts["commitment_date"])[:10],
        is_skipped=not facts["goods"],
        asked="ship",
        department="warehouse",
        since=latest(released, "released_date"),
        res_model="order.shipping.request" if released else "sale.order",
        res_id=released[-1]["id"] if released else facts["id"],
    )


def get_receipt(facts):
    awaited = documents(facts, "order_delivery_receipt", "awaited")
    signed = documents(facts, "order_delivery_receipt", "signed")
    unadvised = [
        request
        for request in documents(facts, "order_shipping_request", "released")
        if not request["advice_date"]
    ]
    shipped = known_end(facts, "shipping")
    document = ("sale.order", facts["id"])
    if unadvised:
        document = ("order.shipping.request", unadvised[0]["id"])
    elif awaited:
        document = ("order.delivery.receipt", awaited[0]["id"])
    return Place(
        "receipt",
        start=(awaited + signed)[0]["create_date"] if awaited or signed else None,
        end=latest(signed, "signed_date") if signed and not awaited else None,
        is_skipped=not facts["goods"],
        asked="advise" if unadvised else "receipt",
        department="customer_service" if unadvised else "logistics",
        since=shipped,
        res_model=document[0],
        res_id=document[1],
    )


def get_after_sales(facts):
    """Return the station that an order reaches by its end; nobody is asked there."""
    return Place(
        "after_sales",
        start=facts["order_ended_date"],
        end=facts["order_ended_date"],
        is_skipped=not facts["goods"],
        res_id=facts["id"],
    )
