from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase

# Each list and form of the ground, and a role that works with it.
VIEWS = {
    "order.department": "manager",
    "order.workday": "manager",
    "customer.grade": "manager",
    "customer.grade.change": "marketing_director",
    "order.contract": "sales",
    "order.gate.waiver": "supervisor",
    "order.date.change": "deputy_general_manager",
}
# Each menu of the ground, and who finds it.
MENUS = {
    "order_department_menu": "manager",
    "customer_grade_menu": "manager",
    "order_workday_menu": "manager",
    "order_settings_menu": "manager",
    "order_company_switch_menu": "manager",
    "order_contract_menu": "sales",
    "order_gate_waiver_menu": "supervisor",
    "order_date_change_menu": "marketing_director",
    "customer_grade_change_menu_control": "marketing_director",
    "order_seal_check_menu": "manager",
}


@tagged("post_install", "-at_install")
class TestGroundViews(OrderToDeliveryCase):
    """Who works with the ground finds it, and opens it with the own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["manager"] = new_test_user(
            cls.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )

    def test_each_view_opens_for_who_works_with_it(self):
        for model, kind in VIEWS.items():
            with self.subTest(model=model):
                records = self.as_(kind, self.env[model])
                views = records.get_views([(False, "list"), (False, "search")])
                names = views["models"][model]["fields"]
                records.search_read([], list(names), limit=5)

    def test_each_menu_is_found_by_who_works_with_it(self):
        for name, kind in MENUS.items():
            menu = self.env.ref(f"order_to_delivery.{name}")
            with self.subTest(menu=name):
                visible = self.as_(kind, self.env["ir.ui.menu"])._visible_menu_ids()
                self.assertIn(menu.id, visible)

    def test_no_department_finds_the_configuration(self):
        for kind in ("sales", "deputy_general_manager", "warehouse"):
            visible = self.as_(kind, self.env["ir.ui.menu"])._visible_menu_ids()
            for name in ("order_settings_menu", "order_company_switch_menu"):
                with self.subTest(kind=kind, menu=name):
                    menu = self.env.ref(f"order_to_delivery.{name}")
                    self.assertNotIn(menu.id, visible)

    def test_the_customers_form_shows_the_grade_to_each_department(self):
        for kind in ("sales", "finance", "technical"):
            with self.subTest(kind=kind):
                partner = self.as_(kind, self.partners["B"])
                partner.get_views([(False, "form")])
                self.assertEqual(partner.customer_grade_id.name, "Grade B")

    def test_a_plain_user_of_odoo_opens_a_customer(self):
        plain = new_test_user(self.env, login="plain", groups="base.group_user")
        partner = self.partners["B"].with_user(plain)
        arch = partner.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertNotIn("customer_grade", arch)
        self.assertTrue(partner.read(["name", "is_order_signatory"]))
