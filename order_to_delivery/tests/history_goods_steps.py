"""The steps of goods: requests, what leaves, what comes back, in an emergency, too."""

from odoo import fields

from .history_model import PRICE, Asked

SHIPPING_GATE = "order.gate.shipping.needs.request"
EMERGENCY = 3.0  # pieces


class GoodsStepsMixin:
    def step_request(self, number):
        """Request some of what remains."""
        quantity = min(float(1 + number % 10), self.model.remaining)
        self._act(quantity > 0, lambda: self._request(quantity))

    def _request(self, quantity):
        clerk = self.as_("customer_service", self.order)
        action = clerk.action_request_shipping()
        request = self.env["order.shipping.request"].browse(action["res_id"])
        self.as_("customer_service", request.line_ids).quantity = quantity
        self.model.requests.append(Asked(quantity, record=request))

    def _choose_asked(self, state, number):
        """Return a request: mostly one of a state, where there is any."""
        requests = self.model.requests
        fit = [asked for asked in requests if asked.state == state]
        return self._choose(fit if fit and number % 4 else requests, number)

    def step_verify(self, number):
        """Sign for the money, as Finance."""
        asked = self._choose_asked("draft", number)
        if asked:
            self._sign(asked)

    def _sign(self, asked):
        verify = self.as_("finance", asked.record).action_verify
        if self._act(self.model.may_verify(asked), verify):
            asked.state, asked.seen = "verified", self.model.received

    def step_release(self, number):
        """Hand goods over, as a second clerk of customer service."""
        asked = self._choose_asked("verified", number)
        if asked:
            self._hand_over(asked)

    def _hand_over(self, asked):
        request = asked.record
        release = self.as_("clerk", request).action_release
        if self._act(self.model.may_release(asked), release):
            self.model.release(asked, (request.released_date, request.id))

    def step_withdraw(self, number):
        """Take a request back, as far as its goods are still here."""
        asked = self._choose(self.model.requests, number)
        if not asked:
            return
        clerk = self.as_("customer_service", asked.record)
        allowed = self.model.may_withdraw(asked)
        if self._act(allowed, lambda: clerk.action_withdraw("Not today.")):
            self.model.withdraw(asked)

    def step_urgent(self, number):
        """Let some goods leave before their request, as the supervisor."""
        del number
        if self.model.emergency:
            return
        waiving = self.as_("supervisor", self.env["order.gate.waive"])
        now = fields.Datetime.now()
        values = {
            "sale_order_id": self.order.id,
            "gate": SHIPPING_GATE,
            "reason": "The customer's line stands still.",
            "cap_amount": EMERGENCY * PRICE,
            "cap_quantity": EMERGENCY,
            "valid_to": fields.Datetime.add(now, hours=8),
            "paper_due_date": fields.Date.add(fields.Date.today(), days=1),
        }
        allowed = not self.model.is_held
        if self._act(allowed, lambda: waiving.create(values).action_grant()):
            self.model.emergency = EMERGENCY

    def step_ship(self, number):
        """Validate a part of what is still to be delivered."""
        picking = self._choose(self._get_pickings("outgoing"), number)
        if picking:
            wanted = sum(picking.move_ids.mapped("product_uom_qty"))
            self._ship_part(picking, min(float(1 + number % 10), wanted))

    def _ship_part(self, picking, quantity):
        allowed = self.model.may_ship(quantity)
        if self._act(allowed, lambda: self._validate(picking, quantity)):
            self.model.shipped += quantity

    def _get_pickings(self, code, *states):
        """Return the order's transfers that wait, or those of some states."""
        states = states or ("assigned", "confirmed", "waiting", "partially_available")
        self.order.invalidate_recordset(["picking_ids"])
        return self.order.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == code and picking.state in states
            )
        ).sorted("id")

    def step_return(self, number):
        """Take back what is expected, else a part of what one delivery brought."""
        expected = self._get_pickings("incoming")[:1]
        if expected:
            quantity = sum(expected.move_ids.mapped("product_uom_qty"))
            self._act(True, lambda: self._validate(expected, quantity))
        else:
            picking, quantity = self._choose_delivered(number)
            if quantity <= 0:
                return
            self._act(True, lambda: self._take_back(picking, quantity))
        self.model.returned += quantity

    def step_exchange(self, number):
        """Prepare another piece for one that is expected back."""
        picking, quantity = self._choose_delivered(number)
        if quantity > 0 and not self._get_pickings("incoming"):
            exchange = {"quantity": quantity, "exchange": True}
            self._act(True, lambda: self._give_back(picking, **exchange))

    def _choose_delivered(self, number):
        """Return a delivery that was made, and how much of it comes back."""
        picking = self._choose(self._get_pickings("outgoing", "done"), number)
        if not picking:
            return picking, 0.0
        back = picking.move_ids.returned_move_ids
        back = back.filtered(lambda move: move.state != "cancel")
        left = sum(picking.move_ids.mapped("quantity")) - sum(
            back.mapped("product_uom_qty")
        )
        # What is replaced is no more than what is there.
        left = min(left, self.model.net)
        return picking, min(float(1 + number % 3), left)
