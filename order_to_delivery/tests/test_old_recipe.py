"""H9.3: materials and recipe are answered in writing, an old recipe is confirmed so."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..models.order_answered_position_mixin import POSITION_FIELDS
from ..models.order_review_signoff import SEALED_FIELDS
from ..models.order_snapshot_mixin import hash_canonical, hash_snapshot
from .change_common import ChangeMixin
from .common import OrderToDeliveryCase
from .papers_common import LANGUAGES

# A revision as it was stored before anybody could insist on an old recipe.
STORED = {
    "version": 1,
    "header": {
        "goods": {},
        "price": {"currency": "CNY", "plan": []},
        "dates": {"wanted_date": "2026-03-01", "commitment_date": ""},
        "destination": {
            "partner_id": 7,
            "partner_shipping_id": 7,
            "packing": "",
            "marks": "",
            "special_rules": "",
        },
    },
    "lines": {
        "k1": {
            "goods": {
                "product_id": 3,
                "product_uom_id": 1,
                "product_uom_qty": "10.00",
                "name": "Control Cabinet",
                "supply_kind": "make",
                "change_kind": "",
                "specification": "",
                "tolerance_over": "0.00",
                "tolerance_under": "0.00",
            },
            "price": {"price_unit": "1000.00", "discount": "0.00", "taxes": []},
            "dates": {"finished_date": ""},
            "destination": {"packing": ""},
        }
    },
    "sequence": ["k1"],
}
STORED_HASHES = {
    "goods": "65bbf0b6f289a15cdc1ad32557f4c0ceb2c9c2fb53f50163b7bcd53a3de7aa2b",
    "content": "397745e74af4194345d01d0723b6cca18553c1f7e50eefdfddc4ae487ccb221c",
}


@tagged("post_install", "-at_install")
class TestOldRecipe(ChangeMixin, OrderToDeliveryCase):
    """What the customer insists on is content, and is confirmed in writing."""

    def _insist(self, **values):
        order = self._take_order(**values)
        self.as_("sales", order).order_line.keeps_old_recipe = True
        return order

    def _seat(self, order, kind):
        return order.order_review_ids[:1].signoff_ids.filtered(lambda s: s.kind == kind)

    def test_a_revision_from_before_has_the_hash_that_it_had(self):
        hashes = hash_snapshot(STORED)
        for aspect, stored in STORED_HASHES.items():
            with self.subTest(aspect=aspect):
                self.assertEqual(hashes[aspect], stored)
        line = self._take_order()._get_snapshot()["lines"].popitem()[1]
        stored = STORED["lines"]["k1"]
        self.assertEqual(
            {aspect: list(values) for aspect, values in line.items()},
            {aspect: list(values) for aspect, values in stored.items()},
            "A line without wishes has the content that it always had.",
        )

    def test_the_wish_is_content_of_the_goods_alone(self):
        order = self._take_order()
        order._give_line_keys()
        before = order._get_content_hashes()[order]
        order.order_line.keeps_old_recipe = True
        after = order._get_content_hashes()[order]
        changed = {name for name in after if after[name] != before[name]}
        self.assertEqual(changed, {"goods", "content"})
        order.order_line.keeps_old_recipe = False
        self.assertEqual(order._get_content_hashes()[order], before)

    def test_the_wish_is_locked_from_submission_on(self):
        order = self._insist()
        self._submit(order)
        with self.assertRaisesRegex(UserError, "is locked"):
            self.as_("sales", order).order_line.keeps_old_recipe = False

    def test_stocked_goods_by_the_old_recipe_are_no_standard_order(self):
        order = self._insist(lines=[(self.stocked, 5)])
        self.assertEqual(self._submit(order).kind, "full")

    def test_the_wish_is_shown_to_the_seats(self):
        order = self._insist()
        self._walk_to("answers", order=order)
        technical = self.as_("technical", self._seat(order, "technical"))
        self.assertIn("Old recipe", technical.content)

    def test_technical_answers_for_the_recipe_that_the_customer_insists_on(self):
        order = self._insist()
        self._walk_to("answers", order=order)
        technical = self._seat(order, "technical")
        with self.assertRaisesRegex(UserError, "whether the recipe changes"):
            self._answer(technical, recipe_kind=False)
        with self.assertRaisesRegex(UserError, "on which the customer insists"):
            self._answer(technical, recipe_kind="changed")
        self._answer(technical, recipe_kind="old")
        self.assertEqual((technical.state, technical.recipe_kind), ("signed", "old"))

    def test_an_old_recipe_that_nobody_asked_for_in_writing_is_not_answered(self):
        order = self._walk_to("answers")
        technical = self._seat(order, "technical")
        with self.assertRaisesRegex(UserError, "confirmed in writing: Sales proposes"):
            self._answer(technical, recipe_kind="old")
        self._answer(technical, recipe_kind="changed")

    def test_a_changed_product_needs_the_word_on_its_recipe(self):
        order = self._take_order()
        order.order_line.change_kind = "changed"
        self._walk_to("answers", order=order)
        values = {"technical_notes": "New resin.", "has_no_obstacle": True}
        technical = self._seat(order, "technical")
        with self.assertRaisesRegex(UserError, "whether the recipe changes"):
            self._answer(technical, recipe_kind=False, **values)
        self._answer(technical, recipe_kind="changed", **values)

    def _print(self, confirmation, lang):
        """Return the confirmation as customer service prints it for the customer."""
        confirmation.partner_id.lang = lang
        reports = self.as_("customer_service", self.env["ir.actions.report"])
        page, _kind = reports._render_qweb_html(
            "order_to_delivery.action_report_order_confirmation", confirmation.ids
        )
        return page.decode()

    def test_the_confirmation_says_it_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self._insist()
        self._walk_to("confirmation", order=order)
        paper = self._send_confirmation(order)
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                self.assertIn('name="keeps_old_recipe"', self._print(paper, lang))
        self.assertIn("Made by the old recipe", self._print(paper, "en_US"))

    def test_nothing_is_said_where_nobody_insists(self):
        paper = self._send_confirmation(self._walk_to("confirmation"))
        self.assertNotIn("keeps_old_recipe", self._print(paper, "en_US"))

    def test_production_is_instructed_to_make_it_so(self):
        order = self._insist(grade="A")
        order.order_line.specification = "IP65"
        self._walk_to("acceptance", order=order)
        line = order.order_production_instruction_ids.line_ids
        self.assertIn("IP65", line.specification)
        self.assertIn("Old recipe", line.specification)

    def test_a_change_takes_the_wish_up_and_lets_it_go(self):
        order = self._walk_to("deposit", grade="A")
        for wish in (True, False):
            self._propose_wish(order, wish)
            changes = order.pending_revision_id._get_difference()
            names = [change["field"] for change in changes]
            self.assertEqual(names, ["Old Recipe"])
            self._agree(order)
            self.assertEqual(order.order_line.keeps_old_recipe, wish)

    def _propose_wish(self, order, wish):
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users["sales"])
            .with_context(default_sale_order_id=order.id)
            .create({"reason": "The customer insists."})
        )
        wizard.line_ids.keeps_old_recipe = wish
        wizard.action_propose()
        order.invalidate_recordset()


@tagged("post_install", "-at_install")
class TestMaterialPosition(OrderToDeliveryCase):
    """What Production plans with is answered in writing before (H9.3, H9.5)."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("answers")
        self.review = self.order.order_review_ids[:1]

    def _seat(self, kind):
        return self.review.signoff_ids.filtered(lambda s: s.kind == kind)

    def test_material_control_owes_the_position_of_the_materials(self):
        seat = self._seat("material_control")
        with self.assertRaisesRegex(UserError, "position of the materials"):
            self._answer(seat, material_position=False)
        with self.assertRaisesRegex(UserError, "which material is short"):
            self._answer(seat, material_position="short")
        self._answer(seat, material_position="short", material_note="Boards: 3 days.")
        self.assertEqual(seat.state, "signed")

    def test_technical_owes_it_where_material_control_has_no_seat(self):
        self.departments["material_control"].seat = "none"
        order = self._walk_to("answers")
        self.review = order.order_review_ids[:1]
        with self.assertRaisesRegex(UserError, "position of the materials"):
            self._answer(self._seat("technical"), material_position=False)
        self._answer(self._seat("technical"), material_position="arriving")

    def test_a_refusal_owes_no_position(self):
        self._answer(self._seat("material_control"), "refuse", material_position=False)
        self.assertEqual(self._seat("material_control").state, "signed")

    def test_production_reads_it_before_it_answers(self):
        self._answer(
            self._seat("material_control"),
            material_position="short",
            material_note="Boards: 3 days.",
        )
        production = self.as_("production", self._seat("production"))
        with Form(production) as form:
            self.assertIn("Material Control: Short – Boards", form.answered_positions)

    def test_what_was_answered_is_sealed(self):
        seat = self._seat("material_control")
        self._answer(seat, material_position="arriving", material_note="Monday.")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.as_("material_control", seat).material_position = "available"
        self.env.cr.execute(
            "UPDATE order_review_signoff SET material_position = 'short' WHERE id = %s",
            [seat.id],
        )
        seat.invalidate_recordset()
        self.assertNotEqual(seat.seal, seat._get_seal())

    def test_an_answer_that_still_holds_carries_it_over(self):
        seat = self._seat("material_control")
        self._answer(seat, material_position="arriving", material_note="Monday.")
        self.order.invalidate_recordset()
        self._take_back()
        again = self.order.order_review_ids[:1].signoff_ids.filtered("carried_from_id")
        again = again.filtered(lambda s: s.kind == "material_control")
        self.assertEqual(again.carried_from_id, seat)
        self.assertEqual(again.material_position, "arriving")
        self.assertEqual(again.material_note, "Monday.")

    def _take_back(self):
        """Take the order back, change nothing of the goods, and submit it again."""
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users["sales"])
            .with_context(default_sale_order_id=self.order.id)
            .create({"reason": "Another mark."})
        )
        wizard.action_propose()
        self.order.invalidate_recordset()
        self.as_("sales", self.order).marks = "FRAGILE"
        self._submit(self.order)
        self._circulate(self.order)
        self.env.invalidate_all()

    def test_an_answer_sealed_before_has_the_seal_that_it_had(self):
        seat = self._seat("quality")
        self._answer(seat)

        def get(name):
            value = seat[name]
            value = value.id if hasattr(value, "_name") else value
            return str(value) if value else ""

        before = SEALED_FIELDS - POSITION_FIELDS - {"draft", "seal", "line_ids"}
        names = sorted(n for n in before if not n.startswith("alternative_"))
        content = {**{name: get(name) for name in names}, "lines": []}
        self.assertEqual(seat.seal, hash_canonical(content))
