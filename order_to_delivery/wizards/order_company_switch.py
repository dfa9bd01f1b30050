from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# Kinds with a duty that no other department can take, and how many people it takes.
DUTIES = {
    "deputy_general_manager": 1,
    "production": 1,
    "finance": 1,
    "customer_service": 2,
}
# What is under way at going live, and stays as it was begun.
UNDER_WAY = {
    "sale.order": ("sale",),
    "purchase.order": ("purchase",),
    "mrp.production": ("confirmed", "progress", "to_close"),
    "stock.picking": ("waiting", "confirmed", "assigned"),
}
# What of them was to leave: all that they bring besides is as new (H9.17).
UNDER_WAY_GOODS = {
    "sale.order": SQL(
        """
        SELECT jsonb_object_agg(line.id, jsonb_build_array(
                   line.product_id,
                   line.product_uom_qty * own.factor / unit.factor))
          FROM sale_order_line line
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom own ON own.id = line.product_uom_id
         WHERE line.order_id = spared.id
        """
    ),
    "stock.picking": SQL(
        """
        SELECT jsonb_object_agg(goods.product_id, goods.quantity)
          FROM (SELECT move.product_id, SUM(move.product_qty)::float8 AS quantity
                  FROM stock_move move
                 WHERE move.picking_id = spared.id AND move.state != 'cancel'
              GROUP BY move.product_id) goods
        """
    ),
}


class OrderCompanySwitch(models.TransientModel):
    _name = "order.company.switch"
    _description = "Switch Order to Delivery On or Off"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    is_on = fields.Boolean(compute="_compute_state")
    is_first_time = fields.Boolean(compute="_compute_state")
    missing = fields.Text(compute="_compute_state", string="Still Missing")

    @api.depends("company_id")
    def _compute_state(self):
        for wizard in self:
            company = wizard.company_id.sudo()  # only whether it is on
            wizard.is_on = company.use_order_to_delivery
            wizard.is_first_time = not company.order_to_delivery_since
            wizard.missing = "\n".join(wizard._get_missing())

    def action_switch_on(self):
        """Switch on once every seat has its people; spare what is under way.

        :raise UserError: listing everything that is missing at once
        """
        company = self._check_manager()
        if company.use_order_to_delivery:
            raise UserError(
                self.env._(
                    "Order to Delivery is on in %(company)s already.",
                    company=company.name,
                )
            )
        missing = self._get_missing()
        if missing:
            raise UserError(
                self.env._(
                    "%(company)s cannot start yet; in Configuration, Departments, set:"
                    "\n%(missing)s",
                    company=company.name,
                    missing="\n".join(missing),
                )
            )
        spared = {}
        if not company.order_to_delivery_since:
            # What is confirmed while a running company is off gets no second chance.
            spared = self._exempt_under_way(company)
            company.order_to_delivery_since = fields.Datetime.now()
        company.use_order_to_delivery = True
        self._log(company, self.env._("Order to Delivery was switched on."), spared)
        return self._reload()

    def action_switch_off(self):
        """Let the company's orders run as Odoo's own, until it is switched on again."""
        company = self._check_manager()
        if not company.use_order_to_delivery:
            raise UserError(
                self.env._(
                    "Order to Delivery is off in %(company)s already.",
                    company=company.name,
                )
            )
        company.use_order_to_delivery = False
        self._log(company, self.env._("Order to Delivery was switched off."), {})
        return self._reload()

    def _check_manager(self):
        """Return the company, writable, for its manager of the addon only."""
        self.ensure_one()
        if (
            not self.env.user.has_group("order_to_delivery.group_manager")
            or self.company_id not in self.env.user.company_ids
        ):
            raise AccessError(
                self.env._(
                    "Only the Order to Delivery Manager of %(company)s turns the "
                    "switch.",
                    company=self.company_id.sudo().name,  # not of the user's own
                )
            )
        return self.company_id.sudo()  # checked just above

    def _get_missing(self):
        """Return what keeps the company from starting, one sentence each."""
        # The seats are looked at as a whole; the manager may see them all the same.
        departments = self.env["order.department"].sudo()
        departments = departments.search([("company_id", "=", self.company_id.id)])
        missing = []
        for kind, wanted in DUTIES.items():
            able = departments.filtered(
                lambda d, k=kind: d.kind == k
            )._get_able_people()
            if len(able) < wanted:
                missing.append(self._describe_missing(kind, wanted, len(able)))
        # Which rules seat a department is no secret of its own.
        rules = self.env["order.seat.rule"].sudo()
        ruled = rules.search([("department_id", "in", departments.ids)]).department_id
        for department in departments.filtered(lambda d: d.seat != "none") | ruled:
            if not department._get_able_people():
                missing.append(
                    self.env._(
                        "• %(department)s has a seat in the review and nobody who is "
                        "active, in the company and in the group %(group)s",
                        department=department.display_name,
                        group=departments._get_kind_labels([department.kind]),
                    )
                )
        if not departments.filtered(lambda d: d.seat != "none"):
            missing.append(self.env._("• at least one department needs a seat"))
        return missing

    def _describe_missing(self, kind, wanted, found):
        return self.env._(
            "• %(kind)s: %(wanted)s active people with its group needed as head or "
            "members of a department of this kind, %(found)s found",
            kind=self.env["order.department"]._get_kind_labels([kind]),
            wanted=wanted,
            found=found,
        )

    @api.model
    def _exempt_under_way(self, company):
        """Mark what is under way in one statement per table, whatever its size.

        :return: ``{model: how many}``
        """
        spared = {}
        for model, states in UNDER_WAY.items():
            records = self.env[model]
            self.env.flush_all()
            goods = UNDER_WAY_GOODS.get(model)
            self.env.cr.execute(
                SQL(
                    "UPDATE %s spared SET order_to_delivery_exempt = TRUE%s"
                    " WHERE company_id = %s AND state IN %s",
                    SQL.identifier(records._table),
                    SQL(", exempt_goods = COALESCE((%s), '{}')", goods)
                    if goods
                    else SQL(),
                    company.id,
                    states,
                )
            )
            spared[model] = self.env.cr.rowcount
            records.invalidate_model()
        return spared

    @api.model
    def _log(self, company, text, spared):
        """Keep who turned the switch, and what was spared, on the company's contact."""
        body = Markup("<p>%s</p>") % text
        if spared:
            body += Markup("<ul>%s</ul>") % Markup("").join(
                Markup("<li>%s: %s</li>")
                % (self.env["ir.model"]._get(model).name, number)
                for model, number in spared.items()
            )
        company.partner_id.message_post(body=body)

    def _reload(self):
        return {"type": "ir.actions.client", "tag": "reload"}
