"""What Odoo has of a history, compared with what the plain model has."""


class CompareMixin:
    def _compare(self):
        """Compare what Odoo has with what the model has."""
        order, model = self.order, self.model
        self._compare_money()
        self.assertEqual(
            [asked.record.state for asked in model.requests],
            [asked.state for asked in model.requests],
        )
        shipping = self.env["order.shipping.quantity"]
        quantity = shipping._get_quantities(self.goods)[self.goods]
        self.assertEqual(
            (quantity.ordered, quantity.released, quantity.shipped),
            (model.ordered, model.released, model.net),
        )
        self.assertEqual(order.partner_id.is_order_held, model.is_held)

    def _compare_money(self):
        order, model = self.order, self.model
        known = (order | self.sister)._get_money()
        money = known[order]
        pairs = {
            "received": (money.received, model.received),
            "received of the other order": (
                known[self.sister].received,
                self.ledger.get_received(1),
            ),
            "deposit": (money.deposit_due, model.deposit_due),
            "due before release": (money.release_due, model.release_due),
            "invoiced": (self._get_invoiced(), self.books.invoiced),
            "at the door": (
                order._get_door_dues().get(order.id, 0.0),
                self._get_door_due(),
            ),
        }
        for name, (found, expected) in pairs.items():
            self.assertAlmostEqual(found, expected, 2, name)
        closed = self.env["order.gate.supply.needs.deposit"]._reasons_closed(order)
        self.assertEqual(not closed, model.may_launch)
        self.assertEqual(bool(order.surplus_money_date), model.has_surplus)

    def _get_invoiced(self):
        posted = self.order.invoice_ids.filtered(lambda move: move.state == "posted")
        return sum(posted.mapped("amount_total_signed"))
