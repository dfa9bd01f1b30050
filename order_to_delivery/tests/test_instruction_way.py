from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestInstructionWay(SupplyCase):
    """The clerk issues, the head of production accepts (H9.10, H8.2)."""

    def test_the_instruction_says_what_production_signs_for(self):
        order = self._confirmed(line_values={"tolerance_over": 5, "tolerance_under": 3})
        instruction = self._issue_instruction(order)
        line = instruction.line_ids
        self.assertEqual(instruction.state, "issued")
        self.assertEqual(instruction.revision_id, order.current_revision_id)
        self.assertEqual(line.quantity, 10)
        self.assertEqual((line.tolerance_over, line.tolerance_under), (5, 3))
        self.assertEqual(line.start_date, order.production_start_date)
        self.assertEqual(line.finished_date, order.finished_date)
        self.assertEqual(line.department_id, self.departments["production"])
        self.assertEqual(instruction.issued_by_id, self.users["customer_service"])
        self.assertNotEqual(instruction.name, "/")

    def test_production_is_told_the_same_day_and_technical_has_a_copy(self):
        instruction = self._issue_instruction(self._confirmed())
        activity = instruction.activity_ids
        self.assertEqual(activity.user_id, self.users["production"])
        self.assertEqual(activity.date_deadline, self.company._get_local_day())
        self.assertIn(
            self.users["technical"].partner_id, instruction.message_partner_ids
        )
        told = instruction.message_ids.notified_partner_ids
        self.assertIn(self.users["technical"].partner_id, told)
        self.assertIn(self.users["production"].partner_id, told)

    def test_accepting_is_signed_and_closes_what_waited(self):
        order = self._instructed()
        instruction = order.order_production_instruction_ids
        self.assertEqual(instruction.state, "accepted")
        self.assertEqual(instruction.accepted_by_id, self.users["production"])
        self.assertTrue(instruction.accepted_date)
        self.assertFalse(instruction.activity_ids)

    def test_an_order_without_anything_to_make_needs_no_instruction(self):
        order = self._confirmed([(self.stocked, 5)])
        with self.refused("nothing to make"):
            self._issue_instruction(order)

    def test_a_quotation_is_not_instructed(self):
        order = self._take_order("A")
        with self.refused("only confirmed orders"):
            self._issue_instruction(order)

    def test_an_order_is_instructed_once(self):
        order = self._confirmed()
        self._issue_instruction(order)
        with self.refused("was instructed by"):
            self._issue_instruction(order)

    def test_only_customer_service_issues(self):
        order = self._confirmed()
        for kind in ("sales", "production", "deputy_general_manager"):
            with self.subTest(kind), self.refused("Customer Service", AccessError):
                self.as_(kind, order).action_issue_instruction()
        draft = self._draft(order)
        with self.refused("Customer Service", AccessError):
            self.as_("production", draft).action_issue()

    def test_only_production_accepts(self):
        instruction = self._issue_instruction(self._confirmed())
        for kind in ("sales", "customer_service", "deputy_general_manager", "finance"):
            with self.subTest(kind), self.refused("Production", AccessError):
                self.as_(kind, instruction).action_accept()

    def test_the_issuer_does_not_accept(self):
        both = self.users["customer_service"]
        both.group_ids |= self.env.ref("order_to_delivery.group_production")
        self.departments["production"].head_id = both
        instruction = self._issue_instruction(self._confirmed())
        with self.refused("asked for this"):
            self.as_("customer_service", instruction).action_accept()

    @mute_logger("odoo.sql_db")
    def test_the_issuer_is_never_stored_as_the_one_who_accepted(self):
        instruction = self._issue_instruction(self._confirmed())
        with self.assertRaisesRegex(
            Exception, "issued a production instruction|two_people"
        ):
            instruction.accepted_by_id = instruction.issued_by_id
            instruction.flush_recordset()

    def test_who_does_not_sign_for_the_workshop_does_not_accept(self):
        instruction = self._issue_instruction(self._confirmed())
        self.departments["production"].write({"head_id": False, "member_ids": [(5,)]})
        with self.refused("does not sign for"):
            self.as_("production", instruction).action_accept()

    def test_a_draft_is_not_accepted(self):
        draft = self._draft(self._confirmed())
        with self.refused("not open any more"):
            self.as_("production", draft).action_accept()

    def test_the_clerk_completes_a_draft_and_nothing_after_it(self):
        draft = self.as_("customer_service", self._draft(self._confirmed()))
        draft.write({"marks": "ACME / 1-10", "packing": "Crate"})
        draft.action_issue()
        self.assertEqual(draft.marks, "ACME / 1-10")
        with self.refused("was issued"):
            draft.packing = "Bag"
        with self.refused("was issued"):
            draft.line_ids.department_id = False

    def test_nobody_writes_the_signatures_or_the_quantities(self):
        order = self._confirmed()
        clerk = self.as_("customer_service", self._draft(order))
        for values in (
            {"state": "accepted"},
            {"accepted_by_id": self.users["production"].id},
            {"revision_id": False},
            {"production_ids": [(5,)]},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                clerk.write(values)
        for values in ({"quantity": 99}, {"finished_date": "2030-01-01"}):
            with self.subTest(values), self.assertRaises(AccessError):
                clerk.line_ids.write(values)

    def test_nobody_creates_an_instruction_by_hand(self):
        order = self._confirmed()
        for kind in ("customer_service", "production"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.env["order.production.instruction"].with_user(
                    self.users[kind]
                ).create(
                    {
                        "sale_order_id": order.id,
                        "revision_id": order.current_revision_id.id,
                        "state": "accepted",
                    }
                )

    def test_an_accepted_instruction_has_a_signature_by_every_route(self):
        order = self._confirmed()
        with self.refused("not accepted by anybody", ValidationError):
            self.env["order.production.instruction"].create(
                {
                    "sale_order_id": order.id,
                    "revision_id": order.current_revision_id.id,
                    "state": "accepted",
                }
            )

    def test_the_workshop_with_the_work_center_is_asked(self):
        workshop = self.env["order.department"].create(
            {
                "name": "Assembly Shop",
                "kind": "production",
                "company_id": self.company.id,
                "sequence": 99,
                "head_id": self.users["production"].id,
                "workcenter_ids": [(4, self.workcenter.id)],
            }
        )
        self.bom.operation_ids = [
            (0, 0, {"name": "Assemble", "workcenter_id": self.workcenter.id})
        ]
        instruction = self._issue_instruction(self._confirmed())
        self.assertEqual(instruction.line_ids.department_id, workshop)

    def test_cancelling_the_order_withdraws_its_instruction(self):
        order = self._confirmed()
        instruction = self._issue_instruction(order)
        order._action_cancel()
        self.assertEqual(instruction.state, "cancelled")

    def test_cancelling_an_instructed_order_asks_production_what_to_do(self):
        order = self._instructed()
        instruction = order.order_production_instruction_ids
        order._action_cancel()
        self.assertEqual(instruction.state, "cancelled")
        self.assertEqual(instruction.activity_ids.user_id, self.users["production"])
        self.assertIn(self._productions(order).name, instruction.activity_ids.note)

    def test_with_the_switch_off_nothing_is_instructed(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._confirmed()
        with self.refused("governed by Order to Delivery"):
            self._issue_instruction(order)

    def test_each_department_opens_what_concerns_it(self):
        order = self._instructed()
        instruction = order.order_production_instruction_ids
        for kind in ("production", "customer_service", "technical", "sales"):
            with self.subTest(kind):
                form = Form(self.as_(kind, instruction))
                self.assertEqual(form.state, "accepted")
        production = self.as_("production", self._productions(order))
        form = Form(production)
        self.assertEqual(form.customer_order_id.id, order.id)
        self.assertEqual(form.customer_id, order.partner_id)
        action = self.as_("production", instruction).action_view_productions()
        self.assertEqual(action["domain"], [("id", "in", production.ids)])

    def _draft(self, order):
        self.as_("customer_service", order).action_prepare_instruction()
        return order.order_production_instruction_ids[:1]


@tagged("post_install", "-at_install")
class TestInstructionRevision(SupplyCase):
    """Accepting is bound to the revision in force."""

    def test_a_new_revision_replaces_what_was_accepted(self):
        order = self._instructed()
        old = order.order_production_instruction_ids
        self._change(order, 12)
        self.assertEqual(old.state, "superseded")
        new = order.order_production_instruction_ids - old
        self.assertEqual(new.state, "draft")
        self.assertEqual(new.replaces_id, old)
        self.assertEqual(new.line_ids.difference, 2)
        self.assertEqual(new.activity_ids.user_id, self.users["customer_service"])

    def test_a_new_revision_replaces_what_was_issued(self):
        order = self._confirmed()
        old = self._issue_instruction(order)
        self._change(order)
        self.assertEqual(old.state, "superseded")
        with self.refused("not open any more"):
            self.as_("production", old).action_accept()

    def test_an_instruction_of_another_revision_is_not_issued(self):
        order = self._confirmed()
        old = order.current_revision_id
        self._change(order)
        with self.refused("another revision"):
            self.env["order.production.instruction"].create(
                {
                    "sale_order_id": order.id,
                    "revision_id": old.id,
                    "state": "issued",
                }
            )

    def test_a_change_of_price_asks_production_nothing_again(self):
        order = self._instructed()
        instruction = order.order_production_instruction_ids
        goods = order.current_revision_id.goods_hash
        revision = self._change(order, goods_hash=goods, price_hash="another")
        self.assertEqual(instruction.state, "accepted")
        self.assertEqual(instruction.revision_id, revision)

    def test_the_replacing_instruction_says_the_lines_as_they_are_when_issued(self):
        order = self._instructed()
        self._change(order)
        order._write_content({}, {order.order_line: {"product_uom_qty": 15}})
        new = self._issue_instruction(order)
        self.assertEqual(new.line_ids.quantity, 15)
        self.assertEqual(new.line_ids.difference, 5)

    def test_an_order_with_nothing_left_to_make_is_not_instructed_again(self):
        order = self._instructed()
        old = order.order_production_instruction_ids
        order._write_content({}, {order.order_line: {"supply_kind": "stock"}})
        self._change(order)
        self.assertEqual(order.order_production_instruction_ids, old)
        self.assertEqual(old.state, "superseded")
        self.assertEqual(old.activity_ids.user_id, self.users["production"])

    def test_an_order_whose_made_goods_were_taken_out_waits_for_no_instruction(self):
        order = self._instructed([(self.product, 10), (self.stocked, 5)])
        old = order.order_production_instruction_ids
        order._write_content({}, {order.order_line[:1]: {"product_uom_qty": 0}})
        self._change(order)
        self.assertEqual(order.order_production_instruction_ids, old)
        self.assertEqual(old.activity_ids.user_id, self.users["production"])
        with self.refused("has nothing to make"):
            self._issue_instruction(order)

    def test_a_draft_that_says_nothing_to_make_is_not_issued(self):
        order = self._confirmed()
        self.as_("customer_service", order).action_prepare_instruction()
        draft = order.order_production_instruction_ids
        order._write_content({}, {order.order_line: {"supply_kind": "stock"}})
        with self.refused("says nothing to make"):
            self.as_("customer_service", draft).action_issue()
