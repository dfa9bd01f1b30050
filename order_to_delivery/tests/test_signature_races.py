"""Who guesses, or asks for codes, in two browsers at once gets no more by it."""

import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.service.model import retrying
from odoo.tests import tagged

from .race_common import PATIENCE, RaceCase

CODES = "order.signature.code"
SECRET = "271828"


@tagged("post_install", "-at_install", "races")
class TestSignatureRaces(RaceCase):
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
            code = env[CODES].search([("confirmation_id", "=", confirmation_id)])
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
            own = [("confirmation_id", "=", confirmation_id)]
            self.assertEqual(env[CODES].search_count(own), 1)
