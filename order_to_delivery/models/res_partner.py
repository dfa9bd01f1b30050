from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .order_money_mixin import MONEY_GROUPS

# Deliveries of the last twelve months, on time where they came by the day that the
# vendor promised first: a day that he moved later is not kept by moving it. Core's
# own rate forgets the first day, and counts what is not due yet as late.
ON_TIME = """
    SELECT vendor.commercial_partner_id, count(*),
           count(*) FILTER (WHERE (move.date AT TIME ZONE 'UTC' AT TIME ZONE zone.name
                                  )::date <= COALESCE(first.new_date,
               (line.date_planned AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date))
      FROM res_partner vendor
      JOIN purchase_order purchase ON purchase.partner_id = vendor.id
      JOIN res_company company ON company.id = purchase.company_id
      JOIN res_partner home ON home.id = company.partner_id
 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
CROSS JOIN LATERAL (SELECT COALESCE(calendar.tz, home.tz, 'UTC') AS name) zone
      JOIN purchase_order_line line ON line.order_id = purchase.id
      JOIN stock_move move ON move.purchase_line_id = line.id
      JOIN stock_location source ON source.id = move.location_id
 LEFT JOIN LATERAL (
           SELECT new_date FROM order_vendor_promise promise
            WHERE promise.purchase_line_id = line.id
         ORDER BY promise.id LIMIT 1) first ON TRUE
     WHERE vendor.commercial_partner_id IN %(vendors)s
       AND purchase.company_id IN %(companies)s
       AND company.use_order_to_delivery
       AND move.state = 'done' AND move.quantity > 0 AND source.usage = 'supplier'
       AND move.date >= %(since)s
  GROUP BY vendor.commercial_partner_id
"""
WORKED_OUT_BY = (
    "sales",
    "customer_service",
    "marketing_director",
    "deputy_general_manager",
)
BUYERS = (
    "order_to_delivery.group_purchasing,order_to_delivery.group_material_control,"
    "order_to_delivery.group_deputy_general_manager"
)


class ResPartner(models.Model):
    _inherit = ["res.partner", "order.address.mixin", "order.signatory.guard.mixin"]

    customer_grade_id = fields.Many2one(
        "customer.grade",
        company_dependent=True,
        # Odoo asks for each value of such a field whether its record is still there:
        # whoever reads a partner for something else does not pay for that.
        prefetch=False,
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="Changes only by an approved grade change. No grade is the strictest.",
    )
    is_order_signatory = fields.Boolean(
        string="Signs Order Confirmations",
        tracking=True,
        help="The designated signatory of the customer. Once the customer was asked to "
        "sign, it is changed by Customer Service, the head of Sales or the manager.",
    )

    customer_grade_change_ids = fields.One2many(
        "customer.grade.change",
        "partner_id",
        groups="order_to_delivery.group_user",
    )

    is_order_held = fields.Boolean(
        string="Held for New Releases",
        compute="_compute_is_order_held",
        search="_search_is_order_held",
        groups="order_to_delivery.group_user",
        help="Lost payments for goods that have left are not back yet.",
    )
    order_recovery_count = fields.Integer(
        string="Recovery Cases", compute="_compute_recoveries", groups=MONEY_GROUPS
    )

    vendor_delivery_count = fields.Integer(
        string="Deliveries", compute="_compute_vendor_on_time", groups=BUYERS
    )
    vendor_on_time_percent = fields.Float(
        string="On Time",
        compute="_compute_vendor_on_time",
        digits=(5, 1),
        groups=BUYERS,
        help="Of the deliveries in the last twelve months, those that came by the day "
        "that the vendor promised first.",
    )

    def _get_recoveries(self, *terms):
        """Return the recovery cases of customers in the companies chosen."""
        return self.env["order.recovery.case"].search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "in", self.env.companies.ids),
                *terms,
            ]
        )

    def _compute_is_order_held(self):
        """Tell which customers get nothing new released (H1.14)."""
        # That a customer is held is no secret of those who handle his orders.
        held = self.sudo()._get_recoveries(("state", "=", "open")).partner_id
        for partner in self:
            partner.is_order_held = partner.commercial_partner_id in held

    def _search_is_order_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As above.
        cases = self.env["order.recovery.case"].sudo()
        held = cases.search(
            [("state", "=", "open"), ("company_id", "in", self.env.companies.ids)]
        ).partner_id
        domain = Domain("commercial_partner_id", "in", held.ids)
        return Domain.OR([domain if wanted else ~domain for wanted in value])

    def _compute_recoveries(self):
        cases = self._get_recoveries().grouped("partner_id")
        for partner in self:
            own = cases.get(partner.commercial_partner_id, ())
            partner.order_recovery_count = len(own)

    def action_view_recoveries(self):
        """Open the recovery cases of the customer."""
        self.ensure_one()
        self.check_access("read")
        return self._get_recoveries()._get_action_open()

    def _compute_vendor_on_time(self):
        """Tell how often vendors came by the day that they promised (H1.7)."""
        vendors = self.commercial_partner_id
        figures = {}
        if vendors.ids:
            for name in ("purchase.order", "purchase.order.line", "stock.move"):
                self.env[name].flush_model()
            self.env["order.vendor.promise"].flush_model()
            rows = self.env.execute_query(
                SQL(
                    ON_TIME,
                    vendors=tuple(vendors.ids),
                    companies=tuple(self.env.companies.ids),
                    since=fields.Datetime.subtract(fields.Datetime.now(), years=1),
                )
            )
            figures = {vendor: (count, kept) for vendor, count, kept in rows}
        for partner in self:
            count, kept = figures.get(partner.commercial_partner_id.id, (0, 0))
            partner.vendor_delivery_count = count
            partner.vendor_on_time_percent = 100.0 * kept / count if count else 0.0

    def action_view_vendor_deliveries(self):
        """Open the vendor's deliveries: kept, late, rejected (H1.7)."""
        self.ensure_one()
        self.check_access("read")
        # Which action it is is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.order_vendor_delivery_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"search_default_last_year": 1},
        }

    def _get_customer_grade(self, company):
        """Return the grade by which a company trades with the partner, or none.

        The commercial partner carries it. A customer that was graded and then put
        under another one keeps its own, so that the move opens no gate.
        """
        self.ensure_one()
        # Which grade a customer has is no secret of the one who takes the order.
        partner = self.sudo().with_company(company)
        return (
            partner.customer_grade_id or partner.commercial_partner_id.customer_grade_id
        )

    def action_propose_grade_change(self):
        """Open the proposal of a new grade for the customer."""
        self.ensure_one()
        partner = self.commercial_partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Grade Change"),
            "res_model": "customer.grade.change",
            "view_mode": "form",
            "context": {"default_partner_id": partner.id},
        }

    def action_work_out_grade(self):
        """Work out from the record which grade the customer has earned (H9.21).

        :raise UserError: where the company's grades ask for no figures
        """
        self.ensure_one()
        changes = self.env["customer.grade.change"]
        changes._check_department(*WORKED_OUT_BY)
        return changes._work_out_now(self.env.company, self.commercial_partner_id)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # What is not given may be a default, of the user's or of the request's own.
        is_default = self.default_get(["is_order_signatory"])
        if any({**is_default, **vals}.get("is_order_signatory") for vals in vals_list):
            designated = partners.filtered("is_order_signatory")
            designated._check_signatory_change(["is_order_signatory"])
            designated._note_signatory_change(["is_order_signatory"])
        return partners

    def write(self, vals):
        names = self._get_signatory_names(vals)
        changing = self._get_signatory_changes(vals) if names else self.browse()
        changing._check_signatory_change(names)
        customers = self._get_customers_beneath(vals)
        result = super().write(vals)
        self._check_moved(customers)
        self._check_held_stay(customers)
        changing._note_signatory_change(names)
        return result

    def _filter_held(self):
        """Return the customers who are held, in whichever company."""
        # Whoever edits contacts may not see the cases, nor the other companies'.
        cases = self.env["order.recovery.case"].sudo()
        held = [("state", "=", "open"), ("partner_id", "in", self.ids)]
        return self & cases.search(held).partner_id if self else self

    @api.model
    def _check_held_stay(self, customers):
        """Refuse to take contacts out of a customer who is held (H1.14).

        :param customers: ``{contact: customer}`` as it was before
        :raise UserError: naming the contact and who may mend it
        """
        moved = {
            partner: customer
            for partner, customer in customers.items()
            if partner.commercial_partner_id != customer
        }
        held = self.union(*moved.values())._filter_held()
        for partner, customer in moved.items():
            if customer in held:
                raise UserError(
                    self.env._(
                        "%(contact)s stays with %(customer)s while a payment is to be "
                        "recovered there. Ask Finance.",
                        contact=partner.display_name,
                        customer=customer.display_name,
                    )
                )

    def signup_get_auth_param(self):
        """Hand nobody the way to a login of who signs for a customer.

        Where customers may sign up freely, core gives it to each employee, and puts it
        into links that others read. Who signs is invited by e-mail, or has a code sent.
        """
        return super(
            ResPartner, self - self._get_unregistered_signers()
        ).signup_get_auth_param()

    @api.model
    def _has_field_access(self, field, operation):
        # A grade opens gates, so nothing but its approved change writes it; who changed
        # who signs is noted by that change alone.
        if (
            operation == "write"
            and not self.env.su
            and field.name in ("customer_grade_id", "signatory_changed_by_id")
        ):
            return False
        return super()._has_field_access(field, operation)
