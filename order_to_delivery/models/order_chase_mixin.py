"""Chasing vendors: planned activities on the purchase order (H1.7, H8.3)."""

from odoo import api, fields, models

from .cron_turn import take_turns

CHASE = "order_to_delivery.mail_activity_type_chase"
# Working days ahead of which a vendor is asked whether the date holds.
AHEAD = 2
# Working days after which a vendor is asked again.
AGAIN = 3
BATCH = 100


class OrderChaseMixin(models.AbstractModel):
    _name = "order.chase.mixin"
    _description = "Purchase Order Whose Vendor Is Chased"

    order_vendor_promise_ids = fields.One2many(
        "order.vendor.promise",
        "purchase_id",
        string="Vendor's Dates",
        groups="order_to_delivery.group_user",
    )
    can_record_promise = fields.Boolean(compute="_compute_can_record_promise")

    @api.depends("state", "order_line.qty_received", "order_line.product_qty")
    def _compute_can_record_promise(self):
        governed = self._filter_gated()
        for order in self:
            awaited = order.order_line._filter_awaited()
            order.can_record_promise = order in governed and bool(awaited)

    def action_record_promise(self):
        """Open the dialog that records which days the vendor promised (H1.7)."""
        self._check_department("purchasing")
        return self.order_line._filter_awaited()._get_action_record_promise()

    def _get_chases(self):
        """Return ``{purchase order id: (last chased, next chase)}``."""
        if not self:
            return {}
        # Done activities are archived; whose they are does not matter.
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        chases = {}
        for res_id, is_open, done, deadline in activities._read_group(
            [
                ("res_model", "=", "purchase.order"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(CHASE).id),
            ],
            ["res_id", "active"],
            ["date_done:max", "date_deadline:min"],
        ):
            last, following = chases.get(res_id, (False, False))
            chases[res_id] = (last, deadline) if is_open else (done, following)
        return chases

    def _plan_chases(self):
        """Plan to chase vendors today, each order once; return those planned."""
        governed = self._filter_gated()
        awaited = governed.order_line._filter_awaited().order_id
        chases = awaited._get_chases()
        planned = awaited.filtered(lambda o: not chases.get(o.id, (0, 0))[1])
        for order in planned:
            # Whoever plans it may give it to the buyer of the order.
            order.sudo().activity_schedule(
                CHASE,
                date_deadline=order.company_id._get_local_day(),
                summary=self.env._("Ask %s for the goods", order.partner_id.name),
                note=order._get_chase_note(),
                user_id=order._get_chaser().id,
            )
        return planned

    def _get_chaser(self):
        """Return who chases: the buyer of the order, else Purchasing."""
        # Who acts for Purchasing is no secret.
        buyer = self.sudo().user_id
        if buyer.active:
            return buyer
        departments = self.env["order.department"].sudo()  # as above
        department = departments.search(
            [("kind", "=", "purchasing"), ("company_id", "=", self.company_id.id)],
            limit=1,
        )
        return department and department._resolve_person()[0] or self.env.user

    def _get_chase_note(self):
        return ", ".join(
            self.env._(
                "%(product)s: %(quantity)g %(unit)s, expected %(date)s",
                product=line.product_id.display_name,
                quantity=line.product_qty - line.qty_received,
                unit=line.product_uom_id.name,
                date=line._get_expected_day(),
            )
            for line in self.order_line._filter_awaited()
        )

    # The morning

    @api.model
    def _cron_follow_materials(self):
        """Chase what is due, and warn the orders whose material comes too late."""
        companies = self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        )
        for company in companies:
            take_turns(company, self._follow_company)
        due = self._get_due_chases(companies)
        for start in range(0, len(due), BATCH):
            if not take_turns(due[start : start + BATCH], lambda o: o._plan_chases()):
                break

    @api.model
    def _follow_company(self, company):
        self.env["order.late.material"]._follow_lateness(company=company)
        self._drop_chases(company)

    @api.model
    def _get_due_chases(self, companies):
        """Return the purchase orders whose vendor has to be asked by now."""
        due = self.browse()
        for company in companies:
            today = company._get_local_day()
            soon = self.env["order.workday"]._count_forward(company, today, AHEAD)
            rows = self.env["order.late.material"].search(
                [
                    ("company_id", "=", company.id),
                    ("purchase_id", "!=", False),
                    "|",
                    ("is_late", "=", True),
                    ("expected_date", "<=", soon),
                ]
            )
            due |= rows.purchase_id._filter_chased_before(company, today)
        return due.sorted("id")

    def _filter_chased_before(self, company, today):
        """Return the orders that no open chase stands for, nor one of late."""
        chases = self._get_chases()
        count = self.env["order.workday"]._count_forward

        def is_due(order):
            last, following = chases.get(order.id, (False, False))
            if following:
                return False
            return not last or count(company, last, AGAIN) <= today

        return self.filtered(is_due)

    @api.model
    def _drop_chases(self, company):
        """Take back the chases of what came, or was cancelled, meanwhile."""
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "purchase.order"),
                ("activity_type_id", "=", self.env.ref(CHASE).id),
            ]
        )
        orders = self.browse(activities.mapped("res_id")).exists()
        orders = orders.filtered(lambda order: order.company_id == company)
        over = orders - orders.order_line._filter_awaited().order_id
        activities.filtered(lambda a: a.res_id in over.ids).unlink()
