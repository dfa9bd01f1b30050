"""What signing a shipping request asks of it and its order, read in narrow queries."""

from odoo import models

from .order_line_content_mixin import CHOICES, LINE_LOCKED_FIELDS
from .order_snapshot_mixin import ORDER_CONTENT_FIELDS
from .order_whole_read_mixin import READ_WHOLE

REQUEST = (
    "name",
    "state",
    "company_id",
    "sale_order_id",
    "revision_id",
    "requested_by_id",
    "verified_by_id",
    "released_by_id",
    "untold_since",
)
ORDER = (
    *ORDER_CONTENT_FIELDS,
    "name",
    "state",
    "amount_total",
    "current_revision_id",
    "customer_grade_id",
    "invoice_status",
    "order_to_delivery_exempt",
)
LINES = tuple(
    sorted(
        {*LINE_LOCKED_FIELDS, "company_id", "kit_needs"} - {"order_id", *CHOICES},
    )
)
REVISION = (
    "state",
    "goods_hash",
    "price_hash",
    "destination_hash",
    "content_hash",
)
COMPANY = (
    "alias_domain_id",
    "use_order_to_delivery",
    "order_delivery_agreement",
    "order_needs_briefing",
    "order_shipment_inspection_policy",
)


class OrderShippingReadingMixin(models.AbstractModel):
    _name = "order.shipping.reading.mixin"
    _description = "Shipping Request That Is Read as It Is Signed"

    def _read_ahead(self):
        """Read what the rules before a signature ask, and no more.

        Whoever asks one column of a record reads all of them, and orders, lines and
        products have a hundred each. A rule that asks for more costs a query, no error.
        """
        # Read for the rules, before it is asked who signs; nothing of it is shown.
        requests = self.sudo()
        requests.fetch(REQUEST)
        orders = requests.sale_order_id
        orders.fetch(ORDER)
        orders.company_id.fetch(COMPANY)
        orders.currency_id.fetch(["name", "rounding", "decimal_places"])
        orders.partner_id.fetch(["commercial_partner_id"])
        orders.current_revision_id.fetch(REVISION)
        orders.with_context(**{READ_WHOLE: LINES}).mapped("order_line")
        products = orders.order_line.product_id
        products.fetch(["product_tmpl_id"])
        products.product_tmpl_id.fetch(["type", "uom_id"])
