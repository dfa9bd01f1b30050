from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .buying_common import BuyingCase
from .common import KINDS
from .test_menus_open_for_each_role import ClientMixin

# What each department has to reach, besides what everybody does.
REACHED = {
    "sales": set(),
    "customer_service": {"need"},
    "deputy_general_manager": {"need", "request", "purchase"},
    "technical": {"production", "workorder"},
    "quality": {"production", "workorder", "receipt", "forecast"},
    "purchasing": {
        "need",
        "request",
        "inquiry",
        "comparison",
        "purchase",
        "receipt",
        "bill",
    },
    "material_control": {
        "forecast",
        "need",
        "production",
        "workorder",
        "issue",
        "request",
        "receipt",
        "count",
    },
    "production": {"need", "production", "workorder", "request"},
    "warehouse": {"forecast", "need", "issue", "request", "receipt", "count"},
    "finance": {"bill", "payment"},
    "logistics": {"receipt"},
    "marketing_director": {"request"},
    "supervisor": {"request", "need"},
}
EVERYBODY = {"instruction", "late", "vendor", "rejected"}


@tagged("post_install", "-at_install")
class TestOrderLinks(ClientMixin, BuyingCase):
    """From the order one reaches all that its supply is made of (H1.15, H4.1)."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].sudo().set_param("stock.skip_quant_tasks", True)
        self.order, self.request = self._required()
        self._approve(self.request)
        self.purchase = self._order(self.request)
        self.alternative = self._get_alternative()
        self.as_("purchasing", self.purchase).with_context(
            skip_alternative_check=True
        ).button_confirm()
        self._receive(self.purchase, 10)
        self.bill = self._bill()

    def _get_alternative(self):
        wizard = self.as_(
            "purchasing", self.env["purchase.requisition.create.alternative"]
        ).create(
            {
                "origin_po_id": self.purchase.id,
                "partner_ids": [Command.create({"name": "Other Motors"})],
            }
        )
        wizard.action_create_alternative()
        return self.purchase.alternative_po_ids - self.purchase

    def _bill(self):
        self.purchase.action_create_invoice()
        bill = self.purchase.invoice_ids
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        ).create({})._create_payments()
        return bill

    def _links(self, kind, order=None):
        """Return ``{key: row}`` as somebody sees the page."""
        action = self.as_(kind, order or self.order).action_view_links()
        rows = self.as_(kind, self.env[action["res_model"]]).search(action["domain"])
        return {row.kind: row for row in rows}

    def _read(self, kind, action):
        """Read what the list that opens would show, and one record's form."""
        env = self.env(user=self.users[kind])
        context = action.get("context") or {}
        if isinstance(context, str):
            context = self._evaluate(env, context, {})
        model = env[action["res_model"]].with_context(**context)
        views = model.get_views([list(view) for view in action["views"]])["views"]
        name = next(name for name in ("list", "kanban") if name in views)
        root = etree.fromstring(views[name]["arch"])
        domain = action["domain"]
        rows = model.web_search_read(domain, self._specify(root, model))["records"]
        return {row["id"] for row in rows}

    def test_each_department_reaches_what_it_works_with(self):
        for kind in KINDS:
            links = self._links(kind)
            with self.subTest(kind=kind):
                missing = (REACHED[kind] | EVERYBODY) - links.keys()
                self.assertFalse(missing)

    def test_each_entry_opens_for_who_sees_it(self):
        for kind in KINDS:
            for key, row in self._links(kind).items():
                with self.subTest(kind=kind, key=key):
                    found = self._read(kind, row.action_open())
                    if key not in ("need", "forecast", "comparison"):
                        self.assertEqual(len(found), min(row.number, 80))

    def _reached(self, kind, key):
        action = self._links(kind)[key].action_open()
        return self.env[action["res_model"]].search(action["domain"])

    def test_purchasing_reaches_requisition_inquiries_orders_and_bills(self):
        for key, records in (
            ("request", self.request),
            ("purchase", self.purchase),
            ("inquiry", self.alternative),
            ("bill", self.bill),
            ("vendor", (self.purchase | self.alternative).partner_id),
        ):
            with self.subTest(key=key):
                self.assertEqual(self._reached("purchasing", key), records)
        prices = self._reached("purchasing", "comparison")
        self.assertEqual(prices.order_id, self.purchase | self.alternative)

    def test_finance_reaches_the_payments_to_vendors(self):
        payments = self._reached("finance", "payment")
        self.assertEqual(payments.reconciled_bill_ids, self.bill)

    def test_production_reaches_orders_schedule_and_issue(self):
        productions = self._productions(self.order)
        self.assertEqual(self._reached("production", "production"), productions)
        issued = self._reached("material_control", "issue")
        self.assertEqual(issued, productions.move_raw_ids)

    def test_the_warehouse_reaches_the_stocktaking_of_the_goods(self):
        counted = self._reached("warehouse", "count")
        self.assertEqual(counted.product_id, self.motor)
        action = self._links("warehouse")["count"].action_open()
        self.assertTrue(action["context"]["inventory_mode"])

    def test_quality_reaches_what_was_rejected_and_returned(self):
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", self.purchase.id), ("state", "=", "draft")]
        )
        self.as_("quality", inspection).line_ids.write(
            {"offered_quantity": 20, "accepted_quantity": 5, "rejected_quantity": 15}
        )
        self.assertEqual(self._reached("quality", "rejected"), inspection)
        receipt = self.purchase.picking_ids.filtered(lambda p: p.state == "done")
        wizard = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=receipt.id
        )
        wizard = wizard.create({"picking_id": receipt.id})
        wizard.product_return_moves.quantity = 1
        action = wizard.action_create_returns()
        returned = self._reached("quality", "returned")
        self.assertEqual(returned.ids, [action["res_id"]])

    def test_what_one_may_not_read_is_not_listed(self):
        self.assertNotIn("purchase", self._links("sales"))
        self.assertNotIn("payment", self._links("production"))
        self.assertNotIn("count", self._links("purchasing"))

    def test_the_page_of_an_empty_order_says_that_nothing_is_there(self):
        order = self._take_order("B")
        numbers = {
            key: row.number
            for key, row in self._links("purchasing", order).items()
            if row.number
        }
        self.assertEqual(numbers, {"need": 1})

    def test_rows_of_others_are_nobodys_to_open(self):
        row = self._links("finance")["payment"]
        with self.assertRaises(AccessError):
            self.as_("sales", row).action_open()

    def test_a_row_opens_nothing_for_who_lost_the_right_since(self):
        row = self._links("finance")["payment"]
        self.users["finance"].group_ids -= self.env.ref(
            "order_to_delivery.group_finance"
        )
        self.users["finance"].group_ids |= self.env.ref("order_to_delivery.group_user")
        with self.refused("may not open these documents"):
            row.action_open()

    def test_the_page_costs_the_same_for_many_lines(self):
        self.walk_anew()
        self._links("material_control")
        few = self._count_queries(self.order)
        parts = [
            (self._make_product(f"M{n}", [(self.motor, n + 1)]), 2) for n in range(5)
        ]
        many = self._count_queries(self._required(parts)[0])
        self.assertLessEqual(many, few + 15)

    def _count_queries(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._links("material_control", order)
        return self.env.cr.sql_log_count - before
