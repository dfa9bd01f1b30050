from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .shipping_common import ShippingCase


class DestinationCase(ShippingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.austria = cls.env.ref("base.at")
        cls.partners["A"].country_id = cls.austria
        cls.europe = cls.env.ref("base.europe")
        department = cls.env["order.department"].search(
            [("kind", "=", "logistics"), ("company_id", "=", cls.company.id)]
        )
        department.head_id = cls.users["logistics"]

    def _rule(self, kind="logistics", documents=(), **values):
        rules = self.env["order.destination.rule"].with_user(self.users[kind])
        rows = [
            Command.create({"kind": name, "is_required": required})
            for name, required in documents
        ]
        return rules.create(
            {"company_id": self.company.id, "document_ids": rows, **values}
        )


@tagged("post_install", "-at_install")
class TestDestinationRules(DestinationCase):
    """H3.2, H3.5, H6.4: what a destination asks for comes into its orders."""

    def test_rules_come_into_the_order_as_it_is_taken(self):
        """H6.4: packing and marks are proposed by the customer's destination."""
        self._rule(country_id=self.austria.id, packing="Heat-treated pallets")
        self._rule(country_group_id=self.europe.id, marks="CE / VIENNA")
        self._rule(country_id=self.env.ref("base.us").id, packing="Cartons")
        order = self._take_order("A")
        self.assertEqual(order.packing, "Heat-treated pallets")
        self.assertEqual(order.marks, "CE / VIENNA")

    def test_what_was_typed_stays(self):
        self._rule(country_id=self.austria.id, packing="Pallets", marks="AT")
        order = self._take_order("A", packing="Wooden case")
        self.assertEqual(order.packing, "Wooden case")
        self.assertEqual(order.marks, "AT")

    def test_the_form_proposes_and_does_not_overwrite(self):
        self._rule(country_id=self.austria.id, packing="Pallets", marks="AT")
        orders = self.env["sale.order"].with_user(self.users["sales"])
        with Form(orders) as form:
            form.marks = "MY MARK"
            form.partner_id = self.partners["A"]
            self.assertEqual(form.packing, "Pallets")
            self.assertEqual(form.marks, "MY MARK")

    def test_the_customers_own_rule_speaks_before_the_countrys(self):
        self._rule(country_group_id=self.europe.id, packing="Europe", note="Sizes.")
        self._rule(country_id=self.austria.id, packing="Austria", note="In German.")
        contact = self.partners["A"].create(
            {"name": "Buyer", "parent_id": self.partners["A"].id}
        )
        self._rule(partner_id=contact.id, packing="Theirs", note="Ring first.")
        order = self._take_order("A")
        self.assertEqual(order.packing, "Theirs")
        self.assertEqual(order.destination_note, "Ring first.\nIn German.\nSizes.")

    def test_documents_are_shown_on_the_order(self):
        rule = self._rule(
            country_id=self.austria.id,
            documents=[("certificate_of_origin", True), ("packing_list", False)],
        )
        order = self.as_("sales", self._take_order("A"))
        self.assertEqual(order.destination_rule_ids, rule)
        self.assertIn("Certificate of Origin", order.destination_documents)

    def test_rules_for_a_mode_speak_on_the_request(self):
        """H3.5: what goes by sea is marked and papered as for the sea."""
        self._rule(country_id=self.austria.id, packing="Pallets", marks="AT")
        self._rule(
            country_id=self.austria.id,
            transport_mode="sea",
            note="Desiccant in each case.",
            documents=[("bill_of_lading", True)],
        )
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.assertEqual((request.packing, request.marks), ("Pallets", "AT"))
        self.assertFalse(request.document_ids)
        self.as_("logistics", request).transport_mode = "sea"
        self.assertEqual(request.document_ids.kind, "bill_of_lading")
        self.assertEqual(request.destination_note, "Desiccant in each case.")
        self.as_("logistics", request).transport_mode = "air"
        self.assertFalse(request.document_ids)

    def test_heads_and_the_deputy_general_manager_keep_the_rules(self):
        for kind in ("logistics", "customer_service", "deputy_general_manager"):
            with self.subTest(kind=kind):
                self._rule(kind=kind, country_id=self.austria.id)
        rule = self._rule(country_id=self.austria.id)
        for kind in ("clerk", "sales", "warehouse"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, rule).packing = "Bags"

    def test_rules_of_another_company_are_not_followed(self):
        rule = self._rule(country_id=self.austria.id, packing="Pallets")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        rule.sudo().company_id = other
        self.assertFalse(self._take_order("A").packing)

    def test_orders_that_nothing_governs_are_left_alone(self):
        self._rule(country_id=self.austria.id, packing="Pallets")
        self.company.use_order_to_delivery = False
        self.assertFalse(self._take_order("A").packing)

    def test_looking_rules_up_costs_the_same_for_many(self):
        self.walk_anew()
        counts = []
        for number in (1, 20):
            for _turn in range(number):
                self._rule(country_id=self.austria.id, packing="Pallets")
            self.env.flush_all()
            self.env.invalidate_all()
            order = self._take_order("A")
            before = self.env.cr.sql_log_count
            order._get_destination_rules()._get_first("packing")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
