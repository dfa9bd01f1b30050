"""What plans ask of an inspection, and what keeps it from being signed (H7.4)."""

from odoo import fields, models
from odoo.exceptions import UserError

from .order_inspection_fit_mixin import Goods


class OrderInspectionCheckMixin(models.AbstractModel):
    _name = "order.inspection.check.mixin"
    _description = "Checks of an Inspection"

    check_ids = fields.One2many(
        "order.inspection.check", "inspection_id", string="Checks"
    )

    def _open_checks(self):
        """Ask of drafts what the plans in force ask, copied from them.

        Called in sudo as inspections are opened; where a company has no plans,
        nothing is looked up.
        """
        planned = self.filtered("company_id.order_has_inspection_plans")
        if not planned:
            return
        plans = self.env["order.inspection.plan"]._get_in_force(
            planned.company_id, planned.mapped("kind")
        )
        checks = self.env["order.inspection.check"].create(
            [
                values
                for inspection in planned
                for product in inspection.line_ids.product_id
                for values in plans._get_fitting(
                    inspection._get_goods(product)
                )._prepare_checks(inspection, product)
            ]
        )
        for check in checks.filtered(lambda check: check.kind == "standard"):
            check.plan_id._copy_documents(check)

    def _get_goods(self, product):
        """Return what plans are asked about."""
        self.ensure_one()
        is_incoming = self.kind == "incoming"
        return Goods(
            company=self.company_id,
            kind=self.kind,
            product=product,
            partner=self.purchase_id.partner_id
            if is_incoming
            else self.sale_order_id.partner_id,
            operation=self.workorder_id.name or "",
            workcenter=self.workorder_id.workcenter_id,
        )

    def action_renew_checks(self):
        """Ask of drafts what the plans ask by now, where nothing was found yet."""
        self._check_department("quality")
        self._check_state(("draft",))
        touched = self.filtered(lambda inspection: inspection.check_ids._is_touched())
        if touched:
            raise UserError(
                self.env._(
                    "%(inspections)s: results stand there already. Finish them by the "
                    "plan that they were begun with.",
                    inspections=", ".join(touched.mapped("name")),
                )
            )
        # What is asked is not the inspector's to write; it follows from the plans.
        drafts = self.sudo()
        drafts.check_ids.unlink()
        drafts._open_checks()
        return True

    def _get_check_problems(self):
        """Return why the checks keep an inspection from being judged, as sentences."""
        self.ensure_one()
        problems = []
        for product, checks in self.check_ids.grouped("product_id").items():
            required = checks.filtered("is_required")
            problems += [
                self.env._(
                    "%(product)s: %(check)s has no result.",
                    product=product.display_name,
                    check=check.title,
                )
                for check in required.filtered(lambda check: not check.result)
            ]
            failed = required.filtered(lambda check: check.result == "failed")
            lines = self.line_ids.filtered(
                lambda line, product=product: line.product_id == product
            )
            if failed and any(line._has_accepted() for line in lines):
                problems.append(
                    self.env._(
                        "%(product)s: nothing is accepted where %(checks)s failed. "
                        "Reject it, with concession where the head of Quality is to "
                        "decide.",
                        product=product.display_name,
                        checks=", ".join(failed.mapped("title")),
                    )
                )
        return problems
