"""What ordered products have to be: at hand while an order is taken and reviewed."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..models.order_inspection_fit_mixin import Goods

# The inspections whose standards a finished product has to meet.
STANDARD_KINDS = ("finished", "shipment")


class OrderStandards(models.TransientModel):
    """Shows the specification, the documents and the standards of products (H3.1).

    With them stands what the destination asks for (H3.2).
    """

    _name = "order.standards"
    _description = "Standards of Ordered Products"

    sale_order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True
    )
    line_id = fields.Many2one("sale.order.line", readonly=True)
    content = fields.Html(
        string="Standards", compute="_compute_content", sanitize=False
    )

    @api.depends("sale_order_id", "line_id")
    @api.depends_context("lang")
    def _compute_content(self):
        for dialog in self:
            dialog.sale_order_id.check_access("read")
            order = dialog.sale_order_id.sudo()  # whoever reads it may know its goods
            dialog.content = self.env["ir.qweb"]._render(
                "order_to_delivery.order_standards",
                {"order": order, "goods": dialog._get_goods(order)},
            )

    def _get_goods(self, order):
        """Return what is laid down for each product that is ordered."""
        lines = order._get_content_lines()
        if self.line_id:
            lines &= self.line_id.sudo()  # a line of the order that may be read
        products = lines.product_id
        documents = self._get_documents(products)
        plans = self.env["order.inspection.plan"]._get_in_force(
            order.company_id, STANDARD_KINDS
        )
        return [
            {
                "product": product,
                "specifications": sorted(
                    {
                        line.specification
                        for line in lines
                        if line.product_id == product and line.specification
                    }
                ),
                "documents": documents.filtered(
                    lambda document, product=product: (
                        document.res_model == "product.product"
                        and document.res_id == product.id
                        or document.res_model == "product.template"
                        and document.res_id == product.product_tmpl_id.id
                    )
                ),
                "plans": self._get_plans(plans, order, product),
            }
            for product in products
        ]

    def _get_documents(self, products):
        # Documents of what is ordered are for all who work on the order.
        return (
            self.env["product.document"]
            .sudo()
            .search(
                Domain("res_model", "=", "product.product")
                & Domain("res_id", "in", products.ids)
                | Domain("res_model", "=", "product.template")
                & Domain("res_id", "in", products.product_tmpl_id.ids)
            )
        )

    def _get_plans(self, plans, order, product):
        """Return the inspection plans whose standard the product has to meet."""
        workcenter = self.env["mrp.workcenter"]
        fitting = plans.browse()
        for kind in STANDARD_KINDS:
            goods = Goods(
                order.company_id, kind, product, order.partner_id, "", workcenter
            )
            fitting |= plans._get_fitting(goods)
        return fitting.filtered(
            lambda plan: plan.standard or plan.standard_attachment_ids
        )
