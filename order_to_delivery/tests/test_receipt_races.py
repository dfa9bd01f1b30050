"""One receipt voucher that two people post at once, on connections of their own."""

from odoo import Command
from odoo.tests import tagged

from .race_common import ROUNDS, Act, RaceCase
from .race_orders import Round


@tagged("post_install", "-at_install", "races")
class TestReceiptRaces(RaceCase):
    """H9.15: money is registered once, however often it is posted."""

    def test_two_posts_of_one_receipt_register_its_money_once(self):
        with self._committed() as env:
            orders = self._get_ready_orders(ROUNDS)
            receipts = env["order.receipt"].create(
                [
                    {
                        "partner_id": self.partners["R"].id,
                        "amount": 30,
                        "line_ids": [
                            Command.create({"sale_order_id": order.id, "amount": 20})
                        ],
                    }
                    for order in orders
                ]
            )
            rounds = [
                Round(
                    [[Act("finance", "order.receipt", receipt.ids, "action_post")]] * 2,
                    order.ids,
                    0,
                )
                for receipt, order in zip(receipts, orders, strict=True)
            ]
            ids = receipts.ids

        def measure(env):
            vouchers = env["order.receipt"].browse(ids)
            return [sum(one.payment_ids.mapped("amount")) for one in vouchers]

        results, amounts = self._race_for(rounds, 30, measure)
        self.assertEqual(amounts, [30] * ROUNDS)
        self._assert_one_each(results)
