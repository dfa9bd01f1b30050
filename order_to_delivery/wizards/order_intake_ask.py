from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

TEMPLATE = "order_to_delivery.mail_template_intake_questions"


class OrderIntakeAsk(models.TransientModel):
    _name = "order.intake.ask"
    _description = "Ask a Customer for What Is Missing"

    sale_order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id")
    email = fields.Char(related="partner_id.email")
    way = fields.Selection(
        [("email", "E-Mail"), ("text", "Text to paste into a chat")],
        string="Sent as",
        required=True,
        default="email",
    )
    subject = fields.Char()
    body = fields.Html(string="Message to the Customer")
    text = fields.Text(compute="_compute_text", help="The same, to be copied.")

    @api.model
    def default_get(self, fields_list):
        """Write the message in the customer's language, for the user to change."""
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("sale_order_id"))
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if order and template:
            # Whoever takes orders may send it, though not change the template.
            template = template.sudo()
            for name, source in (("subject", "subject"), ("body", "body_html")):
                rendered = template._render_field(source, order.ids, compute_lang=True)
                values[name] = rendered[order.id]
        if order and not order.partner_id.email:
            values["way"] = "text"
        return {name: values[name] for name in values if name in fields_list}

    @api.depends("body")
    def _compute_text(self):
        for dialog in self:
            dialog.text = html2plaintext(dialog.body or "").strip()

    def action_ask(self):
        """Send the message, or note that it was passed on; it is kept at the order.

        :raise UserError: when there is no message, or no address to send it to
        """
        self.ensure_one()
        order = self.sale_order_id
        order._check_department("sales", "customer_service")
        order.check_access("write")
        if not self.text:
            raise UserError(self.env._("Write what the customer is asked."))
        if self.way == "email":
            self._send(order)
        else:
            order.message_post(
                body=self.env._("The customer was asked by chat or phone:")
                + Markup("<br/>")
                + Markup(self.body),
                subtype_xmlid="mail.mt_note",
            )
        order._note_asked()
        return {"type": "ir.actions.act_window_close"}

    def _send(self, order):
        if not self.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address: copy the text into a chat, or "
                    "add the address.",
                    customer=order.partner_id.display_name,
                )
            )
        order.message_post(
            body=Markup(self.body),
            subject=self.subject,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=order.partner_id.ids,
        )
