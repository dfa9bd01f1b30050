from odoo import fields, models
from odoo.exceptions import UserError


class OrderFeedbackLog(models.TransientModel):
    _name = "order.feedback.log"
    _description = "What the Customer Says of an Order"

    sale_order_id = fields.Many2one("sale.order", string="Order", required=True)
    # The values are those of the faces in the customer's mail.
    score = fields.Selection(
        [("5", "Content"), ("3", "So-So"), ("1", "Not Content")],
        string="The Customer Is",
        required=True,
    )
    words = fields.Text(
        string="In His Words",
        help="As he said it: what was good, what is to be better.",
    )

    def action_log(self):
        """Keep what the customer said, as if he had answered the mail (H4.3).

        :raise UserError: where something is not as he wants it, and not said what
        """
        self.ensure_one()
        order = self.sale_order_id
        order._check_department("customer_service", "sales")
        order.check_access("read")
        if self.score != "5" and not (self.words or "").strip():
            raise UserError(
                self.env._(
                    "%s: say in the customer's words what is to be better.", order.name
                )
            )
        # The department is checked above; a rating is nobody's to write otherwise.
        order = order.sudo()
        rating = order.env["rating.rating"].search(
            [("access_token", "=", order._rating_get_access_token())]
        )
        order.rating_apply(
            float(self.score),
            rating=rating,
            feedback=self.words,
            subtype_xmlid="mail.mt_note",
        )
        order.feedback_due_date = False
        return {"type": "ir.actions.act_window_close"}
