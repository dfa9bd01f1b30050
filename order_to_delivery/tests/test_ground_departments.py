from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundDepartments(OrderToDeliveryCase):
    """Who may sign for a department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technical = cls.departments["technical"]
        cls.head = cls.users["technical"]
        cls.engineer = cls._add("engineer")
        cls.member = cls.technical.member_ids.filtered(lambda m: m.user_id == cls.head)

    @classmethod
    def _add(cls, login, kind="technical", **values):
        user = new_test_user(
            cls.env, login=login, groups=f"order_to_delivery.group_{kind}"
        )
        cls.departments[kind].member_ids = [
            Command.create({"user_id": user.id, "sequence": 20, **values})
        ]
        return user

    def _be_absent(self, deputy=None):
        self.member.write(
            {
                "absent_from": date(2026, 1, 1),
                "absent_to": False,
                "deputy_id": deputy.id if deputy else False,
            }
        )

    def _make_deputy(self):
        return new_test_user(
            self.env, login="stand_in", groups="order_to_delivery.group_technical"
        )

    def test_the_head_is_asked_first(self):
        person, on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.head)
        self.assertFalse(on_behalf_of)

    def test_the_requester_is_passed_over(self):
        person, _on_behalf_of = self.technical._resolve_person(self.head)
        self.assertEqual(person, self.engineer)

    def test_an_archived_head_is_passed_over(self):
        self.head.active = False
        person, _on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.engineer)

    def test_who_left_the_group_is_passed_over(self):
        self.head.group_ids = [
            Command.unlink(self.env.ref("order_to_delivery.group_technical").id)
        ]
        person, _on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.engineer)

    def test_the_deputy_signs_on_behalf_of_an_absent_head(self):
        deputy = self._make_deputy()
        self._be_absent(deputy)
        self.assertEqual(
            self.technical._resolve_person(self.users["sales"]), (deputy, self.head)
        )
        self.assertEqual(
            self.technical._check_may_sign(deputy, self.users["sales"]), self.head
        )

    def test_an_archived_deputy_is_passed_over(self):
        deputy = self._make_deputy()
        self._be_absent(deputy)
        deputy.active = False
        person, on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual((person, on_behalf_of), (self.engineer, self.env["res.users"]))

    def test_an_absence_that_is_over_counts_no_more(self):
        deputy = self._make_deputy()
        self._be_absent(deputy)
        self.member.absent_to = date(2026, 1, 2)
        person, _on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.head)
        with self.assertRaisesRegex(UserError, "does not sign for Technical"):
            self.technical._check_may_sign(deputy, self.users["sales"])

    def test_somebody_is_asked_even_when_all_are_absent(self):
        self._be_absent()
        self.engineer.active = False
        person, _on_behalf_of = self.technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.head)

    def test_nobody_is_found_where_only_the_requester_is_left(self):
        self.engineer.active = False
        person, _on_behalf_of = self.technical._resolve_person(self.head)
        self.assertFalse(person)

    def test_nobody_sits_on_two_seats(self):
        person, _on_behalf_of = self.technical._resolve_person(
            self.users["sales"], taken_users=self.head
        )
        self.assertEqual(person, self.engineer)
        with self.assertRaisesRegex(UserError, "another department of this order"):
            self.technical._check_may_sign(
                self.head, self.users["sales"], taken_users=self.head
            )

    def test_the_company_may_allow_two_seats(self):
        self.company.order_allow_double_seat = True
        person, _on_behalf_of = self.technical._resolve_person(
            self.users["sales"], taken_users=self.head
        )
        self.assertEqual(person, self.head)
        self.technical._check_may_sign(
            self.head, self.users["sales"], taken_users=self.head
        )

    def test_two_seats_never_allow_an_own_request(self):
        self.company.order_allow_double_seat = True
        with self.assertRaisesRegex(UserError, "asked for this"):
            self.technical._check_may_sign(self.head, requester=self.head)

    def test_a_stranger_does_not_sign(self):
        with self.assertRaisesRegex(UserError, "ask Technical, engineer"):
            self.technical._check_may_sign(self.users["quality"])

    def test_an_archived_user_does_not_sign(self):
        self.head.active = False
        with self.assertRaisesRegex(UserError, "is archived"):
            self.technical._check_may_sign(self.head)

    def test_a_member_without_the_group_does_not_sign(self):
        clerk = new_test_user(
            self.env, login="plain", groups="order_to_delivery.group_user"
        )
        self.technical.member_ids = [Command.create({"user_id": clerk.id})]
        with self.assertRaisesRegex(UserError, "lacks the group"):
            self.technical._check_may_sign(clerk)

    def test_the_resolver_works_for_who_may_not_see_users_of_the_company(self):
        technical = self.as_("sales", self.technical)
        person, _on_behalf_of = technical._resolve_person(self.users["sales"])
        self.assertEqual(person, self.head)

    def test_departments_do_not_wait_in_a_circle(self):
        quality = self.departments["quality"]
        quality.waits_for_ids = self.technical
        with self.assertRaisesRegex(ValidationError, "wait for its own answer"):
            self.technical.waits_for_ids = quality


@tagged("post_install", "-at_install")
class TestGroundDeadlines(OrderToDeliveryCase):
    """Within so many days, as the company counts them (H1.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = "Asia/Shanghai"
        # Friday, 4 September 2026, ten in the morning in Shanghai.
        cls.friday = datetime(2026, 9, 4, 2, 0)

    def _list(self, day, is_worked):
        self.env["order.workday"].create(
            {"company_id": self.company.id, "date": day, "is_worked": is_worked}
        )

    def test_two_working_days_after_friday_end_on_tuesday(self):
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 8))

    def test_the_day_is_the_companys_and_not_greenwichs(self):
        # Thursday evening in Greenwich is Friday in Shanghai.
        start = datetime(2026, 9, 3, 17, 0)
        self.assertEqual(self.company._plan_deadline(start, 1), date(2026, 9, 7))

    def test_the_hour_of_the_start_does_not_matter(self):
        start = datetime(2026, 9, 4, 15, 59)
        self.assertEqual(self.company._plan_deadline(start, 2), date(2026, 9, 8))

    def test_no_days_end_on_the_same_day(self):
        self.assertEqual(self.company._plan_deadline(self.friday, 0), date(2026, 9, 4))

    def test_a_holiday_is_not_counted(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 9, 6, 16, 0),
                "date_to": datetime(2026, 9, 7, 15, 59, 59),
            }
        )
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 9))

    def test_another_companys_holiday_is_not_counted(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday elsewhere",
                "calendar_id": False,
                "date_from": datetime(2026, 9, 6, 16, 0),
                "date_to": datetime(2026, 9, 7, 15, 59, 59),
            }
        )
        self.env.flush_all()
        leave.company_id = other
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 8))

    def test_a_weekend_that_is_worked_counts(self):
        self._list(date(2026, 9, 5), True)
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 7))

    def test_a_day_off_does_not_count(self):
        self._list(date(2026, 9, 7), False)
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 9))

    def test_calendar_days_are_the_companys_choice(self):
        self.company.order_deadline_days = "calendar"
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 6))

    def test_a_company_without_calendar_works_monday_to_friday(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 8))

    def test_a_flexible_calendar_works_monday_to_friday(self):
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Flexible", "schedule_type": "flexible", "tz": "Asia/Shanghai"}
        )
        self.assertEqual(self.company._plan_deadline(self.friday, 2), date(2026, 9, 8))

    def test_a_calendar_that_is_never_worked_still_gives_a_date(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 1, 1),
                "date_to": datetime(2040, 1, 1),
            }
        )
        self.assertEqual(self.company._plan_deadline(self.friday, 3), date(2026, 9, 7))

    def test_anybody_may_ask_for_a_deadline(self):
        company = self.as_("warehouse", self.company)
        self.assertEqual(company._plan_deadline(self.friday, 2), date(2026, 9, 8))
