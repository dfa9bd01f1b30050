"""How a shipment travels, and what of it was agreed with the customer."""

from odoo import api, fields, models

from .order_money_mixin import MONEY_GROUPS

# What logistics writes of the plan, at any time.
PLAN_FIELDS = {"route", "carrier_offer_ids", "document_ids", "line_ids"}


class OrderShippingTransportMixin(models.AbstractModel):
    _name = "order.shipping.transport.mixin"
    _description = "Transport of a Shipment"

    # Only so that the mixin stands alone: the request's own definition wins.
    sale_order_id = fields.Many2one("sale.order")
    revision_id = fields.Many2one("order.revision")

    # What the customer agreed to, beside which the request is checked (H9.15).
    order_contract_id = fields.Many2one(related="sale_order_id.order_contract_id")
    agreed_payment = fields.Char(
        string="Payment Terms", compute="_compute_agreed_terms", groups=MONEY_GROUPS
    )
    agreed_incoterm = fields.Char(string="Incoterm", compute="_compute_agreed_terms")
    agreed_delivery_date = fields.Date(
        string="Promised Date", compute="_compute_agreed_terms"
    )

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

    @api.depends("revision_id")
    @api.depends_context("lang")
    def _compute_agreed_terms(self):
        """Tell the terms of the revision that is shipped, as its confirmation does."""
        paper = self.env["order.paper"]
        # The terms are shown to whoever handles the request, who may not read orders.
        for request, shown in zip(self, self.sudo(), strict=True):
            header = (shown.revision_id.snapshot or {}).get("header")
            if not header:
                request.agreed_payment = request.agreed_incoterm = False
                request.agreed_delivery_date = False
                continue
            request.agreed_payment = paper._format_plan(shown, header["price"]["plan"])
            request.agreed_incoterm = paper._format_incoterm(
                shown, header["destination"]
            )
            day = header["dates"]["commitment_date"]
            request.agreed_delivery_date = fields.Date.to_date(day)

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
