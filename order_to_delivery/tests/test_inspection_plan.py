from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import KINDS
from .inspection_common import InspectionCase
from .making_case import MakingCase
from .plan_common import MEASURED, PlanMixin


@tagged("post_install", "-at_install")
class TestInspectionPlan(PlanMixin, InspectionCase):
    """Inspection plans (检验方案): which one applies, and whose they are (H7.4)."""

    def _get_applied(self, product=None, **values):
        """Return the plans whose checks a receipt of a product is asked."""
        purchase = self._buy([(product or self.component, 100)], **values)
        return self._get_inspections(purchase).check_ids.plan_id

    # Which one applies

    def test_without_a_plan_inspections_go_on_as_before(self):
        inspection = self._get_inspections(self._buy())
        self.assertFalse(inspection.check_ids)
        self._judge(inspection)
        self.assertEqual(inspection.result, "accepted")

    def test_a_plan_of_another_kind_asks_nothing_of_a_receipt(self):
        self._plan(kind="finished")
        self.assertFalse(self._get_applied())

    def test_the_most_specific_plan_wins(self):
        """Product before category, the nearer category first, then the vendor."""
        parent = self.env["product.category"].create({"name": "Wood"})
        child = parent.create({"name": "Boards", "parent_id": parent.id})
        self.component.categ_id = child
        wanted = self._plan(name="All")
        for values in (
            {"name": "Vendor", "partner_id": self.vendor.id},
            {"name": "Wood", "category_ids": [Command.set(parent.ids)]},
            {"name": "Boards", "category_ids": [Command.set(child.ids)]},
            {
                "name": "This board",
                "product_tmpl_ids": [Command.set(self.component.product_tmpl_id.ids)],
            },
        ):
            self.assertEqual(self._get_applied(), wanted)
            wanted = self._plan(**values)
        self.assertEqual(self._get_applied(), wanted)
        # Made last, and yet not the most specific.
        self._plan(name="Anything newer")
        self.assertEqual(self._get_applied(), wanted)

    def test_of_equals_the_newest_wins(self):
        self._plan(name="Old")
        new = self._plan(name="New")
        self.assertEqual(self._get_applied(), new)

    def test_a_vendors_plan_is_for_all_his_contacts_and_nobody_else(self):
        plan = self._plan(partner_id=self.vendor.id)
        office = self.vendor.create({"name": "Sales", "parent_id": self.vendor.id})
        self.assertEqual(self._get_applied(partner_id=office.id), plan)
        other = self.vendor.create({"name": "Another"})
        self.assertFalse(self._get_applied(partner_id=other.id))

    def test_each_product_of_a_receipt_has_its_own_plan(self):
        boards = self._plan(
            product_tmpl_ids=[Command.set(self.component.product_tmpl_id.ids)]
        )
        fuses = self._plan(
            [{"name": "Blows", "kind": "function"}],
            product_tmpl_ids=[Command.set(self.stocked.product_tmpl_id.ids)],
        )
        purchase = self._buy([(self.component, 10), (self.stocked, 5)])
        checks = self._get_inspections(purchase).check_ids.grouped("product_id")
        self.assertEqual(checks[self.component].plan_id, boards)
        self.assertEqual(checks[self.stocked].plan_id, fuses)

    def test_an_archived_plan_asks_nothing_any_more(self):
        plan = self._plan()
        self.as_("quality", plan).action_archive()
        self.assertFalse(self._get_applied())

    def test_another_companys_plan_asks_nothing(self):
        other = self.env["res.company"].create({"name": "Sister"})
        self._plan().sudo().company_id = other
        self.assertFalse(self._get_applied())

    def test_a_company_that_plans_nothing_looks_for_no_plan(self):
        self.walk_anew()
        inspection = self._get_inspections(self._buy())
        self.env.flush_all()
        with self.assertQueryCount(0):
            inspection.sudo()._open_checks()

    def test_plans_are_found_for_many_receipts_with_as_many_queries(self):
        self.walk_anew()
        self._plan()
        few = self._get_inspections(self._buy())
        many = few.union(*(self._get_inspections(self._buy()) for _turn in range(5)))
        counts = []
        for inspections in (few, many, few, many):
            inspections.check_ids.sudo().unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            inspections.sudo()._open_checks()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[3], counts[2])

    # How much is looked at

    def test_a_sample_is_never_above_what_is_offered(self):
        for policy, size, sample in (
            ("all", 0, 100),
            ("fixed", 8, 8),
            ("fixed", 500, 100),
            ("percent", 10, 10),
            ("percent", 2.5, 3),
        ):
            with self.subTest(policy=policy, size=size):
                self._plan(sample_policy=policy, sample_size=size)
                check = self._get_inspections(self._buy()).check_ids
                self.assertEqual(check.sample_quantity, sample)

    def test_a_sample_is_above_zero_and_at_most_all(self):
        for policy, size in (("fixed", 0), ("percent", 0), ("percent", 101)):
            with self.subTest(policy=policy), self.assertRaises(ValidationError):
                self._plan(sample_policy=policy, sample_size=size)

    # What a plan is

    def test_a_plan_asks_for_something(self):
        with self.assertRaisesRegex(ValidationError, "asks for nothing"):
            self._plan([])
        plan = self._plan([], standard="As the customer's drawing")
        with self.assertRaisesRegex(ValidationError, "asks for nothing"):
            self.as_("quality", plan).standard = False

    def test_limits_of_a_measured_check_do_not_cross(self):
        with self.assertRaisesRegex(ValidationError, "lower limit"):
            self._plan([{**MEASURED, "upper_limit": 1}])

    def test_limits_are_written_with_their_unit(self):
        plan = self._plan(
            [
                MEASURED,
                {**MEASURED, "limit_kind": "at_least", "lower_limit": 2},
                {**MEASURED, "limit_kind": "at_most", "unit": "mA"},
            ]
        )
        limits = plan.with_context(lang="en_US").check_ids.mapped("limits")
        self.assertEqual(limits, ["2.9 – 3.1 mm", "≥ 2 mm", "≤ 3.1 mA"])

    # Whose it is

    def test_only_the_head_of_quality_writes_plans(self):
        plan = self._plan()
        for kind in (*set(KINDS) - {"quality"}, "inspector"):
            own = self.as_(kind, plan)
            with self.subTest(kind=kind):
                self.assertEqual(own.name, "Boards")
                for act in (
                    lambda own=own: own.write({"name": "Mine"}),
                    lambda own=own: own.write({"check_ids": [Command.clear()]}),
                    lambda own=own: own.check_ids.write({"upper_limit": 99}),
                    lambda own=own: own.check_ids.unlink(),
                    lambda own=own: own.check_ids.create(
                        {"plan_id": own.id, "name": "Another"}
                    ),
                    lambda own=own: own.copy(),
                    own.unlink,
                    lambda own=own: own.create(
                        {"name": "Mine", "kind": "incoming", "standard": "Good"}
                    ),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        act()

    def test_the_head_of_another_company_does_not_write_it(self):
        other = self.env["res.company"].create({"name": "Sister"})
        self._plan().sudo().company_id = other
        head = self.users["quality"]
        head.company_ids += other
        plans = self.env["order.inspection.plan"].with_user(head)
        plans = plans.with_context(allowed_company_ids=other.ids)
        with self.assertRaises(AccessError):
            plans.search([]).write({"name": "Mine"})

    def test_a_used_plan_is_not_deleted_and_counts_its_versions(self):
        plan = self.as_("quality", self._plan())
        self.assertEqual(plan.version, 1)
        plan.check_ids.upper_limit = 3.2
        self.assertEqual(plan.version, 1)  # nothing was inspected by it
        self._get_inspections(self._buy())
        plan.write({"note": "Kept with the drawing"})
        self.assertEqual(plan.version, 1)
        plan.check_ids.upper_limit = 3.3
        plan.check_ids.create({"plan_id": plan.id, "name": "Flat"})
        self.assertEqual(plan.version, 2)
        self._get_inspections(self._buy())
        plan.check_ids[-1:].unlink()
        self.assertEqual(plan.version, 3)
        with self.assertRaises(AccessError):
            plan.version = 1
        with self._refused("Archive it instead"):
            plan.unlink()

    def test_documents_of_a_standard_are_read_and_not_changed(self):
        paper = self.as_("quality", self.env["ir.attachment"]).create(
            {"name": "standard.pdf", "raw": b"as agreed"}
        )
        self._plan(standard_attachment_ids=[Command.set(paper.ids)], standard="Good")
        inspection = self._get_inspections(self._buy())
        copied = inspection.check_ids.attachment_ids
        self.assertEqual(copied.name, "standard.pdf")
        self.assertEqual(self.as_("inspector", copied).raw, b"as agreed")
        self.assertEqual(self.as_("inspector", paper).raw, b"as agreed")
        with self.assertRaises(AccessError):
            self.as_("inspector", paper).raw = b"changed"
        self.as_("quality", paper).raw = b"changed"
        self.assertEqual(copied.raw, b"as agreed")


@tagged("post_install", "-at_install")
class TestPlansOfOperations(PlanMixin, MakingCase):
    """H6.2: each operation has its quality check, and the test equipment it needs."""

    def _get_plan_of(self, name, **values):
        return self._plan(
            [{"name": name, "kind": "appearance"}], kind="process", name=name, **values
        )

    def test_each_operation_has_its_quality_check_and_its_test_equipment(self):
        plan = self._get_plan_of(
            "Edges", operation_name="cut", equipment="Edge gauge R0.5"
        )
        production, first, _second = self._get_routed()
        inspection = self._offer(production, 10, first)
        self.assertEqual(inspection.check_ids.plan_id, plan)
        equipment = inspection.check_ids.filtered(lambda c: c.kind == "equipment")
        self.assertEqual(equipment.instruction, "Edge gauge R0.5")
        judge = self.as_("quality", inspection)
        judge.action_accept_all()
        with self.refused("(?s)Test equipment.*no result.*Edges has no result"):
            judge.action_judge()
        judge.check_ids.action_pass()
        judge.action_judge()
        self.assertEqual(inspection.result, "accepted")

    def test_an_operations_name_goes_before_its_work_center(self):
        by_center = self._get_plan_of("Center", workcenter_id=self.workcenter.id)
        by_name = self._get_plan_of("Named", operation_name="Cut")
        production, first, _second = self._get_routed()
        inspection = self._offer(production, 4, first)
        self.assertEqual(inspection.check_ids.plan_id, by_name)
        self.as_("quality", by_name).active = False
        inspection = self._offer(production, 4, first)
        self.assertEqual(inspection.check_ids.plan_id, by_center)

    def test_a_plan_of_one_operation_asks_nothing_of_another(self):
        self._get_plan_of("Named", operation_name="Paint")
        production, first, _second = self._get_routed()
        self.assertFalse(self._offer(production, 4, first).check_ids)

    def test_finished_goods_are_held_against_their_release_standard(self):
        """H9.14: quantity, appearance, packing and labels."""
        self._plan([], kind="finished", standard="As sample 7, two to a crate")
        production = self._get_production()
        inspection = self._offer(production)
        check = inspection.check_ids
        self.assertEqual(check.kind, "standard")
        self.assertEqual(check.instruction, "As sample 7, two to a crate")
        self.as_("quality", check).action_fail()
        with self.refused("nothing is accepted"):
            self._judge_made(inspection)
        self._judge_made(inspection, 0, 10, "rework")
        self.assertEqual(inspection.result, "rejected")

    def test_what_failed_is_adjusted_and_inspected_again_by_the_plan(self):
        """H6.3: final inspection, then adjustment and repair, then inspected anew."""
        self._plan([MEASURED], kind="finished")
        production = self._get_production()
        first = self._offer(production)
        self.as_("quality", first.check_ids).reading = "3.4"
        self._judge_made(first, 0, 10, "rework")
        self._sign_made(first)
        action = self.as_("production", first).action_offer_again()
        again = first.browse(action["res_id"])
        self.assertFalse(again.check_ids.result)  # measured anew
        self.assertEqual(again.check_ids.limits, first.check_ids.limits)
        self.as_("quality", again.check_ids).reading = "3.0"
        self._sign_made(self._judge_made(again))
        self.assertEqual(again.result, "accepted")
        self._finish_part(production, 10, backorder=False)
        self.assertEqual(production.state, "done")
