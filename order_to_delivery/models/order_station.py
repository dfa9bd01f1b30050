"""The stations of an order and the floors under them: the only list of both."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class Station(NamedTuple):
    """A stop on the order's way.

    ``floors`` are the writes that make the station true, as ``model.field``:
    whatever the route, the gates before the station are asked there anew.
    """

    key: str
    label: str
    department: str
    floors: tuple = ()


STATIONS = (
    Station("intake", _lt("Intake"), "sales"),
    Station(
        "review",
        _lt("Review"),
        "deputy_general_manager",
        ("order.review.state",),
    ),
    Station(
        "confirmation",
        _lt("Confirmation"),
        "customer_service",
        ("sale.order.state", "sale.order.line.content"),
    ),
    Station("deposit", _lt("Deposit"), "finance"),
    Station(
        "instruction",
        _lt("Instruction"),
        "production",
        ("order.production.instruction.state", "sale.order.line.supply"),
    ),
    Station(
        "requisition",
        _lt("Requisition"),
        "purchasing",
        (
            "purchase.request.state",
            "purchase.order.state",
            "purchase.order.line.content",
        ),
    ),
    Station(
        "incoming",
        _lt("Incoming"),
        "quality",
        ("stock.move.state", "stock.move.line.quantity"),
    ),
    Station(
        "production",
        _lt("Manufacturing"),
        "production",
        (
            "mrp.production.state",
            "mrp.workorder.state",
            "stock.move.state",
            "stock.move.line.quantity",
        ),
    ),
    Station(
        "inspection",
        _lt("Inspection"),
        "quality",
        ("stock.move.state", "stock.move.line.quantity"),
    ),
    Station("completion", _lt("Completion"), "warehouse"),
    Station("collection", _lt("Collection"), "sales"),
    Station(
        "release",
        _lt("Release"),
        "finance",
        ("order.shipping.request.state", "order.shipping.request.line.quantity"),
    ),
    Station(
        "shipping",
        _lt("Shipping"),
        "warehouse",
        ("stock.move.state", "stock.move.line.quantity"),
    ),
    Station("receipt", _lt("Receipt"), "logistics"),
    Station("after_sales", _lt("After-Sales"), "customer_service"),
)
STATION_BY_KEY = {station.key: station for station in STATIONS}


class OrderStation(models.AbstractModel):
    _name = "order.station"
    _description = "Station on an Order's Way"

    @api.model
    def _selection_station(self):
        """Return the stations as a selection, in the order of the way."""
        return [(station.key, self.env._(station.label)) for station in STATIONS]

    @api.model
    def _get_gated_stations(self):
        """Return the keys of the stations that at least one gate stands before."""
        return {gate._gate_station for gate in self.env["order.gate"]._get_gates()}
