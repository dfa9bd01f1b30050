"""What follows from an act is judged by the commit, whatever is tried in between."""

from contextlib import suppress
from unittest import TestCase
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .shipping_common import PaidShippingCase


class NotToday(UserError):
    """What goes wrong with something else."""

    def __init__(self):
        super().__init__("Not today.")


@tagged("post_install", "-at_install")
class TestSavepoints(PaidShippingCase):
    def _get_paid_release(self):
        order = self._get_ready_order()
        payment = self._pay(order, order.amount_total)
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.env.cr.flush()
        return request, payment

    def _fail_in_savepoint(self):
        """Do as core and other addons do that try something and go on without it."""
        with suppress(UserError), self.env.cr.savepoint():
            raise NotToday

    def _assert_fails(self, error, text, act):
        """Expect an error outside any savepoint, as opening one judges, too."""
        with TestCase.assertRaisesRegex(self, error, text):
            act()

    def _plan_too_much(self, order):
        self.as_("sales", order).payment_plan_line_ids[:1].percent = 90

    def test_release_is_withdrawn_though_something_else_was_refused(self):
        request, payment = self._get_paid_release()
        self.as_("finance", payment).action_reject()
        self._fail_in_savepoint()
        self.env.cr.flush()
        self.assertEqual(request.state, "withdrawn")

    def test_release_is_withdrawn_though_another_order_cannot_go_on(self):
        request, payment = self._get_paid_release()
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        self.as_("finance", payment).action_reject()
        with patch.object(
            type(order), "_confirmation_error_message", lambda _order: "No product."
        ):
            order._resume_held()
        self.env.cr.flush()
        self.assertEqual(order.state, "sent")
        self.assertEqual(request.state, "withdrawn")

    def test_withdrawal_that_failed_unheard_is_made_up_for(self):
        request, payment = self._get_paid_release()
        self.as_("finance", payment).action_reject()

        def fail(*_args, **_values):
            raise NotToday

        with patch.object(type(request), "_filter_not_shipped", fail):
            self._fail_in_savepoint()
            self._assert_fails(NotToday, "", self.env.cr.flush)
        self.env.cr.flush()
        self.assertEqual(request.state, "withdrawn")

    def test_plan_of_more_than_all_is_refused_though_its_refusal_was_unheard(self):
        order = self._take_order()
        self.env.cr.flush()
        self._plan_too_much(order)
        self._fail_in_savepoint()
        self._assert_fails(ValidationError, "more than 100", self.env.cr.flush)

    def test_machine_does_not_blame_its_order_for_what_was_wrong_before(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        other = self._take_order()
        self.env.cr.flush()
        self._plan_too_much(other)
        self._assert_fails(ValidationError, "more than 100", order._resume_held)

    def test_hint_is_written_though_something_else_was_refused(self):
        order = self._take_order()
        self._fail_in_savepoint()
        self.env.cr.flush()
        self.assertEqual(order.order_station, "intake")

    def test_hint_of_what_was_undone_is_not_written(self):
        order = self._take_order()
        self.env.cr.flush()
        with suppress(UserError), self.env.cr.savepoint():
            self._submit(order)
            raise NotToday
        self.env.cr.flush()
        self.assertEqual(order.order_station, "intake")
