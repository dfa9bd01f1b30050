"""Which products are new, or changed, by what was delivered and reviewed (H1.4)."""

from datetime import datetime

from odoo import api, models
from odoo.tools import SQL

from .order_bill_tree import BillTree


class OrderChangeKind(models.AbstractModel):
    _name = "order.change.kind"
    _description = "Whether Products Are New or Changed"

    @api.model
    def _propose(self, order, products):
        """Tell which products to make are new or changed.

        New is what was never delivered to anybody; changed is what one of its bills,
        over all levels, was written for since a review with it closed last.

        :return: ``{product: kind}``, a kind as on the order's lines
        """
        order = order.sudo()  # other customers' orders and bills decide, too
        products = products.sudo()
        known = products.browse(self._get_delivered(order.company_id, products))
        changed = self._filter_changed(order, known)
        return {
            product: "new"
            if product not in known
            else "changed"
            if product in changed
            else "standard"
            for product in products
        }

    @api.model
    def _fill(self, order, snapshot):
        """Propose for the lines of a change that say nothing of it."""
        if not order.order_proposes_change_kind:
            return
        goods = [
            content["goods"]
            for content in snapshot["lines"].values()
            if content["goods"]["supply_kind"] == "make"
            and not content["goods"]["change_kind"]
        ]
        products = order.env["product.product"].browse(
            dict.fromkeys(content["product_id"] for content in goods)
        )
        kinds = self._propose(order, products) if products else {}
        kinds = {product.id: kind for product, kind in kinds.items()}
        for content in goods:
            kind = kinds[content["product_id"]]
            content["change_kind"] = "" if kind == "standard" else kind

    def _get_delivered(self, company, products):
        """Return the ids of the products that a customer was ever delivered."""
        lines = self.env["sale.order.line"]
        lines.flush_model(["company_id", "product_id", "qty_delivered"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id
                  FROM unnest(%s::int[]) AS product (id)
                 WHERE EXISTS (
                       SELECT FROM sale_order_line line
                        WHERE line.product_id = product.id
                          AND line.company_id = %s AND line.qty_delivered > 0)
                """,
                products.ids,
                company.id,
            )
        )
        return [product_id for (product_id,) in rows]

    def _filter_changed(self, order, products):
        """Return the products whose bills were written after their last review."""
        if not products:
            return products
        reviewed = self._get_reviewed(order.company_id, products)
        tree = BillTree(order, products)
        return products.filtered(
            lambda product: (
                product.id in reviewed
                and self._get_written(tree.get_bills(product)) > reviewed[product.id]
            )
        )

    def _get_written(self, bills):
        """Return when one of the bills, their parts or operations was written last."""
        written = [
            *bills.mapped("write_date"),
            *bills.bom_line_ids.mapped("write_date"),
            *bills.operation_ids.mapped("write_date"),
        ]
        return max(written, default=datetime.min)

    def _get_reviewed(self, company, products):
        """Return ``{product id: when a review with it closed last}``."""
        self.env["order.review"].flush_model(["closed_date", "sale_order_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.product_id, max(review.closed_date)
                  FROM sale_order_line line
                  JOIN order_review review ON review.sale_order_id = line.order_id
                 WHERE line.product_id = ANY(%s) AND line.company_id = %s
                   AND review.state = 'closed'
              GROUP BY line.product_id
                """,
                products.ids,
                company.id,
            )
        )
        return dict(rows)
