"""Tries to owe less than what was ordered, or to count money that never came."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .thief_common import ThiefCase

COMPUTED = "is not written by hand"


@tagged("post_install", "-at_install")
class TestThiefMoney(ThiefCase):
    def test_a_total_of_one_cent_is_refused(self):
        order = self._get_ready_order("B")
        for order_ in (self.as_("sales", order), self.steal(order)):
            for name in ("amount_total", "amount_untaxed", "amount_tax"):
                with self.assertRaisesRegex(UserError, COMPUTED):
                    order_.write({name: 0.01})
        for name in ("price_total", "price_subtotal", "price_tax"):
            with self.assertRaisesRegex(UserError, COMPUTED):
                self.as_("sales", order.order_line).write({name: 0.01})
        self.assertEqual(order.sudo()._get_money()[order].release_due, 200)

    def test_an_order_is_not_created_with_a_total_of_its_own(self):
        with self.assertRaisesRegex(UserError, COMPUTED):
            self._take_order("B", [(self.stocked, 10)], amount_total=0.01)

    def test_a_new_line_comes_without_invoices_as_browsers_send_it(self):
        line = {"product_id": self.stocked.id, "product_uom_qty": 3}
        order = self._take_order(
            "B", order_line=[Command.create({**line, "invoice_lines": []})]
        )
        self.assertEqual(order.order_line.product_uom_qty, 3)
        self.assertEqual(order.amount_total, 60)
        invoice = self._invoice_and_pay(self._get_ready_order("A"))
        ties = [Command.set(invoice.invoice_line_ids.ids)]
        with self.assertRaisesRegex(UserError, COMPUTED):
            self._take_order(
                "B", order_line=[Command.create({**line, "invoice_lines": ties})]
            )

    def test_a_foreign_paid_invoice_is_not_hung_on_the_own_line(self):
        other = self._get_ready_order("A")
        invoice = self._invoice_and_pay(other)
        order = self._get_ready_order("B")
        for line in (self.as_("sales", order.order_line), self.steal(order.order_line)):
            with self.assertRaisesRegex(UserError, COMPUTED):
                line.write(
                    {"invoice_lines": [Command.link(invoice.invoice_line_ids[:1].id)]}
                )
        self.assertEqual(order.sudo()._get_money()[order].received, 0)

    def test_a_deduction_that_is_no_orders_is_not_received(self):
        order = self._get_ready_order("B")
        line = order.sudo().order_line
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": order.partner_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Goods",
                            "price_unit": 200,
                            "tax_ids": False,
                            "sale_line_ids": [Command.set(line.ids)],
                        }
                    ),
                    Command.create(
                        {"name": "Friends", "price_unit": -190, "tax_ids": False}
                    ),
                ],
            }
        )
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertEqual(order.sudo()._get_money()[order].received, 10)

    def test_a_foreign_online_payment_is_not_hung_on_an_order(self):
        order = self._get_ready_order("B")
        with self.assertRaisesRegex(UserError, COMPUTED):
            self.steal(order).write({"transaction_ids": [Command.clear()]})

    def test_an_addition_never_lowers_what_is_due(self):
        order = self._get_ready_order("B")
        order.sudo().is_content_locked = True
        tax = self.env["account.tax"].create(
            {"name": "Below zero", "amount": -300, "type_tax_use": "sale"}
        )
        for values in ({"discount": 300}, {"tax_ids": [Command.set(tax.ids)]}):
            for flag in ("is_expense", "is_downpayment", "is_delivery"):
                line = Command.create(
                    {
                        "product_id": self.service.id,
                        "product_uom_qty": 1,
                        "price_unit": 100,
                        flag: True,
                        **values,
                    }
                )
                with self.assertRaisesRegex(UserError, "locked"):
                    self.as_("sales", order).write({"order_line": [line]})

    def test_an_addition_is_not_lowered_below_zero_later(self):
        order = self._get_ready_order("B")
        order.sudo().is_content_locked = True
        order = self.as_("sales", order)
        line = {"product_id": self.service.id, "price_unit": 100, "is_expense": True}
        order.write({"order_line": [Command.create({**line, "product_uom_qty": 1})]})
        with self.assertRaisesRegex(UserError, "locked"):
            order.order_line[-1].discount = 300
