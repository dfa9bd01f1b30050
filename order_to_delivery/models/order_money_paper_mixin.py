"""Payments by cheque or acceptance bill: money only once somebody has paid it."""

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .order_instrument_mixin import BILLS, PAPER_STATES, PAPERS

LIVE_STATES = ("in_process", "paid")
DEAD_STATES = ("rejected", "canceled")


class OrderMoneyPaperMixin(models.AbstractModel):
    _name = "order.money.paper.mixin"
    _inherit = ["order.instrument.mixin"]
    _description = "Payment by Cheque or Acceptance Bill"

    order_instrument_state = fields.Selection(
        PAPER_STATES,
        string="Cheque or Bill",
        readonly=True,
        copy=False,
        tracking=True,
    )

    def action_accept_paper(self):
        """Note that the drawee has accepted bills.

        :raise AccessError: unless the user acts for Finance
        :raise UserError: for what is no bill, or is not merely received
        """
        self._check_department("finance")
        self._set_paper("accepted", ("received",), BILLS)
        return True

    def action_cash_paper(self):
        """Note that the money of cheques or bills has come.

        :raise UserError: for what is neither, or was cashed or dishonoured before
        """
        self._check_department("finance")
        self._set_paper("cashed", ("received", "accepted"), PAPERS)
        return True

    def action_dishonour_paper(self):
        """Note that cheques or bills were not paid; their payments are rejected.

        Whoever cashed a bill before its day may have to give the money back, so this
        is open after cashing, too.
        """
        self._check_department("finance")
        self._set_paper("dishonoured", ("received", "accepted", "cashed"), PAPERS)
        self.action_reject()
        return True

    def _set_paper(self, state, allowed, instruments):
        """Write the state of cheques and bills, the only place that does.

        :raise UserError: naming each payment that is not in the right state
        """
        wrong = self.filtered(
            lambda payment: (
                payment.order_instrument not in instruments
                or payment.order_instrument_state not in allowed
                or payment.state not in LIVE_STATES
            )
        )
        if wrong:
            raise UserError(
                self.env._(
                    "This step is not open for %s: it is no such paper, its payment is "
                    "not posted, or the step was taken before. Reload the page to see "
                    "where it stands.",
                    ", ".join(wrong.mapped("display_name")),
                )
            )
        self.sudo().order_instrument_state = state  # protected: the steps write it

    def _start_paper(self):
        """Have cheques and bills that are registered begin as received."""
        papers = self.filtered(lambda payment: payment.order_instrument in PAPERS)
        others = (self - papers).filtered("order_instrument_state")
        # The state is protected: with another paper it begins anew.
        papers.sudo().order_instrument_state = "received"
        others.sudo().order_instrument_state = False  # as above

    def _get_paid_otherwise(self, vals):
        """Return the payments that are to be paid in another way than they were.

        :raise UserError: where money is posted already, naming the payments
        """
        if "order_instrument" not in vals:
            return self.browse()
        instrument = vals["order_instrument"] or False
        changed = self.filtered(lambda payment: payment.order_instrument != instrument)
        changed._check_paper_is_finance()
        posted = changed.filtered(lambda payment: payment.state in LIVE_STATES)
        if posted:
            raise UserError(
                self.env._(
                    "How %s was paid stands with the posted payment: reset it to draft "
                    "first.",
                    ", ".join(posted.mapped("display_name")),
                )
            )
        return changed

    def _check_paper_is_finance(self):
        """Refuse all but Finance to say that a cheque or bill was none.

        :raise UserError: naming the payments
        """
        papers = self.filtered("order_instrument_state")
        is_finance = self.env.user.has_group("order_to_delivery.group_finance")
        if papers and not (self.env.su or is_finance):
            raise UserError(
                self.env._(
                    "%s was paid by a cheque or bill, which is money once it is "
                    "cleared: Finance changes how it was paid.",
                    ", ".join(papers.mapped("display_name")),
                )
            )

    def _check_posted_after(self):
        """Refuse payments that are made as if they were posted already.

        :raise UserError: telling to confirm them
        """
        # With a write-off Odoo makes the entry at once; it counts once it is posted.
        live = self.filtered(
            lambda payment: payment.state in LIVE_STATES and not payment.move_id
        )
        if not self.env.su and self.env["order.money.watch"]._filter_watched(live):
            raise UserError(
                self.env._("A payment begins as a draft: save it, then confirm it.")
            )

    def _check_revived(self, vals):
        """Refuse to let payments count again that were rejected or cancelled.

        :raise UserError: naming the payments
        """
        if vals.get("state") not in LIVE_STATES:
            return
        dead = self.filtered(lambda payment: payment.state in DEAD_STATES)
        dead = self.env["order.money.watch"]._filter_watched(dead)
        if dead:
            raise UserError(
                self.env._(
                    "%s was rejected or cancelled: reset it to draft, and confirm it "
                    "once its money has come.",
                    ", ".join(dead.mapped("display_name")),
                )
            )

    def _check_bill_is_told(self):
        """Refuse posted payments by a bill that cannot be told from others.

        :raise ValidationError: naming what is missing
        """
        for payment in self.filtered(lambda one: one.state in LIVE_STATES):
            missing = payment._describe_missing_of_bill()
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(payment)s is paid by an acceptance bill and lacks: "
                        "%(missing)s.",
                        payment=payment.display_name,
                        missing=", ".join(missing),
                    )
                )
