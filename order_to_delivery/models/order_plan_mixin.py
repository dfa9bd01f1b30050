"""The grade and the payment plan that an order starts with."""

from odoo import api, models

# What decides which payment plan an order starts with.
PLAN_ORIGINS = frozenset({"partner_id", "order_contract_id", "company_id"})


class OrderPlanMixin(models.AbstractModel):
    _name = "order.plan.mixin"
    _description = "Payment Plan of an Order"

    @api.constrains("order_contract_id", "partner_id")
    def _check_order_contract(self):
        for order in self.filtered("order_contract_id"):
            # The contract is judged the same, whoever takes the order.
            order.order_contract_id.sudo()._check_covers(order)

    def _prepare_contract_of_copy(self):
        """Return the contract for a copy: one in force today that the user may see."""
        self.ensure_one()
        field = self._fields["order_contract_id"]
        if not self._has_field_access(field, "read"):
            return {}
        contract = self.order_contract_id.sudo()  # as in the check above
        today = self.company_id._get_local_day()
        if not contract or not contract._is_valid_on(today):
            return {}
        return {"order_contract_id": contract.id}

    def _start_payment_plan(self):
        """Give new orders grade and plan; a plan that they came with is their own."""
        # Whose lines they are is not asked when the order is just being made.
        planned = self.sudo().filtered("payment_plan_line_ids").sudo(False)
        planned._copy_customer_grade()
        (self - planned)._copy_payment_plan()
        self._copy_contract_terms()

    def _get_plan_origins(self, vals):
        """Return what decides the plan of open orders, where a write may change it."""
        if "payment_plan_line_ids" in vals or not PLAN_ORIGINS & vals.keys():
            return {}
        orders = self.sudo()  # the contract is protected from some
        if "company_id" not in vals:
            orders = orders._filter_gated()
        return {
            order: [order[name] for name in sorted(PLAN_ORIGINS)]
            for order in orders
            if not order.is_content_locked
        }

    def _renew_payment_plan(self, origins):
        """Copy the plan anew where the customer or the contract has changed."""
        changed = [
            order.id
            for order, values in origins.items()
            if values != [order[name] for name in sorted(PLAN_ORIGINS)]
        ]
        if changed:
            orders = self.browse(changed)._filter_gated()
            orders._copy_payment_plan()
            orders._copy_contract_terms(replaces=True)

    def _copy_customer_grade(self):
        """Keep the customer's grade of today on the orders."""
        # Both fields are protected; who takes an order does not choose its grade.
        orders = self.sudo()
        grades = orders.grouped(
            lambda order: order.partner_id._get_customer_grade(order.company_id)
        )
        for grade, graded in grades.items():
            graded.customer_grade_id = grade

    def _copy_payment_plan(self):
        """Copy grade and payment plan of the customer, or of the contract (H9.15).

        A plan that was there is replaced. No grade, or a grade without a plan,
        counts as the strictest: see ``customer.grade._get_strictest_plan``.
        """
        # Grade, source and plan are the company's, not those of who takes the order.
        orders = self.sudo()
        orders._copy_customer_grade()
        orders.payment_plan_line_ids.unlink()
        values, sources = [], {}
        for order in orders:
            lines, sources[order] = order._get_plan_to_copy()
            values += [{**line, "sale_order_id": order.id} for line in lines]
        orders.env["order.payment.plan.line"].create(values)
        for source in {*sources.values()}:
            orders.filtered(
                lambda order, source=source: sources[order] == source
            ).payment_plan_source = source

    def _copy_contract_terms(self, replaces=False):
        """Start with the terms of the contract, as with its plan (H7.2).

        :param replaces: whether they take the place of terms that were there
        """
        # Who takes the order need not see its contract.
        for order in self.sudo().filtered("order_contract_id"):
            terms = order.order_contract_id._prepare_order_terms()
            values = {
                name: value
                for name, value in terms.items()
                if replaces or not order[name]
            }
            if values:
                order.write(values)

    def _get_plan_to_copy(self):
        """Return the values of the lines to start with, and their source."""
        self.ensure_one()
        lines = self.order_contract_id.payment_plan_line_ids
        if lines:
            return lines._get_copy_values(), "contract"
        lines = self.customer_grade_id.payment_plan_line_ids
        if lines:
            return lines._get_copy_values(), "grade"
        grades = self.env["customer.grade"]
        return grades._get_strictest_plan(self.company_id), "grade"
