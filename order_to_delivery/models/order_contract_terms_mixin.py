"""What a contract agrees besides its payment plan, and who signed it when (H7.2)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# The terms that an order takes from its contract: {of the contract: of the order}.
CONTRACT_TERMS = {
    "incoterm_id": "incoterm",
    "incoterm_location": "incoterm_location",
    "export_terms": "export_terms",
    "quality_terms": "quality_terms",
    "penalty_terms": "penalty_terms",
}
# What was signed; an end that is agreed later is written on it and tracked.
SIGNED_FIELDS = frozenset(
    {
        "name",
        "company_id",
        "partner_id",
        "valid_from",
        "signed_by",
        "signed_date",
        "attachment_ids",
        "payment_plan_line_ids",
        *CONTRACT_TERMS,
    }
)
# Calendar days before its end from when on it is told.
TOLD_BEFORE = 30


class OrderContractTermsMixin(models.AbstractModel):
    _name = "order.contract.terms.mixin"
    _inherit = ["order.deadline.mixin", "order.document.mixin"]
    _description = "Terms and Signature of a Contract"
    _protected_fields = frozenset({"state", "filed_by_id"})

    incoterm_id = fields.Many2one("account.incoterms")
    incoterm_location = fields.Char()
    export_terms = fields.Char(string="Export Payment Terms")
    quality_terms = fields.Text(help="What the goods have to meet, and who tests it.")
    penalty_terms = fields.Text(
        help="What is owed when goods come late, or are not as agreed."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("ended", "Ended")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    signed_by = fields.Char(
        string="Signed by the Customer",
        copy=False,
        tracking=True,
        help="The name as it stands on the paper.",
    )
    signed_date = fields.Date(string="Signed on", copy=False, tracking=True)
    filed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    def write(self, vals):
        if SIGNED_FIELDS & vals.keys():
            self._check_not_signed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        """Keep what the customer has signed: orders point to it."""
        signed = self.filtered(lambda contract: contract.state != "draft")
        if signed:
            raise UserError(
                self.env._(
                    "Contract %(contract)s was signed and is kept: end it instead.",
                    contract=signed[0].name,
                )
            )

    def action_sign(self):
        """Put the contract that the customer signed in force (H7.2).

        :raise UserError: saying all that is missing
        """
        self._check_department("sales", "customer_service")
        for contract in self:
            contract._check_papers_signed()
        self._keep_files()
        self._set_state("signed", ("draft",), filed_by_id=self.env.user.id)
        return True

    def action_end(self):
        """End the contract before its time; orders under it stay as they are."""
        self._check_department("sales", "customer_service")
        self._set_state("ended", ("signed",))
        return True

    def action_take_back(self):
        """Take a signed contract back to correct it, while no order goes by it."""
        self._check_department("sales", "customer_service")
        for contract in self:
            # Orders of others count, too.
            orders = contract.env["sale.order"].sudo()
            used = orders.search([("order_contract_id", "=", contract.id)], limit=1)
            if used:
                raise UserError(
                    self.env._(
                        "Contract %(contract)s stays as it was signed: order %(order)s "
                        "goes by it. End it, and make a new one.",
                        contract=contract.name,
                        order=used.name,
                    )
                )
        self._set_state("draft", ("signed",), filed_by_id=False)
        return True

    def _check_papers_signed(self):
        """Refuse to sign without the paper, and without who signed it when."""
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("signed_by", "signed_date", "attachment_ids")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Contract %(contract)s is not signed yet, as far as is written "
                    "here. Fill in: %(missing)s.",
                    contract=self.name,
                    missing=", ".join(missing),
                )
            )

    def _check_not_signed(self):
        """Refuse to change what the customer has signed.

        :raise UserError: naming the contract
        """
        signed = self.filtered(lambda contract: contract.state != "draft")
        if signed and not self.env.su:
            raise UserError(
                self.env._(
                    "Contract %(contract)s is signed: what it says does not change. "
                    "Correct it while no order goes by it, or make a new one.",
                    contract=signed[0].name,
                )
            )

    def _prepare_order_terms(self):
        """Return the terms that an order under the contract starts with."""
        self.ensure_one()
        return {
            own: self._fields[name].convert_to_write(self[name], self)
            for name, own in CONTRACT_TERMS.items()
            if self[name]
        }

    # That it ends is told

    def _get_due_domain(self, today):
        return [
            ("state", "=", "signed"),
            ("valid_to", ">=", today),
            ("valid_to", "<=", today + timedelta(TOLD_BEFORE)),
        ]

    def _get_notices(self):
        if self.state != "signed" or not self.valid_to:
            return []
        day = self.valid_to - timedelta(TOLD_BEFORE)
        # What was signed later than that is told on the day of its start.
        return [("contract_ending", max(day, self.valid_from), self._get_clerk())]

    def _get_clerk(self):
        """Return who is told: the customer's salesperson, else the head of Sales."""
        department = self.env["order.department"].search(
            [("kind", "=", "sales"), ("company_id", "=", self.company_id.id)], limit=1
        )
        seller = self.partner_id.commercial_partner_id.user_id
        if not seller and department:
            seller = department._resolve_person(self.env["res.users"])[0]
        return seller or self.create_uid

    def _get_notice_order(self):
        return self.env["sale.order"]
