"""Two people at once, on connections of their own, in a database of their own.

What a race is about only shows when transactions really commit. So these tests run on
a copy of the database, which is dropped afterwards: nothing is left for other tests.
"""

import logging
import os
import random
import re
import shutil
import threading
import time
from collections import Counter
from contextlib import contextmanager
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, config

from .race_orders import RaceOrdersMixin
from .race_witness import Witness

# What `./dev test` prints at its end.
figures = logging.getLogger("order_to_delivery.figures")
# `./dev test --long` runs all rounds, otherwise a tenth.
IS_LONG = bool(os.environ.get("OTD_LONG"))
ROUNDS = 200 if IS_LONG else 20
CRON = "cron"  # instead of a department
PATIENCE = 120  # seconds that anything here may take
ASLEEP = re.compile(r"try again in ([\d.]+) sec")


class Act(NamedTuple):
    """What one person does with one press of a button, over whichever connection."""

    kind: str  # the department
    model: str
    ids: list
    method: str
    args: tuple = ()
    context: dict = {}


class Outcome:
    """How one person's acts ended: done, refused with a reason, or failed."""

    def __init__(self):
        self.refusal = self.failure = None

    @property
    def succeeded(self):
        return not self.refusal and not self.failure


class Runner(threading.Thread):
    """One person's acts in a transaction of their own, tried again as Odoo does it."""

    def __init__(self, case, acts, together, pauses):
        super().__init__(daemon=True)
        self.case, self.acts, self.together = case, acts, together
        self.pauses, self.tries, self.outcome = pauses, 0, Outcome()

    def run(self):
        try:
            with self.case.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env.transaction.default_env = env
                if self.acts[0].kind == CRON:
                    self._try(env)  # which Odoo does not try again
                else:
                    retrying(lambda: self._try(env), env)
        except UserError as error:
            # A constraint of the database that speaks up is no reason of ours, and who
            # may not act at all loses no race.
            is_ours = not isinstance(error.__cause__, psycopg2.Error)
            is_ours = is_ours and not isinstance(error, AccessError)
            setattr(self.outcome, "refusal" if is_ours else "failure", str(error))
        except Exception as error:  # whatever else a user would meet: the test fails
            self.outcome.failure = repr(error)

    def _try(self, env):
        self.tries += 1
        env.cr.execute("SELECT 1")  # from here on this transaction sees no other
        if self.tries == 1:
            self.together.wait(PATIENCE)
        time.sleep(self.pauses[0])
        for act in self.acts:
            records = env[act.model].with_user(self.case.user_ids[act.kind])
            records = records.with_context(**act.context).browse(act.ids)
            getattr(records, act.method)(*act.args)
        env.cr.flush()
        time.sleep(self.pauses[1])  # the other one may commit now, if nothing holds it


class RaceCase(RaceOrdersMixin, BaseCase):
    """Builds the factory in a copy of the database and lets two people race in it."""

    loaded = None  # the registry of a copy

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
        cls.random = random.Random(cls.seed)
        cls.database = f"{get_db_name().rpartition('_')[0] or 'otd'}_{os.getpid()}"
        cls._copy_database(get_db_name(), cls.database)
        cls.addClassCleanup(cls._drop_database, cls.database)
        cls.registry = cls._load_registry(cls.database)
        cls.waits = []
        for patcher in (
            patch("odoo.service.model.time", SimpleNamespace(sleep=cls._nap)),
            # Whoever started the tests holds it, and our threads look registries up.
            patch.object(Registry, "_lock", DummyRLock()),
        ):
            patcher.start()
            cls.addClassCleanup(patcher.stop)
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            cls._build_factory()
            cls._build_goods()
            cls.user_ids = {kind: user.id for kind, user in cls.users.items()}
            cls.user_ids[CRON] = SUPERUSER_ID
            Witness.call(cr)
        cls.env = None

    @classmethod
    def _load_registry(cls, name):
        """Load a registry without running tests, as loading one otherwise does.

        All copies are alike: what was loaded of one serves the next.
        """
        if RaceCase.loaded:
            Registry.registries[name] = RaceCase.loaded
            RaceCase.loaded.clear_all_caches()
            RaceCase.loaded.setup_signaling()
            return RaceCase.loaded
        enabled, config["test_enable"] = config["test_enable"], False
        try:
            RaceCase.loaded = Registry(name)
        finally:
            config["test_enable"] = enabled
        return RaceCase.loaded

    @classmethod
    def _nap(cls, seconds):
        """Wait a fiftieth of what Odoo would wait before it tries again."""
        cls.waits.append(seconds)
        time.sleep(seconds / 50)

    @classmethod
    def _copy_database(cls, source, target):
        sql_db.close_db(source)
        with cls._server() as cr:
            cls._run(cr, "DROP DATABASE IF EXISTS %s WITH (FORCE)", target)
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    cls._run(cr, "CREATE DATABASE %s TEMPLATE %s", target, source)
                    return
                except psycopg2.errors.ObjectInUse:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.5)

    @classmethod
    def _drop_database(cls, name):
        Registry.delete(name)
        sql_db.close_db(name)
        shutil.rmtree(config.filestore(name), ignore_errors=True)
        with cls._server() as cr:
            cls._run(cr, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name)

    @classmethod
    @contextmanager
    def _server(cls):
        """Open a connection that creates and drops databases."""
        cr = sql_db.db_connect("postgres").cursor()
        try:
            cr._cnx.autocommit = True
            yield cr
        finally:
            cr.close()

    @classmethod
    def _run(cls, cr, statement, *names):
        cr.execute(SQL(statement, *map(SQL.identifier, names)), log_exceptions=False)

    @contextmanager
    def _committed(self):
        """Set things up, or look at them, in a transaction that commits at the end."""
        with self.registry.cursor() as cr:
            self.env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.env.transaction.default_env = self.env
            self._bind(self.env)
            yield self.env
        self.env = None

    # The race

    def _race(self, rounds):
        """Run all rounds, and judge by what was committed whether all was in order.

        :param rounds: list of Round
        :return: ``(outcomes of each round, what was wrong)``
        """
        started = time.monotonic()
        self.waits.clear()
        with self._committed() as env:
            witness = Witness(env, rounds)
        results = self._run_rounds(rounds)
        seconds = time.monotonic() - started
        with self._committed() as env:
            wrong = witness.get_complaints(env)
        self._report(results, seconds, wrong)
        for outcome in (outcome for outcomes in results for outcome in outcomes):
            if outcome.failure:
                self.fail(
                    f"A user would meet this, seed {self.seed}: {outcome.failure}"
                )
        return results, wrong

    def _race_for(self, rounds, limit, measure):
        """Run all rounds, and report in how many more was had than may be.

        :param limit: the most that a round may come to
        :param measure: called with an environment once all is committed; returns what
            each round came to
        :return: ``(outcomes of each round, what each came to)``
        """
        started = time.monotonic()
        self.waits.clear()
        results = self._run_rounds(rounds)
        seconds = time.monotonic() - started
        with self._committed() as env:
            quantities = measure(env)
        wrong = [quantity for quantity in quantities if quantity > limit]
        self._report(results, seconds, wrong)
        return results, quantities

    def _assert_one_each(self, results):
        """Assert that one of two people succeeds, and the other is told why not."""
        for outcomes in results:
            self.assertFalse([one.failure for one in outcomes if one.failure])
            self.assertEqual(sum(one.succeeded for one in outcomes), 1)

    def _run_rounds(self, rounds):
        return [self._run_round(one) for one in rounds]

    def _run_round(self, one):
        """Let the racers of a round act at the same time."""
        together = threading.Barrier(len(one.racers))
        runners = [
            Runner(
                self,
                acts,
                together,
                (self.random.uniform(0, delay), self.random.uniform(0, 0.03)),
            )
            for acts, delay in zip(one.racers, one.delays, strict=True)
        ]
        self._join(runners)
        return [runner.outcome for runner in runners]

    def _join(self, runners):
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join(PATIENCE)
            self.assertFalse(runner.is_alive(), "a runner hangs")

    def _report(self, results, seconds, wrong):
        """Report the figures of a race at the end of the tests."""
        counted = Counter(
            "refused" if outcome.refusal else "failed" if outcome.failure else "done"
            for outcomes in results
            for outcome in outcomes
        )
        figures.info(
            "%s: %s rounds of %.2f s, seed %s; %s refused, %s failed, %s wrong; "
            "%s retries, the longest after %.1f s",
            self.id().rpartition("tests.")[2],
            len(results),
            seconds / len(results),
            self.seed,
            counted["refused"],
            counted["failed"],
            len(wrong),
            len(self.waits),
            max(self.waits, default=0.0),
        )
