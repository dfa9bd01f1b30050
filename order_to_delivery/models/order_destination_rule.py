"""What a destination asks of what is sent there: packing, marks, papers (H3.5)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .order_carrier_offer import TRANSPORT_MODES

# Whose heads keep the rules; the deputy general manager does so, too.
KEEPERS = ("customer_service", "logistics", "deputy_general_manager")


class OrderDestinationRule(models.Model):
    """Rules for a customer, a country or a group of countries, by mode of transport.

    All that fit are followed. Of packing and marks the most specific rule speaks: the
    customer's before the country's, the country's before its group's, and one for the
    mode of transport before one for any. Notes and documents add up.
    """

    _name = "order.destination.rule"
    _description = "Destination Rule"
    _inherit = ["mail.thread"]
    _order = "partner_id, country_id, country_group_id, transport_mode, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        tracking=True,
        help="All contacts of the company count.",
    )
    country_id = fields.Many2one("res.country", tracking=True)
    country_group_id = fields.Many2one(
        "res.country.group", string="Countries", tracking=True
    )
    transport_mode = fields.Selection(
        TRANSPORT_MODES, tracking=True, help="Empty: whatever the transport."
    )
    packing = fields.Text(tracking=True)
    marks = fields.Text(string="Shipping Marks", tracking=True)
    note = fields.Text(
        string="Habits and Notes",
        tracking=True,
        help="What people there expect, and what must not be forgotten.",
    )
    document_ids = fields.One2many(
        "order.destination.document", "rule_id", string="Documents", copy=True
    )

    @api.depends("partner_id", "country_id", "country_group_id", "transport_mode")
    @api.depends_context("lang")
    def _compute_name(self):
        modes = dict(self._fields["transport_mode"]._description_selection(self.env))
        for rule in self:
            parts = [
                rule.partner_id.display_name,
                rule.country_id.name or rule.country_group_id.name,
                modes.get(rule.transport_mode),
            ]
            rule.name = ", ".join(filter(None, parts)) or self.env._("Anywhere")

    @api.depends("name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.name

    @api.model
    def _get_fitting(self, company, partner, destination, mode=False):
        """Return the rules for what goes to a place, the most specific first.

        :param partner: the customer
        :param destination: the address that the goods go to
        :param mode: by which transport, where that is known by now
        """
        country = destination.country_id or partner.country_id
        groups = country.country_group_ids
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", [False, partner.commercial_partner_id.id]),
                ("country_id", "in", [False, country.id]),
                ("country_group_id", "in", [False, *groups.ids]),
                ("transport_mode", "in", [False, mode]),
            ]
        )
        # What a destination asks for concerns whoever works on the order.
        rules = self.sudo().search(domain)
        return rules.sorted(lambda rule: rule._get_rank(), reverse=True)

    def _get_rank(self):
        return (
            bool(self.partner_id),
            bool(self.country_id),
            bool(self.country_group_id),
            bool(self.transport_mode),
            -self.id,
        )

    def _get_first(self, name):
        """Return what the most specific of these rules says, or False."""
        return next((rule[name] for rule in self if rule[name]), False)

    def _get_note(self):
        """Return the notes of these rules, the most specific first, as one text."""
        return "\n".join(rule.note for rule in self if rule.note)

    def _get_documents(self):
        """Return ``{kind: row}`` of what these rules ask for, the stricter of two."""
        documents = {}
        for row in self.document_ids.sorted(lambda row: not row.is_required):
            documents.setdefault(row.kind, row)
        return documents

    def _describe_documents(self):
        """Return the documents that these rules ask for, as people call them."""
        return ", ".join(
            row._get_kind_label() for row in self._get_documents().values()
        )

    # Whose rules they are

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._use_commercial_partner(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._use_commercial_partner(vals)
        return super().write(vals)

    def _use_commercial_partner(self, vals):
        if vals.get("partner_id"):
            partner = self.env["res.partner"].browse(vals["partner_id"])
            vals["partner_id"] = partner.commercial_partner_id.id

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation == "read" or not self or self.env.su:
            return result
        # Whose a rule is decides, not what the user may see of it.
        foreign = self - self.sudo()._filter_kept_by(self.env.user).sudo(False)
        if not foreign:
            return None

        def make_error():
            return AccessError(
                self.env._(
                    "Destination rules belong to the heads of Customer Service and "
                    "Logistics and to the deputy general manager: ask there."
                )
            )

        return foreign, make_error

    def _filter_kept_by(self, user):
        """Return the rules of companies where a user heads a keeping department."""
        departments = self.env["order.department"].search(
            [("kind", "in", KEEPERS), ("company_id", "in", self.company_id.ids)]
        )
        headed = {
            company
            for company, own in departments.grouped("company_id").items()
            if own._is_headed_by(user)
        }
        return self.filtered(lambda rule: rule.company_id in headed)
