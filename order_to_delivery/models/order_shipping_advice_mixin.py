"""Telling the customer that his goods are on their way, and Sales where they are."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderShippingAdviceMixin(models.AbstractModel):
    _name = "order.shipping.advice.mixin"
    _description = "Advice of a Shipment"
    _inherit = ["mail.thread", "order.arrival.mixin"]

    # Only so that the mixin stands alone: the request's own definition wins.
    picking_ids = fields.Many2many("stock.picking")

    is_shipped = fields.Boolean(
        compute="_compute_is_shipped",
        search="_search_is_shipped",
        help="At least one of its deliveries has left.",
    )

    @api.depends("picking_ids.state")
    def _compute_is_shipped(self):
        for request in self:
            # Who advises the customer may not read transfers.
            pickings = request.sudo().picking_ids
            request.is_shipped = "done" in pickings.mapped("state")

    def _search_is_shipped(self, operator, value):
        if operator != "in":
            return NotImplemented
        shipped = fields.Domain("picking_ids", "any!", [("state", "=", "done")])
        return shipped if True in value else ~shipped

    def action_send_advice(self):
        """Tell the customer how and when what left arrives (H6.5, H8.7, H9.18).

        :raise UserError: with all that is missing for the advice
        """
        self._check_department("customer_service", "logistics", "sales")
        for request in self:
            request._fill_transport()
            request._check_advice()
            request._warn_late_arrival()
            request._send_advice()
        self._touch_progress()
        return True

    def _fill_transport(self):
        """Take the carrier and the waybill from the deliveries where they are there."""
        # Who advises the customer may not read transfers.
        request = self.sudo()
        done = request.picking_ids.filtered(lambda picking: picking.state == "done")
        carriers = done.carrier_id.mapped("name")
        waybills = [ref for ref in done.mapped("carrier_tracking_ref") if ref]
        request.write(
            {
                "carrier_name": request.carrier_name or ", ".join(carriers),
                "tracking_reference": request.tracking_reference or ", ".join(waybills),
            }
        )

    def _check_advice(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("carrier_name", "tracking_reference", "expected_arrival_date")
            if not self[name]
        ]
        if not self.is_shipped:
            raise UserError(
                self.env._(
                    "%(request)s: nothing has left yet. The warehouse validates the "
                    "delivery first.",
                    request=self.name,
                )
            )
        if missing:
            raise UserError(
                self.env._(
                    "%(request)s: fill in %(fields)s before the customer is told.",
                    request=self.name,
                    fields=", ".join(missing),
                )
            )

    def _warn_late_arrival(self):
        """Tell Sales where goods arrive after the promised date."""
        # The promise is compared for whoever advises.
        order = self.sudo().sale_order_id
        promised = fields.Date.to_date(order.commitment_date)
        if promised and self.expected_arrival_date > promised:
            self._tell_sales(
                self.env._(
                    "%(request)s arrives on %(arrival)s, promised was %(promised)s: "
                    "agree it with the customer.",
                    request=self.name,
                    arrival=self.expected_arrival_date,
                    promised=promised,
                )
            )

    def _send_advice(self):
        template = self.env.ref(
            "order_to_delivery.mail_template_shipping_advice", raise_if_not_found=False
        )
        # The customer's mail goes out for the company, whoever pressed the button.
        request = self.sudo()
        if template:
            template.sudo().send_mail(request.id)  # as above
        request.write(
            {
                "advice_date": fields.Datetime.now(),
                "advised_arrival_date": request.expected_arrival_date,
            }
        )
        request._await_acknowledgement()

    def _tell_sales(self, body):
        """Post on the order and notify its sales representative (H8.7)."""
        # Sales follows the order; who ships may not write there.
        order = self.sudo().sale_order_id
        order.message_post(
            body=body,
            partner_ids=order.user_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
            author_id=self.env.user.partner_id.id,
        )
