"""How a shipment travels, and what of it was agreed with the customer."""

from odoo import fields, models

# What logistics writes of the plan, at any time.
PLAN_FIELDS = {"route", "carrier_offer_ids", "document_ids", "line_ids"}


class OrderShippingTransportMixin(models.AbstractModel):
    _name = "order.shipping.transport.mixin"
    _description = "Transport of a Shipment"

    route = fields.Char(
        copy=False, help="The legs on which the goods travel, in their order."
    )
    carrier_offer_ids = fields.One2many(
        "order.carrier.offer", "request_id", string="Carriers' Offers"
    )
    delivery_time = fields.Char(
        string="Time of Delivery", help="As agreed, such as: before ten in the morning."
    )
    agreed_with = fields.Char(
        copy=False, help="Who agreed for the customer to place and time."
    )
    agreed_date = fields.Date(string="Agreed on", copy=False)
    agreed_channel = fields.Selection(
        [
            ("call", "Call"),
            ("mail", "E-mail"),
            ("portal", "Portal"),
            ("visit", "Visit"),
        ],
        string="Agreed by",
        copy=False,
    )

    def _travel_by(self, offer):
        """Take carrier, mode, route and days from an offer, and tell Sales if late."""
        self.ensure_one()
        # Logistics chooses; what follows from the offer is written with it.
        self.sudo().write(
            {
                "carrier_name": offer.carrier_name,
                "transport_mode": offer.transport_mode,
                "route": offer.route,
                "delivery_date": offer.pickup_date or self.delivery_date,
                "expected_arrival_date": offer.arrival_date,
            }
        )
        if offer.is_late:
            self._warn_late_arrival()

    def _get_missing_agreement(self):
        """Return what was not noted of the agreement with the customer, as labels."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in (
                "delivery_place",
                "delivery_date",
                "agreed_with",
                "agreed_date",
                "agreed_channel",
            )
            if not self[name]
        ]
