"""What the commercial invoice and the packing list print of a shipment (H3.5)."""

from odoo import api, models
from odoo.tools.misc import formatLang


class OrderExportPaper(models.AbstractModel):
    _name = "order.export.paper"
    _description = "Contents of the Export Set"

    @api.model
    def _get_head(self, request, kind):
        """Return number and day of a paper, buyer, consignee and terms.

        :param kind: of the document whose number the paper carries
        """
        # Who prints the papers of a shipment need not read its order.
        request = request.sudo()
        order, documents = request.sale_order_id, request.document_ids
        paper = documents.filtered(lambda document: document.kind == kind)[:1]
        travel = documents.filtered(
            lambda document: (
                document.kind in ("bill_of_lading", "air_waybill", "waybill")
            )
        )[:1]
        terms = (order.incoterm.code, order.incoterm_location)
        return {
            "number": paper.number or request.name,
            "date": paper.document_date or request.delivery_date,
            "order": order.name,
            "reference": order.client_order_ref,
            "buyer": self._get_address(order.partner_invoice_id),
            "consignee": self._get_address(
                request.partner_shipping_id or order.partner_shipping_id
            ),
            "terms": " ".join(filter(None, terms)),
            "waybill": travel.number or request.tracking_reference,
            "currency": order.currency_id,
        }

    def _get_address(self, partner):
        names = (partner.commercial_partner_id.name, partner._display_address())
        return " ".join(" ".join(filter(None, names)).split())

    @api.model
    def _get_priced_lines(self, request):
        """Return what is shipped, with its untaxed price in the order's currency."""
        # As above: the paper says what it costs.
        return [self._price_line(line) for line in request.sudo().line_ids]

    def _price_line(self, line):
        sale_line, product = line.sale_line_id, line.product_id
        # Net of discount and of taxes that are included.
        ordered = sale_line.product_uom_qty
        price = sale_line.price_subtotal / ordered if ordered else 0.0
        return {
            "code": product.default_code,
            "product": product.name,
            "hs_code": product.hs_code,
            "origin": product.country_of_origin.name,
            "quantity": line.quantity,
            "unit": line.product_uom_id.name,
            "price": price,
            "amount": sale_line.currency_id.round(price * line.quantity),
        }

    @api.model
    def _get_packed_lines(self, request):
        """Return what is shipped, with packages, weights in kg and volumes in m³."""
        # As above: products are looked up for whoever packs.
        return [self._pack_line(line) for line in request.sudo().line_ids]

    def _pack_line(self, line):
        product = line.product_id
        pieces = line.product_uom_id._compute_quantity(
            line.quantity, product.uom_id, round=False
        )
        templates = self.env["product.template"].sudo()  # units set for all products
        weighed = templates._get_weight_uom_id_from_ir_config_parameter()
        measured = templates._get_volume_uom_id_from_ir_config_parameter()
        return {
            "code": product.default_code,
            "product": product.name,
            "quantity": line.quantity,
            "unit": line.product_uom_id.name,
            "packages": line.package_count,
            "kind": line.package_kind,
            "net": line.net_weight
            or weighed._compute_quantity(
                product.weight * pieces,
                self.env.ref("uom.product_uom_kgm"),
                round=False,
            ),
            "gross": line.gross_weight,
            "volume": line.volume
            or measured._compute_quantity(
                product.volume * pieces,
                self.env.ref("uom.product_uom_cubic_meter"),
                round=False,
            ),
        }

    @api.model
    def _get_total(self, lines, name):
        """Return the sum of one column of a paper."""
        return sum(line[name] for line in lines)

    @api.model
    def _format_measure(self, value):
        """Write a weight or a volume, or nothing where it is not known."""
        return formatLang(self.env, value, digits=3) if value else ""
