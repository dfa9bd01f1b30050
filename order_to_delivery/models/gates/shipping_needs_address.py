from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..address.order_address_mixin import address_key
from ..order_gate import Reason

REQUESTS = "order_to_delivery.order_shipping_request_action"


class Watched(NamedTuple):
    """A released request that goes elsewhere than its order, or was moved since."""

    place_id: int
    is_changed: bool


class ShippingNeedsAddress(models.AbstractModel):
    _name = "order.gate.shipping.needs.address"
    _inherit = "order.gate"
    _description = "Goods leave for the address to which they were released"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        """Hold what would go elsewhere than Finance signed for (H9.17).

        One query where all goes to where it was ordered for, for however many moves.
        """
        sold = moves.filtered("sale_line_id")
        watched = self._get_watched(sold.sale_line_id.order_id)
        ties = self.env["order.shipment.tie"]
        leaves_on = ties._get_served_by(sold) if watched else {}
        closed = {}
        for move in sold:
            own = watched.get(move.sale_line_id.order_id.id, {})
            reasons = self._get_reasons(move, own, leaves_on.get(move, ()))
            if reasons:
                closed[move] = reasons
        return closed

    def _get_watched(self, orders):
        """Return ``{order id: {request id: Watched}}`` of released requests."""
        if not orders:
            return {}
        self.env["res.partner"]._flush_addresses()
        orders.flush_model(["partner_shipping_id"])
        requests = self.env["order.shipping.request"]
        requests.flush_model(["sale_order_id", "state", "address_id", "address_key"])
        # Looked up for each request: planning a join takes longer than running it.
        query = SQL(
            """
            SELECT asked.* FROM (
                SELECT sale_order_id, id, address_id,
                       address_key != (SELECT %s FROM res_partner place
                                        WHERE place.id = address_id) AS is_changed
                  FROM order_shipping_request
                 WHERE sale_order_id = ANY(%s)
                   AND state = 'released'
            ) asked
             WHERE asked.is_changed
                OR asked.address_id != (SELECT sale.partner_shipping_id
                                          FROM sale_order sale
                                         WHERE sale.id = asked.sale_order_id)
            """,
            address_key("place"),
            orders.ids,
        )
        watched = {}
        for order_id, request_id, *facts in self.env.execute_query(query):
            watched.setdefault(order_id, {})[request_id] = Watched(*facts)
        return watched

    def _get_reasons(self, move, watched, leaves_on):
        """Return why a move does not leave.

        :param watched: ``{request id: Watched}`` of its order
        :param leaves_on: ids of the requests that it leaves on, where any is watched
        """
        requests = self.env["order.shipping.request"].browse(leaves_on)
        home = move.sale_line_id.order_id.partner_shipping_id
        places, reasons = {}, []
        for request in requests:
            known = watched.get(request.id, Watched(home.id, False))
            places[request] = home.browse(known.place_id)
            if known.is_changed:
                reasons.append(self._get_reason(request))
        delivery = move.picking_id
        if delivery.picking_type_id.code != "outgoing":
            return reasons
        if not delivery.partner_id:
            return [*reasons, self._get_nowhere(delivery, [*places.values(), home][0])]
        reasons += [
            self._get_elsewhere(delivery, request, place)
            for request, place in places.items()
            if place != delivery.partner_id
        ]
        known_places = {home.id, *(one.place_id for one in watched.values())}
        if not requests and delivery.partner_id.id not in known_places:
            reasons.append(self._get_redirected(move))
        return reasons

    def _get_nowhere(self, delivery, place):
        """Return the reason of a delivery without a receiver."""
        text = self.env._(
            "%(delivery)s names no receiver: write down %(place)s.",
            delivery=delivery.name,
            place=place.display_name,
        )
        return Reason(text, "warehouse", REQUESTS)

    def _get_redirected(self, move):
        """Return the reason of a delivery that was given another receiver."""
        text = self.env._(
            "%(delivery)s goes to %(place)s, to whom nothing of order "
            "%(order)s was released: put its receiver back.",
            delivery=move.picking_id.name,
            place=move.picking_id.partner_id.display_name,
            order=move.sale_line_id.order_id.name,
        )
        return Reason(text, "warehouse", REQUESTS)

    def _get_elsewhere(self, delivery, request, place):
        """Return the reason of goods that were released for another receiver."""
        text = self.env._(
            "%(delivery)s goes to %(place)s, and %(request)s was released for "
            "%(receiver)s: ship its goods in a delivery to that receiver.",
            delivery=delivery.name,
            place=delivery.partner_id.display_name,
            request=request.name,
            receiver=place.display_name,
        )
        return Reason(text, "warehouse", REQUESTS)

    def _get_reason(self, request):
        text = self.env._(
            "%(request)s: the address was changed to %(address)s after it was "
            "released. Write it back, or withdraw the request and make another one.",
            request=request.name,
            address=request._get_place()._get_address_line(),
        )
        return Reason(
            text,
            "customer_service",
            REQUESTS,
        )
