"""One station of one order, and what its facts are read with."""

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


def documents(facts, table, *states):
    """Return the documents of a kind, those in the states only if any is named."""
    return [
        document
        for document in facts[table] or ()
        if not states or document["state"] in states
    ]


def last(documents):
    return documents[-1] if documents else None


def latest(documents, date):
    return max((d[date] for d in documents if d[date]), default=None)


def known_end(facts, station, round=1):
    """Return when a station was done by the milestone written before."""
    for milestone in facts["order_milestone"] or ():
        if (milestone["station"], milestone["round"]) == (station, round):
            return milestone["actual_end"]
    return None
