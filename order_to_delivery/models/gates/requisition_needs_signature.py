from odoo import fields, models


class RequisitionNeedsSignature(models.AbstractModel):
    _name = "order.gate.requisition.needs.signature"
    _inherit = "order.gate"
    _description = "Material for an order is approved once its customer has signed"

    _gate_station = "requisition"
    _gate_model = "purchase.request"

    def _reasons_closed(self, requests):
        early = self.env["order.early.buying"]
        orders = early._filter_early(requests.sale_order_id)
        waived = early._get_waivers(orders)
        return {
            request: [
                early._get_reason(
                    request.sale_order_id, request, waived.get(request.sale_order_id)
                )
            ]
            for request in requests
            if request.sale_order_id in orders
        }

    def _is_waiver_enough(self, request, waivers):
        """Tell whether all that is asked for is within the caps in force."""
        early = self.env["order.early.buying"]
        order = request.sale_order_id
        amount = early._get_approved(order, request)
        return early._is_covered(order, amount, waivers)

    # Who waives it

    def _get_waivable(self, order, record):
        """Return what the waivers are asked about: what is bought is the order's."""
        return order

    def _waivers(self, records):
        """Return who waives it: nobody, where the company allows no amount."""
        caps = records.company_id.mapped("order_early_buying_cap")
        return ("deputy_general_manager",) if caps and all(caps) else ()

    def _get_waiver_limit(self, order):
        company = order.company_id
        return company.currency_id._convert(
            company.order_early_buying_cap,
            order.currency_id,
            company,
            fields.Date.context_today(order),
        )

    def _is_paper_owed(self, order):
        return True

    def _get_paper_name(self):
        return self.env._("the signed confirmation")
