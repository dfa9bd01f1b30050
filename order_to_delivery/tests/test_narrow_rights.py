"""H1.9: what the server looks up for a department does not become its to read."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .making_case import MakingCase


@tagged("post_install", "-at_install")
class TestNarrowRights(MakingCase):
    def _get_bought_ahead(self):
        """Return the component's move of an order, which was bought for it."""
        production = self._get_production()
        move = production.move_raw_ids
        vendor = self.env["res.partner"].create({"name": "Board Works"})
        purchase = self.env["purchase.order"].create({"partner_id": vendor.id})
        line = self.env["purchase.order.line"].create(
            {
                "order_id": purchase.id,
                "product_id": self.component.id,
                "product_qty": 10,
                "price_unit": 7,
            }
        )
        purchase.state = "sent"
        move.created_purchase_line_ids = line
        return move, purchase

    def test_who_cancels_is_told_nothing_of_what_was_bought(self):
        move, purchase = self._get_bought_ahead()
        for kind in ("sales", "customer_service"):
            with self.subTest(kind=kind):
                seen = self.as_(kind, move)
                lines = seen.env["purchase.order.line"]
                self.assertFalse(lines.has_access("read"))
                found = seen._get_upstream_documents_and_responsibles(seen.browse())
                (document, responsible, visited), *others = found
                self.assertEqual((document, others), (purchase, []))
                for records in (document, responsible, visited):
                    self.assertFalse(records.env.su)
                with self.assertRaises(AccessError):
                    document.order_line.read(["price_unit"])

    def test_cancelling_still_tells_who_bought(self):
        move, purchase = self._get_bought_ahead()
        production = move.raw_material_production_id
        self._call("production", production, "action_cancel")
        self.assertEqual(production.state, "cancel")
        self.assertTrue(purchase.activity_ids)

    def _get_costed(self):
        """Return the first operation of an order, at a work center that has costs."""
        _production, first, _second = self._get_routed()
        plan = self.env["account.analytic.plan"].create({"name": "Workshops"})
        account = self.env["account.analytic.account"].create(
            {"name": "Workshop", "plan_id": plan.id}
        )
        self.workcenter.analytic_distribution = {str(account.id): 100}
        self.workcenter.costs_hour = 60
        return first

    def test_times_are_booked_without_the_server_s_rights(self):
        """Only the costs are written for the workshop; the rest is its own doing."""
        first = self._get_costed()
        worker = self.as_("production", first)
        self.assertFalse(worker.env["account.analytic.line"].has_access("read"))
        worker.duration = 30
        self.env.flush_all()
        self.assertEqual(first.time_ids.create_uid, self.users["production"])
        self.assertEqual(first.state, "progress")
        booked = first.sudo().wc_analytic_account_line_ids
        self.assertAlmostEqual(sum(booked.mapped("amount")), -30)
        with self.assertRaises(AccessError):
            worker.env["account.analytic.line"].browse(booked.ids).read(["amount"])

    def test_cancelling_takes_the_costs_back_and_nothing_else(self):
        first = self._get_costed()
        worker = self.as_("production", first)
        worker.duration = 30
        self.env.flush_all()
        booked = first.sudo().wc_analytic_account_line_ids
        self.assertTrue(booked)
        self._call("production", first, "action_cancel")
        self.assertEqual(first.state, "cancel")
        self.assertEqual(first.write_uid, self.users["production"])
        self.assertFalse(booked.exists())

    def test_nobody_books_times_who_may_not_write_work_orders(self):
        production, first, _second = self._get_routed()
        for kind in ("sales", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._call(kind, first, "write", {"duration": 30})
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._call(kind, first, "action_cancel")
