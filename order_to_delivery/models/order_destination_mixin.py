"""What the destination of an order asks for comes into the order as it is taken."""

from odoo import api, fields, models

from .order_shipping_document import DOCUMENTS_GATE

USER = "order_to_delivery.group_user"
# What the rules propose where nobody has typed anything.
PROPOSED = ("packing", "marks")


class OrderDestinationMixin(models.AbstractModel):
    _name = "order.destination.mixin"
    _description = "Order to a Destination with Rules"

    # Only so that the mixin stands alone: the order's own definition wins.
    partner_shipping_id = fields.Many2one("res.partner")

    destination_rule_ids = fields.Many2many(
        "order.destination.rule",
        string="Destination Rules",
        compute="_compute_destination",
        compute_sudo=True,
        groups=USER,
    )
    destination_note = fields.Text(
        string="Habits and Notes",
        compute="_compute_destination",
        compute_sudo=True,
        groups=USER,
    )
    destination_documents = fields.Char(
        string="Documents Required",
        compute="_compute_destination",
        compute_sudo=True,
        groups=USER,
    )

    @api.depends("company_id", "partner_id", "partner_shipping_id")
    @api.depends_context("lang")
    def _compute_destination(self):
        for order in self:
            rules = order._get_destination_rules()
            order.destination_rule_ids = rules
            order.destination_note = rules._get_note()
            order.destination_documents = rules._describe_documents()

    def _get_destination_rules(self):
        """Return the rules for where the order goes, the most specific first.

        Those of any transport only: by which it goes is planned with each shipment.
        """
        self.ensure_one()
        return self.env["order.destination.rule"]._get_fitting(
            self.company_id, self.partner_id, self.partner_shipping_id
        )

    @api.onchange("partner_id", "partner_shipping_id")
    def _onchange_destination(self):
        if self.use_order_to_delivery and self.partner_shipping_id:
            self._propose_destination_terms()

    def _propose_destination_terms(self):
        """Fill in packing and marks by the destination's rules, where none are typed.

        What the customer asked for is never overwritten (H3.2, H6.4).
        """
        for order in self.filtered(
            lambda order: not all(order[name] for name in PROPOSED)
        ):
            rules = order._get_destination_rules()
            values = {name: rules._get_first(name) for name in PROPOSED}
            order.update(
                {
                    name: value
                    for name, value in values.items()
                    if value and not order[name]
                }
            )

    def _settle_documents(self):
        """Settle the waivers that let goods leave before their documents (H3.5)."""
        for order in self:
            if not order.order_shipping_request_ids._get_missing_documents():
                self.env["order.gate.waiver"]._settle_paper(
                    order, DOCUMENTS_GATE, self.env._("the shipping documents")
                )
