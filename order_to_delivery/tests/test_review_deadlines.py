"""H1.2, H4.8: reviews are asked, answered and closed in time, or people are told."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cases import covers
from .common import OrderToDeliveryCase

MONDAY = "2026-12-07"


@tagged("post_install", "-at_install")
class TestReviewDeadlines(OrderToDeliveryCase):
    """The company works in Shanghai, Monday to Friday; answers take two days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company.order_review_days = 2

    def _at(self, days, time="02:00"):
        day = fields.Date.add(fields.Date.to_date(MONDAY), days=days)
        return freeze_time(f"{day} {time}")

    def _get_asked(self):
        """Return the review of an order that is circulated on Monday."""
        with self._at(0):
            order = self._walk_to("answers")
        return order.order_review_ids[:1]

    def _tell(self, *days):
        for day in days:
            with self._at(day):
                self._run_cron("tell_deadlines")

    def _get_told(self, order, prefix="answer"):
        """Return what was told of an order: (day, event, person), each seat's alike."""
        notices = self.env["order.notice"].search([("sale_order_id", "=", order.id)])
        return sorted(
            {
                (str(notice.date), notice.event, notice.user_id.login)
                for notice in notices
                if notice.event.startswith(prefix)
            }
        )

    def _get_messages(self, order, person):
        return self.env["mail.message"].search(
            [
                ("model", "=", "sale.order"),
                ("res_id", "=", order.id),
                ("message_type", "=", "user_notification"),
                ("subject", "like", "Due and overdue"),
                ("partner_ids", "in", person.partner_id.ids),
            ]
        )

    def _get_seat(self, review, kind="technical"):
        return review.signoff_ids.filtered(lambda seat: seat.kind == kind)[:1]

    def test_who_owes_an_answer_is_told_on_the_day_and_the_day_after(self):
        review = self._get_asked()
        seat = self._get_seat(review)
        order = review.sale_order_id
        self.assertEqual(str(seat.due_date), "2026-12-09")
        self._tell(1)
        self.assertEqual(self._get_told(order), [])
        self._tell(2, 3)
        login = seat.user_id.login
        told = self._get_told(order)
        self.assertIn(("2026-12-09", "answer_due", login), told)
        self.assertIn(("2026-12-10", "answer_late", login), told)
        notices = self.as_("sales", self.env["order.notice"].search([]))
        self.assertIn(
            seat.display_name,
            notices.filtered(lambda n: n.res_id == seat.id).mapped("document_name"),
        )

    def test_the_superior_is_told_once_of_all_that_is_late(self):
        superior = self.users["supervisor"]
        departments = self.env["order.department"].search(
            [("company_id", "=", self.company.id)]
        )
        departments.superior_id = superior
        review = self._get_asked()
        order = review.sale_order_id
        self._tell(*range(1, 6))
        told = self._get_told(order, "answer_escalated")
        self.assertEqual(told, [("2026-12-11", "answer_escalated", superior.login)])
        [message] = self._get_messages(order, superior)
        seats = review.signoff_ids.filtered(lambda seat: seat.state == "open")
        for seat in seats:
            self.assertIn(seat.display_name, message.body)

    def test_without_a_superior_the_deputy_general_manager_is_told(self):
        review = self._get_asked()
        self._tell(4)
        head = self.users["deputy_general_manager"]
        told = self._get_told(review.sale_order_id, "answer_escalated")
        self.assertEqual(told, [("2026-12-11", "answer_escalated", head.login)])

    def test_who_answers_in_time_is_not_told(self):
        review = self._get_asked()
        with self._at(1):
            self._answer_all(review.sale_order_id)
        self._tell(*range(1, 4))
        self.assertEqual(self._get_told(review.sale_order_id), [])

    @covers("review.told", route="cron", role="cron")
    def test_a_cron_that_was_down_tells_each_event_once_and_of_its_day(self):
        review = self._get_asked()
        order = review.sale_order_id
        with self.env.cr.savepoint() as savepoint:
            self._tell(*range(1, 6))
            daily = self._get_told(order)
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(self._get_told(order), [])
        for _turn in range(2):
            self._tell(5)
            self.assertEqual(self._get_told(order), daily)
        seat = self._get_seat(review)
        self.assertEqual(len(self._get_messages(order, seat.user_id)), 1)

    def test_what_is_answered_while_the_cron_is_down_is_kept_and_not_told(self):
        review = self._get_asked()
        order, seat = review.sale_order_id, self._get_seat(review)
        with self._at(3):
            self._answer(seat)
        self._tell(4)
        notices = self.env["order.notice"].search(
            [("res_model", "=", seat._name), ("res_id", "=", seat.id)]
        )
        self.assertEqual(
            sorted(notices.mapped(lambda n: (str(n.date), n.event, n.state))),
            [
                ("2026-12-09", "answer_due", "passed"),
                ("2026-12-10", "answer_late", "passed"),
            ],
        )
        self.assertFalse(self._get_messages(order, seat.user_id))

    def test_who_sits_in_a_review_that_was_taken_back_is_not_told(self):
        review = self._get_asked()
        order = review.sale_order_id
        with self._at(1):
            order._withdraw_review()
        self.assertIn("open", review.signoff_ids.mapped("state"))
        self._tell(2, 3, 4)
        self.assertEqual(self._get_told(order), [])

    def test_the_deputy_of_who_is_away_is_told(self):
        review = self._get_asked()
        seat = self._get_seat(review)
        other = self.users["technical"].copy({"login": "technical2"})
        department = seat.department_id
        department.member_ids.filtered(lambda m: m.user_id == seat.user_id).unlink()
        department.member_ids.create(
            {
                "department_id": department.id,
                "user_id": seat.user_id.id,
                "deputy_id": other.id,
                "absent_from": "2026-12-10",
                "absent_to": "2026-12-10",
            }
        )
        self._tell(5)
        told = self._get_told(review.sale_order_id)
        self.assertIn(("2026-12-09", "answer_due", seat.user_id.login), told)
        self.assertIn(("2026-12-10", "answer_late", other.login), told)

    @covers("review.archived", route="cron", role="cron")
    def test_a_seat_whose_person_left_is_asked_of_somebody_else(self):
        review = self._get_asked()
        seat = self._get_seat(review)
        other = self.users["technical"].copy({"login": "technical2"})
        department = seat.department_id
        department.member_ids.create(
            {"department_id": department.id, "user_id": other.id}
        )
        seat.user_id.active = False
        self._tell(2)
        self.assertEqual(seat.user_id, other)
        self.assertEqual(seat.activity_ids.user_id, other)

    def test_an_order_that_is_not_circulated_is_told_to_the_chair(self):
        with self._at(0):
            order = self._walk_to("circulation")
        self._tell(0)
        self.assertEqual(self._get_told(order, "circulate"), [])
        self._tell(1)
        head = self.users["deputy_general_manager"]
        self.assertEqual(
            self._get_told(order, "circulate"),
            [("2026-12-08", "circulate_late", head.login)],
        )

    def test_a_review_that_is_not_closed_is_told_to_the_chair(self):
        review = self._get_asked()
        order = review.sale_order_id
        with self._at(2):
            self._answer_all(order)
        self._tell(2, 3)
        self.assertEqual(
            self._get_told(order, "decide"),
            [("2026-12-10", "decide_late", review.chair_id.login)],
        )
        with self._at(3):
            self._close(order)
        self._tell(4, 5)
        self.assertEqual(len(self._get_told(order, "decide")), 1)

    def test_a_company_that_is_switched_off_tells_nobody(self):
        review = self._get_asked()
        self.company.sudo().use_order_to_delivery = False
        self._tell(5)
        self.assertEqual(self._get_told(review.sale_order_id), [])

    def test_nobody_writes_notices(self):
        review = self._get_asked()
        self._tell(4)
        notice = self.env["order.notice"].search(
            [("sale_order_id", "=", review.sale_order_id.id)], limit=1
        )
        for kind in ("deputy_general_manager", "supervisor"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, notice).write({"state": "passed"})
