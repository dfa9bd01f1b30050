import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KINDS
from .inspection_common import InspectionCase
from .plan_common import MEASURED, PlanMixin

STAYS = "its result stays"


@tagged("post_install", "-at_install")
class TestInspectionCheck(PlanMixin, InspectionCase):
    """H7.4: specification, function and appearance are checked, and stay as found."""

    def setUp(self):
        super().setUp()
        self.plan = self._plan(
            [
                MEASURED,
                {"name": "Flat", "kind": "appearance"},
                {"name": "Smell", "kind": "yes_no", "is_required": False},
            ],
            equipment="Caliper 0.02 mm",
        )
        self.inspection = self._get_inspections(self._buy())
        self.thickness = self._check(self.inspection, "Thickness")
        self.flat = self._check(self.inspection, "Flat")

    def _get_photo(self):
        content = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(content, "PNG")
        return base64.b64encode(content.getvalue())

    # What is asked

    def test_what_the_plan_asks_is_copied_onto_the_inspection(self):
        kinds = self.inspection.check_ids.mapped("kind")
        self.assertEqual(kinds, ["equipment", "measured", "appearance", "yes_no"])
        head = self.as_("quality", self.plan)
        head.check_ids[0].write({"upper_limit": 9, "name": "Width"})
        head.equipment = "Ruler"
        self.assertEqual(self.thickness.limits, "2.9 – 3.1 mm")
        self.assertEqual(self.inspection.check_ids[0].instruction, "Caliper 0.02 mm")
        self.assertEqual(self.thickness.plan_version, 1)

    def test_untouched_drafts_are_asked_what_the_plan_asks_by_now(self):
        self.as_("quality", self.plan).check_ids[0].upper_limit = 9
        self.as_("inspector", self.inspection).action_renew_checks()
        check = self._check(self.inspection, "Thickness")
        self.assertEqual((check.upper_limit, check.plan_version), (9, 2))

    def test_a_draft_with_results_keeps_what_it_was_asked(self):
        self.thickness.reading = "3"
        with self._refused("results stand there already"):
            self.as_("inspector", self.inspection).action_renew_checks()

    def test_only_quality_renews_and_answers(self):
        for kind in set(KINDS) - {"quality"}:
            with self.subTest(kind=kind):
                for button in (
                    self.as_(kind, self.inspection).action_renew_checks,
                    self.as_(kind, self.flat).action_pass,
                    self.as_(kind, self.flat).action_fail,
                ):
                    with self._refused("belongs to Quality", AccessError):
                        button()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.as_(kind, self.flat).write({"finding": "x"})

    def test_inspectors_do_not_write_what_is_asked(self):
        for values in (
            {"upper_limit": 99},
            {"is_required": False},
            {"kind": "yes_no"},
            {"name": "Colour"},
            {"plan_id": False},
            {"product_id": self.stocked.id},
            {"inspection_id": self._get_inspections(self._buy()).id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.thickness.write(values)
        with self.assertRaises(AccessError):
            self.thickness.unlink()
        with self.assertRaises(AccessError):
            self.thickness.create(
                {"inspection_id": self.inspection.id, "name": "x", "kind": "yes_no"}
            )

    # What was found

    def test_measured_values_judge_themselves_by_their_limits(self):
        for reading, result in (
            ("3.0", "passed"),
            ("2.9", "passed"),  # the limit itself is within
            ("3.1", "passed"),
            ("2,95", "passed"),  # a decimal comma
            ("３．０５", "passed"),  # typed with a Chinese keyboard
            ("3.11", "failed"),
            ("0", "failed"),
            ("3.0 3.05 2.95", "passed"),  # one a piece of the sample
            ("3.0；3.2；3.0", "failed"),  # one of them is enough
            ("", False),
        ):
            with self.subTest(reading=reading):
                self.thickness.reading = reading
                self.assertEqual(self.thickness.result, result)

    def test_zero_is_a_value_where_at_most_is_allowed(self):
        self.inspection.sudo().check_ids.filtered(
            lambda check: check.kind == "measured"
        ).limit_kind = "at_most"
        self.thickness.reading = "0"
        self.assertEqual(self.thickness.result, "passed")

    def test_what_is_no_number_is_refused(self):
        for reading in ("three", "3.0 ok", "1,234", "1.234,5", "--3", "3.0.1"):
            with self.subTest(reading=reading), self._refused("write numbers"):
                self.thickness.reading = reading

    def test_nobody_says_otherwise_than_the_value_does(self):
        self.thickness.reading = "3.5"
        for act in (
            self.thickness.action_pass,
            lambda: self.thickness.write({"result": "passed"}),
            lambda: self.thickness.write({"reading": "3.5", "result": "passed"}),
            lambda: self.thickness.sudo().write({"result": False}),
        ):
            with self._refused("is measured"):
                act()

    def test_a_photo_is_asked_for_and_there(self):
        self._plan([{"name": "Label", "kind": "photo"}])
        check = self._check(self._get_inspections(self._buy()), "Label")
        with self._refused("asks for a photo"):
            check.action_pass()
        check.photo = self._get_photo()
        self.assertEqual(check.result, "passed")
        check.action_fail()
        self.assertEqual(check.result, "failed")

    # What it means for the result

    def test_required_checks_without_a_result_are_named_all_at_once(self):
        inspection = self.as_("inspector", self.inspection)
        inspection.action_accept_all()
        with self._refused(
            "(?s)Test equipment.*no result.*Thickness has no result.*Flat has no result"
        ):
            inspection.action_judge()

    def test_what_is_not_required_may_stay_open_or_fail(self):
        self._answer_checks(self.inspection)
        self._check(self.inspection, "Smell").result = "failed"
        self._judge(self.inspection)
        self.assertEqual(self.inspection.result, "accepted")

    def test_nothing_is_accepted_where_a_required_check_failed(self):
        self._answer_checks(self.inspection, "3.5")
        with self._refused("nothing is accepted where Thickness failed"):
            self._judge(self.inspection)
        with self._refused("nothing is accepted where Thickness failed"):
            self._judge(self.inspection, 80, 20)
        self._judge(self.inspection, 0, 100, "return")
        self.assertEqual(self.inspection.result, "rejected")

    def test_the_head_concedes_what_a_failed_check_rejected(self):
        purchase = self.inspection.purchase_id
        self._answer_checks(self.inspection, "3.5")
        self._judge(self.inspection, 0, 100, "concession")
        self.assertEqual(self._get_gain(), 0)
        self.as_("quality", self.inspection).action_concede("Inside only")
        self._receive(purchase.picking_ids)
        self._receive(self._get_open(purchase))
        self.assertEqual(self._get_gain(), 100)

    def test_a_failed_check_of_one_product_does_not_hold_another(self):
        purchase = self._buy([(self.component, 10), (self.stocked, 5)])
        inspection = self._get_inspections(purchase)
        boards = inspection.check_ids.filtered(
            lambda check: check.product_id == self.component
        )
        self._answer_checks(inspection)
        self.as_("inspector", boards[1]).reading = "9"
        lines = self.as_("inspector", inspection.line_ids)
        lines[0].action_reject()
        lines[1].action_accept()
        self.as_("inspector", inspection).action_judge()
        self.assertEqual(inspection.line_ids.mapped("accepted_quantity"), [0, 5])

    # What stays

    def test_after_judging_nobody_changes_a_check(self):
        self._answer_checks(self.inspection)
        self.flat.photo = self._get_photo()
        self._judge(self.inspection)
        server = self.inspection.sudo().check_ids
        other = self._get_inspections(self._buy()).sudo().check_ids[:1]
        for act in (
            lambda: self.thickness.write({"reading": "9"}),
            lambda: self.flat.write({"photo": False}),
            self.flat.action_fail,
            lambda: server.write({"upper_limit": 9}),
            server.unlink,
            lambda: server[0].copy(),
            lambda: other.write({"inspection_id": self.inspection.id}),
        ):
            with self._refused(STAYS):
                act()
        with self._refused("this step is not open"):
            self.as_("inspector", self.inspection).action_renew_checks()

    def test_files_of_a_judged_check_are_not_exchanged_by_themselves(self):
        self.flat.photo = self._get_photo()
        self._answer_checks(self.inspection)
        self._judge(self.inspection)
        photo = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.flat._name),
                ("res_id", "=", self.flat.id),
                ("res_field", "=", "photo"),
            ]
        )
        self.assertTrue(photo)
        for act in (lambda own: own.write({"raw": b"x"}), lambda own: own.unlink()):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act(self.as_("inspector", photo))

    def test_an_inspection_again_is_asked_anew(self):
        self._answer_checks(self.inspection, "3.5")
        self._judge(self.inspection, 0, 100, "rework")
        action = self.as_("inspector", self.inspection).action_inspect_again()
        again = self.inspection.browse(action["res_id"])
        self.assertEqual(again.check_ids.mapped("kind")[1], "measured")
        self.assertFalse(any(again.check_ids.mapped("result")))
        with self.assertRaises(UserError):
            self._judge(again)
