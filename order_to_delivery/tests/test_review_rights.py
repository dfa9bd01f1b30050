"""Who signs, and that nobody gets round signing."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewRights(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._take_order()
        self.review = self._submit(self.order)
        self._circulate(self.order)
        self.technical = self._seat("technical")

    def _seat(self, kind):
        return self.review.signoff_ids.filtered(lambda s: s.kind == kind)

    def test_only_sales_and_customer_service_submit(self):
        order = self._take_order()
        for kind in set(self.users) - {
            "sales",
            "customer_service",
            "clerk",
            "supervisor",
        }:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_submit_for_review()

    def test_only_the_deputy_general_manager_circulates_closes_and_refuses(self):
        for kind in set(self.users) - {"deputy_general_manager"}:
            review = self.as_(kind, self.review)
            for act in ("action_circulate", "action_close", "action_refuse"):
                with self.subTest(kind=kind, act=act):
                    with self.assertRaisesRegex(AccessError, "Deputy General"):
                        getattr(review, act)()
                with self.assertRaises(AccessError):
                    review.write({"promised_date": fields.Date.today()})

    def test_nobody_signs_for_another_department(self):
        for kind in set(self.users) - {"technical"}:
            signoff = self.as_(kind, self.technical)
            with self.subTest(kind=kind):
                with self.assertRaisesRegex(UserError, "does not sign for"):
                    signoff.action_agree()
                with self.assertRaisesRegex(UserError, "does not sign for"):
                    signoff.write({"text": "It will do."})
                self.assertFalse(signoff.can_answer)
        self.assertTrue(self.as_("technical", self.technical).can_answer)

    def test_the_state_is_reached_by_signing_alone(self):
        signoff = self.as_("technical", self.technical)
        forged = (
            {"state": "signed"},
            {"verdict": "agree"},
            {"signed_by_id": self.users["technical"].id},
            {"user_id": self.users["technical"].id},
            {"seal": "x"},
            {"review_id": self.review.id},
        )
        for values in forged:
            with self.subTest(values=values), self.assertRaises(AccessError):
                signoff.write(values)
        review = self.as_("deputy_general_manager", self.review)
        for values in ({"state": "closed"}, {"kind": "standard"}, {"due_date": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                review.write(values)

    def test_nobody_creates_reviews_and_answers_by_hand(self):
        for kind, user in self.users.items():
            for model in ("order.review", "order.review.signoff", "order.revision"):
                with self.subTest(kind=kind, model=model):
                    records = self.env[model].with_user(user)
                    with self.assertRaises(AccessError):
                        records.create({"sale_order_id": self.order.id})
                    with self.assertRaises(AccessError):
                        self.as_(kind, self.review).unlink()

    def test_not_even_sudo_deletes_what_the_departments_were_given(self):
        order = self._take_order()
        review = self._submit(order).sudo()
        with self.assertRaisesRegex(UserError, "Reviews are kept"):
            review.unlink()
        with self.assertRaisesRegex(UserError, "Revisions are kept"):
            review.revision_id.unlink()

    def test_import_does_not_sign(self):
        admin = self.env["order.review.signoff"].with_user(
            self.env.ref("base.user_admin")
        )
        result = admin.load(
            ["review_id/.id", "department_id/.id", "state", "verdict"],
            [
                [
                    str(self.review.id),
                    str(self.departments["finance"].id),
                    "signed",
                    "agree",
                ]
            ],
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_not_even_sudo_creates_a_signed_answer_or_a_closed_review(self):
        values = {
            "review_id": self.review.id,
            "department_id": self.departments["finance"].id,
            "state": "signed",
            "verdict": "agree",
            "signed_by_id": self.users["finance"].id,
        }
        with self.assertRaisesRegex(UserError, "by its own department only"):
            self.env["order.review.signoff"].create(values)
        with self.assertRaisesRegex(UserError, "has not answered in writing"):
            self.review.sudo().write({"state": "closed"})
            self.env.flush_all()
        revision = self.review.revision_id
        for state in ("closed", "circulated"):
            with self.subTest(state=state), self.assertRaises(UserError):
                self.env["order.review"].create(
                    {
                        "sale_order_id": self.order.id,
                        "revision_id": revision.id,
                        "round": 9,
                        "state": state,
                    }
                )

    def test_a_signed_answer_is_not_edited_flipped_deleted_or_copied(self):
        self._answer(self.technical)
        for signoff in (self.as_("technical", self.technical), self.technical.sudo()):
            for values in ({"text": "No"}, {"has_no_obstacle": True}):
                with self.assertRaisesRegex(UserError, "stays as it is"):
                    signoff.write(values)
            for act in (signoff.action_refuse, signoff.action_agree):
                with self.assertRaisesRegex(UserError, "stays as it is"):
                    act()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.technical.sudo().write({"verdict": "refuse"})
        with self.assertRaisesRegex(UserError, "are kept"):
            self.technical.sudo().unlink()
        with self.assertRaises(AccessError):
            self.as_("technical", self.technical).copy()

    def test_lines_of_a_signed_answer_stay(self):
        production = self._seat("production")
        self._answer(production)
        line = self.as_("production", production).line_ids
        with self.assertRaisesRegex(UserError, "stays as it is"):
            line.write({"finished_date": fields.Date.today()})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            line.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            line.sudo().copy()

    def test_lines_of_an_open_answer_take_only_the_answer(self):
        line = self.as_("production", self._seat("production")).line_ids
        with self.assertRaises(AccessError):
            line.write({"ordered_quantity": 1})
        with self.assertRaises(UserError):
            line.with_user(self.users["quality"]).write({"note": "x"})

    def test_the_requester_does_not_answer_the_own_order(self):
        self.users["sales"].group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_technical").id)
        ]
        self.departments["technical"].member_ids = [
            Command.create({"user_id": self.users["sales"].id})
        ]
        with self.assertRaisesRegex(UserError, "asked for this"):
            self._answer_as("sales", self.technical)

    def _answer_as(self, kind, signoff):
        signoff = self.as_(kind, signoff)
        signoff.text = "Yes"
        signoff.action_agree()

    def test_one_person_takes_one_seat_unless_the_company_allows_two(self):
        user = self.users["technical"]
        user.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_quality").id)
        ]
        self.departments["quality"].member_ids = [Command.create({"user_id": user.id})]
        self._answer(self.technical)
        quality = self._seat("quality")
        with self.assertRaisesRegex(UserError, "signed for another department"):
            self._answer_as("technical", quality)
        self.company.sudo().order_allow_double_seat = True
        self._answer_as("technical", quality)
        self.assertEqual(quality.state, "signed")

    def test_the_deputy_signs_on_behalf_of_who_is_absent(self):
        deputy = new_test_user(
            self.env, "otd_deputy", "order_to_delivery.group_technical", name="Deputy"
        )
        self.users = {**self.users, "deputy": deputy}
        member = self.departments["technical"].member_ids
        member.deputy_id = deputy
        with self.assertRaisesRegex(UserError, "does not sign for"):
            self._answer_as("deputy", self.technical)
        today = fields.Date.today()
        member.write({"absent_from": today, "absent_to": today})
        self._answer_as("deputy", self.technical)
        self.assertEqual(self.technical.signed_by_id, deputy)
        self.assertEqual(self.technical.on_behalf_of_id, self.users["technical"])

    def test_an_approver_who_left_is_replaced(self):
        successor = new_test_user(
            self.env, "otd_next", "order_to_delivery.group_technical", name="Next"
        )
        self.users = {**self.users, "next": successor}
        self.departments["technical"].member_ids = [
            Command.create({"user_id": successor.id})
        ]
        self.users["technical"].action_archive()
        self.as_("deputy_general_manager", self.technical).action_ask_again()
        self.assertEqual(self.technical.user_id, successor)
        self.assertEqual(self.technical.activity_ids.user_id, successor)
        with self.assertRaisesRegex(UserError, "archived"):
            self._answer_as("technical", self.technical)
        self._answer_as("next", self.technical)
        self.assertEqual(self.technical.state, "signed")

    def test_a_double_click_signs_once(self):
        self._answer(self.technical)
        seal = self.technical.seal
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.as_("technical", self.technical).action_agree()
        self.assertEqual(self.technical.seal, seal)
        with self.assertRaisesRegex(UserError, "submitted already"):
            self._submit(self.order)
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.as_("deputy_general_manager", self.review).action_circulate()

    def test_answers_are_chained_in_the_order_of_signing(self):
        self._answer_all(self.order)
        signed = self.review.signoff_ids.sorted("id")
        seals = {signoff.seal for signoff in signed}
        self.assertEqual(len(seals), len(signed))
        previous = {signoff.previous_seal for signoff in signed}
        self.assertEqual(previous - seals, {""} if "" in previous else {False})
        self.assertIn(self.review.seal_head, seals - previous)
        self.assertTrue(all(s.seal == s._get_seal() for s in signed))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE order_review_signoff SET text = 'forged' WHERE id = %s",
            [signed[0].id],
        )
        signed.invalidate_recordset()
        self.assertNotEqual(signed[0].seal, signed[0]._get_seal())

    def test_closing_several_reviews_says_at_once_what_each_of_them_lacks(self):
        other = self._walk_to("closing")
        self._answer_all(self.order)
        reviews = self.review | other.order_review_ids
        with self.assertRaises(UserError) as refusal:
            self.as_("deputy_general_manager", reviews).action_close()
        for order in self.order | other:
            self.assertIn(order.name, str(refusal.exception))

    def test_a_user_of_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "otd_stranger",
            "order_to_delivery.group_deputy_general_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRaises(AccessError):
            self.review.with_user(stranger).action_close()
        self.assertFalse(
            self.env["order.review"].with_user(stranger).search([], limit=1)
        )
