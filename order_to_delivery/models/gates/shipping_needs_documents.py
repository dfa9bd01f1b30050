from odoo import models
from odoo.exceptions import UserError

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
        # Found by their ids alone: most often there is none to read.
        return documents.browse(
            documents._search(
                [
                    ("state", "=", "missing"),
                    ("is_required", "=", True),
                    ("request_id.state", "=", "released"),
                    ("request_id.sale_order_id", "in", orders.ids),
                ]
            )
        )

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
