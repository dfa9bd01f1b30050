"""Our part in pytest: say in the very last line what was skipped, and why."""

import collections
import functools
import gc
import inspect
import itertools
import linecache
import logging
import os
import random
import re
import shutil
from pathlib import Path
from unittest import mock

import pytest

from . import database, trace

# Files of few tests that take minutes: browsers, races, papers, whole days.
LONG_FILES = re.compile(r"_(tour|races|day|histories|js|papers?|papers_content|role)$")

BROWSERS = re.compile(r"_(tour|js)$")
# What a browser loads for whichever page of ours.
ASSETS = ("web.assets_web", "web.assets_tests")

# What tests of a class may begin with alike.
HELPER = re.compile(r"self\._\w+\(.*")

_skipped = collections.Counter()
_figures = []


class _Figures(logging.Handler):
    """Keep what tests measured, to show it whether they passed or not."""

    def emit(self, record):
        _figures.append(record.getMessage())


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Choose the seed of what tests leave to chance, and listen for their figures."""
    os.environ.setdefault("OTD_SEED", str(random.randrange(10**6)))
    figures = logging.getLogger("order_to_delivery.figures")
    figures.setLevel(logging.INFO)
    figures.addHandler(_Figures())


def pytest_report_header(config):
    """Say how to repeat a run."""
    return f"seed: OTD_SEED={os.environ['OTD_SEED']}"


def pytest_terminal_summary(terminalreporter):
    """Show what tests measured."""
    if _figures:
        terminalreporter.section("figures")
        for row in _figures:
            terminalreporter.write_line(row)


def pytest_sessionfinish(session):
    """Hand over what was measured in one of several processes."""
    if hasattr(session.config, "workerinput"):
        session.config.workeroutput["figures"] = _figures


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take over what was measured in another process."""
    _figures.extend(getattr(node, "workeroutput", {}).get("figures", ()))


@pytest.fixture(scope="session", autouse=True)
def load_files(load_registry):
    """Give the database of one of several processes files of its own.

    pytest-odoo has the processes share one folder, which the first that tidies up
    would empty for all; a server that a test starts would look elsewhere, too.
    """
    from odoo.tests import get_db_name
    from odoo.tools import config

    # Odoo and the tests are there to stay: the collector need not look them through.
    gc.collect()
    gc.freeze()
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        yield
        return
    name = get_db_name()
    shared = Path(config.filestore(name))

    def find(dbname):
        return str(shared.with_name(dbname))

    if shared.is_dir():
        shutil.copytree(shared, find(name), copy_function=database.link)
    with mock.patch.object(config, "filestore", find):
        yield
    shutil.rmtree(find(name), ignore_errors=True)


def pytest_addoption(parser):
    """Add the options that other commands of ours use."""
    parser.addoption(
        "--behaviour",
        action="store_true",
        help="leave out tests in a browser, and those tagged `structure`"
        " (they compare tables and registries)",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out tests that compare structure where behaviour is asked for."""
    # Whoever shares them out takes files in this order: the long ones do not come last.
    items.sort(key=lambda item: not LONG_FILES.search(item.module.__name__))
    _put_together(items)
    if not config.getoption("--behaviour"):
        return
    # Races take minutes, and whatever they reach has quicker tests as well.
    unasked = {"structure", "races"}
    left_out = {item for item in items if unasked & {*_tags(item)} or _opens(item)}
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def _put_together(items):
    """Have tests of a class that begin alike follow each other.

    What they do first is done once for all of them, see `tests/kept.py`.
    """
    turns = {}
    for item in items:
        for part in _places(item):
            turns.setdefault(part, len(turns))
    items.sort(key=lambda item: [turns[part] for part in _places(item)])


@functools.cache
def _places(item):
    """Return a test's class, and its class with each way of beginning alike."""
    places = [(item.module, item.cls)]
    for line in _first_lines(item):
        places.append((*places[-1], line))
    return places


def _first_lines(item, wanted=2):
    """Return the lines by which a test begins, as long as each calls a helper."""
    if not hasattr(item.cls, "_kept_acts"):
        return []
    code = item.function.__code__
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno :]
    body = [line.strip() for line in lines[: wanted + 1]]
    body = body[1:] if body[:1] and body[0].startswith('"""') else body[:wanted]
    return itertools.takewhile(HELPER.search, body)


def _opens(item):
    """Tell whether a test opens a browser."""
    source = inspect.getsource(getattr(item, "function", None) or type(item))
    return "start_tour(" in source or item.module.__name__.endswith("_js")


def _tags(item):
    return getattr(getattr(item, "cls", None), "test_tags", None) or ()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    """Know which test is running, its set-up included."""
    trace.current = item.nodeid


@pytest.fixture(scope="module", autouse=True)
def make_assets(request, load_files):
    """Make what every browser loads once: what a test makes is undone with it."""
    if BROWSERS.search(request.module.__name__):
        _make_assets()


@functools.cache
def _make_assets():
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tests import get_db_name

    with Registry(get_db_name()).cursor() as cr:
        views = api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]
        for name in ASSETS:
            views._get_asset_bundle(name, css=False).js()
            views._get_asset_bundle(name, js=False).css()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report):
    """Count what was skipped by reason, and what each test takes."""
    trace.seconds[report.nodeid] += report.duration
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped[report.longrepr[2].removeprefix("Skipped: ")] += 1


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Print the last line."""
    if hasattr(config, "workerinput") or not _skipped:
        return
    reasons = "; ".join(f"{count} × {reason}" for reason, count in _skipped.items())
    absent = os.environ.get("OTD_ABSENT")
    note = f" Not tested on this machine: {absent}." if absent else ""
    print(f"!!  SKIPPED, so not tested: {reasons}.{note}", flush=True)
