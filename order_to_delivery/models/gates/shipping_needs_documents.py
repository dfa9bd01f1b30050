from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..order_gate import Reason


class ShippingNeedsDocuments(models.AbstractModel):
    _name = "order.gate.shipping.needs.documents"
    _inherit = "order.gate"
    _description = "Goods leave with the documents that their destination asks for"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        """Hold what leaves on a request of which a document is missing (H3.5).

        One query where nothing is missing, for however many moves.
        """
        lines = moves.sale_line_id
        missing = self._get_missing(lines.order_id)
        if not missing:
            return {}
        concerned = lines.filtered(lambda line: line.order_id in missing.sale_order_id)
        leaving = self.env["order.shipment.tie"]._get_left(
            missing.request_id, moves._get_planned_shipping()
        )
        closed = {}
        for move in moves.filtered(lambda move: move.sale_line_id in concerned):
            held = missing.filtered(
                lambda document, line=move.sale_line_id: (
                    leaving.get((document.request_id.id, line.id), 0.0) > 0
                )
            )
            closed[move] = [
                self._get_reason(request, documents)
                for request, documents in held.grouped("request_id").items()
            ]
        return closed

    def _get_missing(self, orders):
        """Return the documents that released requests of orders still lack."""
        documents = self.env["order.shipping.document"]
        if not orders:
            return documents
        documents.flush_model(["state", "is_required", "request_id"])
        self.env["order.shipping.request"].flush_model(["state", "sale_order_id"])
        # As plain SQL: to work out the domain takes longer than to look.
        query = SQL(
            """
            SELECT document.id FROM order_shipping_document document
             WHERE document.state = 'missing' AND document.is_required
               AND document.request_id IN (
                   SELECT request.id FROM order_shipping_request request
                    WHERE request.sale_order_id = ANY(%s)
                      AND request.state = 'released')
          ORDER BY document.id
            """,
            orders.ids,
        )
        return documents.browse(id_ for (id_,) in self.env.execute_query(query))

    def _get_reason(self, request, documents):
        text = self.env._(
            "%(request)s of order %(order)s lacks %(documents)s: goods leave once they "
            "are ready.",
            request=request.name,
            order=request.sale_order_id.name,
            documents=", ".join(one._get_kind_label() for one in documents),
        )
        return Reason(
            text, "logistics", "order_to_delivery.order_shipping_document_action"
        )

    def _waivers(self, records):
        """An emergency: the supervisor lets the documents follow later (H9.17)."""
        return ("supervisor",)

    def _is_paper_owed(self, order):
        """Tell that the documents follow, by a day to be named."""
        return True

    def _get_paper_name(self):
        return self.env._("the shipping documents")

    def _check_may_waive(self, order):
        """Refuse the next one while documents that were to follow are overdue.

        :raise UserError: naming them
        """
        overdue = self.env["order.gate.waiver"]._get_overdue(self, order)
        if overdue:
            raise UserError(
                self.env._(
                    "Order %(order)s waits for its documents: those of earlier "
                    "shipments are overdue. Logistics brings them first.\n%(overdue)s",
                    order=order.name,
                    overdue="\n".join(waiver._describe_owed() for waiver in overdue),
                )
            )
