"""Money that was lost after goods had left, until it is back (H1.14)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .order_money_mixin import MONEY_GROUPS

# A row of the desk, told apart as those of the workshops are.
RECOVERIES = """
    SELECT recovery.id::bigint * 100 + 50, recovery.sale_order_id,
           recovery.company_id, 'finance', 'recover', NULL::int4,
           recovery.opened_date, recovery.promised_date, 'order.recovery.case',
           recovery.id
      FROM order_recovery_case recovery
     WHERE recovery.state = 'open'
"""
# What the question reads whose customers are held.
HELD_BY = {
    "order.recovery.case": ["company_id", "partner_id", "state"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["company_id", "partner_id"],
}
RECOVERY_STEPS = [("recover", "Get back the money that was lost after goods had left")]


class OrderRecoveryCase(models.Model):
    _name = "order.recovery.case"
    _description = "Recovery Case"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "sale_order_id",
            "partner_id",
            "company_id",
            "amount",
            "given_up_amount",
            "is_regained",
            "opened_date",
            "closed_date",
            "closed_by_id",
        }
    )

    sale_order_id = fields.Many2one(
        "sale.order",
        ondelete="restrict",
        string="Order",
        required=True,
        readonly=True,
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    # The company that pays; a branch of it is held as well.
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("open", "To Recover"),
            ("settled", "Covered Again"),
            ("given_up", "Given Up"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="open",
        tracking=True,
    )
    amount = fields.Monetary(
        string="Missing When Opened", readonly=True, groups=MONEY_GROUPS
    )
    missing_amount = fields.Monetary(
        string="Missing Now",
        compute="_compute_missing_amount",
        groups=MONEY_GROUPS,
        help="Of what the plan makes due before release, as far as goods have left.",
    )
    opened_date = fields.Datetime(
        string="Opened on", required=True, readonly=True, default=fields.Datetime.now
    )
    promised_date = fields.Date(
        string="Promised by",
        tracking=True,
        help="The day by which the customer said that he pays.",
    )
    remark = fields.Text(
        help="What was agreed with the customer, and what is done to get the money."
    )
    given_up_reason = fields.Text(
        string="Why It Is Given Up",
        tracking=True,
        help="Without it nothing is given up.",
    )
    given_up_amount = fields.Monetary(
        string="Given Up", readonly=True, copy=False, groups=MONEY_GROUPS
    )
    is_regained = fields.Boolean("Paid after All", readonly=True, copy=False)
    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False
    )

    _one_open = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'open'",
        "An order has one recovery case until it is closed.",
    )
    _held = models.Index("(partner_id, company_id) WHERE state = 'open'")

    @api.depends("sale_order_id")
    def _compute_display_name(self):
        for recovery in self:
            name = recovery.sale_order_id.name
            recovery.display_name = self.env._("Recovery of %s", name)

    @api.depends("state")
    def _compute_missing_amount(self):
        is_open = self.filtered(lambda recovery: recovery.state == "open")
        missing = is_open.sale_order_id._get_missing_for_shipped()
        for recovery in self:
            recovery.missing_amount = (
                missing.get(recovery.sale_order_id, 0.0) if recovery in is_open else 0.0
            )

    def action_give_up(self):
        """Give the money up, for a reason; the customer is held by it no more.

        :raise AccessError: unless the user acts for the deputy general manager
        :raise UserError: without a reason, or when the case is closed
        """
        self._check_department("deputy_general_manager")
        for recovery in self:
            if not (recovery.given_up_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%s: write down why the money is given up first.",
                        recovery.display_name,
                    )
                )
        for recovery in self:
            recovery._close("given_up", given_up_amount=recovery.missing_amount)
        return True

    def action_view_order(self):
        """Open the order whose money is missing."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sale_order_id.id,
            "views": [(False, "form")],
        }

    def _get_action_open(self):
        """Return the action that opens these cases."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Recovery Cases"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
            "context": {"create": False},
        }
        if len(self) == 1:
            action.update(views=[(False, "form")], res_id=self.id)
        return action

    @api.model
    def _open(self, missing):
        """Open a case for each order that has none, and tell Finance and Sales.

        :param missing: ``{order: amount}`` in the orders' currencies
        """
        # Whose orders they are is looked up for whoever took the money back.
        customers = self.env["sale.order"].sudo().union(*missing).partner_id
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("res.partner", customers.commercial_partner_id.ids)
        # Nobody opens cases by hand: lost money does.
        recoveries = self.sudo().create(
            [
                {
                    "sale_order_id": order.id,
                    "company_id": order.company_id.id,
                    "partner_id": order.partner_id.commercial_partner_id.id,
                    "amount": amount,
                }
                for order, amount in missing.items()
            ]
        )
        for recovery in recoveries:
            recovery._tell_opened()
        recoveries._touch_waiting()

    def _tell_opened(self):
        order = self.sale_order_id
        finance = self._get_head("finance")
        if finance:
            asked = self.with_context(lang=finance.lang)
            asked.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=asked.env._("Get back the money of %s", order.name),
                user_id=finance.id,
            )
        self.message_notify(
            partner_ids=(finance | order.user_id).partner_id.ids,
            subject=self.env._("%s: money was lost after goods had left", order.name),
            body=self.env._(
                "A payment of %(customer)s for %(order)s does not count any more, and "
                "goods have left. Nothing new is released to this customer until the "
                "money is back.",
                customer=order.partner_id.display_name,
                order=order.name,
            ),
        )

    def _get_head(self, kind):
        department = self.env["order.department"].search(
            [("kind", "=", kind), ("company_id", "=", self.company_id.id)], limit=1
        )
        return department._resolve_person()[0] if department else self.env["res.users"]

    def _settle(self):
        """Close the cases whose money is there again, or whose goods came back."""
        if self:
            self._close("settled")

    def _close(self, state, **values):
        self._set_state(
            state,
            ("open",),
            closed_date=fields.Datetime.now(),
            closed_by_id=self.env.uid,
            **values,
        )
        self._archive_activities()
        self._touch_waiting()

    def _touch_waiting(self):
        """Look anew at the requests of these customers that wait."""
        # What waits of a customer is looked up for whoever closes a case.
        waiting = self.env["order.shipping.request"].sudo()
        waiting.search(
            [
                ("state", "in", ("draft", "verified")),
                ("company_id", "in", self.company_id.ids),
                (
                    "sale_order_id.partner_id.commercial_partner_id",
                    "in",
                    self.partner_id.ids,
                ),
            ]
        )._touch_progress()

    @api.model
    def _get_held(self, orders):
        """Return ``{order: open cases of its customer}`` with one query."""
        for model, names in HELD_BY.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, array_agg(held.id ORDER BY held.id DESC)
                  FROM sale_order o
                  JOIN res_partner customer ON customer.id = o.partner_id
                  JOIN order_recovery_case held
                    ON held.partner_id = customer.commercial_partner_id
                   AND held.company_id = o.company_id
                   AND held.state = 'open'
                 WHERE o.id = ANY(%s)
              GROUP BY o.id
                """,
                orders.ids,
            )
        )
        # Why a customer is held is no secret of the one who releases.
        cases = self.sudo()
        return {orders.browse(order_id): cases.browse(ids) for order_id, ids in rows}

    @api.model
    def _watch_holds(self, orders):
        """Fail where a case of these orders' customers is opened meanwhile.

        Those who release for one customer at once do not clash with each other.
        """
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._share("res.partner", orders.partner_id.commercial_partner_id.ids)

    @api.model
    def _cron_settle(self):
        """Close each night what is covered again, as where goods came back."""
        for order in self.search([("state", "=", "open")]).sale_order_id:
            order._follow_lost_money()
