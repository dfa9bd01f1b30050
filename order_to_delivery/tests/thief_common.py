"""Who wants the goods without paying, with all of core's rights and none of ours."""

from odoo import Command
from odoo.tests import new_test_user

from .shipping_common import ShippingCase

CORE_MANAGER = (
    "sales_team.group_sale_manager,stock.group_stock_manager,"
    "account.group_account_manager,mrp.group_mrp_manager,"
    "product.group_product_manager,stock.group_stock_multi_locations"
)


class ThiefCase(ShippingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thief = new_test_user(
            cls.env,
            "core_manager",
            CORE_MANAGER,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def steal(self, record):
        """Return a record as the manager of all core apps sees it."""
        return record.with_user(self.thief).with_company(self.company)

    def _ship_more(self, order, quantity=5, product=None):
        """Try to let more leave for an order by a delivery made by hand."""
        product = product or self.stocked
        return self._create_transfer(
            self.customers,
            picking_type=self.warehouse.out_type_id,
            product_id=product.id,
            product_uom=product.uom_id.id,
            product_uom_qty=quantity,
            sale_line_id=order.order_line.id,
        )

    def _invoice_and_pay(self, order):
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        return invoice
