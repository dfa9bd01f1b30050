"""Two purchase orders on one approved quantity: how a round is set up and judged."""

from odoo import Command

from .race_common import Act, RaceCase
from .race_orders import Round

APPROVED = 100
ORDERED = 60
PRICE = 10


def confirming(purchase):
    return Act("purchasing", purchase._name, purchase.ids, "button_confirm")


class PurchaseRaceCase(RaceCase):
    def _prepare_rounds(self, number):
        """Return rounds in which two orders of 60 meet 100 that were approved."""
        vendor = self.env["res.partner"].create({"name": "Board Works"})
        self.goods.seller_ids = [
            Command.create({"partner_id": vendor.id, "price": PRICE})
        ]
        rounds = []
        for turn in range(number):
            product = self.goods[turn % len(self.goods)]
            request = self._ask(product)
            # That something was ordered is noted by neither of the racers.
            self._purchase(vendor, request.line_ids, 1).button_confirm()
            orders = [self._purchase(vendor, request.line_ids) for _ in range(2)]
            rounds.append(Round([[confirming(order)] for order in orders], [], 0))
        return rounds

    def _ask(self, product, **values):
        """Return an approved requisition of 100."""
        # Whose order it is for is written by the server alone.
        request = self.env["purchase.request"].create(
            {
                "requested_by": self.users["material_control"].id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_id": product.uom_id.id,
                            "product_qty": APPROVED,
                            "estimated_cost": APPROVED * PRICE,
                        }
                    )
                ],
                **values,
            }
        )
        self.as_("material_control", request).button_to_approve()
        self.as_("deputy_general_manager", request).button_approved()
        return request

    def _purchase(self, vendor, request_line, quantity=ORDERED):
        return self.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": request_line.product_id.id,
                            "product_qty": quantity,
                            "price_unit": PRICE,
                            "tax_ids": [Command.clear()],
                            "purchase_request_lines": [Command.link(request_line.id)],
                        }
                    )
                ],
            }
        )

    def _race_purchases(self, number):
        """Return how each racer of each round ended, and what each round ordered."""
        with self._committed():
            rounds = self._prepare_rounds(number)
        return self._race_for(
            rounds,
            APPROVED,
            lambda env: [
                sum(
                    env["purchase.order"]
                    .browse([racer[0].ids[0] for racer in one.racers])
                    .filtered(lambda order: order.state == "purchase")
                    .order_line.mapped("product_qty")
                )
                for one in rounds
            ],
        )
