"""Answers drafted from facts, signed by one press or corrected (H7.1, H9.3, H9.5)."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .draft_common import DraftCase


@tagged("post_install", "-at_install")
class TestDraftAnswers(DraftCase):
    def test_nothing_is_drafted_before_somebody_opens_his_answer(self):
        self._circulated()
        self.assertFalse(any(self.review.signoff_ids.mapped("draft")))

    def test_material_control_is_told_what_is_short_and_when_it_could_be_here(self):
        """H9.3: the position of the materials, from all levels of the bills."""
        self._circulated()
        seat = self._seat("material_control")
        facts = self._get_facts(seat)
        self.assertIn("Cam: 6 Units are short; Vendor delivers", facts)
        self.assertIn("Earliest date", facts)
        self._agree(seat)
        self.assertEqual((seat.state, seat.verdict), ("signed", "agree"))
        self.assertEqual(seat.material_position, "short")
        self.assertIn("Cam: 6 Units", seat.material_note)
        self.assertEqual(seat.answer_date, self._day(12))
        self.assertIn("All materials can be here on", seat.text)
        self.assertEqual(seat.signed_by_id, self.users["material_control"])

    def test_what_is_in_stock_is_available(self):
        self._stock(self.cam, 100)
        self._circulated()
        seat = self._agree(self._seat("material_control"))
        self.assertEqual(seat.material_position, "available")
        self.assertFalse(seat.material_note)
        self.assertEqual(seat.text, "All materials are in stock.")

    def test_what_comes_before_the_customer_wants_it_arrives_in_time(self):
        self._come(self.cam, 10, days=5)
        self._circulated()
        seat = self._agree(self._seat("material_control"))
        self.assertEqual(seat.material_position, "arriving")
        self.assertIn("Cam: 6 Units come on", seat.material_note)

    def test_what_comes_too_late_is_short(self):
        self._come(self.cam, 10, days=60)
        self._circulated()
        seat = self._agree(self._seat("material_control"))
        self.assertEqual(seat.material_position, "short")

    def _come(self, product, quantity, days):
        """Have goods of a product on their way, for nobody yet."""
        day = self._day(days)
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": day,
            }
        )
        move._action_confirm()
        move.date = day

    def test_production_answers_with_the_earliest_dates_of_its_lines(self):
        """H9.5: start, finished date and quantity in writing, by one press."""
        self._circulated()
        seat = self._agree(self._seat("production"))
        line = seat.line_ids
        self.assertEqual(seat.state, "signed")
        self.assertEqual(line.quantity, 3)
        self.assertGreaterEqual(line.start_date, self._day(12))
        self.assertGreaterEqual(line.finished_date, line.start_date)
        self.assertLess(line.finished_date, self._day(20))
        self.assertIn("Cam is short by 6", seat.text)
        self.assertEqual(self.review._get_answered_finish(), line.finished_date)

    def test_what_was_typed_wins_over_what_was_drafted(self):
        self._circulated()
        seat, later = self._seat("production"), self._day(40)
        drafted = seat._work_out_draft().lines[seat.line_ids.line_key]
        with Form(seat) as form:
            form.text = "After the fair."
            with form.line_ids.edit(0) as line:
                line.finished_date = later
        self._agree(seat)
        self.assertEqual(seat.text, "After the fair.")
        self.assertEqual(seat.line_ids.finished_date, later)
        self.assertEqual(str(seat.line_ids.start_date), drafted["start_date"])

    def test_the_word_of_the_machine_and_that_of_the_person_are_told_apart(self):
        self._circulated()
        seat = self._seat("production")
        seat.line_ids.finished_date = self._day(40)
        self._agree(seat)
        drafted = seat.draft["lines"][seat.line_ids.line_key]
        self.assertLess(drafted["finished_date"], str(self._day(40)))
        seat.invalidate_recordset()
        panel = seat.draft_panel
        corrected = [row["label"] for row in panel["rows"] if not row["is_same"]]
        self.assertTrue(panel["is_kept"])
        self.assertEqual(len(corrected), 1)
        self.assertIn("Pump: Finished Date", corrected[0])

    def test_a_draft_is_filled_in_corrected_and_signed_with_conditions(self):
        self._circulated()
        seat = self._seat("material_control")
        seat.action_take_draft()
        self.assertEqual(seat.state, "open")
        seat.material_note = "Cams come by air."
        seat.action_agree_with_conditions()
        self.assertEqual(seat.material_note, "Cams come by air.")
        self.assertIn("Cam: 6 Units", seat.draft["values"]["material_note"])

    def test_what_was_filled_in_and_not_touched_follows_the_facts(self):
        self._circulated()
        seat = self._seat("material_control")
        seat.action_take_draft()
        seat.answer_date = self._day(3)
        self._stock(self.cam, 100)
        self._agree(seat)
        self.assertEqual(seat.material_position, "available")
        self.assertEqual(seat.answer_date, self._day(3))

    def test_nobody_signs_what_has_changed_since_he_saw_it(self):
        self._circulated()
        seat = self._seat("material_control")
        key = seat.draft_key
        self._stock(self.cam, 100)
        with self.refused("the facts have changed"):
            seat.with_context(draft_key=key).action_agree_as_drafted()
        self.assertEqual(seat.state, "open")

    def test_what_people_have_to_say_themselves_is_asked_as_before(self):
        """H9.3: no press answers for a new or changed product."""
        order = self._take_order(lines=[(self.pump, 3)])
        order.order_line.change_kind = "changed"
        self.review = self._walk_to("answers", order=order).order_review_ids[:1]
        seat = self._seat("technical")
        with self.refused("suggest no answer"):
            self._agree(seat)
        seat.write({"technical_notes": "New cam.", "has_no_obstacle": True})
        seat.recipe_kind = "changed"
        seat.action_agree()

    def test_technical_says_that_nothing_changes(self):
        self._circulated()
        seat = self._agree(self._seat("technical"))
        self.assertEqual(seat.recipe_kind, "same")
        self.assertIn("Nothing is new or changed", seat.text)
        self.assertFalse(seat.material_position, "Material Control owes it.")

    def test_a_date_that_never_comes_is_left_to_people(self):
        self.cam.seller_ids.unlink()
        self._circulated()
        seat = self._seat("production")
        self.assertFalse(seat.draft_key)
        self.assertIn("nobody sells it", self._get_facts(seat))
        with self.refused("suggest no answer"):
            self._agree(seat)

    def test_a_product_in_itself_does_not_close_the_page(self):
        self._circulated()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mrp_bom_line SET product_id = %s WHERE bom_id = %s",
            [self.pump.id, self.pump.bom_ids.id],
        )
        self.env.invalidate_all()
        self.assertIn("a part of itself", self._get_facts(self._seat("production")))

    def test_what_was_drafted_is_sealed_with_the_answer(self):
        self._circulated()
        seat = self._agree(self._seat("material_control"))
        seals = self.env["order.seal"].sudo()
        seal = seals.search([("res_model", "=", seat._name), ("res_id", "=", seat.id)])
        self.assertIn("draft", seal.digests)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(seat.seal, seat.sudo()._get_seal())
        self.env.cr.execute(
            "UPDATE order_review_signoff SET draft = NULL WHERE id = %s", [seat.id]
        )
        self.env.invalidate_all()
        self.assertNotEqual(seat.seal, seat.sudo()._get_seal())

    def test_nobody_writes_what_the_system_drafted(self):
        self._circulated()
        seat = self._seat("production")
        with self.assertRaises(AccessError):
            seat.draft = {"text": "Forged.", "values": {}, "lines": {}}

    def test_another_department_signs_no_draft(self):
        self._circulated()
        for by in set(self.users) - {"production"}:
            seat = self._seat("production", by=by)
            for act in (seat.action_agree_as_drafted, seat.action_take_draft):
                with self.subTest(by=by), self.refused("does not sign for"):
                    act()

    def test_lines_are_drafted_in_the_order_in_which_they_are_served(self):
        self._stock(self.cam, 2)
        first, second = self._walk_two()
        self.assertLessEqual(first.finished_date, self._day(7))
        self.assertGreaterEqual(second.finished_date, self._day(12))

    def _walk_two(self):
        fan = self._build_made("Fan", [(self.cam, 2)], [(self.workcenter, 30)])
        self._circulated(lines=[(self.pump, 1), (fan, 1)])
        return self._agree(self._seat("production")).line_ids


@tagged("post_install", "-at_install")
class TestDraftCosts(DraftCase):
    """Drafting asks as many questions of the database for many lines as for few."""

    def _count(self, kind, number):
        products = [
            self._build_made(
                f"Pump {number} {turn}",
                [(self._build_bought(f"Cam {number} {turn}", delay=3 + turn), 2)],
                [(self.workcenter, 10)],
            )
            for turn in range(number)
        ]
        self._circulated(kind, lines=[(product, 1) for product in products])
        seat = self._seat(kind)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(seat.draft_panel or kind == "quality")
        return self.env.cr.sql_log_count - before

    def test_more_lines_ask_no_more_queries(self):
        self.walk_anew()
        for kind in (
            "technical",
            "material_control",
            "production",
            "purchasing",
            "quality",
            "marketing_director",
        ):
            # The first rounds fill what is read once a process.
            *_warm, few, many = (self._count(kind, number) for number in (2, 9, 2, 9))
            with self.subTest(kind=kind):
                self.assertLessEqual(many, few)

    def test_an_answer_that_nobody_may_sign_costs_no_draft(self):
        self._circulated()
        seat = self._seat("production", by="quality")
        self.assertFalse(seat.draft_panel)
        seat = self._agree(self._seat("production"))
        seat.invalidate_recordset()
        self.assertFalse(seat.draft_key)
        self.assertGreater(seat.signed_date, self.review.submitted_date - timedelta(1))
