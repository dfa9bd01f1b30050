from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

# Who takes a waiver back that no person grants, such as a grade's.
REVOKERS = ("deputy_general_manager", "supervisor")


class OrderGateWaiver(models.Model):
    _name = "order.gate.waiver"
    _description = "Waiver of a Gate"
    _inherit = [
        "order.sealed.mixin",
        "order.paper.chase.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "gate"
    _protected_fields = frozenset(
        {
            "state",
            "gate",
            "origin",
            "company_id",
            "granted_by_id",
            "granted_date",
            "used_amount",
            "used_quantity",
            "settled_date",
            "settled_reference",
            "revoked_by_id",
        }
    )

    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False
    )
    # What is bought for stock belongs to no order.
    sale_order_id = fields.Many2one(
        "sale.order", index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    gate = fields.Char(required=True, readonly=True, index=True)
    gate_label = fields.Char(string="Rule Waived", compute="_compute_gate_label")
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    origin = fields.Selection(
        [
            ("person", "Person"),
            ("grade", "Customer Grade"),
            ("going_live", "Going Live"),
        ],
        required=True,
        readonly=True,
        default="person",
    )
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("granted", "Granted"),
            ("settled", "Paper Arrived"),
            ("revoked", "Revoked"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="granted",
        tracking=True,
    )
    granted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    granted_date = fields.Datetime(
        readonly=True, copy=False, default=fields.Datetime.now
    )
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    cap_amount = fields.Monetary(string="Value Cap", readonly=True)
    used_amount = fields.Monetary(string="Value Used", readonly=True, copy=False)
    cap_quantity = fields.Float(string="Quantity Cap", readonly=True)
    used_quantity = fields.Float(string="Quantity Used", readonly=True, copy=False)
    valid_to = fields.Datetime(readonly=True)
    paper_due_date = fields.Date(readonly=True, tracking=True)
    settled_reference = fields.Char(string="Settled by", readonly=True, copy=False)
    settled_date = fields.Datetime(readonly=True, copy=False)
    revoked_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _owed = models.Index("(company_id, paper_due_date) WHERE state = 'granted'")

    @api.depends("sale_order_id.company_id")
    def _compute_company_id(self):
        for waiver in self:
            waiver.company_id = waiver.sale_order_id.company_id or waiver.company_id

    @api.depends("gate_label")
    def _compute_display_name(self):
        for waiver in self:
            waiver.display_name = waiver.gate_label

    @api.depends("gate")
    @api.depends_context("lang")
    def _compute_gate_label(self):
        for waiver in self:
            gate = self.env.get(waiver.gate)
            # A gate is an empty recordset; one that was uninstalled is none at all.
            waiver.gate_label = (
                self.env["ir.model"]._get(waiver.gate).name
                if gate is not None
                else waiver.gate
            )

    @api.depends("state", "paper_due_date")
    def _compute_is_overdue(self):
        for waiver in self:
            today = waiver.company_id.sudo()._get_local_day()  # read for a plain day
            waiver.is_overdue = (
                waiver.state == "granted"
                and bool(waiver.paper_due_date)
                and waiver.paper_due_date < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "granted") & Domain(
            "paper_due_date", "<", "today"
        )
        return Domain.OR([overdue if wanted else ~overdue for wanted in value])

    @api.model
    def _get_waived(self, gate, orders):
        """Return the waivers of a rule in force for orders.

        A settled waiver counts no more: the paper that it waited for is there.

        :return: ``{order: waivers}``
        """
        if not orders:
            return {}
        # Which rules were waived is no secret of those who may not list waivers.
        waivers = self.sudo().search(
            [
                ("gate", "=", gate),
                ("sale_order_id", "in", orders.ids),
                ("state", "=", "granted"),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", fields.Datetime.now()),
            ]
        )
        return dict(waivers.grouped("sale_order_id"))

    def _get_used(self, order):
        """Return what all unsettled waivers of a rule used, the expired ones too."""
        # How far a cap is used is asked for whoever ships.
        granted = self.sudo().search(
            [
                ("gate", "in", self.mapped("gate")),
                ("sale_order_id", "=", order.id),
                ("state", "=", "granted"),
            ]
        )
        return sum(granted.mapped("used_amount")), sum(granted.mapped("used_quantity"))

    def _is_quantity_left(self, quantity):
        """Tell whether caps in quantity leave room; without a cap there is no limit."""
        if any(not waiver.cap_quantity for waiver in self):
            return True
        left = sum(waiver.cap_quantity - waiver.used_quantity for waiver in self)
        return float_compare(quantity, left, precision_digits=6) <= 0

    def _use(self, amount, quantity):
        """Book on the waivers, the oldest first, what was let through (H9.17)."""
        for waiver in self.sorted("id"):
            last = waiver == self.sorted("id")[-1]
            left = waiver.cap_amount - waiver.used_amount
            share = amount if last else min(amount, left)
            part = quantity if last or not amount else quantity * share / amount
            # Who ships may not write waivers; what he used of them is a fact.
            waiver.sudo().write(
                {
                    "used_amount": waiver.used_amount + share,
                    "used_quantity": waiver.used_quantity + part,
                }
            )
            amount, quantity = amount - share, quantity - part

    def _set_state(self, state, allowed, **values):
        # Whoever passes by a waiver while it ends has to look anew.
        self.env["order.money.guard"].sudo()._touch(self.sale_order_id.ids)
        return super()._set_state(state, allowed, **values)

    def action_revoke(self):
        """Take a waiver back, by those who may grant it; a grade's by those above.

        :raise AccessError: for who may not waive the rule
        """
        for waiver in self:
            waiver._check_department(*(waiver._get_waivers() or REVOKERS))
        self._set_state("revoked", ("granted",), revoked_by_id=self.env.uid)
        for waiver in self:
            waiver._tell(self.env._("revoked"))
        return True

    def action_settle(self, reference=None):
        """Note that the paper which the waiver waited for has arrived.

        :param reference: what arrived, as people call it; asked for where left out
        """
        self._check_department("customer_service", *self._get_waivers())
        if not (reference or "").strip():
            self.ensure_one()
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Paper Arrived"),
                "res_model": "order.gate.settle",
                "view_mode": "form",
                "target": "new",
                "context": {"default_waiver_id": self.id},
            }
        self._settle(reference)
        return True

    @api.model
    def _settle_paper(self, order, gate, reference):
        """Note that the paper which waivers of a rule waited for has arrived.

        :param gate: the rule's model name
        :param reference: what arrived, as people call it
        :return: the waivers settled
        """
        # Who brings the paper need not have the right to write waivers.
        waivers = self.sudo().search(
            [
                ("sale_order_id", "=", order.id),
                ("gate", "=", gate),
                ("state", "=", "granted"),
            ]
        )
        waivers._settle(reference)
        return waivers

    def _settle(self, reference):
        self._set_state(
            "settled",
            ("granted",),
            settled_reference=reference,
            settled_date=fields.Datetime.now(),
        )
        for waiver in self:
            waiver._tell(self.env._("settled by %(paper)s", paper=reference))

    def _get_waivers(self):
        """Return the kinds of department that may waive these rules."""
        kinds = set()
        for waiver in self:
            gate = self.env.get(waiver.gate)
            if gate is not None:
                record = waiver._get_record()
                # The gate decides over what the user may not see.
                kinds.update(
                    gate.sudo()._waivers(
                        gate._get_waivable(waiver.sale_order_id, record)
                    )
                )
        return sorted(kinds)

    def _get_record(self):
        self.ensure_one()
        if self.env.get(self.res_model or "") is None:
            return self.sale_order_id
        return self.env[self.res_model].browse(self.res_id).exists()

    def _tell(self, what):
        """Write on the order what became of its waiver, and look at its way anew."""
        self.ensure_one()
        order = self.sale_order_id
        if not order:
            return
        # Who waives need not have the right to write the order.
        order.sudo().message_post(
            body=self.env._(
                "Rule waived: %(rule)s. %(what)s. Reason: %(reason)s",
                rule=self.gate_label or self.gate,
                what=what.capitalize(),
                reason=self.reason,
            )
        )
        order._touch_progress()

    def _announce_granted(self):
        """Tell the order that a rule was waived, and let it go on."""
        for waiver in self:
            waiver._tell(self.env._("granted by %(user)s", user=self.env.user.name))
        self.sale_order_id._resume_held()
