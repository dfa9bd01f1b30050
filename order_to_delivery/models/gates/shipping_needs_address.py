from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..address.order_address_mixin import address_key
from ..order_gate import Reason


class ShippingNeedsAddress(models.AbstractModel):
    _name = "order.gate.shipping.needs.address"
    _inherit = "order.gate"
    _description = "Goods leave for the address to which they were released"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        """Hold what would go elsewhere than Finance signed for (H9.17).

        One query where nothing is changed, for however many moves.
        """
        sold = moves.filtered("sale_line_id")
        closed = self._get_redirected(sold)
        changed = self._get_changed(sold.sale_line_id.order_id)
        if not changed:
            return closed
        leaving = self._get_leaving(changed, sold)
        for move in sold:
            line = move.sale_line_id
            held = changed.filtered(
                lambda request, key=line.id, unit=line.product_uom_id: (
                    unit.compare(leaving.get((request.id, key), 0.0), 0.0) > 0
                )
            )
            if held:
                closed[move] = [
                    *closed.get(move, ()),
                    *(self._get_reason(request) for request in held),
                ]
        return closed

    def _get_leaving(self, requests, moves):
        """Return ``{(request id, line id): quantity}`` of what these moves take out.

        In the line's unit; what left on the requests before is left out.
        """
        done = moves.filtered(lambda move: move.state == "done")
        gone = defaultdict(float)
        for move, quantity in done._get_outflow().items():
            gone[move.sale_line_id.id, move.product_id.id] -= quantity
        ties = self.env["order.shipment.tie"]
        before = ties._get_left(requests, gone)
        after = ties._get_left(requests, moves._get_planned_shipping())
        return {key: quantity - before[key] for key, quantity in after.items()}

    def _get_changed(self, orders):
        """Return the released requests whose address was changed since."""
        requests = self.env["order.shipping.request"]
        if not orders:
            return requests
        self.env["res.partner"]._flush_addresses()
        requests.flush_model(["sale_order_id", "state", "address_id", "address_key"])
        # Looked up for each request: planning a join takes longer than running it.
        query = SQL(
            """
            SELECT request.id
              FROM order_shipping_request request
             WHERE request.sale_order_id = ANY(%s)
               AND request.state = 'released'
               AND request.address_key != (
                   SELECT %s FROM res_partner place WHERE place.id = request.address_id)
            """,
            orders.ids,
            address_key("place"),
        )
        return requests.browse(id_ for (id_,) in self.env.execute_query(query))

    def _get_redirected(self, moves):
        """Return the reasons of deliveries that were given another receiver."""
        closed = {}
        for move in moves:
            delivery, order = move.picking_id, move.sale_line_id.order_id
            place = delivery.partner_id
            if (
                place
                and delivery.picking_type_id.code == "outgoing"
                and place != order.partner_shipping_id
                and place not in order.order_shipping_request_ids.partner_shipping_id
            ):
                closed[move] = [
                    Reason(
                        self.env._(
                            "%(delivery)s goes to %(place)s, to whom nothing of order "
                            "%(order)s was released: put its receiver back.",
                            delivery=delivery.name,
                            place=place.display_name,
                            order=order.name,
                        ),
                        "warehouse",
                        "order_to_delivery.order_shipping_request_action",
                    )
                ]
        return closed

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
            "order_to_delivery.order_shipping_request_action",
        )
