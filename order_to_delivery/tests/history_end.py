"""How a history ends well: who pays what is asked gets his goods, and is left alone."""

TURNS = 12
# Whom money or goods wait for; customer service goes on watching an order.
ASKED = ("deputy_general_manager", "finance", "logistics", "sales", "warehouse")


class EndMixin:
    def _finish(self):
        """Bring the order to its customer, from wherever it stands."""
        self._settle_what_waits()
        self._pay_missing(self.model.release_due)
        self.order._resume_held()  # as the cron does once money has come
        self.env.cr.flush()
        self.env.invalidate_all()
        self._release_all()
        self._ship_all()
        self._settle_all()
        self._assert_nothing_is_asked()
        self._assert_seals_hold()

    def _settle_what_waits(self):
        """Have all that somebody has begun decided by who has to."""
        self._compare()
        while self.reported:
            self.step_book(0)
        for paid in self._get_all_paid():
            if paid.may("cash"):
                cash = self.as_("finance", paid.record).action_cash_paper
                self._act(True, cash)
                paid.take("cash")
                self.model.judge_money()
        for offset in self.ledger.offsets:
            if offset.state == "signed":
                record = self.as_("finance", offset.record)
                self._act(True, lambda record=record: self._undo(record))
                offset.state = "undone"
        self._compare()

    def _pay_missing(self, due):
        model = self.model
        if not model.is_covered(due):
            missing = round(due - model.received, 2)
            self._act(
                True, lambda: self._note_paid(self._pay(self.order, missing), missing)
            )
            model.judge_money()
            self._compare()

    def _release_all(self):
        model = self.model
        if model.remaining > 0:
            self._act(True, lambda: self._request(model.remaining))
        for asked in model.requests:
            if asked.state == "draft":
                self._sign(asked)
            if asked.state == "verified":
                self._hand_over(asked)
            self.assertNotIn(asked.state, ("draft", "verified"))

    def _ship_all(self):
        """Take back what is expected, and ship until all is there."""
        model = self.model
        for _turn in range(TURNS):
            if self._get_pickings("incoming"):
                self.step_return(0)
            elif model.net < model.ordered:
                picking = self._get_pickings("outgoing")[:1] or self._prepare_again()
                wanted = sum(picking.move_ids.mapped("product_uom_qty"))
                self._ship_part(picking, min(wanted, model.ordered - model.net))
            self._compare()
        self.assertEqual(model.net, model.ordered)

    def _prepare_again(self):
        """Prepare once more what came back and nothing replaces."""
        back = self._get_pickings("incoming", "done")
        back = back.filtered(
            lambda picking: (
                sum(picking.move_ids.mapped("quantity"))
                > sum(picking.move_ids.returned_move_ids.mapped("product_uom_qty"))
            )
        )[:1]
        return self._give_back(back)

    def _settle_all(self):
        """Sign all receipts, invoice the rest, and pay it, or give it back."""
        self._sign_receipts(self.order)
        self.model.judge_money()
        order, model = self.order, self.model
        if order.settlement_state == "awaiting":
            self._act(True, self.as_("finance", order).action_confirm_settlement)
        self.step_invoice_balance(0)
        if self.books.invoiced < model.total:
            self.step_invoice_deposit(0)  # its invoice was cancelled after the balance
        self._pay_missing(model.total)
        surplus = round(model.received - model.total, 2)
        if surplus > 0:
            values = {"payment_type": "outbound", "sale_order_id": order.id}
            self._act(
                True,
                lambda: self._note_paid(
                    self._pay_untied(order, surplus, **values), -surplus
                ),
            )
            model.judge_money()
        self._compare()

    def _assert_nothing_is_asked(self):
        order = self.order
        self.assertEqual(self.books.invoiced, self.model.total)
        self.assertFalse(order._get_next_payments())
        self.assertFalse(order._get_balance_due())
        self.assertIn(order.settlement_state, (False, "paid"))
        self.assertTrue(order.order_ended_date)
        entries = self.env["order.desk.entry"].search(
            [("sale_order_id", "=", order.id), ("department", "in", ASKED)]
        )
        self.assertFalse(entries.mapped("asked"))

    def _assert_seals_hold(self):
        """Of all that was signed only what the history itself wrote over is told."""
        reports = self.as_("deputy_general_manager", self.env["order.seal.check"])
        report = reports.create({})
        report.action_check()
        self.assertEqual(
            {(found.res_model, found.res_id) for found in report.finding_ids},
            {(self.rewritten._name, self.rewritten.id)},
        )
