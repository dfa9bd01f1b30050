"""Who may say who signs for a customer that was asked before, and where (H9.6)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..order_department_kind import group_of

# What decides to whom the code goes by which a confirmation is signed. Odoo lets a
# stored field that follows from others be written for itself, too.
SIGNATORY_FIELDS = (
    "is_order_signatory",
    "email",
    "email_normalized",
    "parent_id",
    "active",
)
# What decides to which customer a contact belongs, with all that stand beneath it.
CUSTOMER_FIELDS = frozenset({"parent_id", "is_company", "commercial_partner_id"})
MANAGER = "order_to_delivery.group_manager"


class OrderSignatoryGuardMixin(models.AbstractModel):
    _name = "order.signatory.guard.mixin"
    _description = "Contact That Signs for a Customer"

    signatory_changed_by_id = fields.Many2one(
        "res.users",
        string="Signatory Changed by",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="Who last changed who signs for a customer that was asked before, or "
        "where: until somebody else has sent a confirmation there, nothing is signed "
        "by it.",
    )

    def _get_signatory_names(self, vals):
        """Return which of the values may decide anew who signs, or where."""
        return [name for name in SIGNATORY_FIELDS if name in vals]

    def _get_signatory_changes(self, vals):
        """Return the contacts for which these values are others than before."""
        names = self._get_signatory_names(vals)
        return self.filtered(
            lambda partner: any(
                partner._fields[name].convert_to_cache(vals[name], partner)
                != partner._fields[name].convert_to_cache(partner[name], partner)
                for name in names
            )
        )

    def _get_customers_beneath(self, vals):
        """Return ``{contact: customer}`` of whom these values may give another one."""
        if not CUSTOMER_FIELDS & vals.keys():
            return {}
        # Archived ones move along, too, and those of other companies.
        contacts = self.sudo().with_context(active_test=False)
        beneath = contacts.search([("id", "child_of", self.ids)])
        return {partner: partner.commercial_partner_id for partner in beneath}

    @api.model
    def _check_moved(self, customers):
        """Refuse to give signatories another customer.

        :param customers: ``{contact: customer}`` as it was before
        :raise AccessError: naming the contacts, and who may
        """
        moved = [
            partner.id
            for partner, customer in customers.items()
            if partner.commercial_partner_id != customer
        ]
        # Who comes to a customer signs for it from now on.
        self.browse(moved)._check_signatory_change(["parent_id"])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signatory(self):
        self._check_signatory_change(["active"])

    def _check_signatory_change(self, names):
        """Refuse to change who signs for a customer that was asked to sign before.

        :param names: the names of the fields that change
        :raise AccessError: naming the contacts, and who may
        """
        if not self or self._may_change_signatories():
            return
        # Whoever edits a contact may not see the orders and confirmations.
        guarded = self.sudo()._filter_signatories(names)
        if guarded:
            raise AccessError(
                self.env._(
                    "%(contacts)s signs order confirmations: who signs for a customer "
                    "that was asked before, and his e-mail address, are changed by "
                    "Customer Service, the head of Sales or the Order to Delivery "
                    "Manager.",
                    contacts=", ".join(guarded.mapped("display_name")),
                )
            )

    def _note_signatory_change(self, names):
        """Note who changed who signs, or where, for a second person to send to it.

        :param names: the names of the fields that changed
        """
        # In the portal everybody changes his own address, and proves it by his login.
        user = self.env.user
        if self and not user.share and not user._is_superuser():
            # Whoever edits a contact may not see the orders and confirmations.
            guarded = self.sudo()._filter_signatories(names)
            guarded.signatory_changed_by_id = user

    def _may_change_signatories(self):
        user = self.env.user
        if user.share:
            # In the portal everybody keeps his own address, and nobody else's.
            return self == user.partner_id
        # What runs as superuser for a user of the company is no proof that he may.
        return (
            user._is_superuser()
            or user.has_group(MANAGER)
            or user.has_group(group_of("customer_service"))
            or self._is_head_of_sales(user)
        )

    def _is_head_of_sales(self, user):
        # Who heads a department is no secret.
        departments = self.env["order.department"].sudo()
        return bool(
            departments.search_count(
                [("kind", "=", "sales"), ("head_id", "=", user.id)], limit=1
            )
        )

    def _get_unregistered_signers(self):
        """Return those that sign, or were asked to, and have no login yet."""
        # Whoever asks need not see orders and confirmations.
        contacts = self.sudo().filtered(lambda partner: not partner.user_ids)
        asked = contacts._get_asked_contacts() if contacts else contacts
        return contacts.filtered(
            lambda partner: partner.is_order_signatory or partner in asked
        )

    def _filter_signatories(self, names):
        """Return those that sign, or would, for a customer that was asked before."""
        asked = self._get_asked_contacts()
        customers = asked.commercial_partner_id
        designates = "is_order_signatory" in names
        return self.filtered(
            lambda partner: (
                partner in asked
                or (
                    (designates or partner.is_order_signatory)
                    and partner.commercial_partner_id in customers
                )
            )
        )

    def _get_asked_contacts(self):
        """Return the contacts, of the same customers, that were asked to sign."""
        confirmations = self.env["order.confirmation"]
        customers = self.commercial_partner_id
        by_signatory = confirmations._read_group(
            [("signatory_id.commercial_partner_id", "in", customers.ids)],
            ["signatory_id"],
        )
        by_order = self.env["sale.order"]._read_group(
            [
                ("partner_id.commercial_partner_id", "in", customers.ids),
                ("order_confirmation_ids", "any", [("signatory_id", "=", False)]),
            ],
            ["partner_id"],
        )
        asked = [partner for (partner,) in (*by_signatory, *by_order)]
        return self.browse().union(*asked)
