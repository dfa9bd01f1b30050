"""Each department opens on what waits for it."""

import ast

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestProgressDesk(OrderToDeliveryCase):
    """Each department sees what waits for it, oldest first (H4.8)."""

    def _get_desk(self, kind, domain=()):
        self.env.cr.flush()
        self.env["order.desk.entry"].invalidate_model()
        return self.as_(kind, self.env["order.desk.entry"]).search([*domain])

    def _open_signoff(self, order, kind):
        revision = self.env["order.revision"].create(
            {"sale_order_id": order.id, "number": 1}
        )
        review = self.env["order.review"].create(
            {"sale_order_id": order.id, "revision_id": revision.id}
        )
        return self.env["order.review.signoff"].create(
            {
                "review_id": review.id,
                "department_id": self.departments[kind].id,
                "user_id": self.users[kind].id,
                "opened_date": fields.Datetime.now(),
                "due_date": fields.Date.today(),
            }
        )

    def test_new_order_lies_on_the_desk_of_sales(self):
        order = self._take_order()
        entry = self._get_desk("sales", [("sale_order_id", "=", order.id)])
        self.assertEqual(entry.asked, "submit")
        self.assertEqual(entry.action_open()["res_id"], order.id)

    def test_released_goods_open_as_the_delivery_that_is_validated(self):
        order = self._walk_to("shipping")
        for kind, model in (
            ("warehouse", "stock.picking"),
            ("supervisor", "order.shipping.request"),
        ):
            entry = self._get_desk(
                kind, [("sale_order_id", "=", order.id), ("asked", "=", "ship")]
            )
            with self.subTest(kind=kind):
                self.assertEqual(entry.action_open()["res_model"], model)
        self.assertEqual(
            entry.with_user(self.users["warehouse"]).action_open()["res_id"],
            order.picking_ids.id,
        )

    def test_open_answer_lies_on_the_desk_of_its_department_only(self):
        order = self._take_order()
        signoff = self._open_signoff(order, "technical")
        entry = self._get_desk("technical", [("sale_order_id", "=", order.id)])
        self.assertEqual(entry.asked, "sign")
        self.assertEqual(entry.user_id, self.users["technical"])
        self.assertEqual(
            (entry.action_open()["res_model"], entry.action_open()["res_id"]),
            ("order.review.signoff", signoff.id),
        )
        self.assertFalse(self._get_desk("quality", [("sale_order_id", "=", order.id)]))

    def test_entry_of_another_department_cannot_be_opened(self):
        order = self._take_order()
        entry = self._get_desk("sales", [("sale_order_id", "=", order.id)])
        with self.assertRaisesRegex(AccessError, "What Waits on a Department's Desk"):
            self.as_("quality", entry).action_open()

    def test_supervisor_sees_the_desks_of_all_and_finds_the_own(self):
        order = self._take_order()
        domain = [("sale_order_id", "=", order.id)]
        self.assertTrue(self._get_desk("supervisor", domain))
        self.assertFalse(
            self._get_desk("supervisor", [*domain, ("is_mine", "=", True)])
        )

    def test_entry_is_late_once_its_day_has_passed(self):
        order = self._take_order()
        signoff = self._open_signoff(order, "technical")
        late = [("sale_order_id", "=", order.id), ("is_late", "=", True)]
        self.assertFalse(self._get_desk("technical", late))
        signoff.due_date = fields.Date.subtract(fields.Date.today(), days=1)
        self.assertEqual(len(self._get_desk("technical", late)), 1)

    def test_oldest_entry_stands_first(self):
        orders = [self._take_order() for _turn in range(3)]
        signoffs = [self._open_signoff(order, "technical") for order in orders]
        for days, signoff in enumerate(signoffs):
            signoff.opened_date = fields.Datetime.subtract(
                signoff.opened_date, days=days
            )
        desk = self._get_desk(
            "technical", [("sale_order_id", "in", [order.id for order in orders])]
        )
        self.assertEqual(
            desk.sale_order_id.ids, [order.id for order in reversed(orders)]
        )

    def test_every_order_stands_in_the_ledger_under_a_number_of_its_own(self):
        """H8.1: copies and orders of other salespeople included."""
        orders = self._take_order() | self._take_order("A")
        orders |= self.as_("sales", orders[0]).copy()
        self.assertEqual(len(set(orders.mapped("name"))), 3)
        action = self.env.ref("order_to_delivery.sale_order_action_ledger")
        ledger = self.as_("supervisor", self.env["sale.order"]).search(
            ast.literal_eval(action.domain or "[]")
        )
        self.assertLessEqual(orders, ledger)

    def test_dispatch_notes_are_filed_by_the_month_in_which_they_left(self):
        """H9.19: one month's papers stand together."""
        order = self._walk_to("receipt")
        months = self.as_("logistics", self.env["stock.picking"])._read_group(
            [("id", "in", order.picking_ids.ids)], ["date_done:month"], ["id:recordset"]
        )
        self.assertEqual(months[0][0].month, fields.Date.today().month)
        self.assertEqual(months[0][1], order.picking_ids)
        arch = self.env.ref(
            "order_to_delivery.stock_picking_view_search_dispatch_note"
        ).arch
        self.assertIn("date_done:month", arch)
