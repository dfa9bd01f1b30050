"""What an order leads to: its supply from the forecast to the payment (H1.15)."""

from typing import NamedTuple

from odoo import api, models


class Link(NamedTuple):
    """One kind of document that an order leads to.

    ``group`` is needed besides the right to read the model, where the page that
    opens asks for more.
    """

    key: str
    label: str
    icon: str
    model: str
    group: str = "order_to_delivery.group_user"


STOCK = "stock.group_stock_user"
LINKS = (
    Link("forecast", "Stock and Forecast", "fa-area-chart", "product.product", STOCK),
    Link(
        "instruction",
        "Production Instructions",
        "fa-file-text-o",
        "order.production.instruction",
    ),
    Link(
        "need",
        "Material Needs",
        "fa-cubes",
        "order.material.need.line",
    ),
    Link("production", "Manufacturing Orders", "fa-wrench", "mrp.production"),
    Link("workorder", "Schedule", "fa-calendar", "mrp.workorder"),
    Link("issue", "Materials Issued", "fa-sign-out", "stock.move", STOCK),
    Link("request", "Requisitions", "fa-shopping-basket", "purchase.request"),
    Link("inquiry", "Inquiries of Vendors", "fa-envelope-o", "purchase.order"),
    Link("comparison", "Price Comparison", "fa-balance-scale", "purchase.order.line"),
    Link("purchase", "Purchase Orders", "fa-credit-card", "purchase.order"),
    Link("late", "Late Materials", "fa-clock-o", "order.late.material"),
    Link("vendor", "Vendors", "fa-address-book-o", "res.partner"),
    Link("receipt", "Receipts of Materials", "fa-truck", "stock.picking"),
    Link("bill", "Vendor Bills", "fa-pencil-square-o", "account.move"),
    Link("payment", "Payments to Vendors", "fa-money", "account.payment"),
    Link("rejected", "Nonconforming Goods", "fa-ban", "order.inspection"),
    Link("returned", "Returns", "fa-undo", "stock.picking"),
    Link("scrap", "Scrap", "fa-trash-o", "stock.scrap", STOCK),
    Link("count", "Stocktaking", "fa-list-ol", "stock.quant", STOCK),
)
LINK_BY_KEY = {link.key: link for link in LINKS}
OPEN_PURCHASE = ("draft", "sent", "to approve")


class OrderLinkSource(models.AbstractModel):
    _name = "order.link.source"
    _description = "Documents Reached from an Order"

    @api.model
    def _find(self, order):
        """Return ``{key: records}`` of all that an order leads to.

        :param order: whose documents are looked up for everybody; the callers show
            each reader only what he may read
        """
        return {
            **self._find_made(order),
            **self._find_bought(order),
            "request": order.order_requisition_ids,
            "instruction": order.order_production_instruction_ids,
        }

    def _find_made(self, order):
        productions = order._get_productions()
        materials = productions.move_raw_ids.filtered(lambda m: m.state != "cancel")
        products = order.order_line.product_id | materials.product_id
        stocked = products.filtered("is_storable")
        return {
            "forecast": stocked,
            "count": self.env["stock.quant"].search(
                [
                    ("product_id", "in", stocked.ids),
                    ("location_id.usage", "=", "internal"),
                    ("company_id", "=", order.company_id.id),
                ]
            ),
            "need": stocked,
            "production": productions,
            "workorder": productions.workorder_ids,
            "issue": materials,
            "scrap": self.env["stock.scrap"].search(
                [("production_id", "in", productions.ids)]
            ),
        }

    def _find_bought(self, order):
        lines = self._get_purchase_lines(order)
        purchases = lines.order_id
        alternatives = purchases.alternative_po_ids
        bills = lines.invoice_lines.move_id
        receipts = lines.move_ids.picking_id
        inspections = order.order_inspection_ids | self.env["order.inspection"].search(
            [("purchase_id", "in", purchases.ids)]
        )
        return {
            "inquiry": (purchases | alternatives).filtered(
                lambda purchase: purchase.state in OPEN_PURCHASE
            ),
            "comparison": (purchases | alternatives).order_line.filtered(
                lambda line: line.order_id.alternative_po_ids
            ),
            "purchase": purchases.filtered(lambda po: po.state == "purchase"),
            "late": self.env["order.late.material"].search(
                [("sale_order_id", "=", order.id), ("is_late", "=", True)]
            ),
            "vendor": purchases.partner_id.commercial_partner_id,
            "receipt": receipts.filtered(lambda p: p.picking_type_code == "incoming"),
            "bill": bills,
            "payment": bills.matched_payment_ids | bills.reconciled_payment_ids,
            "rejected": inspections.filtered(
                lambda one: any(line.rejected_quantity > 0 for line in one.line_ids)
            ),
            "returned": self.env["stock.picking"].search(
                [("return_id", "in", (receipts | order.picking_ids).ids)]
            ),
        }

    def _get_purchase_lines(self, order):
        """Return what was bought for an order, by its requisition or its own moves."""
        moves = order.order_line.move_ids | order._get_productions().move_raw_ids
        lines = order.order_requisition_ids.line_ids.purchase_lines
        lines |= moves.move_orig_ids.purchase_line_id
        lines |= self.env["purchase.order.line"].search(
            [("sale_line_id", "in", order.order_line.ids)]
        )
        return lines.filtered(lambda line: line.order_id.state != "cancel")
