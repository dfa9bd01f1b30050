"""The part of `./dev test --mutate` that runs inside pytest.

Odoo is loaded once. A guard is emptied by exchanging the code of its function, the
tests that reach it run until one is red, and the function gets its code back. A red
test counts only if it is green then.
"""

import contextlib
import inspect
import itertools
import json
import os
import signal
import sys
import time
import types
from pathlib import Path

import pytest

from . import trace

PATIENCE = 300  # seconds for one test
_red = set()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report):
    """Remember what is red."""
    if report.failed:
        _red.add(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Run the plan instead of all tests once."""
    plan = json.loads(Path(os.environ["OTD_MUTATE"]).read_text("utf-8"))
    items = {item.nodeid: item for item in session.items}
    if plan["traced"]:
        for path, source in plan["traced"].items():
            Exchange(path, source).apply()
        _run(session, _share(session.items, *plan["share"]), stops=False)
        Path(plan["found"]).write_text(json.dumps(trace.found(_red)), "utf-8")
        return True
    for mutant in plan["mutants"]:
        started = time.monotonic()
        verdict, remark = _judge(session, mutant, items)
        row = [mutant["name"], verdict, remark, time.monotonic() - started]
        with open(plan["report"], "a", encoding="utf-8") as report:
            report.write(json.dumps(row) + "\n")
    return True


def _share(items, number, count):
    """Return the tests of this process: every so many files, as classes stay whole."""
    files = list(dict.fromkeys(item.path for item in items))
    own = {*files[number::count]}
    return [item for item in items if item.path in own]


def _judge(session, mutant, items):
    tests = [items[test] for test in mutant["tests"] if test in items]
    if not tests:
        return "SURVIVED", "no test reaches it"
    exchange = Exchange(mutant["path"], mutant["source"], mutant["rule"])
    try:
        exchange.apply()
    except ValueError as error:
        return "BROKEN", str(error)
    try:
        by = _run(session, _by_class(tests), stops=True)
    finally:
        exchange.undo()
    if by in items and _run(session, [items[by]], stops=True):
        return "BROKEN", f"{by} is red without it, too"
    if by:
        return "killed", f"by {by}"
    return "SURVIVED", f"{len(tests)} tests reach it"


def _by_class(tests):
    """Keep the tests of a class together, so that each class is set up once."""
    classes = {}
    for test in tests:
        classes.setdefault(test.nodeid.rpartition("::")[0], []).append(test)
    return list(itertools.chain(*classes.values()))


def _run(session, items, stops):
    """Run tests; return the first red one, where the rest need not run."""
    _red.clear()
    items = list(items)
    signal.signal(signal.SIGALRM, _give_up)
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            # All tests of a guard together may take long: that is no verdict.
            signal.alarm(PATIENCE if stops else 0)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if stops and _red:
                with contextlib.suppress(Exception):  # of a class that is broken
                    session._setupstate.teardown_exact(None)
                break
    except TimeoutError:
        return "its time"
    finally:
        signal.alarm(0)
    return min(_red, default="") if stops else ""


def _give_up(*_signal):
    raise TimeoutError


class Exchange:
    """The code of a module's functions, exchanged in place."""

    def __init__(self, path, source, rule=""):
        parts = Path(path).with_suffix("").parts
        self.module = sys.modules[".".join(["odoo.addons", *parts])]
        self.codes = dict(_codes(compile(source, path, "exec")))
        self.rule = rule  # the class that gets an empty body of its own
        self.kept = []

    def apply(self):
        """Exchange the code; the functions stay the same objects everywhere."""
        if self.rule:
            getattr(self.module, self.rule)._reasons_closed = lambda self, records: {}
            return
        for function in _functions(self.module):
            code = self.codes.get(function.__code__.co_qualname)
            if code is None or _same(code, function.__code__):
                continue
            self.kept.append((function, function.__code__))
            function.__code__ = code

    def undo(self):
        """Give everything back."""
        if self.rule:
            del getattr(self.module, self.rule)._reasons_closed
        for function, code in self.kept:
            function.__code__ = code


def _same(one, other):
    return one.co_code == other.co_code and one.co_consts == other.co_consts


def _codes(code):
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant.co_qualname, constant
            yield from _codes(constant)


def _functions(module):
    for part in vars(module).values():
        if isinstance(part, type) and part.__module__ == module.__name__:
            for value in vars(part).values():
                # A decorator of Odoo's may stand around what the file says.
                function = inspect.unwrap(getattr(value, "__func__", value))
                if isinstance(function, types.FunctionType):
                    yield function
