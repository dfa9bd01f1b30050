"""The same races as on connections of their own, through a server and its retries."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from odoo.tests import tagged

from .race_acts import RacesMixin
from .race_common import ASLEEP, PATIENCE, Outcome, RaceCase
from .race_orders import LANES
from .race_server import RaceClient, RaceServer

REFUSALS = ("odoo.exceptions.UserError", "odoo.exceptions.AccessError")
# How Odoo words what a constraint of the database says.
BY_DATABASE = "The operation cannot be completed"
# A query that clashed is no trouble: it is tried again.
TROUBLE = re.compile(r"^.* (?:ERROR|CRITICAL) (?!.*odoo.sql_db: bad query).*$", re.M)


class Caller(threading.Thread):
    """One person at a screen, who presses the buttons one after the other."""

    def __init__(self, clients, acts, together, pause):
        super().__init__(daemon=True)
        self.clients, self.acts, self.together = clients, acts, together
        self.pause, self.outcome = pause, Outcome()

    def run(self):
        try:
            self.together.wait(PATIENCE)
            time.sleep(self.pause)
            for client, act in zip(self.clients, self.acts, strict=True):
                status, answer = client.call_button(*act[1:])
                self._judge(status, answer.get("error"))
                if isinstance(answer.get("result"), dict):
                    self.outcome.failure = f"a dialogue: {answer['result']}"
                if not self.outcome.succeeded:
                    return
        except Exception as error:  # the connection broke, or no JSON came back
            self.outcome.failure = repr(error)

    def _judge(self, status, error):
        if not error and status == 200:
            return
        data = (error or {}).get("data", {})
        message = data.get("message", "")
        is_ours = data.get("name") in REFUSALS and not message.startswith(BY_DATABASE)
        if status == 200 and is_ours:
            self.outcome.refusal = message
        else:
            self.outcome.failure = f"{status}: {data.get('name')}: {message or error}"


@tagged("post_install", "-at_install", "races")
class TestHttpRaces(RacesMixin, RaceCase):
    """The races over HTTP, each person with a session, on a server of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = RaceServer(cls.database)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        # Both racers may be the same person, at two screens.
        cls.clients = {
            (kind, screen): RaceClient(cls.server, f"otd_{kind}", cls._password(kind))
            for kind in cls.users
            for screen in (0, 1)
        }

    @staticmethod
    def _password(kind):
        return f"otd_{kind}".ljust(8, "x")  # as `new_test_user` makes it

    def _run_rounds(self, rounds):
        """Run rounds side by side, since a loser sleeps up to two seconds."""
        for client in {self.clients[key] for key in self._get_screens(rounds)}:
            client._log_in()
        known = len(self.server.read_log())
        with ThreadPoolExecutor(LANES) as pool:
            lanes = pool.map(
                lambda lane: [self._run_round(one) for one in rounds[lane::LANES]],
                range(LANES),
            )
            results = [None] * len(rounds)
            for lane, outcomes in enumerate(lanes):
                results[lane::LANES] = outcomes
        log = self.server.read_log()[known:]
        self.waits += [float(seconds) for seconds in ASLEEP.findall(log)]
        self.assertEqual(TROUBLE.findall(log), [], "the server met an error")
        return results

    def _get_screens(self, rounds):
        return {
            (act.kind, screen)
            for one in rounds
            for screen, acts in enumerate(one.racers)
            for act in acts
        }

    def _run_round(self, one):
        together = threading.Barrier(len(one.racers))
        callers = [
            Caller(
                [self.clients[act.kind, screen] for act in acts],
                acts,
                together,
                self.random.uniform(0, one.delays[screen]),
            )
            for screen, acts in enumerate(one.racers)
        ]
        self._join(callers)
        return [caller.outcome for caller in callers]
