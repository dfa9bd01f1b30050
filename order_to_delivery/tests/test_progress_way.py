"""What is written down of an order says what its documents and gates say."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase

# Before which stop of the way what is asked of whom.
ASKED = {
    "review": ("intake", "submit", "sales"),
    "circulation": ("review", "circulate", "deputy_general_manager"),
    "closing": ("review", "close", "deputy_general_manager"),
    "confirmation": ("confirmation", "send_confirmation", "customer_service"),
    "signature": ("confirmation", "await_signature", "customer_service"),
    "deposit": ("deposit", "deposit", "finance"),
    "instruction": ("instruction", "issue_instruction", "customer_service"),
    "acceptance": ("instruction", "accept_instruction", "production"),
    "production": ("production", "produce", "production"),
    "handover": ("release", "hand_over", "customer_service"),
    "shipping": ("shipping", "ship", "warehouse"),
    "receipt": ("receipt", "advise", "customer_service"),
}


@tagged("post_install", "-at_install")
class TestProgressWay(OrderToDeliveryCase):
    def _get_here(self, order):
        """Return what is written down, as the commit would leave it."""
        self.env.cr.flush()
        order.order_milestone_ids.invalidate_recordset()
        here = order.order_milestone_ids.filtered("is_here")
        return [(m.station, m.asked, m.department) for m in here]

    def test_each_step_is_asked_of_the_department_whose_turn_it_is(self):
        for stop, expected in ASKED.items():
            with self.subTest(stop=stop):
                order = self._walk_to(stop)
                self.assertEqual(self._get_here(order), [expected])

    def test_hint_names_the_gates_that_the_banner_asks(self):
        for stop, station, model in (
            ("closing", "review", "order_review_ids"),
            ("handover", "release", "order_shipping_request_ids"),
        ):
            with self.subTest(stop=stop):
                order = self._walk_to(stop)
                self.env.cr.flush()
                hint = order.order_milestone_ids.filtered("is_here").closed_gates
                closed = self.env["order.gate"]._get_reasons(station, order[model])
                truth = {r.gate for reasons in closed.values() for r in reasons}
                self.assertEqual(set((hint or "").split(",")) - {""}, truth)

    def test_rebuilt_milestones_say_what_the_events_wrote(self):
        order = self._walk_to("instruction")
        written = self._get_here(order)
        self.env.cr.execute(
            "DELETE FROM order_milestone WHERE sale_order_id = %s", [order.id]
        )
        self.env.invalidate_all()
        order._touch_progress()
        self.assertEqual(self._get_here(order), written)

    def test_confirm_appears_only_once_its_gates_are_open(self):
        order = self._take_order("A")
        self.assertFalse(self.as_("sales", order).can_confirm)
        self._walk_to("signature", order)
        self.assertTrue(self.as_("sales", order).can_confirm)

    def test_banner_says_who_has_not_answered_and_since_when(self):
        order = self._walk_to("answers")
        self.env.cr.flush()
        order.invalidate_recordset()
        banner = self.as_("sales", order).gate_banner
        gates = [item for item in banner if item["kind"] == "gate"]
        self.assertIn("Technical", {item["department"] for item in gates})
        self.assertTrue(all(item["since"] for item in gates))
        self.assertEqual({item["res_model"] for item in gates}, {"order.review"})

    def test_strip_shows_what_is_done_and_what_lies_ahead(self):
        order = self._walk_to("deposit")
        strip = {
            station["key"]: station["state"]
            for station in self.as_("sales", order).station_strip
        }
        self.assertEqual(strip["review"], "done")
        self.assertEqual(strip["confirmation"], "done")
        self.assertEqual(strip["deposit"], "held")
        self.assertEqual(strip["release"], "ahead")

    def test_documents_of_the_order_open_from_its_form(self):
        order = self._walk_to("confirmation")
        order = self.as_("quality", order)
        self.assertEqual(order.order_review_count, 1)
        action = order.with_context(
            order_documents="order_review_ids"
        ).action_view_order_documents()
        self.assertEqual(action["res_id"], order.order_review_ids.id)

    def test_nothing_but_documents_of_the_order_opens_from_its_form(self):
        order = self.as_("sales", self._walk_to("closing"))
        for name in (None, "message_ids", "invoice_ids", "write_uid"):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "which"):
                order.with_context(order_documents=name).action_view_order_documents()

    def test_shipped_goods_move_the_order_on(self):
        order = self._walk_to("shipping")
        self.assertEqual(self._get_here(order)[0][0], "shipping")
        self._ship(order)
        self.assertEqual(self._get_here(order)[0][0], "receipt")

    def test_every_department_can_open_the_order(self):
        order = self._walk_to("deposit")
        for kind in self.users:
            with self.subTest(kind=kind):
                seen = self.as_(kind, order)
                seen.invalidate_recordset()
                view_id = seen._get_narrow_form_id()
                form = Form(
                    seen, view=view_id and self.env["ir.ui.view"].browse(view_id)
                )
                self.assertEqual(form.name, order.name)

    def test_form_of_a_workshop_shows_no_price(self):
        order = self.as_("production", self._take_order())
        arch = order.get_view(view_type="form")["arch"]
        self.assertIn("station_strip", arch)
        for name in ("price_unit", "amount_total", "money_received", "<chatter"):
            self.assertNotIn(name, arch)

    def test_money_received_moves_the_order_on_without_a_click(self):
        order = self._walk_to("deposit")
        self.assertEqual(self._get_here(order)[0][0], "deposit")
        self._pay(order, order.deposit_due)
        self.assertEqual(self._get_here(order)[0][0], "instruction")
