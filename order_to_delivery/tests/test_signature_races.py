"""Who guesses, or asks for codes, in two browsers at once gets no more by it."""

import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.service.model import retrying
from odoo.tests import tagged

from .code_common import TOKEN
from .race_common import PATIENCE, RaceCase
from .race_server import RaceServer

CODES = "order.signature.code"
SECRET = "271828"


class SentMixin:
    """Prepares a confirmation that was sent, and a code that was mailed."""

    def _prepare_confirmation(self):
        with self._committed():
            order = self._take_order("B", lines=[(self.goods[0], 10)])
            for step in (self._submit, self._circulate, self._answer_all, self._close):
                step(order)
                order.invalidate_recordset()
            values = order._prepare_order_confirmation(order.pending_revision_id)
            return self.env["order.confirmation"].create(values).id

    def _prepare_code(self, confirmation_id):
        with self._committed() as env:
            confirmation = env["order.confirmation"].browse(confirmation_id)
            now = fields.Datetime.now()
            env[CODES].create(
                env[CODES]._prepare_code(confirmation, now, False, SECRET)
            )

    def _get_code(self, env, confirmation_id):
        return env[CODES].search([("confirmation_id", "=", confirmation_id)])


@tagged("post_install", "-at_install", "races")
class TestSignatureRaces(SentMixin, RaceCase):
    def _act_at_once(self, confirmation_id, *turns):
        """Run each turn's acts one after the other, all turns side by side.

        :param turns: lists of functions of the codes and the confirmation
        :return: what the acts came to
        """
        together, results, failures = threading.Barrier(len(turns)), [], []

        def take(acts):
            try:
                for act in acts:
                    results.append(self._act(act, confirmation_id, together))
            except Exception as error:  # whatever a visitor would meet
                failures.append(repr(error))
                together.abort()

        threads = [
            threading.Thread(target=take, args=(acts,), daemon=True) for acts in turns
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            self.assertFalse(thread.is_alive(), "a visitor hangs")
        self.assertFalse(failures)
        return results

    def _act(self, act, confirmation_id, together):
        """Act in a transaction of its own, tried again as Odoo does it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env.transaction.default_env = env
            tries = []

            def take():
                cr.execute("SELECT 1")  # from here on it sees no other
                if not tries:
                    together.wait(PATIENCE)
                tries.append(1)
                confirmation = env["order.confirmation"].browse(confirmation_id)
                return bool(act(env[CODES], confirmation))

            return retrying(take, env)

    def test_guesses_in_two_browsers_are_all_counted(self):
        confirmation_id = self._prepare_confirmation()
        self._prepare_code(confirmation_id)
        wrong = [
            lambda codes, paper: codes._take_guess(paper, "000000") for _turn in "1234"
        ]
        self.assertEqual(self._act_at_once(confirmation_id, wrong, wrong), [False] * 8)
        right = [lambda codes, paper: codes._take_guess(paper, SECRET)]
        self.assertEqual(self._act_at_once(confirmation_id, right), [False])
        with self._committed() as env:
            code = self._get_code(env, confirmation_id)
            self.assertEqual(code.tries, 5)
            self.assertFalse(code.proven_date)

    def test_right_code_is_taken_in_one_of_two_browsers(self):
        confirmation_id = self._prepare_confirmation()
        self._prepare_code(confirmation_id)
        right = [lambda codes, paper: codes._take_guess(paper, SECRET)]
        taken = self._act_at_once(confirmation_id, right, right)
        self.assertEqual(sorted(taken), [False, True])

    def test_two_who_ask_at_once_have_one_code_sent(self):
        confirmation_id = self._prepare_confirmation()
        ask = [lambda codes, paper: codes._send(paper)]
        mails = self.registry["mail.mail"]
        with patch.object(mails, "send_after_commit", lambda mails: None):
            sent = self._act_at_once(confirmation_id, ask, ask)
        self.assertEqual(sorted(sent), [False, True])
        with self._committed() as env:
            self.assertEqual(len(self._get_code(env, confirmation_id)), 1)


@tagged("post_install", "-at_install", "races")
class TestSignatureHttpRaces(SentMixin, RaceCase):
    """The same guesses through a server, from two browsers of strangers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = RaceServer(cls.database)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()

    def _get_urls(self, confirmation_id):
        with self._committed() as env:
            confirmation = env["order.confirmation"].browse(confirmation_id)
            return confirmation.get_portal_url(), confirmation.get_portal_url(
                suffix="/code/check"
            )

    def _guess(self, urls, guesses, together, answers):
        """Open the page, and send its form once for each guess."""
        _response, page, cookie = self.server.browse(urls[0])
        token = TOKEN.search(page)[1]
        together.wait(PATIENCE)
        for guess in guesses:
            form = {"code": guess, "csrf_token": token}
            response, _page, _cookie = self.server.browse(urls[1], cookie, form)
            answers.append(response.getheader("Location") or str(response.status))

    def test_guesses_of_two_strangers_are_all_counted(self):
        confirmation_id = self._prepare_confirmation()
        self._prepare_code(confirmation_id)
        urls = self._get_urls(confirmation_id)
        together, answers = threading.Barrier(2), []
        threads = [
            threading.Thread(
                target=self._guess,
                args=(urls, ["000000"] * 4, together, answers),
                daemon=True,
            )
            for _browser in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual(len(answers), 8)
        self.assertTrue(all("code_wrong" in answer for answer in answers), answers)
        with self._committed() as env:
            self.assertEqual(self._get_code(env, confirmation_id).tries, 5)
        self._guess(urls, [SECRET], threading.Barrier(1), answers)
        self.assertIn("code_wrong", answers[-1])
