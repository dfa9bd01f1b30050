"""How a sample leaves the house, and how an order follows from it (H9.4).

Goods of the stock leave as on any order, priced at nothing, past the same gates; what
is no goods of the stock is handed over, and how is written down.
"""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class OrderSampleShippingMixin(models.AbstractModel):
    _name = "order.sample.shipping.mixin"
    _description = "Sample That Leaves the House"

    # Only so that the mixin stands alone: the sample's own definitions win.
    name = fields.Char()
    state = fields.Char()
    company_id = fields.Many2one("res.company")
    partner_id = fields.Many2one("res.partner")
    user_id = fields.Many2one("res.users")
    product_id = fields.Many2one("product.product")
    product_uom_id = fields.Many2one("uom.uom")
    quantity = fields.Float()
    description = fields.Text()
    sent_note = fields.Char(
        string="How It Was Sent",
        copy=False,
        help="Carrier and number, or who handed it over.",
    )
    shipping_order_id = fields.Many2one(
        "sale.order",
        string="Leaves on Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The order, priced at nothing, on which a sample of stocked goods leaves.",
    )
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sent_date = fields.Datetime(string="Sample Sent on", readonly=True, copy=False)
    order_id = fields.Many2one(
        "sale.order",
        string="Order That Followed",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    leaves_on_order = fields.Boolean(compute="_compute_leaves_on_order")

    @api.depends("product_id.type")
    def _compute_leaves_on_order(self):
        for sample in self:
            sample.leaves_on_order = sample.product_id.type == "consu"

    def action_ship_by_order(self):
        """Take the sample down as an order at no price, on which its goods leave.

        :raise AccessError: unless the user acts for Sales or Customer Service
        :raise UserError: where no goods of the stock leave, or they have their order
        """
        self.ensure_one()
        self._check_department("sales", "customer_service")
        self._check_state(("requested", "made"))
        if not self.leaves_on_order:
            raise UserError(
                self.env._(
                    "%(sample)s: no product of the stock leaves with it. Write down "
                    "how it is sent.",
                    sample=self.display_name,
                )
            )
        order = self.sudo().shipping_order_id  # whose order it is is no secret
        if order and order.state != "cancel":
            raise UserError(
                self.env._(
                    "%(sample)s leaves on order %(order)s already.",
                    sample=self.display_name,
                    order=order.name,
                )
            )
        order = self._create_order(discount=100.0)
        self.sudo().shipping_order_id = order  # protected against everybody
        return order._get_records_action()

    def action_send(self):
        """Note that the sample is on its way, and have Sales ask the customer.

        :raise AccessError: unless the user acts for Customer Service
        :raise UserError: as long as its goods have not left on their order, or nobody
            wrote down how it was sent
        """
        self._check_department("customer_service")
        self._check_state(("made",))
        self.filtered(lambda s: not s.leaves_on_order)._check_written("sent_note")
        self.filtered("leaves_on_order")._check_has_left()
        for sample in self:
            sample._set_state(
                "sent",
                ("made",),
                sent_by_id=self.env.uid,
                sent_date=fields.Datetime.now(),
            )
            sample._ask(
                "sales",
                lambda s: s.env._("Ask whether the customer approves %s", s.name),
            )
        return True

    def action_order(self):
        """Take a new order by the approved sample (H9.4).

        :raise AccessError: unless the user acts for Sales or Customer Service
        :raise UserError: when the sample is not approved, or there is no product yet
        """
        self.ensure_one()
        self._check_department("sales", "customer_service")
        self._check_state(("approved",))
        if not self.product_id:
            raise UserError(
                self.env._(
                    "%(sample)s: have the product created, and name it here first.",
                    sample=self.display_name,
                )
            )
        order = self._create_order()
        self._set_state("ordered", ("approved",), order_id=order.id)
        return order._get_records_action()

    def action_view_orders(self):
        """Open the orders of the sample: whence it came, how it left, what followed."""
        self.check_access("read")
        orders = self.sale_order_id | self.shipping_order_id | self.order_id
        return orders._get_records_action(name=self.env._("Orders of the Sample"))

    def _check_has_left(self):
        """Refuse to call sent what has not left on its order."""
        waiting = self.filtered(lambda sample: not sample._has_left())
        if waiting:
            raise UserError(
                self.env._(
                    "%(samples)s: goods leave on an order only. Press Ship by Order, "
                    "and have that order delivered; nothing is charged for it.",
                    samples=", ".join(waiting.mapped("display_name")),
                )
            )

    def _has_left(self):
        order = self.sudo().shipping_order_id  # what was delivered is no secret
        lines = order.order_line.filtered(
            lambda line: line.product_id == self.product_id
        )
        return bool(lines) and all(
            line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) >= 0
            for line in lines
        )

    def _create_order(self, **line_values):
        """Take an order for the customer of a sample, as whoever presses it."""
        return self.env["sale.order"].create(self._prepare_order(line_values))

    def _prepare_order(self, line_values):
        line = {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "change_kind": "new",
            **line_values,
        }
        if self.product_uom_id:
            line["product_uom_id"] = self.product_uom_id.id
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": self.user_id.id or self.env.uid,
            "origin": self.name,
            "intake_words": self.description,
            "order_line": [Command.create(line)],
        }
