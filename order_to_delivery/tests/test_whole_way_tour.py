"""The whole way in the browser, as each department's user, in Chinese."""

from odoo.tests import HttpCase, tagged

from .common import FactoryMixin

# Each step of the browser, and who takes it. Who answers is on the seats.
REVIEW = (
    ("circulate", "deputy_general_manager"),
    ("answer", "technical"),
    ("answer", "quality"),
    ("answer_materials", "material_control"),
    ("answer_dates", "production"),
    ("close", "deputy_general_manager"),
    ("send_confirmation", "customer_service"),
)
SIGNATURE = (
    ("upload_confirmation", "customer_service"),
    ("accept_confirmation", "clerk"),
)
MAKING = (
    ("offer", "production"),
    ("judge", "quality"),
    ("sign_goods", "customer_service"),
    ("produce", "production"),
)
PRODUCTION = (
    ("issue_instruction", "customer_service"),
    ("accept_instruction", "production"),
    *MAKING,
)
SHIPPING = (
    ("request_shipping", "customer_service"),
    ("verify", "finance"),
    ("release", "customer_service"),
    ("ship", "warehouse"),
    ("advise", "logistics"),
    ("file_receipt", "logistics"),
)


@tagged("post_install", "-at_install")
class TestWholeWayTour(FactoryMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"].search(
            [("name", "in", ("order_to_delivery", "sale", "mrp", "stock"))]
        )._update_translations(["zh_CN"])
        cls._build_factory()
        for user in cls.users.values():
            user.lang = "zh_CN"
        # Odoo asks once whether text messages are wanted: not on this way.
        cls.company.stock_text_confirmation = False

    def _walk(self, *steps):
        for name, kind in steps:
            self.start_tour(
                "/odoo/my-desk",
                f"order_to_delivery_{name}",
                login=self.users[kind].login,
            )
        self.env.invalidate_all()
        return self.env["sale.order"].search(
            [("client_order_ref", "=", "PO-8821")], limit=1
        )

    def test_grade_b_walks_from_the_memo_to_the_signed_receipt(self):
        order = self._walk(
            ("take_order", "sales"),
            *REVIEW,
            *SIGNATURE,
            ("pay_deposit", "finance"),
            *PRODUCTION,
            ("pay_balance", "finance"),
            *SHIPPING,
        )
        self.assertEqual(order.partner_id, self.partners["B"])
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.money_received, order.amount_total)
        self.assertEqual(order.order_delivery_receipt_ids.state, "signed")
        self.assertTrue(order.order_shipping_request_ids.advice_date)

    def test_grade_c_is_held_for_two_cents_of_its_deposit(self):
        order = self._walk(
            ("take_order_c", "sales"),
            *REVIEW,
            *SIGNATURE,
            ("pay_deposit_short", "finance"),
            ("see_held", "customer_service"),
            ("see_held", "production"),
        )
        self.assertEqual(order.partner_id, self.partners["C"])
        self.assertFalse(order.order_production_instruction_ids)
        self.assertFalse(order.picking_ids)
        order = self._walk(
            ("pay_deposit", "finance"),
            *PRODUCTION,
            ("pay_balance", "finance"),
            *SHIPPING,
        )
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.money_received, order.amount_total)

    def test_grade_a_is_confirmed_before_its_paper_and_ships_unpaid(self):
        order = self._walk(
            ("take_order_a", "sales"),
            *REVIEW,
            ("confirm", "customer_service"),
            ("issue_instruction_a", "customer_service"),
            ("accept_instruction", "production"),
            *SIGNATURE,
            *MAKING,
            *SHIPPING[:4],
        )
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertFalse(order.money_received)
        self.assertIn("grade", order.order_gate_waiver_ids.mapped("origin"))
