"""Orders go on by themselves while people act on their money."""

from odoo.tests import tagged

from .race_acts import RaceRoundsMixin, resuming
from .race_common import Act, RaceCase
from .race_orders import Round


@tagged("post_install", "-at_install", "races")
class TestResumeRaces(RaceRoundsMixin, RaceCase):
    def test_supply_starts_before_a_deposit_is_undone_or_waits_and_nobody_fails(self):
        rounds = self._prepare(self._prepare_deposit_undone)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for outcomes in results:
            self.assertTrue(all(outcome.succeeded for outcome in outcomes))

    def _prepare_paid_more(self):
        orders, payments = self._get_held_orders()
        more = payments.mapped(lambda payment: payment.copy({"amount": 1}))
        for payment, order in zip(more, orders, strict=True):
            payment.sale_order_id = order
        return [
            Round(
                [
                    [resuming(order)],
                    [Act("finance", payment._name, payment.ids, "action_post")],
                ],
                order.ids,
                payment.id,
            )
            for order, payment in zip(orders, more, strict=True)
        ]

    def test_orders_go_on_while_more_money_comes_in(self):
        rounds = self._prepare(self._prepare_paid_more)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for outcomes in results:
            self.assertTrue(all(outcome.succeeded for outcome in outcomes))
        with self._committed() as env:
            orders = env["sale.order"].browse(one.order_ids[0] for one in rounds)
            self.assertEqual(len(orders.picking_ids), len(orders))
