"""Which orders are chased for their money, and what their customers promised."""

from odoo import api, fields, models
from odoo.fields import Domain

from .account_payment import LIVE_STATES
from .order_money_mixin import MONEY_GROUPS

USER = "order_to_delivery.group_user"
ACTIVITY = "mail.mail_activity_data_todo"


class OrderChasedMoneyMixin(models.AbstractModel):
    _name = "order.chased.money.mixin"
    _description = "Order That Is Chased for Its Money"

    balance_due_date = fields.Date(
        string="Balance Asked for",
        readonly=True,
        copy=False,
        groups=USER,
        help="The day of the first balance notice: what is due before release is "
        "payable since then.",
    )
    order_collection_note_ids = fields.One2many(
        "order.collection.note",
        "sale_order_id",
        string="Collection Notes",
        groups=MONEY_GROUPS,
    )
    promised_date = fields.Date(
        string="Money Promised by", compute="_compute_chased", groups=MONEY_GROUPS
    )
    collection_level_id = fields.Many2one(
        "order.collection.level",
        string="Reminded at",
        compute="_compute_chased",
        groups=MONEY_GROUPS,
    )
    is_promise_broken = fields.Boolean(
        string="Promise Broken",
        store=False,
        copy=False,
        search="_search_is_promise_broken",
        groups=MONEY_GROUPS,
        help="Its customer promised to pay by a day that has passed. For lists.",
    )

    @api.depends("order_collection_note_ids.state")
    def _compute_chased(self):
        for order in self:
            notes = order.order_collection_note_ids
            promises = notes.filtered(lambda note: note.state == "open")
            order.promised_date = promises[:1].promised_date
            order.collection_level_id = notes.filtered("level_id")[:1].level_id

    def _search_is_promise_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        broken = Domain("order_collection_note_ids", "any", [("is_broken", "=", True)])
        return Domain.OR([broken if flag else ~broken for flag in value])

    def action_note_collection(self):
        """Note what was said with the customer about the money (H1.13)."""
        self._check_department("sales", "finance")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "order.collection.note",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Note What Was Said"),
            "context": {"default_sale_order_id": self.id},
        }

    def action_view_collection(self):
        """Show what was said about the order's money, and what was promised."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Collection of %s", self.name),
            "res_model": "order.collection.note",
            "views": [(False, "list"), (False, "form")],
            "domain": [("sale_order_id", "=", self.id)],
            "context": {"default_sale_order_id": self.id},
        }

    def _is_balance_told(self):
        """Tell whether the customer may see his balance: once its notice was sent."""
        self.ensure_one()
        return bool(
            self.state == "sale" and self.balance_notice_date and self._filter_gated()
        )

    def _prepare_note(self, vals):
        """Complete the values of a note on this order, if it names any."""
        if not self:
            return
        vals.update(
            company_id=self.company_id.id,
            user_id=self.env.uid,
            received_amount=self._get_money()[self].received,
            state="none",
        )
        if vals.get("promised_date"):
            vals["state"] = "open"
            vals["promised_amount"] = (
                vals.get("promised_amount") or self._get_next_payment()
            )

    def _follow_promises(self):
        """Note which promises the money received keeps, and which no longer."""
        # Money is handled by people who may not see what was promised.
        notes = self.env["order.collection.note"].sudo()
        found = notes.search(
            [
                ("sale_order_id", "in", self.ids),
                ("state", "in", ("open", "kept", "late")),
            ]
        )
        if found:
            found._follow(found.sale_order_id._get_money_hint())

    def _get_last_payment_day(self):
        """Return the day of the last live payment, or today."""
        live = self._get_payments().filtered(lambda pay: pay.state in LIVE_STATES)
        return max(live.mapped("date"), default=self.company_id._get_local_day())

    # Levels

    def _filter_reminded(self):
        """Return the orders that are reminded at all, now.

        Not those whose money was promised until later, nor those that a recovery
        case follows or whose customer is held.
        """
        promised = self.env["order.collection.note"].search(
            [("sale_order_id", "in", self.ids), ("state", "=", "open")]
        )
        waiting = promised.filtered(lambda note: not note.is_broken).sale_order_id
        held = self.env["order.recovery.case"]._get_held(self)
        return (self - waiting).filtered(lambda order: order not in held)

    def _get_level_days(self, kind):
        """Return the days of the highest level that was reminded at, or zero."""
        notes = self.order_collection_note_ids.filtered(
            lambda note: note.level_id and note.due_kind == kind
        )
        return max(notes.level_id.mapped("days"), default=0)

    def _get_reminder(self):
        """Return the level at which the customer is reminded of what is due now."""
        self.ensure_one()
        kind = "later" if self.settlement_state == "confirmed" else "release"
        if not self._get_balance_due():
            return self.env["order.collection.level"]
        notes = self.order_collection_note_ids.filtered(
            lambda note: note.level_id and note.due_kind == kind
        )
        return notes.level_id.sorted("days")[-1:]

    def _remind(self, level, kind):
        """Write to the customer, tell the department, and note it once.

        :param level: the order.collection.level that is reached
        :param kind: what is due: deposit, release or later
        """
        self.ensure_one()
        has_address = self.partner_invoice_id.email or self.partner_id.email
        is_mailed = level.template_id and has_address
        words = self.env._("%s is reached.", level.name)
        if is_mailed:
            words = self.env._("%s: the customer was reminded by e-mail.", level.name)
        # Noted by the clock, not by a person; the paper of the mail names the level.
        self.env["order.collection.note"].sudo().create(
            {
                "sale_order_id": self.id,
                "date": self.company_id._get_local_day(),
                "channel": "reminder",
                "words": words,
                "level_id": level.id,
                "due_kind": kind,
            }
        )
        if is_mailed:
            self._send_order_notification_mail(
                level.template_id, allow_deferred_sending=False
            )
        self._ask_department(level)

    def _ask_department(self, level):
        """Give the overdue order to who is told of its level."""
        person = self.user_id
        if level.department != "sales" or not person:
            seat = self.env["order.department"].search(
                [
                    ("kind", "=", level.department),
                    ("company_id", "=", self.company_id.id),
                ],
                limit=1,
            )
            person = seat._resolve_person()[0] if seat else person
        if person:
            asked = self.with_context(lang=person.lang)
            asked.activity_schedule(
                ACTIVITY,
                date_deadline=self.company_id._get_local_day(),
                summary=asked.env._(
                    "Overdue: %(level)s of %(order)s", level=level.name, order=self.name
                ),
                user_id=person.id,
            )
