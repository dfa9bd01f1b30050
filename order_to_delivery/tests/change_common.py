"""Changes of confirmed orders: proposed, reviewed, signed, in force."""


class ChangeMixin:
    def _propose(self, order, kind="sales", price=None, quantity=None, **values):
        """Propose terms, and a price or quantity of the first line."""
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users[kind])
            .with_context(default_sale_order_id=order.id)
            .create({"reason": "The customer asked for it.", **values})
        )
        line = wizard.line_ids[:1]
        if price is not None:
            line.price_unit = price
        if quantity is not None:
            line.quantity = quantity
        wizard.action_propose()
        order.invalidate_recordset()
        return order.pending_revision_id

    def _agree(self, order):
        """Have departments and customer agree to what is proposed."""
        for step in (self._circulate, self._answer_all, self._close):
            step(order)
            order.invalidate_recordset()
        if order.pending_revision_id:
            self._send_confirmation(order)
            order.invalidate_recordset()
            self._sign_confirmation(order)
            order.invalidate_recordset()

    def _change(self, order, **values):
        revision = self._propose(order, **values)
        self._agree(order)
        self.assertEqual(order.current_revision_id, revision)
        return revision
