"""How orders that wait for a gate go on by themselves once it opens."""

import logging

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import str2bool

from .cron_turn import take_turn
from .order_confirmation_mixin import WAITING_STATES

_logger = logging.getLogger(__name__)

PAID_STATES = ("authorized", "done")
# Where a confirmed order waits for its supply.
SUPPLY_STATIONS = ("deposit", "instruction")


class OrderResumeMixin(models.AbstractModel):
    _name = "order.resume.mixin"
    _description = "Orders That Go On by Themselves"

    def _resume_held(self):
        """Take orders as far as their gates let them, each for itself.

        What the customer signed or paid is confirmed, a signed change comes into
        force, and supply that was held is launched. An order that core refuses is
        left as it is, and its person is told; the others go on.

        :raise SerializationFailure: for the caller to retry with a fresh snapshot
        """
        # Machines act for everybody: the gates decide, not the rights of the opener.
        orders = self._filter_gated().sudo()
        orders._accept_quotation_signatures()
        for order in orders._get_resumable():
            order.with_company(order.company_id)._resume_one()
        orders._touch_progress()

    def _get_resumable(self):
        """Return the orders that no gate holds any more, and the confirmed ones."""
        waiting = self.filtered(lambda order: order.state in WAITING_STATES)
        held = self.env["order.gate"]._get_held("confirmation", waiting)
        ready = (waiting - held).filtered(lambda order: order._is_asked_to_confirm())
        return ready | self.filtered(lambda order: order.state == "sale")

    def _is_asked_to_confirm(self):
        """Tell whether the customer signed what stands here, or paid for it."""
        self.ensure_one()
        return bool(self._get_signed_orders()) or (
            self._has_money() and self._is_confirmation_amount_reached()
        )

    def _resume_one(self):
        """Take one order on; what fails leaves nothing behind."""
        # What is wrong from before is none of this order's.
        self.env.cr.flush()
        try:
            with self.env.cr.savepoint():
                if self.state in WAITING_STATES:
                    self._validate_order()
                    self._invoice_what_was_skipped()
                self._put_pending_in_force()
                self._launch_held_supply()
                self._issue_stand_ins()
        except (UserError, RedirectWarning) as error:
            self._note_cannot_go_on(str(error))

    def _invoice_what_was_skipped(self):
        """Invoice like core does on payment, which it skipped for a held order."""
        # Core reads this setting for visitors who pay, too.
        settings = self.env["ir.config_parameter"].sudo()
        automatic = settings.get_param("sale.automatic_invoice")
        paid = self.transaction_ids.filtered(lambda tx: tx.state == "done")
        if str2bool(automatic) and self.state == "sale" and paid:
            paid._invoice_sale_orders()
            paid.invoice_ids.filtered(lambda move: move.state == "draft").action_post()

    def _note_cannot_go_on(self, reason):
        """Tell the order's person once why it did not go on by itself."""
        summary = self.env._("%s does not go on by itself", self.name)
        if not self.activity_ids.filtered(lambda a: a.summary == summary):
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=summary,
                note=reason,
                user_id=self._get_customer_service_user().id,
            )

    def _resume_soon(self):
        """Have orders asked again within a minute, apart from this transaction."""
        orders = self._filter_gated()
        if orders:
            # Payments come from visitors, who have no right to queues or crons.
            requests = self.env["order.resume.request"].sudo()
            requests.create([{"sale_order_id": order.id} for order in orders])
            self.env.ref(
                "order_to_delivery.cron_resume_held_orders"
            ).sudo()._trigger()  # see above

    @api.model
    def _cron_resume_held(self):
        """Take on the orders that asked for it, each in a transaction of its own."""
        requests = self.env["order.resume.request"]._read_group([], ["sale_order_id"])
        orders = self.browse().union(*(order for (order,) in requests))
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(orders))
        for order_id in orders.ids:
            self.browse(order_id)._resume_with_retry()
            if not progress._commit_progress(1):
                break

    @api.model
    def _cron_ask_held_again(self):
        """Let whatever may have been missed during the day ask once more."""
        self._get_held_orders()._resume_soon()
        self.env["account.payment"]._note_counting_now()

    @api.model
    def _get_held_orders(self):
        """Return the orders that may have missed that their gate has opened.

        One search for each reason starts from what is open, never from history.
        """
        gated = [
            ("company_id.use_order_to_delivery", "=", True),
            ("order_to_delivery_exempt", "=", False),
        ]
        waiting = [*gated, ("state", "in", WAITING_STATES)]
        sold = [*gated, ("state", "=", "sale")]
        supply = [("is_here", "=", True), ("station", "in", SUPPLY_STATIONS)]
        reasons = (
            [*waiting, ("order_confirmation_ids.state", "=", "accepted")],
            [*waiting, ("transaction_ids.state", "in", PAID_STATES)],
            [*waiting, ("signed_content_hash", "!=", False)],
            [*sold, ("order_revision_ids.state", "=", "draft")],
            [*sold, ("order_milestone_ids", "any", supply)],
        )
        return self.browse().union(*(self.search(reason) for reason in reasons))

    def _resume_with_retry(self):
        """Take one order on in a transaction of its own; whatever fails is told."""
        failure = take_turn(self, lambda order: order._answer_requests())
        if isinstance(failure, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            self._resume_soon()
        elif failure:
            _logger.error("Order %s does not go on", self.id, exc_info=failure)
            # An order so broken that even this fails must not stop the others.
            take_turn(self, lambda order: order._leave_to_person())

    def _answer_requests(self):
        """Take the order on, as those asked who wait for it."""
        self._forget_requests()
        self._resume_held()

    def _leave_to_person(self):
        """Tell the order's person of what no one expected; the night asks again."""
        self._forget_requests()
        self._note_cannot_go_on(
            self.env._(
                "Something failed that nobody expected. Have your administrator look "
                "into the server's log."
            )
        )

    def _forget_requests(self):
        # Those that this transaction sees are what it answers.
        requests = self.env["order.resume.request"]
        requests.search([("sale_order_id", "in", self.ids)]).unlink()

    # Money that customers were asked for in the portal

    def _has_money(self):
        """Tell whether any money came in for the order, or is reserved on a card."""
        self.ensure_one()
        return self._get_money()[self].received > 0 or any(
            tx.state in PAID_STATES for tx in self.transaction_ids
        )

    def _is_amount_received(self):
        """Tell whether money of any kind covers what the portal asks for."""
        self.ensure_one()
        gated = self._filter_gated().sudo()  # a visitor learns nothing but yes or no
        if not gated:
            return False
        required = gated._get_prepayment_required_amount()
        received = gated._get_money()[gated].received
        return gated.currency_id.compare_amounts(received, required) >= 0

    def _ask_deposit_in_portal(self):
        """Ask for a payment in the portal where the plan has a deposit."""
        for order in self.filtered("payment_plan_line_ids"):
            order.require_payment = "deposit" in order.payment_plan_line_ids.mapped(
                "kind"
            )

    def _ask_deposit_percent_in_portal(self):
        """Show the plan's deposit as the part that is asked for."""
        for order in self.filtered("require_payment"):
            deposit = order._get_deposit_asked_in_portal()
            if deposit and order.amount_total > 0:
                order.prepayment_percent = min(deposit / order.amount_total, 1.0)

    def _get_deposit_asked_in_portal(self):
        """Return the plan's deposit, or None where core's percentage holds."""
        self.ensure_one()
        gated = self._filter_gated().sudo()  # what is due is shown to its payer
        if not (gated.require_payment and gated.payment_plan_line_ids):
            return None
        deposit, _release, _total = gated._get_dues()
        return deposit
