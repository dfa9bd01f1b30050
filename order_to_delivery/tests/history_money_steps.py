"""The steps of money: payments, vouchers, cheques and bills, offsets, refunds."""

from .history_ledger import PAPERS, Offset, Paid, Voucher

CHARGES = (0.0, 3.0, 8.0)
SURPLUS = 25.0
INSTRUMENTS = (None, *PAPERS)
OTHER_PRICE = 300.0


class MoneyStepsMixin:
    def _note_paid(self, payment, amount):
        self.ledger.paid.append(Paid(amount, record=payment))

    def step_pay(self, number):
        """Pay a share of the order, or what is missing before release."""
        missing = self.model.release_due - self.model.received
        amount = self._get_share(number)
        if number % 3 == 0 and missing > 0:
            amount = round(missing, 2)
        self._act(True, lambda: self._note_paid(self._pay(self.order, amount), amount))
        self.model.judge_money()

    def step_lose_payment(self, number):
        """Have a payment bounce, or reset it, or cancel it."""
        live = [
            paid
            for paid in self._get_all_paid()
            if paid.is_live and not paid.paper and paid.record
        ]
        paid = self._choose(live, number)
        if not paid:
            return
        way = ("action_reject", "action_draft", "action_cancel")[number % 3]
        payment = self.as_("finance", paid.record)
        self._act(True, lambda: getattr(payment, way)())
        paid.is_live = False
        if paid.order == 0:
            self.model.judge_money()

    def _get_all_paid(self):
        parts = [part for voucher in self.ledger.vouchers for part in voucher.parts]
        return self.ledger.paid + parts

    def step_refund(self, number):
        """Give part of the money back."""
        amount = self._get_share(number % 2)
        if amount > self.model.received:
            return
        values = {"payment_type": "outbound", "sale_order_id": self.order.id}
        self._act(
            True,
            lambda: self._note_paid(
                self._pay_untied(self.order, amount, **values), -amount
            ),
        )
        self.model.judge_money()

    # Vouchers

    def step_receipt(self, number):
        """Record money that came at once, for one order or two, and a rest of it."""
        shares = [(0, self._get_share(number))]
        if number % 2:
            shares.append((1, 0.4 * OTHER_PRICE))
        if number % 5 == 0:
            shares.append((None, SURPLUS))
        paper = INSTRUMENTS[number % len(INSTRUMENTS)]
        charge = CHARGES[number % len(CHARGES)]
        voucher = Voucher.post(shares, paper, charge)
        allowed = charge < max(amount for _order, amount in shares)
        if self._act(allowed, lambda: self._post_voucher(voucher, paper, charge)):
            self.ledger.vouchers.append(voucher)
            self.model.judge_money()

    def _post_voucher(self, voucher, paper, charge):
        values = {"charge_account_id": self.charges.id} if charge else {}
        if paper:
            values |= {
                "order_instrument": paper,
                "order_bill_number": "1 0421 5840",
                "order_bill_bank": "Bank of Guangzhou",
                "order_bill_due_date": "2030-06-30",
            }
        receipt = self._receipt(
            sum(part.amount for part in voucher.parts) - charge,
            *(
                (self.orders[part.order], part.amount)
                for part in voucher.parts
                if part.order is not None
            ),
            charge_amount=charge,
            **values,
        )
        receipt.action_post()
        voucher.record = receipt.with_env(self.env)
        self._find_parts(voucher, receipt)

    def _find_parts(self, voucher, receipt):
        """Note which payment each part is that has none yet."""
        lines = receipt.line_ids.sorted("id")
        for part in voucher.parts:
            if part.order is None:
                part.record = receipt.rest_payment_id.with_env(self.env)
        shared = [part for part in voucher.parts if part.order is not None]
        for part, line in zip(shared, lines, strict=True):
            part.record = line.payment_id.with_env(self.env)

    def step_share_rest(self, number):
        """Share out to an order what none took before."""
        posted = [one for one in self.ledger.vouchers if not one.is_undone and one.rest]
        voucher = self._choose(posted, number)
        if not voucher:
            self.step_receipt(5 * number)
            return
        rest = voucher.rest.amount
        amount = (rest, round(rest / 2, 2), rest + 1)[number % 3]
        order = number % 2
        receipt = self.as_("finance", voucher.record)

        def share():
            self._add_line(receipt, self.orders[order], amount)
            receipt.action_share_rest()

        if self._act(voucher.may_share(amount), share):
            voucher.share(order, amount)
            self._find_parts(voucher, receipt)
            if order == 0:
                self.model.judge_money()

    def step_undo_receipt(self, number):
        """Take back what was recorded by mistake."""
        posted = [one for one in self.ledger.vouchers if not one.is_undone]
        voucher = self._choose(posted, number)
        if voucher:
            self._act(True, self.as_("finance", voucher.record).action_undo)
            voucher.undo()
            self.model.judge_money()

    # Cheques and bills

    def step_paper(self, number):
        """Note what became of a cheque or bill: of a payment, or of all together."""
        vouchers = [
            one
            for one in self.ledger.vouchers
            if not one.is_undone and one.parts[0].paper
        ]
        voucher = self._choose(vouchers, number)
        if not voucher:
            self.step_receipt(number if number % len(INSTRUMENTS) else number + 1)
            return
        step = ("accept", "cash", "cash", "dishonour")[number % 4]
        parts, record = voucher.parts, voucher.record
        if number % 3 == 0:
            parts = [self._choose(parts, number)]
            record = parts[0].record
        allowed = all(part.may(step) for part in parts)
        record = self.as_("finance", record)
        if self._act(allowed, getattr(record, f"action_{step}_paper")):
            for part in parts:
                part.take(step)
            if any(part.order == 0 for part in parts):
                self.model.judge_money()

    # Offsets

    def step_offset(self, number):
        """Sign as Finance that both sides set something off."""
        amount = self._get_share(number)
        allowed = self.model.may_offset(amount)

        def sign():
            draft = self._draft(self.order, amount, self.bill)
            draft.action_sign()
            self.ledger.offsets.append(Offset(amount, record=draft.with_env(self.env)))

        self._act(allowed, sign)

    def step_countersign(self, number):
        """Put an offset in force, as the deputy general manager."""
        signed = [one for one in self.ledger.offsets if one.state == "signed"]
        offset = self._choose(signed, number)
        if not offset:
            self.step_offset(number)
            return
        allowed = self.model.may_offset(offset.amount)
        if self._act(allowed, lambda: self._countersign(offset.record)):
            offset.state = "in_force"
            self.model.judge_money()

    def step_undo_offset(self, number):
        """Take an offset back, countersigned or not."""
        known = [one for one in self.ledger.offsets if one.state != "undone"]
        offset = self._choose(known, number)
        if offset:
            record = self.as_("finance", offset.record)
            self._act(True, lambda: self._undo(record))
            offset.state = "undone"
            self.model.judge_money()
