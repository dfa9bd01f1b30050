"""H2.4: what carriers ask is not everybody's; who carries, how and when is."""

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .routes_common import RouteMixin
from .shipping_common import ShippingCase

READERS = {"logistics", "finance", "supervisor", "deputy_general_manager"}
OTHERS = sorted(set(KINDS) - READERS)
SEEN = ("carrier_name", "transport_mode", "route", "arrival_date", "is_late")


@tagged("post_install", "-at_install")
class TestCarrierCosts(RouteMixin, ShippingCase):
    def setUp(self):
        super().setUp()
        exporters = self.env.ref("base.group_allow_export")
        exporters.user_ids = [Command.link(user.id) for user in self.users.values()]
        self.request = self._request_shipping(self._get_ready_order())
        offers = self.as_("logistics", self.env["order.carrier.offer"])
        self.offers = offers.create(
            [
                {
                    "request_id": self.request.id,
                    "carrier_name": name,
                    "cost": cost,
                    "arrival_date": fields.Date.today(),
                }
                for name, cost in (("Ocean Line", 300), ("Sky Cargo", 900))
            ]
        ).sudo(False)
        self.domain = [("id", "in", self.offers.ids)]

    def _ask(self, kind, model, method, *args, **kwargs):
        """Ask a model, not records of it, as a client does."""
        return call_kw(self.as_(kind, self.env[model]), method, args, kwargs)

    def _search(self, kind, domain=(), order=None, names=SEEN):
        return self._ask(
            kind,
            "order.carrier.offer",
            "web_search_read",
            [*self.domain, *domain],
            {name: {} for name in names},
            order=order,
        )["records"]

    def _group(self, kind, *args):
        return self._ask(kind, "order.carrier.offer", "formatted_read_group", *args)

    def test_who_plans_pays_or_answers_for_the_transport_sees_what_it_costs(self):
        for kind in READERS:
            with self.subTest(kind=kind):
                rows = self._search(kind, names=["cost", "is_cheapest"])
                self.assertEqual(sorted(row["cost"] for row in rows), [300, 900])
                self.assertEqual([row["is_cheapest"] for row in rows].count(True), 1)

    def test_others_see_who_carries_how_and_when(self):
        for kind in OTHERS:
            with self.subTest(kind=kind):
                rows = self._search(kind, order="carrier_name")
                names = [row["carrier_name"] for row in rows]
                self.assertEqual(names, ["Ocean Line", "Sky Cargo"])
                self.assertEqual(rows[0]["transport_mode"], "land")
                self.assertEqual(rows[0]["arrival_date"], fields.Date.today())
                known = self.as_(kind, self.offers).fields_get()
                self.assertFalse({"cost", "is_cheapest"} & set(known))

    def test_others_are_told_no_cost_by_any_question(self):
        call = self.call
        questions = {
            "read": lambda kind: call(kind, self.offers, "read", ["cost"]),
            "cheapest": lambda kind: call(kind, self.offers, "read", ["is_cheapest"]),
            "export": lambda kind: call(kind, self.offers, "export_data", ["cost"]),
            "export of requests": lambda kind: call(
                kind, self.request, "export_data", ["carrier_offer_ids/cost"]
            ),
            "domain": lambda kind: self._search(kind, [("cost", ">", 500)]),
            "domain of requests": lambda kind: self._ask(
                kind, self.request._name, "search", [("carrier_offer_ids.cost", ">", 5)]
            ),
            "order": lambda kind: self._search(kind, order="cost"),
            "sum": lambda kind: self._group(kind, [], ["carrier_name"], ["cost:sum"]),
            "group": lambda kind: self._group(kind, [], ["cost"], ["__count"]),
        }
        for kind in OTHERS:
            for name, ask in questions.items():
                with self.subTest(kind=kind, question=name):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        ask(kind)

    def test_nobody_else_notes_a_carriers_offer(self):
        values = {"request_id": self.request.id, "carrier_name": "Free Ride"}
        for kind in set(KINDS) - {"logistics", "supervisor"}:
            with self.subTest(kind=kind):
                offers = self.offers
                with self.assertRaises(AccessError):
                    self.as_(kind, offers).create({**values, "cost": 1})
                with self.assertRaises(AccessError):
                    self.as_(kind, offers).write({"cost": 1})
                with self.assertRaises(AccessError):
                    self.as_(kind, self.request).write(
                        {"carrier_offer_ids": [Command.create({**values, "cost": 1})]}
                    )

    def test_lists_and_forms_open_for_everybody(self):
        """Also the offers on the form of a request, grouped, and exported."""
        for kind in KINDS:
            sees = kind in READERS
            with self.subTest(kind=kind):
                self.assertEqual("cost" in self._open(kind, self.offers, "list"), sees)
                self.assertEqual("cost" in self._open(kind, self.request, "form"), sees)
                groups = self._group(kind, self.domain, ["carrier_name"], ["__count"])
                self.assertEqual(len(groups), 2)
                rows = self.call(kind, self.offers, "export_data", [*SEEN[:2]])["datas"]
                self.assertEqual(len(rows), 2)

    def _open(self, kind, records, view):
        """Open a view and read what it names, as the web client does.

        :return: the names of its fields, those of its lists included
        """
        found = self._ask(kind, records._name, "get_views", [(False, view)])
        arch = etree.fromstring(found["views"][view]["arch"])
        self.call(kind, records, "web_read", self._get_specification(arch))
        return {node.get("name") for node in arch.iter("field")}

    def _get_specification(self, arch):
        result = {}
        for node in arch.xpath(".//field[not(ancestor::field)]"):
            rows = node.find("list")
            names = rows.iter("field") if rows is not None else ()
            fields_of = {inner.get("name"): {} for inner in names}
            result[node.get("name")] = {"fields": fields_of} if fields_of else {}
        return result
