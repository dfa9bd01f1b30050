"""What the papers print that no single record holds."""

import base64
import io

import qrcode

from odoo import api, fields, models
from odoo.tools import float_repr
from odoo.tools.misc import formatLang


class OrderPaper(models.AbstractModel):
    _name = "order.paper"
    _description = "Contents of the Printed Papers"

    @api.model
    def _get_qr_code(self, record):
        """Return the QR code that opens a record, as the source of an image.

        The address leads users to the record and customers to their portal. It
        is drawn here and not by the barcode widget, which needs a renderer that
        not every installation of reportlab has.
        """
        url = "%s/mail/view?model=%s&res_id=%s" % (
            record.get_base_url(),
            record._name,
            record.id,
        )
        return self._draw_qr_code(url)

    @api.model
    def _draw_qr_code(self, text):
        """Return the QR code of a text, as the source of an image."""
        picture = io.BytesIO()
        qrcode.make(text, border=1, box_size=4).save(picture, "PNG")
        content = base64.b64encode(picture.getvalue()).decode()
        return f"data:image/png;base64,{content}"

    @api.model
    def _format_quantity(self, quantity):
        """Write a quantity in the paper's language, without needless zeros."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        text = float_repr(quantity or 0.0, digits)
        used = len(text.partition(".")[2].rstrip("0"))
        return formatLang(self.env, quantity or 0.0, digits=used)

    @api.model
    def _describe_plans(self, inspection):
        """Return by which plans, in which version, goods were inspected."""
        versions = {
            (check.plan_id, check.plan_version) for check in inspection.check_ids
        }
        return "; ".join(
            self.env._("%(plan)s, version %(version)s", plan=plan.name, version=number)
            for plan, number in sorted(versions, key=lambda v: (v[0].id, v[1]))
        )

    @api.model
    def _describe_goods(self, product, *texts):
        """Return what tells goods from others of their name."""
        variant = product.product_template_attribute_value_ids._get_combination_name()
        return ", ".join(text for text in (variant, *texts) if text)

    @api.model
    def _get_department_names(self, user):
        """Return the departments that a user belongs to, in the paper's language."""
        # Whoever reads the paper may know where it comes from.
        departments = self.env["order.department"].sudo()
        belongs = ["|", ("head_id", "=", user.id), ("member_ids.user_id", "=", user.id)]
        return ", ".join(departments.search(belongs).mapped("name"))

    @api.model
    def _get_terms(self, inspection):
        """Return the packing and marks that inspected goods are held against (H9.14).

        As the workshop signed for them, else as the order has them.
        """
        # What is inspected is no secret of who inspects it.
        inspection = inspection.sudo()
        production, order = inspection.production_id, inspection.sale_order_id
        return {
            "packing": production.order_packing or order.packing,
            "marks": production.order_marks or order.marks,
        }

    @api.model
    def _get_shipper(self, picking):
        """Return who ships a delivery: its responsible, else who validated it."""
        done = picking.move_ids.filtered(lambda move: move.state == "done")
        return picking.user_id or done[:1].write_uid

    @api.model
    def _get_stock_in_lines(self, production):
        """Return what a manufacturing order has put into stock, lot by lot (H1.11)."""
        # Where the goods are is no secret of who may print it.
        lines = production.sudo().move_finished_ids.move_line_ids
        return lines.filtered(
            lambda line: line.move_id.state == "done" and line._get_stock_in() > 0
        )

    @api.model
    def _get_stocked_quantity(self, production):
        """Return what entered stock of one manufacturing order's parts so far.

        In the product's unit; parts are what a partial output was split into.
        """
        # Partial outputs of others count too.
        parts = production.sudo().production_group_id.production_ids | production
        lines = self._get_stock_in_lines(parts)
        return sum(line._get_stock_in() for line in lines)

    @api.model
    def _get_inspections(self, production):
        """Return the judged inspections of goods that a production has made."""
        # Who signed stands on the papers.
        return (
            self.env["order.inspection"]
            .sudo()
            .search(
                [
                    ("production_group_id", "=", production.production_group_id.id),
                    ("kind", "=", "finished"),
                    ("state", "=", "judged"),
                ],
                order="id",
            )
        )

    @api.model
    def _get_requests(self, picking):
        """Return the shipping requests that a dispatch note was made from (H9.17)."""
        requests = self.env["order.shipping.request"].search(
            [("picking_ids", "in", picking.ids)]
        ) or self.env["order.shipping.request"].search(
            [
                # The shipper reads the number of the request, not the order.
                ("sale_order_id", "in", picking.sudo().sale_id.ids),
                ("state", "=", "released"),
            ]
        )
        if picking.state == "done":
            return requests
        # What waits leaves on none that was taken back, or has left already.
        open_ones = requests.filtered(lambda request: request.state == "released")
        return open_ones._filter_not_shipped()

    @api.model
    def _get_finished(self, order):
        """Return the finished quantity of each stocked line, in its unit (H9.16)."""
        # Sales reads how much is ready without a right to the warehouse's moves.
        lines = order.sudo().order_line.filtered(
            lambda line: line._is_stocked() and not line.is_downpayment
        )
        present = order.sudo()._get_present_quantities(lines)  # as above
        return [
            {
                "product": line.product_id,
                "unit": line.product_uom_id,
                "ordered": line.product_uom_qty,
                "finished": line._get_finished(present[line.id]),
            }
            for line in lines
        ]

    @api.model
    def _get_balance(self, order):
        """Return total, received and balance due in the order's currency (H9.16).

        And the day by which what may be paid after delivery is due, if any (H6.6),
        and at which level the customer is reminded.
        """
        due_day = order.sudo().payment_deadline  # printed for whoever may print it
        return {
            "deadline": due_day or order._get_payment_deadline(),
            "since": due_day or order.sudo().balance_due_date,
            "reminder": order.sudo()._get_reminder().name,
            "total": order.amount_total,
            "received": order._get_money()[order].received,
            "due": order._get_balance_due(),
        }

    @api.model
    def _get_confirmation(self, confirmation):
        """Return what was reviewed, as the confirmation's revision holds it (H9.6).

        The paper prints the revision and not the order, so that a paper never
        shows what was changed after it was sent.
        """
        # The customer's paper shows products and places, whoever prints it.
        confirmation = confirmation.with_context(active_test=False).sudo()
        snapshot = confirmation.revision_id.snapshot
        header = snapshot["header"]
        lines = [
            self._prepare_confirmation_line(confirmation, snapshot["lines"][key])
            for key in snapshot["sequence"]
        ]
        return {
            **header["destination"],
            "destination": self._get_destination(confirmation),
            "payment": self._format_plan(confirmation, header["price"]["plan"]),
            "export_terms": header["price"].get("export_terms"),
            "penalty_terms": header["price"].get("penalty_terms"),
            "quality_terms": header["destination"].get("quality_terms"),
            "incoterm": self._format_incoterm(confirmation, header["destination"]),
            "promised_date": fields.Date.to_date(header["dates"]["commitment_date"]),
            "finished_date": max(
                (line["finished_date"] for line in lines if line["finished_date"]),
                default=False,
            ),
            "lines": lines,
            "untaxed": sum(line["amount"] for line in lines),
            "total": sum(line["total"] for line in lines),
        }

    def _get_destination(self, confirmation):
        """Return the address that was signed; of one sent without it, as it is now."""
        now = confirmation._prepare_address(confirmation.revision_id)
        return confirmation.delivery_address or now["delivery_address"]

    def _prepare_confirmation_line(self, confirmation, line):
        goods, price, env = line["goods"], line["price"], confirmation.env
        product = env["product.product"].browse(goods["product_id"])
        quantity = float(goods["product_uom_qty"])
        taxes = env["account.tax"].browse([tax["id"] for tax in price["taxes"]])
        amounts = taxes.compute_all(
            float(price["price_unit"]) * (1 - float(price["discount"]) / 100),
            currency=confirmation.sale_order_id.currency_id,
            quantity=quantity,
            product=product,
            partner=confirmation.partner_id,
        )
        return {
            "code": product.default_code,
            "product": product.name,
            "specification": goods["specification"],
            "keeps_old_recipe": goods.get("keeps_old_recipe", False),
            "quantity": quantity,
            "unit": env["uom.uom"].browse(goods["product_uom_id"]).name,
            "price_unit": float(price["price_unit"]),
            "discount": float(price["discount"]),
            "amount": amounts["total_excluded"],
            "total": amounts["total_included"],
            "tolerance_over": float(goods["tolerance_over"]),
            "tolerance_under": float(goods["tolerance_under"]),
            "finished_date": fields.Date.to_date(line["dates"]["finished_date"]),
            "packing": line["destination"]["packing"],
        }

    def _format_incoterm(self, confirmation, destination):
        """Return the incoterm's code with its place, as `FOB Ningbo`."""
        incoterm = confirmation.env["account.incoterms"].browse(
            destination.get("incoterm", [])
        )
        place = destination.get("incoterm_location")
        return " ".join(filter(None, (incoterm.code, place)))

    def _format_plan(self, confirmation, plan):
        """Return the payment plan as one sentence in the paper's language."""
        env = confirmation.env
        kinds = dict(
            env["order.payment.plan.line"]._fields["kind"]._description_selection(env)
        )
        currency = confirmation.sale_order_id.currency_id
        parts = []
        for line in plan:
            share = f"{float(line['percent']):g}%"
            if line["amount_type"] == "amount":
                share = formatLang(env, float(line["amount"]), currency_obj=currency)
            text = f"{kinds[line['kind']]}: {share}"
            if line["days"]:
                text = env._(
                    "%(part)s within %(days)s days", part=text, days=line["days"]
                )
            parts.append(text)
        return "; ".join(parts)
