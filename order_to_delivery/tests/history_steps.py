"""The steps of a history: each one is taken on Odoo and on the plain model alike."""

from odoo import Command
from odoo.exceptions import UserError

from .history_model import Asked, Paid

SHARES = (0.05, 0.3, 0.5, 1.0)


class StepsMixin:
    """Takes steps as the user of a department; each is a request of its own.

    A step that has nothing to act on is none. A number says on which of several
    things it acts, or how much it is.
    """

    def _act(self, is_allowed, act):
        """Take a step, which has to be refused where the model does not allow it.

        :return: whether it was done
        """
        refusal = None
        try:
            with self.env.cr.savepoint():
                act()
                self.env.cr.flush()  # what is judged at the end of a request
        except UserError as error:
            refusal = str(error)
        self.env.invalidate_all()
        if is_allowed:
            self.assertIsNone(refusal)
        else:
            self.assertIsNotNone(refusal, "Nothing refused it.")
        return is_allowed

    # Money

    def step_pay(self, number):
        """Pay a share of the order, or what is missing before release."""
        missing = self.model.release_due - self.model.received
        share = SHARES[number % len(SHARES)]
        amount = round(self.model.total * share, 2)
        if number % 3 == 0 and missing > 0:
            amount = round(missing, 2)
        self._act(True, lambda: self._note_paid(self._pay(self.order, amount), amount))
        self.model.judge_money()

    def step_pay_on_invoice(self, number):
        """Pay a deposit on its invoice, by a payment that nothing else ties."""
        del number
        order = self.order
        if self.invoices or not order._get_deposit_to_invoice() > 0:
            return
        self._act(True, self._pay_deposit_invoice)
        self.model.judge_money()

    def _pay_deposit_invoice(self):
        known = self.order.invoice_ids
        self.as_("finance", self.order).action_create_deposit_invoice()
        self.order.invalidate_recordset(["invoice_ids"])
        invoice = self.order.invoice_ids - known
        if invoice.state == "draft":
            self.as_("finance", invoice).action_post()
        payment = self._pay_untied(self.order, invoice.amount_total)
        self._reconcile(payment, invoice)
        self.invoices.append((invoice, len(self.model.payments)))
        self._note_paid(payment, invoice.amount_total)

    def _note_paid(self, payment, amount):
        self.payments.append(payment)
        self.model.payments.append(Paid(amount))

    def step_lose_payment(self, number):
        """Have a payment bounce, or reset it, or cancel it."""
        live = [i for i, paid in enumerate(self.model.payments) if paid.is_live]
        if not live:
            return
        index = live[number % len(live)]
        way = ("action_reject", "action_draft", "action_cancel")[number % 3]
        payment = self.as_("finance", self.payments[index])
        self._act(True, lambda: getattr(payment, way)())
        self.model.payments[index].is_live = False
        self.model.judge_money()

    def step_cancel_invoice(self, number):
        """Cancel a deposit invoice, paid or not."""
        if not self.invoices:
            return
        invoice, index = self.invoices.pop(number % len(self.invoices))
        invoice = self.as_("finance", invoice)
        self._act(True, lambda: (invoice.button_draft(), invoice.button_cancel()))
        # Nothing ties its payment to the order any more.
        self.model.payments[index].is_live = False
        self.payments[index] = self.payments[index].browse()
        self.model.judge_money()

    def step_refund(self, number):
        """Give part of the money back."""
        amount = round(self.model.total * SHARES[number % 2], 2)
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

    def step_add_cost(self, number):
        """Add a carrier's cost, which raises what is due."""
        if self.model.extra:
            return
        cost = 5.0 + number % 7
        line = {
            "product_id": self.service.id,
            "product_uom_qty": 1,
            "price_unit": cost,
            "tax_ids": [Command.clear()],
            "is_delivery": True,
        }
        self._act(
            True,
            lambda: self.order.sudo().write({"order_line": [Command.create(line)]}),
        )
        self.model.extra = cost
        self.model.judge_money()

    # Goods

    def step_request(self, number):
        """Request some of what remains."""
        quantity = min(float(1 + number % 10), self.model.remaining)
        self._act(quantity > 0, lambda: self._request(quantity))
        if quantity > 0:
            self.model.requests.append(Asked(quantity))

    def _request(self, quantity):
        clerk = self.as_("customer_service", self.order)
        action = clerk.action_request_shipping()
        request = self.env["order.shipping.request"].browse(action["res_id"])
        self.as_("customer_service", request.line_ids).quantity = quantity
        self.requests.append(request)

    def _choose(self, number):
        if not self.requests:
            return None, None
        index = number % len(self.requests)
        return self.requests[index], self.model.requests[index]

    def step_verify(self, number):
        request, asked = self._choose(number)
        if request is None:
            return
        verify = self.as_("finance", request).action_verify
        if self._act(self.model.may_verify(asked), verify):
            asked.state, asked.seen = "verified", self.model.received

    def step_release(self, number):
        request, asked = self._choose(number)
        if request is None:
            return
        release = self.as_("clerk", request).action_release
        if self._act(self.model.may_release(asked), release):
            self.model.release(asked, (request.released_date, request.id))

    def step_withdraw(self, number):
        request, asked = self._choose(number)
        if request is None:
            return
        clerk = self.as_("customer_service", request)
        allowed = self.model.may_withdraw(asked)
        if self._act(allowed, lambda: clerk.action_withdraw("Not today.")):
            self.model.withdraw(asked)

    def step_ship(self, number):
        """Validate a part of what is still to be delivered."""
        picking = self._get_open_delivery()
        if not picking:
            return
        quantity = min(float(1 + number % 10), 10.0 - self.model.shipped)
        allowed = self.model.may_ship(quantity)
        if self._act(allowed, lambda: self._validate(picking, quantity)):
            self.model.shipped += quantity

    def _get_open_delivery(self):
        return self.order.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state not in ("done", "cancel")
            )
        )[:1]

    def step_return(self, number):
        """Take back a part of what one delivery brought."""
        done = self.order.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing" and picking.state == "done"
            )
        )
        if not done:
            return
        picking = done[number % len(done)]
        back = sum(picking.move_ids.returned_move_ids.mapped("quantity"))
        left = sum(picking.move_ids.mapped("quantity")) - back
        quantity = min(float(1 + number % 3), left)
        if quantity > 0:
            self._act(True, lambda: self._return(picking, quantity))
            self.model.returned += quantity
