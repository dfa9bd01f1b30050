"""Inspection plans (检验方案): what Quality checks of goods, and by which standard."""

import math

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .order_inspection_asked_mixin import INSPECTION_KINDS

# Changing these changes what is asked of goods.
ASKED_FIELDS = {
    "kind",
    "check_ids",
    "equipment",
    "standard",
    "standard_attachment_ids",
    "sample_policy",
    "sample_size",
}
SAMPLE_POLICIES = [
    ("all", "All of It"),
    ("fixed", "A Number"),
    ("percent", "Percent"),
]


class OrderInspectionPlan(models.Model):
    _name = "order.inspection.plan"
    _description = "Inspection Plan"
    _inherit = ["mail.thread", "order.inspection.fit.mixin"]
    _order = "kind, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    version = fields.Integer(readonly=True, copy=False, default=1, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        INSPECTION_KINDS, string="Inspection", required=True, default="incoming"
    )
    product_tmpl_ids = fields.Many2many(
        "product.template", string="Products", check_company=True
    )
    category_ids = fields.Many2many("product.category", string="Product Categories")
    partner_id = fields.Many2one(
        "res.partner",
        string="Vendor or Customer",
        check_company=True,
        help="Who brings the goods, or for whom they are. All contacts of the company "
        "count.",
    )
    operation_name = fields.Char(
        string="Operation", help="As the work order calls it, in capitals or not."
    )
    workcenter_id = fields.Many2one(
        "mrp.workcenter", string="Work Center", check_company=True
    )
    sample_policy = fields.Selection(
        SAMPLE_POLICIES, string="Sample", required=True, default="all"
    )
    sample_size = fields.Float(
        digits="Product Unit", help="Pieces, or percent of what is offered."
    )
    equipment = fields.Text(
        string="Test Equipment",
        help="What the inspector needs at hand, and confirms.",
    )
    standard = fields.Text(
        string="Release Standard",
        help="The goods are held against it, and the inspector says so.",
    )
    standard_attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents of the Standard", copy=False
    )
    check_ids = fields.One2many(
        "order.inspection.plan.check", "plan_id", string="Checks", copy=True
    )
    note = fields.Text(string="Remarks")

    _in_force = models.Index("(company_id, kind) WHERE active")

    @api.constrains("sample_policy", "sample_size")
    def _check_sample(self):
        for plan in self:
            most = {"fixed": math.inf, "percent": 100}.get(plan.sample_policy)
            if most and not 0 < plan.sample_size <= most:
                raise ValidationError(
                    self.env._(
                        "%(plan)s: a sample is above zero, and not above 100 percent.",
                        plan=plan.name,
                    )
                )

    @api.constrains("active", *sorted(ASKED_FIELDS - {"kind"}))
    def _check_asks_something(self):
        for plan in self.filtered("active"):
            if not (plan.check_ids or plan.equipment or plan.standard):
                raise ValidationError(
                    self.env._(
                        "%(plan)s asks for nothing: add a check, the test equipment or "
                        "the release standard.",
                        plan=plan.name,
                    )
                )

    # Whose plans they are

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation == "read" or not self or self.env.su:
            return result
        headed = self._get_headed_companies()
        # Whose a plan is decides, not what the user may see of it.
        foreign = self.filtered(lambda plan: plan.sudo().company_id not in headed)
        if not foreign:
            return None

        def make_error():
            return AccessError(
                self.env._("Inspection plans belong to the head of Quality: ask there.")
            )

        return foreign, make_error

    def _get_headed_companies(self):
        """Return the companies of these plans whose Quality the user heads."""
        # Who heads a department is no secret; checked for whoever writes.
        companies = self.sudo().company_id
        departments = self.env["order.department"].sudo()  # likewise
        departments = departments.search(
            [("kind", "=", "quality"), ("company_id", "in", companies.ids)]
        )
        return companies.filtered(
            lambda company: departments.filtered(
                lambda department: department.company_id == company
            )._is_headed_by(self.env.user)
        )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name == "version":
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._adopt_documents()
        plans._note_on_company()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if ASKED_FIELDS & vals.keys():
            self._raise_version()
        if "standard_attachment_ids" in vals:
            self._adopt_documents()
        if {"kind", "company_id"} & vals.keys():
            self._note_on_company()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # As above: what was inspected by a plan refers to it.
        checks = self.env["order.inspection.check"].sudo()
        used = checks.search([("plan_id", "in", self.ids)]).plan_id
        if used:
            raise UserError(
                self.env._(
                    "%(plans)s: goods were inspected by it. Archive it instead.",
                    plans=", ".join(used.mapped("name")),
                )
            )

    def _raise_version(self):
        """Count a version on where goods were inspected by the one before."""
        plans = self.exists()
        # Which inspections there are is no question of who changes the plan.
        used = (
            self.env["order.inspection.check"]
            .sudo()
            ._read_group(
                [("plan_id", "in", plans.ids)], ["plan_id"], ["plan_version:max"]
            )
        )
        for plan, version in used:
            if version == plan.version:
                plan.version = version + 1

    def _adopt_documents(self):
        """Have the documents of a standard belong to its plan, and be read with it."""
        for plan in self:
            loose = plan.standard_attachment_ids.filtered(
                lambda document: not document.res_id
            )
            loose.write({"res_model": plan._name, "res_id": plan.id})

    def _note_on_company(self):
        """Note that a company plans: where nobody does, nothing is looked up."""
        for plan in self:
            # The company is not the inspector's to write; that it plans is a fact.
            company = plan.sudo().company_id
            names = ["order_has_inspection_plans"]
            if plan.kind == "shipment":
                names.append("order_has_shipment_plans")
            missing = {name: True for name in names if not company[name]}
            if missing:
                company.write(missing)

    # What it asks

    def _prepare_checks(self, inspection, product):
        """Return what an inspection is asked of a product, copied, row by row."""
        rows = [check._prepare_check() for check in self.check_ids]
        if self.equipment:
            rows.insert(0, self._prepare_text("equipment", self.equipment))
        if self.standard or self.standard_attachment_ids:
            rows.append(self._prepare_text("standard", self.standard))
        return [
            {
                **row,
                "sequence": number,
                "inspection_id": inspection.id,
                "product_id": product.id,
                "plan_id": self.id,
                "plan_version": self.version,
                "sample_policy": self.sample_policy,
                "sample_size": self.sample_size,
            }
            for number, row in enumerate(rows, 1)
        ]

    def _prepare_text(self, kind, text):
        """Return a row by which the inspector says that a text is kept to."""
        return {"kind": kind, "name": kind, "instruction": text, "is_required": True}

    def _copy_documents(self, check):
        """Give an inspection the standard's documents as they are by now."""
        documents = self.standard_attachment_ids
        copies = documents.copy({"res_model": check._name, "res_id": check.id})
        check.attachment_ids = [Command.set(copies.ids)]

    def action_view_inspections(self):
        """Open the inspections that this plan asked something of."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_inspection_action"
        )
        domain = [("check_ids.plan_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}
