from odoo import api, fields, models

from ..models.books.order_books import RULES


class OrderBookBreach(models.TransientModel):
    _name = "order.book.breach"
    _inherit = ["order.actor.mixin", "order.named.document.mixin"]
    _description = "Breach of the Books"
    _order = "id"
    _rec_name = "document"

    rule = fields.Selection(selection="_selection_rule", readonly=True)
    document = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    booked = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="What moved, was made, bought or shipped, in the product's unit; of "
        "prices, what was spent in the company's currency.",
    )
    signed = fields.Float(
        string="Signed for",
        digits="Product Unit",
        readonly=True,
        help="What was accepted, signed off, approved or released of it.",
    )
    over = fields.Float(string="Too Much", digits="Product Unit", readonly=True)

    @api.model
    def _selection_rule(self):
        return [(rule, self.env._(label)) for rule, label in RULES.items()]

    @api.model
    def action_check_books(self):
        """Open what moved beyond what was signed, in the user's companies.

        The reader's own rows: what he saw before is thrown away.

        :raise AccessError: for who does not answer for the whole
        """
        self._check_department("deputy_general_manager", "supervisor")
        # The books are read whole, and written down for the reader alone.
        breaches = self.sudo()
        breaches.search([("create_uid", "=", self.env.uid)]).unlink()
        found = breaches.env["order.books"]._get_breaches(self.env.companies)
        breaches.create([{**row, **self._name_document(row)} for row in found])
        action = breaches.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_book_breach_action_list"
        )
        return {**action, "domain": [("create_uid", "=", self.env.uid)]}

    def _name_document(self, row):
        """Return how the document of a row is called."""
        # Its name is told to whoever answers for the whole.
        record = self.env[row["res_model"]].sudo().browse(row["res_id"])
        return {"document": record.display_name}
