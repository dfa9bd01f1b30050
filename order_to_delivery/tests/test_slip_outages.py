"""H1.2, H9.9: whatever days a cron was down, all ends as if it had never been.

Orders of three zones live through weeks of random steps: circulated, answered seat by
seat, closed, sent, arrived, unclear, sent again, uploaded, accepted, instructed,
changed, cancelled. The same script is run with crons twice a day, and with crons that
are down for random spans and then run twice; the ledger, every date, and each notice
and escalation with its day and its person have to be the same. `OTD_LONG` lives a year.
"""

import os
import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .slip_common import SlipCase

SEED = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
IS_LONG = bool(os.environ.get("OTD_LONG"))
DAYS = 365 if IS_LONG else 28
ORDERS = 12 if IS_LONG else 4
ZONES = ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati")
TICKS = ("05:10", "17:40")
LONGEST_OUTAGE = 9
BEGINNINGS = ("circulation", "answers", "confirmation", "confirmation")
CRONS = ("settle_slips", "tell_deadlines")


@tagged("post_install", "-at_install")
class TestSlipOutages(SlipCase):
    def test_outages_change_no_date(self):
        figures = []
        for turn, zone in enumerate(ZONES):
            self.company.resource_calendar_id.tz = zone
            self.company.order_slip_days = ("working", "calendar")[turn % 2]
            dice = random.Random(f"{SEED} {zone}")
            self._list_days(dice)
            orders = self._get_orders(dice)
            script = self._write_script(dice, orders)
            always = self._live(orders, script, lambda *tick: True)
            up = self._get_uptime(dice)
            with self.subTest(seed=SEED, zone=zone):
                self.assertEqual(self._live(orders, script, up), always)
            moved = sum(len(facts[0]) for facts in always)
            told = sum(len(facts[-1]) for facts in always)
            self.assertTrue(moved, "Nothing slipped in this script.")
            self.assertTrue(told, "Nobody was late in this script.")
            figures.append((moved, told))
        self.assertEqual(len(figures), len(ZONES))

    def _list_days(self, dice):
        """List days off and worked weekend days, as the calendar of China has them."""
        with self._at(0):
            start = self.company._get_local_day()
        self.env["order.workday"].search([]).unlink()
        self.env["order.workday"].create(
            [
                {
                    "company_id": self.company.id,
                    "date": day,
                    "is_worked": day.weekday() > 4,
                }
                for number in dice.sample(range(DAYS), DAYS // 8)
                for day in [start.fromordinal(start.toordinal() + number)]
            ]
        )

    def _get_orders(self, dice):
        with self._at(0, "02:00"):
            return [
                self._walk_to(dice.choice(BEGINNINGS), grade=dice.choice("AB"))
                for _number in range(ORDERS)
            ]

    def _write_script(self, dice, orders):
        """Return ``{(day, tick): [(order, number)]}``: who acts when, and a number."""
        script = {}
        for order in orders:
            for day in sorted(dice.sample(range(1, DAYS), min(20, DAYS // 3))):
                moment = day, dice.randrange(len(TICKS))
                script.setdefault(moment, []).append((order, dice.random()))
        return script

    def _get_uptime(self, dice):
        """Return a function that tells whether the cron runs at a tick."""
        down, day = set(), 0
        while day < DAYS:
            day += dice.randint(0, 4)
            span = dice.randint(1, LONGEST_OUTAGE)
            down |= set(range(day, day + span))
            day += span
        return lambda day, tick: day not in down

    def _live(self, orders, script, is_up):
        """Live through the script, and return what became of each order."""
        with self.env.cr.savepoint() as savepoint:
            was_up = True
            for day in range(DAYS):
                for tick, time in enumerate(TICKS):
                    with self._at(day, time):
                        for order, number in script.get((day, tick), ()):
                            self._step(order, number)
                        if is_up(day, tick):
                            # After an outage somebody presses it by hand as well.
                            for _turn in range(1 if was_up else 2):
                                self._run_crons()
                        was_up = is_up(day, tick)
            with self._at(DAYS):
                self._run_crons()
            facts = [self._get_facts(order) for order in orders]
            savepoint.rollback()
            self.env.invalidate_all()
        return facts

    def _run_crons(self):
        for name in CRONS:
            self._run_cron(name)

    def _step(self, order, number):
        """Take one of the steps that may be taken with an order now."""
        order.invalidate_recordset()
        steps = self._get_steps(order)
        if not steps:
            return
        try:
            with self.env.cr.savepoint():
                steps[int(number * len(steps))](order)
        except UserError as error:
            order.message_post(body=f"refused: {error}")
        order.invalidate_recordset()

    def _get_steps(self, order):
        paper = order.order_confirmation_ids[:1]
        open_steps = {
            "sent": [
                self._arrive,
                self._mark_unclear,
                self._send_again,
                self._upload_confirmation,
            ],
            "arrived": [self._mark_unclear, self._upload_confirmation, self._cancel],
            "unclear": [self._send_again, self._change_order],
            "signed": [self._accept, self._mark_unclear],
            "accepted": [self._change_order],
        }
        steps = list(open_steps.get(paper.state, [self._send]))
        if order.state == "cancel":
            return []
        review = order.order_review_ids[:1]
        if review.state in ("submitted", "circulated", "answered"):
            return self._get_review_steps(review)
        if not order.pending_revision_id and not order.current_revision_id:
            return [self._submit_anew]
        if order.customer_grade_id.code == "A" and order.state != "sale":
            steps += [lambda order: self.as_("sales", order).action_confirm()] * 2
        if order.state == "sale":
            steps += [self._issue_instruction]
        return steps

    def _send(self, order):
        self._send_confirmation(order)

    def _submit_anew(self, order):
        self._submit(order)

    def _get_review_steps(self, review):
        """Return one seat's answer at a time, so that some of them come late."""
        if review.state == "submitted":
            return [self._circulate]
        asked = review.signoff_ids.filtered(lambda seat: seat.state == "open")
        if not asked:
            return [self._close]
        seat = asked.sorted("id")[0]
        return [lambda order: self._answer(seat), self._answer_all]

    def _arrive(self, order):
        paper = order.order_confirmation_ids[:1]
        self.as_("customer_service", paper).action_mark_arrived()

    def _mark_unclear(self, order):
        paper = order.order_confirmation_ids[:1]
        self.as_("customer_service", paper).action_mark_unclear("It cannot be read.")

    def _send_again(self, order):
        paper = order.order_confirmation_ids[:1]
        self.as_("customer_service", paper).action_send_again()

    def _accept(self, order):
        self.as_("clerk", order.order_confirmation_ids[:1]).action_accept()

    def _change_order(self, order):
        quantity = order.order_line[:1].product_uom_qty + 1
        if order.state == "sale":
            self._propose(order, quantity=quantity)
        else:
            self._propose(order)

    def _cancel(self, order):
        self.as_("sales", order)._action_cancel()

    def _get_facts(self, order):
        order.invalidate_recordset()
        ledger = self.env["order.date.change"].search(
            [("sale_order_id", "=", order.id), ("cause", "=", "late_signature")]
        )
        notices = self.env["order.notice"].search([("sale_order_id", "=", order.id)])
        return (
            sorted(
                (row.date, row.kind, row.old_date, row.new_date, row.days)
                for row in ledger
            ),
            order.state,
            order.finished_date,
            order.commitment_date,
            order.production_start_date,
            order.order_line.mapped("finished_date"),
            order.order_confirmation_ids.mapped(
                lambda paper: (paper.state, paper.slipped_days, paper.unmoved_days)
            ),
            order.order_production_instruction_ids.mapped("state"),
            order.picking_ids.mapped("scheduled_date"),
            sorted(
                (row.res_model, row.event, row.date, row.user_id.login)
                for row in notices
            ),
        )
