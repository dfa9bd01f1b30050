from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_line_content_mixin import LINE_LOCKED_FIELDS
from .order_whole_read_mixin import READ_WHOLE

# Written by their own steps alone.
PROTECTED_FIELDS = frozenset(
    {"line_key", "finished_date", "kit_needs", "proposed_change_kind"}
)
# A discount shared out over many lines is rounded on each of them.
ROUNDED_TIMES = 10


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "sale.order.line",
        "order.line.content.mixin",
        "order.old.recipe.mixin",
        "order.standards.mixin",
        "order.priced.line.mixin",
        "order.change.line.mixin",
        "order.supply.line.mixin",
        "order.accepted.surplus.mixin",
    ]

    line_key = fields.Char(
        readonly=True, copy=False, help="Stays the same through all revisions."
    )
    supply_kind = fields.Selection(
        [("make", "Make"), ("stock", "From stock"), ("buy", "Buy"), ("none", "None")],
        string="Supply",
        help="Empty: decided by the product.",
    )
    change_kind = fields.Selection(
        [
            ("standard", "As before"),
            ("changed", "Changed product"),
            ("new", "New product"),
        ],
        string="Product Is",
    )
    tolerance_over = fields.Float(string="Over (%)", help="Allowed over-delivery.")
    tolerance_under = fields.Float(string="Under (%)", help="Allowed under-delivery.")
    finished_date = fields.Date(readonly=True, copy=False)
    specification = fields.Text()
    packing = fields.Char()
    kit_needs = fields.Json(
        readonly=True,
        copy=False,
        help="What one unit takes of each component, as the order was signed.",
    )

    # What a customer bought last is found without reading what else was sold.
    _last_deals = models.Index("(order_partner_id, product_id) WHERE state = 'sale'")

    @api.model
    def _has_field_access(self, field, operation):
        is_protected = field.name in PROTECTED_FIELDS
        if is_protected and operation == "write" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # What a step reads at once needs no second query for what it found.
        if names := self.env.context.get(READ_WHOLE):
            field_names = None if names is True else [*(field_names or ()), *names]
        return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model
    def _find_confirmed(self, term):
        """Return a line of a confirmed order that gates govern, or none.

        :param term: of a domain, which the line fits
        """
        governed = [
            ("order_id.state", "=", "sale"),
            ("order_id.order_to_delivery_exempt", "=", False),
            ("company_id.use_order_to_delivery", "=", True),
        ]
        return self.search([term, *governed], limit=1)

    # The lock on content

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._note_typist(vals) for vals in vals_list]
        lines = super().create(vals_list)
        for line, vals in zip(lines, vals_list, strict=True):
            # Browsers send the ties of a new line too, empty.
            names = {name for name, value in vals.items() if value != []}
            line.order_id._check_nothing_computed(names | line._get_given_ties())
        lines._check_company_of_order()
        lines._check_no_locked_content()
        return lines

    def write(self, vals):
        vals = self._note_typist(vals)
        additions = self.browse()
        self.order_id._check_nothing_computed(vals.keys())
        if LINE_LOCKED_FIELDS & vals.keys():
            additions = self._check_locked_write(vals)
        result = super().write(vals)
        if "company_id" in vals:
            self._check_company_of_order()
        additions._check_no_locked_content()
        return result

    def _get_given_ties(self):
        """Return what a new line was given by a default, of the user's or a request."""
        # Ties to invoices are looked up for whoever writes the line.
        return {"invoice_lines"} if self.sudo().invoice_lines else set()

    def _check_company_of_order(self):
        """Refuse a line of another company than its order's, whose rules it escapes.

        :raise UserError: naming the order
        """
        for line in self:
            if line.order_id._filter_gated() and line.company_id != (
                line.order_id.company_id
            ):
                raise UserError(
                    self.env._(
                        "%s: its lines belong to the company of the order.",
                        line.order_id.display_name,
                    )
                )

    # The price

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """Let a total follow from the price: nothing that is written by hand lowers it.

        Odoo keeps rounded totals of discounts beside the price, and lets everybody
        write them on any line; more than some rounding is no rounding (H9.15).
        """
        base_line = super()._prepare_base_line_for_taxes_computation(**kwargs)
        if not self.extra_tax_data or not self.order_id._filter_gated():
            return base_line
        plain = super()._prepare_base_line_for_taxes_computation(
            **{**kwargs, "extra_tax_data": None}
        )
        currency = base_line["currency_id"]
        totals = [self._get_line_total(line) for line in (base_line, plain)]
        limit = ROUNDED_TIMES * min(currency.rounding, 1.0)
        return base_line if abs(totals[0] - totals[1]) <= limit else plain

    def _get_line_total(self, base_line):
        """Return what a line comes to with its taxes, in the order's currency."""
        base_line = dict(base_line)
        company = self.order_id.company_id or self.env.company
        taxes = self.env["account.tax"]
        taxes._add_tax_details_in_base_line(base_line, company)
        taxes._round_base_lines_tax_details([base_line], company)
        return base_line["tax_details"]["total_included_currency"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_content(self):
        self._check_no_locked_content()

    def _prepare_standards(self):
        return {"default_sale_order_id": self.order_id.id, "default_line_id": self.id}

    @api.constrains(
        "price_unit",
        "product_uom_qty",
        "discount",
        "tax_ids",
        "product_uom_id",
        "product_id",
    )
    def _note_due(self):
        """Note that lines of confirmed orders change what is due."""
        watch = self.env["order.money.watch"]
        lines = watch._filter_watched(self).filtered(lambda line: line.state == "sale")
        watch._note(orders=lines.order_id)

    # What was held

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Launch the supply that may start; the rest waits, and no one is refused."""
        due = self._filter_supply_due()
        if not due:
            return True
        launch = super(SaleOrderLine, due)._action_launch_stock_rule
        if not due.order_id._filter_gated():
            return launch(previous_product_uom_qty=previous_product_uom_qty)
        # Core itself looks for kits whatever its user may read.
        bills = self.env["mrp.bom"].sudo()
        with bills._finding_kits_ahead(due):
            result = launch(previous_product_uom_qty=previous_product_uom_qty)
        # Bought for the order by its line's choice, whatever its product's routes.
        bought = due.filtered(lambda line: line.supply_kind == "buy")
        # Machines ask for material, in the name of whoever moves the order on.
        bought.sudo().order_id._require_materials()
        due.order_id.filtered("is_urgent")._pass_on_urgency()
        return result

    def _purchase_service_generation(self):
        """Buy the services that may be bought; the rest waits for the deposit."""
        # Core lets nothing but services be bought with their line: it need not look
        # whether goods are.
        services = self.filtered(lambda line: line.product_id.type == "service")
        bought = services.filtered("product_id.service_to_purchase")
        held = bought - bought._filter_supply_due()
        generate = super(SaleOrderLine, services - held)._purchase_service_generation
        generated = generate()
        for lines in generated.values():
            # Machines ask for what is bought, as they make its purchase order.
            lines.filtered(
                lambda line: line._get_customer_orders()
            )._ask_requisition_for_lines(self.env.user)
        return generated

    def _prepare_qty_delivered(self):
        stocked = self.filtered(lambda line: line.qty_delivered_method == "stock_move")
        with self.env["mrp.bom"]._finding_kits_ahead(stocked):
            return super()._prepare_qty_delivered()

    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        # What is over within tolerance is invoiced as the customer has accepted it,
        # whatever the product's policy (H9.10).
        over = self._filter_surplus()
        for line, quantity in (over and over._get_accepted() or {}).items():
            line.qty_to_invoice = quantity - line.qty_invoiced
        return result

    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for line in self._filter_surplus():
            unit = line.product_uom_id
            is_settled = unit.compare(line.qty_invoiced, line.qty_delivered) >= 0
            if line.invoice_status == "upselling" and is_settled:
                line.invoice_status = "invoiced"
        return result

    # The deposit on a balance invoice

    def _prepare_invoice_line(self, **optional_values):
        """Charge a deposit again that was taken off, as its invoice fell away (H9.15).

        Core takes each deposit off that is not even, in whichever direction it is: one
        whose invoice was cancelled or credited later would be taken off twice.
        """
        is_taken_off = self.is_downpayment and optional_values.get("quantity") == -1.0
        if is_taken_off and self.qty_to_invoice > 0 and self.order_id._filter_gated():
            optional_values |= self._prepare_deposit_to_charge()
        return super()._prepare_invoice_line(**optional_values)

    def _prepare_deposit_to_charge(self):
        """Return as it was taken off; the line itself may have lost its price since."""
        taken = self.invoice_lines.filtered(
            lambda line: line.parent_state != "cancel" and line.balance > 0
        )[-1:]
        data = self.env["account.tax"]._reverse_quantity_base_line_extra_tax_data(
            taken.extra_tax_data
        )
        return {
            "quantity": self.qty_to_invoice,
            "price_unit": taken.price_unit,
            "extra_tax_data": data,
        }
