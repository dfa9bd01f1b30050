"""Each department opens all that its menus offer, as the web client does."""

import ast
import re

from lxml import etree

from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from .common import KINDS, OrderToDeliveryCase

# Where the orders stand whose documents are opened.
STOPS = ("circulation", "closing", "deposit", "production", "handover", "end")
# What the desk and the order's smart buttons open besides the menus.
DOCUMENTS = (
    "sale.order",
    "order.review",
    "order.review.signoff",
    "order.confirmation",
    "order.production.instruction",
    "order.production.exception",
    "order.shipping.request",
    "order.delivery.receipt",
    "order.gate.waiver",
    "order.revision",
)
# Read by everybody who follows orders; the form opens for who works with them.
OPENED_BY = {
    "stock.picking": {
        "warehouse",
        "logistics",
        "quality",
        "material_control",
        "purchasing",
        "finance",
        "customer_service",
    },
    "mrp.production": {
        "production",
        "technical",
        "quality",
        "material_control",
        "warehouse",
        "purchasing",
        "finance",
        "customer_service",
    },
    "account.payment": {"finance"},
}


class ClientMixin:
    """Asks the server for what Odoo's web client asks for."""

    def _open_action(self, env, action):
        """Open the action's first view and then one record, as after a click."""
        context = {**env.context, **self._evaluate(env, action["context"], {})}
        model = env[action["res_model"]].with_context(**context)
        views = [list(view) for view in action["views"]]
        if action.get("target") == "new":
            return self._open_new(model, views)
        search = action["search_view_id"] and action["search_view_id"][0]
        result = model.get_views([*views, [search, "search"]])
        domain = self._evaluate(env, action["domain"], [])
        self._try_filters(model, result, domain)
        for view in result["views"].values():
            root = etree.fromstring(view["arch"])
            if root.tag in ("list", "kanban"):
                model.web_search_read(domain, self._specify(root, model), limit=5)
        record = model.search(domain, limit=1)
        if record and "form" in result["views"]:
            self._open_form(record, dict(map(reversed, views)).get("form"))
        return model

    def _open_form(self, record, view=False):
        result = record.get_views([(view, "form")])
        root = etree.fromstring(result["views"]["form"]["arch"])
        specification = self._specify(root, record)
        self.env.invalidate_all()
        [values] = record.web_read(specification)
        return values

    def _open_new(self, model, views):
        result = model.get_views(views)
        root = etree.fromstring(result["views"]["form"]["arch"])
        model.onchange({}, [], self._specify(root, model))
        return model

    def _specify(self, root, model):
        """Return the client's specification of the fields that a view shows."""
        specification = {}
        for node in root.xpath(".//field[not(ancestor::field)]"):
            field = model._fields[node.get("name")]
            spec = specification.setdefault(field.name, {})
            if field.type == "many2one":
                spec["fields"] = {"display_name": {}}
            elif field.type in ("one2many", "many2many"):
                names = self._specify_lines(node, model.env[field.comodel_name])
                spec["fields"] = {**spec.get("fields", {}), **names}
        return specification

    def _specify_lines(self, node, comodel):
        if node.get("widget") in ("many2many_tags", "many2many_binary"):
            return {"display_name": {}}
        names = {}
        for view in node:
            if view.tag in ("list", "kanban", "form"):
                inner = etree.fromstring(etree.tostring(view))
                names |= self._specify(inner, comodel)
        return names

    def _try_filters(self, model, result, domain):
        root = etree.fromstring(result["views"]["search"]["arch"])
        for node in root.iter("filter"):
            found = self._evaluate(model.env, node.get("domain"), [])
            model.search_count(Domain.AND([domain, found]))

    def _evaluate(self, env, text, default):
        text = re.sub(r"\buid\b", str(env.uid), text or "")
        text = re.sub(r"\bactive_id\b", "False", text)
        try:
            return ast.literal_eval(text.strip())
        except (SyntaxError, ValueError):
            # Nothing is there, or the client alone knows how to read its dates.
            return default


@tagged("post_install", "-at_install")
class TestMenusOpenForEachRole(ClientMixin, OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["manager"] = new_test_user(
            cls.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )

    def _walk_orders(self):
        """Bring orders to different places, so that every document is there."""
        for stop in STOPS:
            self._walk_to(stop)
        self._walk_to("end", grade="A")

    def _get_actions(self, env):
        """Return the window actions of the menus that the user sees in the app."""
        root = env.ref("order_to_delivery.order_to_delivery_menu")
        visible = env["ir.ui.menu"].load_menus(False)
        waiting = [root.id]
        while waiting:
            entry = visible.get(waiting.pop())
            waiting += entry["children"] if entry else []
            if entry and entry["action_model"] == "ir.actions.act_window":
                action = env["ir.actions.act_window"].sudo().browse(entry["action_id"])
                yield entry["name"], action._get_action_dict()

    def test_each_menu_opens_for_who_sees_it(self):
        self._walk_orders()
        for kind in (*KINDS, "manager"):
            env = self.env(user=self.users[kind])
            for menu, action in self._get_actions(env):
                with self.subTest(kind=kind, menu=menu):
                    self._open_action(env, action)

    def test_each_department_sees_its_desk_and_the_ledger(self):
        for kind in KINDS:
            env = self.env(user=self.users[kind])
            models = {action["res_model"] for _, action in self._get_actions(env)}
            with self.subTest(kind=kind):
                self.assertIn("order.desk.entry", models)
                self.assertIn("sale.order", models)

    def test_supply_shows_each_department_its_entries(self):
        entries = {
            "order.production.exception": {"marketing_director", "production"},
            "order.late.material": {"purchasing", "material_control", "production"},
            "order.supply.question": {"purchasing", "production", "customer_service"},
        }
        for model, kinds in entries.items():
            for kind in kinds:
                env = self.env(user=self.users[kind])
                models = {action["res_model"] for _, action in self._get_actions(env)}
                with self.subTest(kind=kind, model=model):
                    self.assertIn(model, models)

    def test_each_document_of_an_order_opens_for_who_meets_it(self):
        self._walk_orders()
        for kind in KINDS:
            env = self.env(user=self.users[kind])
            for model in DOCUMENTS:
                for record in env[model].search([], limit=7):
                    with self.subTest(kind=kind, record=record):
                        self._open_form(record)
            self._open_desk(kind)
        for model, kinds in OPENED_BY.items():
            for kind in kinds:
                with self.subTest(kind=kind, model=model):
                    records = self.env[model].with_user(self.users[kind]).search([])
                    self.assertTrue(records)
                    for record in records[:5]:
                        self._open_form(record)

    def _open_desk(self, kind):
        """Open the very document of each entry on a department's desk."""
        env = self.env(user=self.users[kind])
        for entry in env["order.desk.entry"].search([("is_mine", "=", True)]):
            with self.subTest(kind=kind, asked=entry.asked):
                action = entry.action_open()
                record = env[action["res_model"]].browse(action["res_id"])
                self.assertTrue(self._open_form(record, action["views"][0][0]))
