from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .making_case import OVER_ACCEPTED, MakingCase


@tagged("post_install", "-at_install")
class TestMakingRequest(MakingCase):
    """The workshop asks, Quality judges, Customer Service signs (H1.11, H9.14)."""

    def setUp(self):
        super().setUp()
        self.production = self._get_production()

    def test_two_taps_ask_for_what_was_not_offered_yet(self):
        action = self._call("production", self.production, "action_request_inspection")
        self.assertEqual(action["target"], "new")
        inspection = self._offer(self.production)
        self.assertEqual((inspection.kind, inspection.state), ("finished", "draft"))
        self.assertEqual(inspection.line_ids.offered_quantity, 10)
        self.assertEqual(inspection.received_by_id, self.users["production"])
        self.assertEqual(inspection.sale_order_id, self.production.customer_order_id)
        with self.refused("0 Units left"):
            self._offer(self.production, 1)

    def test_the_last_operation_is_signed_off_with_the_finished_goods(self):
        production, first, second = self._get_routed()
        self.assertEqual(self._offer(production, 10, first).kind, "process")
        inspection = self._offer(production, 10, second)
        self.assertEqual(inspection.kind, "finished")
        self.assertEqual(inspection.operation_name, "Assemble")

    def test_no_more_is_offered_or_accepted_than_is_made(self):
        with self.refused("10 Units left"):
            self._offer(self.production, 11)
        with self.refused("10 Units left"):
            self._offer(self.production, 0)
        inspection = self._offer(self.production, 6)
        judge = self.as_("quality", inspection)
        judge.line_ids.write({"offered_quantity": 11, "accepted_quantity": 11})
        with self.refused("more would be accepted than"):
            judge.action_judge()

    def test_what_is_made_beyond_the_order_may_be_offered(self):
        self.production.qty_producing = 12
        inspection = self._accept_made(self.production, 12)
        self.assertEqual(inspection.line_ids.accepted_quantity, 12)

    def test_only_the_workshop_asks(self):
        for kind in sorted(self.users.keys() - {"production"}):
            with self.subTest(kind=kind), self.refused("", AccessError):
                self._offer(self.production, 1, kind=kind)

    def test_nobody_writes_what_the_workshop_offers_or_who_signed(self):
        inspection = self._offer(self.production)
        protected = {
            "kind": "process",
            "sale_order_id": False,
            "production_group_id": False,
            "production_id": False,
            "operation_key": "x",
            "needs_second_signature": False,
            "second_signer_id": self.users["quality"].id,
            "state": "judged",
        }
        for name, value in protected.items():
            for kind in ("quality", "customer_service", "production"):
                with (
                    self.subTest(name=name, kind=kind),
                    self.refused("", AccessError),
                ):
                    self._call(kind, inspection, "write", {name: value})

    def test_only_quality_judges_and_never_what_it_made(self):
        inspection = self._offer(self.production)
        for kind in ("production", "customer_service", "warehouse"):
            with self.subTest(kind=kind), self.refused("", AccessError):
                self._call(kind, inspection, "action_judge")
        maker = self.users["production"]
        maker.group_ids |= self.env.ref("order_to_delivery.group_quality")
        self._call("production", inspection, "action_accept_all")
        with self.refused("made the goods of"):
            self._call("production", inspection, "action_judge")
        self.company.sudo().order_allow_own_inspection = True
        self._call("production", inspection, "action_judge")
        self.assertEqual(inspection.state, "judged")

    def test_who_worked_on_an_operation_does_not_sign_it_off(self):
        production, first, _second = self._get_routed()
        self._call("quality", first, "button_start")
        inspection = self._offer(production, 10, first)
        self._call("quality", inspection, "action_accept_all")
        with self.refused("made the goods of"):
            self._call("quality", inspection, "action_judge")

    def test_customer_service_signs_with_quality(self):
        inspection = self._offer(self.production)
        with self.refused("is To Inspect"):
            self._call("customer_service", inspection, "action_second_sign")
        self._judge_made(inspection)
        activity = inspection.activity_ids
        self.assertEqual(activity.user_id, self.users["customer_service"])
        for kind in ("quality", "production", "sales"):
            with self.subTest(kind=kind), self.refused("", AccessError):
                self._call(kind, inspection, "action_second_sign")
        self._call("customer_service", inspection, "action_second_sign")
        self.assertEqual(inspection.second_signer_id, self.users["customer_service"])
        self.assertFalse(inspection.activity_ids)
        with self.refused("asks for no second signature"):
            self._call("clerk", inspection, "action_second_sign")

    def test_one_person_does_not_sign_twice(self):
        inspection = self._judge_made(self._offer(self.production))
        both = self.users["quality"]
        both.group_ids |= self.env.ref("order_to_delivery.group_customer_service")
        with self.refused("another person's"):
            self._call("quality", inspection, "action_second_sign")

    def test_a_company_may_leave_the_second_signature_out(self):
        self.company.sudo().order_finished_second_signature = False
        inspection = self._judge_made(self._offer(self.production))
        self.assertFalse(inspection.asks_second_signature)
        self._finish_part(self.production, 10, backorder=False)
        self.assertEqual(self.production.state, "done")

    def test_a_setting_changed_later_signs_nothing(self):
        inspection = self._judge_made(self._offer(self.production))
        self.company.sudo().order_finished_second_signature = False
        self.assertTrue(inspection.asks_second_signature)
        with self.refused("Customer Service has not signed"):
            self._finish_part(self.production, 10, backorder=False)

    def test_production_is_told_the_result(self):
        inspection = self._judge_made(self._offer(self.production), 7, 3)
        message = self.production.message_ids[:1]
        self.assertIn(f"{inspection.name}", message.body)
        self.assertIn("7 Units accepted", message.body)
        self.assertIn("(Rework)", message.body)
        self.assertIn(self.users["production"].partner_id, message.notified_partner_ids)

    def test_reworked_goods_are_offered_again(self):
        inspection = self._judge_made(self._offer(self.production), 7, 3)
        self._sign_made(inspection)
        with self.refused("", AccessError):
            self._call("customer_service", inspection, "action_offer_again")
        action = self._call("production", inspection, "action_offer_again")
        again = inspection.browse(action["res_id"])
        self.assertEqual((again.kind, again.previous_id), ("finished", inspection))
        self.assertEqual(again.line_ids.offered_quantity, 3)
        with self.refused("nothing to inspect again"):
            self._call("production", inspection, "action_offer_again")
        with self.refused(OVER_ACCEPTED):
            self._finish_part(self.production, 10, backorder=False)
        self._sign_made(self._judge_made(again))
        self._finish_part(self.production, 10, backorder=False)
        self.assertEqual(self._get_stocked(self.product), 10)

    def test_what_was_cancelled_is_not_offered_again(self):
        inspection = self._judge_made(self._offer(self.production), 7, 3)
        self.assertTrue(self.as_("production", inspection).can_offer_again)
        self.as_("production", self.production).action_cancel()
        self.assertFalse(self.as_("production", inspection).can_offer_again)
        steps = {"production": "action_offer_again", "quality": "action_inspect_again"}
        for kind, step in steps.items():
            with (
                self.subTest(step=step),
                self.refused(f"{self.production.name} was cancelled"),
            ):
                self._call(kind, inspection, step)
        self.assertFalse(inspection.next_ids)

    def test_what_is_not_judged_yet_is_not_offered_again(self):
        inspection = self._offer(self.production)
        self.as_("quality", inspection).line_ids.write(
            {"accepted_quantity": 7, "rejected_quantity": 3, "disposition": "rework"}
        )
        with self.refused("is To Inspect"):
            self._call("production", inspection, "action_offer_again")
        self.assertFalse(inspection.next_ids)

    def test_scrapped_goods_are_made_again(self):
        self._sign_made(self._judge_made(self._offer(self.production), 7, 3, "scrap"))
        self._accept_made(self.production, 3)
        self._finish_part(self.production, 10, backorder=False)

    def test_what_is_made_is_not_returned_to_a_vendor(self):
        with self.refused("has no vendor"):
            self._judge_made(self._offer(self.production), 7, 3, "return")

    def test_the_head_of_quality_concedes(self):
        self.users["inspector"] = new_test_user(
            self.env, "otd_second", groups="order_to_delivery.group_quality"
        )
        inspection = self._offer(self.production)
        judge = self.as_("inspector", inspection)
        judge.line_ids.write({"rejected_quantity": 10, "disposition": "concession"})
        judge.action_judge()
        self.assertFalse(inspection.asks_second_signature)
        with self.refused("head of Quality", AccessError):
            self.as_("inspector", inspection).action_concede("Inside only")
        self.as_("quality", inspection).action_concede("Inside only")
        waiver = inspection.concession_id
        self.assertEqual(waiver.gate, "order.gate.stock.in.needs.inspection")
        self.assertTrue(self.production.message_ids[:1].body)
        with self.refused("Customer Service has not signed"):
            self._finish_part(self.production, 10, backorder=False)
        self._sign_made(inspection)
        self._finish_part(self.production, 10, backorder=False)

    def test_it_waits_on_the_desks_and_on_the_way(self):
        order = self.production.customer_order_id
        inspection = self._offer(self.production)
        self._assert_asked(order, inspection, "quality", "inspect_made")
        self._judge_made(inspection)
        self._assert_asked(order, inspection, "customer_service", "second_sign")
        self._sign_made(inspection)
        self.env.cr.precommit.run()
        milestone = self._get_milestone(order)
        self.assertFalse(milestone.is_here)
        self.assertTrue(milestone.actual_end)
        self.assertEqual(milestone.user_id, self.users["quality"])

    def _get_milestone(self, order):
        return order.sudo().order_milestone_ids.filtered(
            lambda milestone: milestone.station == "inspection"
        )

    def _assert_asked(self, order, inspection, kind, asked):
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        entries = self.as_(kind, self.env["order.desk.entry"]).search(
            [("res_model", "=", "order.inspection"), ("res_id", "=", inspection.id)]
        )
        self.assertEqual(entries.mapped("asked"), [asked])
        self.assertTrue(entries.is_mine)
        milestone = self._get_milestone(order)
        self.assertEqual((milestone.is_here, milestone.asked), (True, asked))
        self.assertEqual(milestone.department, kind)

    def test_buttons_lead_to_the_inspections(self):
        inspection = self._offer(self.production)
        production = self.as_("production", self.production)
        self.assertEqual(production.order_inspection_count, 1)
        action = production.action_view_inspections()
        found = self.env["order.inspection"].search(action["domain"])
        self.assertEqual(found, inspection)
        order = self.as_("customer_service", self.production.customer_order_id)
        order.invalidate_recordset()
        self.assertEqual(order.order_inspection_count, 1)
        action = order.with_context(
            order_documents="order_inspection_ids"
        ).action_view_order_documents()
        self.assertEqual(action["res_id"], inspection.id)

    def test_what_a_cancelled_order_offered_waits_for_nobody(self):
        inspection = self._offer(self.production)
        self.as_("production", self.production).action_cancel()
        self.assertEqual(inspection.state, "closed")
        with self.refused("is Closed"):
            self._call("quality", inspection, "action_judge")

    def test_nothing_is_offered_of_another_order(self):
        production, first, _second = self._get_routed()
        with self.refused("another one's", UserError):
            self._offer(self.production, 1, first)
        production.sudo().action_cancel()
        with self.refused("cancelled", UserError):
            self._offer(production, 1)
