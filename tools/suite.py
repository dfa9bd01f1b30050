"""`./dev test`: the addons' tests on a fresh copy of a database made once."""

import argparse
import os
import signal

from . import (
    cases,
    command,
    core,
    mutate,
    postgres,
    python_env,
    say,
    server,
    system,
    templates,
)
from .paths import ROOT, addon_folders

BESIDE = "test_with_"
NOTHING_FOUND = 5  # pytest's exit code where a choice leaves no test
MOST_AT_ONCE = 4  # copies of the database, each with a process that loaded Odoo
# What does not choose among the tests.
SHOWING = ("-q", "-v", "--tb", "--durations")


def parser():
    """Describe the options that are ours; the rest is pytest's."""
    options = argparse.ArgumentParser(
        prog="./dev test",
        description="Run the tests. Whatever is not listed here goes to pytest:"
        " ./dev test -k deposit, ./dev test order_to_delivery/tests/test_x.py",
        epilog="OTD_TEST_DATA=/dev/shm keeps the test server's data in memory, which is"
        " quicker; it is gone after a restart and made again.",
        allow_abbrev=False,
    )
    options.add_argument("--long", action="store_true", help="all rounds, not a tenth")
    options.add_argument("--cases", action="store_true", help="case × route × role")
    options.add_argument("--core", action="store_true", help="Odoo's suites, both ways")
    options.add_argument(
        "--mutate", action="store_true", help="empty each guard in turn"
    )
    options.add_argument("--odoo", metavar="PATH", help="an Odoo 19 of your own")
    options.add_argument(
        "--database-url", metavar="URL", help="a PostgreSQL of your own"
    )
    return options


def main(arguments):
    """Run what was asked for and return pytest's exit code."""
    options, rest = parser().parse_known_args(arguments)
    if options.cases:
        return cases.main(rest)
    absent = system.ensure()
    signal.signal(signal.SIGTERM, _interrupted)
    with server.site("test", options.odoo, options.database_url) as site:
        if options.core:
            return core.main(site, rest)
        if options.mutate:
            return mutate.main(site, rest)
        return run(site, rest, absent, options.long)


def _interrupted(*_signal):
    raise KeyboardInterrupt


def run(site, arguments, absent=(), long=False):
    """Run pytest on fresh copies of our database, with and without the neighbours."""
    if not addon_folders():
        raise say.Stop("There is no addon in this checkout yet, so nothing to test.")
    environment = pytest_environment(site, absent, long)
    codes = set()
    for template, own in _sessions(site, arguments):
        with templates.copy(site, template(site)) as name:
            argv = pytest_command(site, name, [*share_out(arguments), *own])
            codes.add(command.shown(argv, cwd=ROOT, env=environment))
    found = codes - {0, NOTHING_FOUND}
    return max(found) if found else min(codes)


def _sessions(site, arguments):
    """Yield templates with what pytest is told there: each test runs once.

    What is named `test_with_…` tries apps that ours does not need, beside ours.
    """
    named = [argument for argument in arguments if _names_tests([argument])]
    options = [argument for argument in arguments if argument not in named]
    alone = [path for path in named if BESIDE not in path]
    beside = [path for path in named if BESIDE in path]
    if not named:
        alone = test_folders(site)
        beside = [path for folder in alone for path in _find_beside(site, folder)]
    if alone:
        yield templates.ours, [*options, f"--ignore-glob=*/{BESIDE}*", *alone]
    if beside:
        yield templates.beside, [*options, *beside]


def _find_beside(site, folder):
    return sorted(str(path) for path in (site.root / folder).glob(f"{BESIDE}*.py"))


def share_out(arguments):
    """Return what has pytest run the whole suite on several copies of the database.

    A few files are quicker on one.
    """
    at_once = min(os.cpu_count() or 1, MOST_AT_ONCE)
    is_whole = all(argument.startswith(SHOWING) for argument in arguments)
    if not is_whole or at_once < 2:
        return []
    # Else xdist puts the files with most tests first, and those that take longest last.
    return ["-n", str(at_once), "--dist", "loadfile", "--no-loadscope-reorder"]


def pytest_command(site, name, arguments, http=True):
    """Return how to call pytest on a database."""
    config = site.config(name, list_db=False)
    argv = [python_env.python(), "-m", "pytest", f"--odoo-database={name}"]
    argv += [f"--odoo-config={config}", "-p", "tools.pytest_plugin"]
    argv += ["--odoo-http"] if http else []
    return [
        *argv,
        *arguments,
        *([] if _names_tests(arguments) else test_folders(site)),
    ]


def pytest_environment(site, absent=(), long=False):
    """Return the environment for pytest."""
    environment = {
        **site.environment(),
        **site.server.environment(),
        "OTD_ABSENT": system.what_suffers(absent),
    }
    # pytest-odoo copies the database by PostgreSQL's own programs.
    programs = str(postgres.binary("createdb").parent)
    environment["PATH"] = f"{environment['PATH']}{os.pathsep}{programs}"
    if long:
        environment["OTD_LONG"] = "1"
    return environment


def _names_tests(arguments):
    """Say whether pytest was told which files to run."""
    return any(
        not argument.startswith("-") and (ROOT / argument.partition("::")[0]).exists()
        for argument in arguments
    )


def test_folders(site):
    """Return the folders that hold tests, as pytest is told them."""
    folders = [folder / "tests" for folder in addon_folders(site.root)]
    return [str(folder.relative_to(site.root)) for folder in folders if folder.is_dir()]
