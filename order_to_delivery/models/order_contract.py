from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class OrderContract(models.Model):
    _name = "order.contract"
    _description = "Sales Contract"
    _inherit = [
        "order.contract.terms.mixin",
        "order.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, tracking=True
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Signed Contract")
    valid_from = fields.Date(required=True, tracking=True)
    valid_to = fields.Date(tracking=True)
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line", "contract_id", string="Payment Plan"
    )
    is_valid = fields.Boolean(
        string="In Force", compute="_compute_is_valid", search="_search_is_valid"
    )
    note = fields.Text()

    _name_unique = models.Constraint(
        "UNIQUE(company_id, name)", "A contract's number is unique in the company."
    )
    _validity_in_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_to >= valid_from)",
        "A contract ends on the day that it starts, or later.",
    )

    @api.depends("valid_from", "valid_to", "state")
    def _compute_is_valid(self):
        for contract in self:
            company = contract.company_id or self.env.company
            contract.is_valid = contract._is_valid_on(company._get_local_day())

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._get_local_day()
        valid = (
            Domain("state", "=", "signed")
            & Domain("valid_from", "<=", today)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )
        return Domain.OR([valid if wanted else ~valid for wanted in value])

    def _filter_signed(self):
        return self.filtered(lambda contract: contract.state != "draft")

    def _get_signed_of(self, files):
        # What else lies at a contract is no part of what was signed.
        return self.search([(self._evidence_field, "in", files.ids)])._filter_signed()

    def _is_valid_on(self, day):
        """Tell whether the contract is signed, and in force on a day."""
        self.ensure_one()
        return bool(
            self.state == "signed"
            and self.valid_from
            and self.valid_from <= day
            and (not self.valid_to or day <= self.valid_to)
        )

    def _check_covers(self, order):
        """Refuse a contract of another customer, or one not in force today.

        :raise ValidationError: naming the contract and what does not fit
        """
        self.ensure_one()
        partner = order.partner_id.commercial_partner_id
        if self.partner_id.commercial_partner_id != partner:
            raise ValidationError(
                self.env._(
                    "Contract %(contract)s is with %(other)s and not with %(partner)s: "
                    "choose a contract of the order's customer.",
                    contract=self.name,
                    other=self.partner_id.display_name,
                    partner=partner.display_name,
                )
            )
        if self.state == "draft":
            raise ValidationError(
                self.env._(
                    "Contract %(contract)s is not signed yet: file it signed, or leave "
                    "it out of order %(order)s.",
                    contract=self.name,
                    order=order.name,
                )
            )
        if not self._is_valid_on(order.company_id._get_local_day()):
            raise ValidationError(
                self.env._(
                    "Contract %(contract)s is not in force today: extend it or leave "
                    "it out of order %(order)s.",
                    contract=self.name,
                    order=order.name,
                )
            )
