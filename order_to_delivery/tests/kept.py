"""What tests of a class do first, and do alike, is done once.

Nearly all that a test takes is the walk to where it begins. So what a helper did as a
test's first act stays below the savepoint of that test, and the next test of the class
that begins by the same call finds it there. A test that begins otherwise begins where
the class does: before its first statement the walks of others are undone.

Only what cannot make a difference is kept: nothing was read or written before it,
nothing is patched, no request came in, and the call, the day and the attributes of the
test are the same. `OTD_EACH_WALKS=1` has each test walk by itself.
"""

import functools
import inspect
import os
from datetime import date, datetime
from types import FunctionType
from unittest import mock

from freezegun import api as frozen

from odoo import fields, models
from odoo.sql_db import Savepoint
from odoo.tests.test_cursor import TestCursor
from odoo.tools import SQL

IS_OFF = bool(os.environ.get("OTD_EACH_WALKS"))
PLAIN = (bool, int, float, str, bytes, date, datetime, type(None))


class KeepingMixin:
    """Test classes whose helpers, those that start with `_`, are kept."""

    _kept_acts = None

    def __init_subclass__(cls):
        result = super().__init_subclass__()
        for part in cls.__mro__:
            if part.__module__.startswith(__package__):
                for name, helper in list(vars(part).items()):
                    if _is_helper(name, helper):
                        setattr(part, name, _kept(helper))
        return result

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._kept_acts = []

    def setUp(self):
        super().setUp()
        self._beginning = None if IS_OFF else Beginning(self)

    def walk_anew(self):
        """Keep nothing of a test about what waits for a commit, or what is asked."""
        if self._beginning:
            self._beginning.end()


def _is_helper(name, helper):
    return (
        isinstance(helper, FunctionType)
        and name.startswith("_")
        and not name.startswith("__")
        and not hasattr(helper, "__wrapped__")
        and not inspect.isgeneratorfunction(helper)
    )


def _kept(helper):
    @functools.wraps(helper)
    def ask(self, *args, **kwargs):
        beginning = getattr(self, "_beginning", None)
        if beginning is None:
            return helper(self, *args, **kwargs)
        return beginning.act(helper, args, kwargs)

    return ask


class Act:
    """What one call did, above a savepoint of its own."""

    def __init__(self, key, name):
        self.key = key
        self.name = name
        self.value = None
        self.attributes = {}


class Beginning:
    """How far one test does what was done before it."""

    def __init__(self, test):
        self.test = test
        self.cr = test.cr
        self.acts = type(test)._kept_acts
        self.turn = 0
        self.own = _get_savepoint(test).name
        self.known = {*vars(test), "_beginning"}
        self._mark()
        if self.acts:
            self.cr.execute = self._undo_first
            test.addCleanup(self._stop_watching)

    def act(self, helper, args, kwargs):
        """Do what a helper does, or take over what it did for the test before."""
        key = self._get_key(helper, args, kwargs) if self._is_untouched() else None
        if key is None:
            self.end()
            return helper(self.test, *args, **kwargs)
        if self.turn < len(self.acts) and self.acts[self.turn].key == key:
            act = self.acts[self.turn]
            self.turn += 1
            vars(self.test).update(self._bind(act.attributes))
            return self._bind(act.value)
        return self._do(key, helper, args, kwargs)

    def end(self):
        """Keep nothing more: the test has begun."""
        self._undo_rest()
        self.test._beginning = None

    def _mark(self):
        self.statements = self.cr.sql_log_count
        self.entered = _Outside.entered

    def _is_untouched(self):
        transaction = self.test.env.transaction
        return (
            self.cr.sql_log_count == self.statements
            and self.entered == _Outside.entered
            and not any(transaction.field_dirty.values())
            and not any(transaction.tocompute.values())
        )

    def _get_key(self, helper, args, kwargs):
        """Return what makes two calls the same, or None where that is not known."""
        own = {k: v for k, v in vars(self.test).items() if k not in self.known}
        moments = [moment() for moment in frozen.freeze_factories]
        today = fields.Date.today()
        try:
            return _freeze([helper.__qualname__, args, kwargs, own, moments, today])
        except NotKept:
            return None

    def _do(self, key, helper, args, kwargs):
        """Do it below the test's savepoint, so that it stays for the next one."""
        self._undo_rest()
        act = Act(key, f"{self.own}-{self.turn}")
        self._undo(self.own)
        self._statement("SAVEPOINT", act.name)
        self._mark()
        try:
            is_kept = self._watch(act, helper, args, kwargs)
            has_acted = not self._is_untouched()
            if has_acted:
                self._settle()
        except BaseException:
            self.cr.clear()
            self._undo(act.name)
            self._statement("SAVEPOINT", self.own)
            raise
        if has_acted:
            act.key = key if is_kept else None
            self.acts.append(act)
            self.turn += 1
        self._statement("SAVEPOINT", self.own)
        self._mark()
        return act.value

    def _watch(self, act, helper, args, kwargs):
        """Do it, note what it returns and sets, and tell whether that can be kept."""
        test, cleanups = self.test, len(self.test._cleanups)
        before = dict(vars(test))
        test._beginning = None
        act.value = helper(test, *args, **kwargs)
        test._beginning = self
        act.attributes = {
            name: value
            for name, value in vars(test).items()
            if name not in self.known and before.get(name, self) is not value
        }
        try:
            _freeze([act.value, act.attributes])
        except NotKept:
            return False
        return self.entered == _Outside.entered and cleanups == len(test._cleanups)

    def _settle(self):
        """Write what waits, so that it is the same whether it was found or made."""
        test = self.test
        self.cr.flush()
        self.cr.postcommit.clear()
        test.env.invalidate_all()
        with test.muted_registry_logger:
            test.registry.clear_all_caches()

    def _undo_rest(self):
        """Undo what other tests did beyond what this one did alike."""
        self._stop_watching()
        if self.turn < len(self.acts):
            self._undo(self.acts[self.turn].name)
            self._statement("SAVEPOINT", self.own)
            del self.acts[self.turn :]
            self.statements = self.cr.sql_log_count

    def _undo_first(self, *args, **kwargs):
        self.end()
        return self.cr.execute(*args, **kwargs)

    def _stop_watching(self):
        vars(self.cr).pop("execute", None)

    def _undo(self, name):
        self._statement("ROLLBACK TO SAVEPOINT", name)
        self._statement("RELEASE SAVEPOINT", name)

    def _statement(self, verb, name):
        self.cr.execute(SQL("%s %s", SQL(verb), SQL.identifier(name)))

    def _bind(self, value):
        """Return records as this test sees them: the last one's cache is gone."""
        if isinstance(value, models.BaseModel):
            env = value.env
            env = self.test.env(user=env.uid, context=env.context, su=env.su)
            return value.with_env(env)
        if isinstance(value, dict):
            return {k: self._bind(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._bind(v) for v in value)
        return value


class _Outside:
    """Counts what lies outside the transaction: patches, and cursors of requests."""

    entered = 0


def _enter_patch(patch, enter=mock._patch.__enter__):
    _Outside.entered += 1
    return enter(patch)


def _check_savepoint(cursor, check=TestCursor._check_savepoint):
    _Outside.entered += 1
    # The savepoint of a request does not pass by `execute`.
    watching = vars(cursor._cursor).get("execute")
    if watching:
        watching.__self__.end()
    check(cursor)


mock._patch.__enter__ = _enter_patch
TestCursor._check_savepoint = _check_savepoint


class NotKept(Exception):
    """What cannot be compared between two tests."""


def _get_savepoint(test):
    """Return the savepoint to which Odoo goes back after a test."""
    owners = [getattr(call, "__self__", None) for call, *_rest in test._cleanups]
    return next(o for o in reversed(owners) if isinstance(o, Savepoint))


def _freeze(value):
    """Return something that is equal where two values are the same to a test.

    :raise NotKept: where that cannot be told
    """
    if isinstance(value, models.BaseModel):
        env = value.env
        if not all(isinstance(number, int) for number in value._ids):
            raise NotKept
        return value._name, value._ids, env.uid, env.su, _freeze(dict(env.context))
    if isinstance(value, dict):
        return dict, tuple((_freeze(k), _freeze(v)) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return type(value), tuple(_freeze(v) for v in value)
    if isinstance(value, PLAIN):
        return type(value), value
    raise NotKept
