from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _is_outside(self):
        """Tell whether goods there are a customer's, or another company's.

        Transit without a company leads to another company; transit of one's own
        only to another warehouse.
        """
        self.ensure_one()
        return self.usage == "customer" or (
            self.usage == "transit" and not self.company_id
        )
