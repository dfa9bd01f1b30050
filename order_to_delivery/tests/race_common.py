"""Two people at once, on connections of their own, in a database of their own.

What a race is about only shows when transactions really commit. So these tests run on
a copy of the database, which is dropped afterwards: nothing is left for other tests.
"""

import os
import random
import shutil
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, config

from .common import FactoryMixin

# `./dev test --long` runs all rounds, otherwise a tenth.
ROUNDS = 200 if os.environ.get("OTD_LONG") else 20
PATIENCE = 60  # seconds that a thread may take
# A stand-in for the module `time` where Odoo waits before it tries again.
IMPATIENT = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 50))


class Runner(threading.Thread):
    """One person's act in a transaction of its own, tried again as Odoo does it."""

    def __init__(self, case, act, start, pause):
        super().__init__(daemon=True)
        self.case, self.act, self.start_together, self.pause = case, act, start, pause
        self.refusal = self.failure = None
        self.tries = 0
        # When the commit began at the earliest, and when it was over at the latest.
        self.before_commit = self.after_commit = None

    @property
    def succeeded(self):
        return self.after_commit is not None

    def run(self):
        try:
            with self.case.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                retrying(lambda: self._try(env), env)
        except UserError as error:
            self.refusal = error
        except Exception as error:  # whatever else a user would meet: the test fails
            self.failure = error

    def _try(self, env):
        self.tries += 1
        env.cr.execute("SELECT 1")  # from here on this transaction sees no other
        if self.tries == 1:
            self.start_together.wait(PATIENCE)
        time.sleep(self.pause[0])
        self.act(env)
        env.flush_all()
        # The other one may commit now, if nothing holds it.
        time.sleep(self.pause[1])
        self.before_commit = time.monotonic()
        env.cr.postcommit.add(self._note_commit)

    def _note_commit(self):
        self.after_commit = time.monotonic()


class RaceCase(FactoryMixin, BaseCase):
    """Builds the factory in a copy of the database and lets two acts race in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
        cls.random = random.Random(cls.seed)
        cls.database = f"{get_db_name().rpartition('_')[0] or 'otd'}_{os.getpid()}"
        cls._copy_database(get_db_name(), cls.database)
        cls.addClassCleanup(cls._drop_database, cls.database)
        cls.registry = Registry(cls.database)
        for patcher in (
            patch("odoo.service.model.time", IMPATIENT),
            # Whoever started the tests holds it, and our threads look registries up.
            patch.object(Registry, "_lock", DummyRLock()),
        ):
            patcher.start()
            cls.addClassCleanup(patcher.stop)
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            cls._build_factory()
        cls.env = None

    @classmethod
    def _copy_database(cls, source, target):
        sql_db.close_db(source)
        with cls._server() as cr:
            cls._run(cr, "DROP DATABASE IF EXISTS %s", target)
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
            self.env = api.Environment(cr, SUPERUSER_ID, {})
            self._bind(self.env)
            yield self.env
        self.env = None

    def _bind(self, env):
        """Let the factory's records, of an older transaction, belong to this one."""
        for name in ("company", "product", "stocked", "service", "warehouse"):
            setattr(self, name, getattr(type(self), name).with_env(env))
        for name in ("users", "grades", "partners"):
            records = getattr(type(self), name).items()
            setattr(self, name, {key: record.with_env(env) for key, record in records})

    def _race(self, *acts):
        """Run acts at the same time; each gets an environment of its own.

        :return: the runners, in the order of the acts
        """
        start = threading.Barrier(len(acts))
        runners = [
            Runner(self, act, start, [self.random.uniform(0, 0.03) for _turn in (0, 1)])
            for act in acts
        ]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join(PATIENCE)
            self.assertFalse(runner.is_alive(), "a runner hangs")
            if runner.failure:
                raise AssertionError(
                    f"A user would meet an error that Odoo does not retry, seed "
                    f"{self.seed}: {runner.failure!r}"
                ) from runner.failure
        return runners

    def _each_round(self, one_round):
        """Run one round after the other, naming the seed where one fails."""
        for number in range(ROUNDS):
            with self.subTest(round=number, seed=self.seed):
                one_round(number)
