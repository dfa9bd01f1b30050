"""To which address a shipping request sends the goods, and who agreed to it."""

from odoo import api, fields, models
from odoo.tools import SQL

from .order_address_mixin import address_key

# What says anew where the goods go.
STAMPED_BY = frozenset({"partner_shipping_id", "address_agreement"})
# Papers that a customer signed, or is to sign.
SIGNABLE = ("sent", "arrived", "accepted")


class OrderAddressedRequestMixin(models.AbstractModel):
    """The customer signs an address; it is a contact's, which people may edit (H9.17).

    What is asked for keeps the address as it read then. Whoever ships elsewhere than
    the customer signed says with whom it was agreed, and Finance signs for it.
    """

    _name = "order.addressed.request.mixin"
    _description = "Address of a Shipping Request"

    address_id = fields.Many2one(
        "res.partner",
        string="Goes to",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    address_key = fields.Char(readonly=True, copy=False)
    address_agreement = fields.Char(
        string="Other Address Agreed with",
        copy=False,
        help="Who at the customer agreed, and how, that these goods go elsewhere than "
        "the address on the confirmation that was signed.",
    )
    signed_address = fields.Char(
        compute="_compute_signed_address",
        compute_sudo=True,
        help="Where the goods go by the customer's confirmation.",
    )
    is_address_changed = fields.Boolean(
        compute="_compute_signed_address", compute_sudo=True
    )

    @api.depends(
        "partner_shipping_id",
        "address_key",
        "sale_order_id.current_revision_id",
        "sale_order_id.order_confirmation_ids.state",
    )
    def _compute_signed_address(self):
        places = {request: request._get_place() for request in self}
        keys = self.env["res.partner"].union(*places.values())._get_address_keys()
        for request in self:
            paper = request._get_address_paper()
            signed = paper.delivery_address_key
            request.signed_address = paper.delivery_address
            request.is_address_changed = bool(
                signed and keys.get(places[request].id) != signed
            )

    def _get_place(self):
        """Return the contact to which the goods go."""
        return (
            self.partner_shipping_id or self.sale_order_id.partner_shipping_id
        )._origin

    def _get_address_paper(self):
        """Return the confirmation that names the address, the signed one first."""
        order = self.sale_order_id
        papers = order.order_confirmation_ids.filtered(
            lambda paper: (
                paper.revision_id == order.current_revision_id
                and paper.state in SIGNABLE
            )
        )
        return papers.sorted(lambda paper: (paper.state != "accepted", -paper.id))[:1]

    def _stamp_address(self):
        """Keep where the goods go as the address reads now."""
        requests = self.sudo()  # the key is protected from everybody
        places = {request: request._get_place() for request in requests}
        keys = self.env["res.partner"].union(*places.values())._get_address_keys()
        for request, place in places.items():
            key = keys.get(place.id, False)
            if (request.address_id, request.address_key) != (place, key):
                request.write({"address_id": place.id, "address_key": key})

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._stamp_address()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if STAMPED_BY & vals.keys():
            self._stamp_address()
        return result

    def _find_moved(self):
        """Return which requests go elsewhere, with one query.

        :return: ``{request id: reason}``: "changed" where the address was changed
            after it was asked for, "unsigned" where nobody agreed to another one than
            the customer signed
        """
        self._flush_moved()
        query = SQL(
            """
            SELECT request.id,
                   CASE WHEN request.address_key != %(now)s
                        THEN 'changed' ELSE 'unsigned' END
              FROM order_shipping_request request
              JOIN sale_order sale ON sale.id = request.sale_order_id
              JOIN res_partner place ON place.id = request.address_id
         LEFT JOIN LATERAL (
                   SELECT paper.delivery_address_key AS key
                     FROM order_confirmation paper
                    WHERE paper.sale_order_id = sale.id
                      AND paper.revision_id = sale.current_revision_id
                      AND paper.state IN %(signable)s
                 ORDER BY paper.state != 'accepted', paper.id DESC
                    LIMIT 1
                   ) signed ON TRUE
             WHERE request.id IN %(ids)s
               AND (request.address_key != %(now)s
                    OR COALESCE(TRIM(request.address_agreement), '') = ''
                   AND request.address_key != signed.key)
            """,
            now=address_key("place"),
            signable=SIGNABLE,
            ids=tuple(self.ids),
        )
        return dict(self.env.execute_query(query)) if self.ids else {}

    def _flush_moved(self):
        self.env["res.partner"]._flush_addresses()
        self.flush_model(
            ["address_id", "address_key", "address_agreement", "sale_order_id"]
        )
        self.env["sale.order"].flush_model(["current_revision_id"])
        self.env["order.confirmation"].flush_model(
            ["sale_order_id", "revision_id", "state", "delivery_address_key"]
        )
