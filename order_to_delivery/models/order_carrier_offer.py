from odoo import api, fields, models
from odoo.exceptions import UserError

TRANSPORT_MODES = [
    ("land", "Land"),
    ("express", "Express"),
    ("sea", "Sea"),
    ("air", "Air"),
]

# Who sees what carriers ask; others see who carries, how and when.
COST_GROUPS = ",".join(
    f"order_to_delivery.group_{kind}"
    for kind in ("logistics", "finance", "supervisor", "deputy_general_manager")
)


class OrderCarrierOffer(models.Model):
    """What a carrier asks for a shipment, beside what others ask (H2.4, H3.5).

    Costs are compared in the currency of the company, at the rate of today.
    """

    _name = "order.carrier.offer"
    _description = "Carrier's Offer"
    _inherit = ["order.document.mixin", "order.shipment.part.mixin"]
    _order = "request_id desc, is_chosen desc, id"
    _rec_name = "carrier_name"
    _protected_fields = frozenset({"is_chosen", "chosen_by_id", "chosen_date"})

    carrier_name = fields.Char(string="Carrier", required=True)
    transport_mode = fields.Selection(TRANSPORT_MODES, required=True, default="land")
    route = fields.Char(help="The legs on which the goods travel, in their order.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    cost = fields.Monetary(required=True, groups=COST_GROUPS)
    pickup_date = fields.Date(string="Pick-up on")
    arrival_date = fields.Date(string="Arrives on")
    valid_until = fields.Date()
    note = fields.Char(string="Remark")
    is_chosen = fields.Boolean(string="Chosen", readonly=True, copy=False)
    chosen_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    chosen_date = fields.Datetime(readonly=True, copy=False)
    is_cheapest = fields.Boolean(
        string="Cheapest",
        compute="_compute_is_cheapest",
        groups=COST_GROUPS,
        help="Of the offers for this request that are still valid.",
    )
    is_fastest = fields.Boolean(
        string="Fastest",
        compute="_compute_comparison",
        help="Of the offers for this request that are still valid.",
    )
    is_expired = fields.Boolean(string="Expired", compute="_compute_comparison")
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_comparison",
        help="Arrives after the day that the customer was promised.",
    )

    _cost_not_negative = models.Constraint(
        "CHECK(cost >= 0)", "A carrier's offer costs nothing or more."
    )

    @api.depends(
        "cost",
        "currency_id",
        "valid_until",
        "request_id.carrier_offer_ids.cost",
        "request_id.carrier_offer_ids.currency_id",
        "request_id.carrier_offer_ids.valid_until",
    )
    def _compute_is_cheapest(self):
        for offer in self:
            valid = offer.request_id.carrier_offer_ids._filter_valid()
            costs = {one: one._get_company_cost() for one in valid}
            offer.is_cheapest = offer in costs and costs[offer] == min(costs.values())

    @api.depends(
        "arrival_date",
        "valid_until",
        "request_id.carrier_offer_ids.arrival_date",
        "request_id.carrier_offer_ids.valid_until",
    )
    def _compute_comparison(self):
        for offer in self:
            valid = offer.request_id.carrier_offer_ids._filter_valid()
            days = [one.arrival_date for one in valid if one.arrival_date]
            offer.is_expired = not offer._filter_valid()
            offer.is_fastest = offer in valid and offer.arrival_date == min(
                days, default=None
            )
            offer.is_late = offer._is_after_promise()

    def _filter_valid(self):
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda offer: not offer.valid_until or offer.valid_until >= today
        )

    def _get_company_cost(self):
        """Return the cost in the company's currency, at the rate of today."""
        self.ensure_one()
        # Rates are the company's, whoever compares.
        company = self.company_id.sudo()
        return self.currency_id._convert(
            self.cost, company.currency_id, company, fields.Date.context_today(self)
        )

    def _is_after_promise(self):
        # The promise is compared for whoever plans the transport.
        promised = self.sudo().sale_order_id.commitment_date
        return bool(
            promised
            and self.arrival_date
            and self.arrival_date > fields.Date.to_date(promised)
        )

    def write(self, vals):
        if not self.env.su:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change what was offered once it was chosen.

        :raise UserError: naming the carrier
        """
        for offer in self.filtered("is_chosen"):
            raise UserError(
                self.env._(
                    "The offer of %(carrier)s for %(request)s is chosen and stays as "
                    "it is: choose another, or note a new one.",
                    carrier=offer.carrier_name,
                    request=offer.request_id.name,
                )
            )

    def action_choose(self):
        """Take an offer: the request travels by its carrier, mode and dates (H2.4).

        :raise UserError: when the offer has expired, or the goods are on their way
        """
        self._check_department("logistics")
        for offer in self:
            offer._check_choosable()
            # Nobody else writes which one was taken.
            offers = offer.request_id.sudo().carrier_offer_ids
            offers.filtered("is_chosen").write({"is_chosen": False})
            offer.sudo().write(  # as above
                {
                    "is_chosen": True,
                    "chosen_by_id": self.env.uid,
                    "chosen_date": fields.Datetime.now(),
                }
            )
            offer.request_id._travel_by(offer)
        return True

    def _check_choosable(self):
        request = self.request_id
        if self.is_expired:
            raise UserError(
                self.env._(
                    "The offer of %(carrier)s was valid until %(date)s: ask for a new "
                    "one.",
                    carrier=self.carrier_name,
                    date=self.valid_until,
                )
            )
        if request.state == "withdrawn" or request.advice_date:
            raise UserError(
                self.env._(
                    "%(request)s is withdrawn, or its customer was told how the goods "
                    "travel: no other carrier is chosen.",
                    request=request.name,
                )
            )
