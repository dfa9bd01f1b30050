"""`./dev test --mutate`: does a behaviour test notice when a guard does nothing?

Tests tagged `structure` (comparisons of tables and registries) do not count, and the
browser's tours are left out. `--list` shows the guards, `--only TEXT` picks some.
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import mutants, say, suite, templates
from .paths import ROOT, addon_folders

AT_ONCE = 2
GREEN, RED = 0, 1


def parser():
    """Describe the options; the rest is pytest's."""
    options = argparse.ArgumentParser(prog="./dev test --mutate", description=__doc__)
    options.add_argument("--list", action="store_true", help="only show the guards")
    options.add_argument("--only", default="", metavar="TEXT", help="of path or name")
    return options


def main(site, arguments):
    """Empty each guard in turn; return 1 when any survives."""
    options, rest = parser().parse_known_args(arguments)
    folders = [folder.name for folder in addon_folders()]
    found = [one for one in mutants.find(ROOT, folders) if options.only in str(one)]
    if options.list or not found:
        say.line("\n".join(str(one) for one in found))
        say.line(f"{len(found)} guards")
        return 0
    source = templates.ours(site)
    with say.step("The tests without any change"):
        result, report = _try(site, source, None, rest)
        if result != GREEN:
            raise say.Stop(
                f"{report}\n\nThe tests must be green before they are judged."
            )
    return _judge(found, lambda one: _try(site, source, one, rest))


def _judge(found, attempt):
    survivors, started = [], time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        work = {pool.submit(attempt, one): one for one in found}
        for number, done in enumerate(concurrent.futures.as_completed(work), 1):
            result, report = done.result()
            verdict = {GREEN: "SURVIVED", RED: "killed"}.get(result, "BROKEN")
            if verdict != "killed":
                survivors.append(f"{verdict:<9} {work[done]}")
            by = f"  by {_first_failure(report)}" if verdict == "killed" else ""
            say.line(f"{number:>3}/{len(found)} {verdict:<9}{work[done]}{by}")
    say.line(f"\n{len(found)} guards in {say.seconds(time.monotonic() - started)}")
    say.line("\n".join(survivors))
    say.line(f"Survivors: {len(survivors)}")
    return 1 if survivors else 0


def _first_failure(report):
    failed = re.search(r"^(?:FAILED|ERROR|SUBFAILED\S*) (\S+)", report, re.MULTILINE)
    return failed[1] if failed else "an error while loading"


def _try(site, source, mutant, arguments):
    """Run the behaviour tests on a copy with one guard emptied."""
    with contextlib.ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mutate-")))
        _copy_checkout(root)
        if mutant:
            (root / mutant.path).write_text(mutant.source, "utf-8")
        purpose = f"mutate{root.name[-8:].lower()}"
        name = stack.enter_context(templates.copy(site, source, purpose))
        copied = dataclasses.replace(site, root=root)
        argv = suite.pytest_command(
            copied,
            name,
            ["-x", "-q", "--tb=no", "-rfE", "--behaviour", *arguments, *_files(mutant)],
            http=False,
        )
        done = subprocess.run(
            [str(part) for part in argv],
            cwd=root,
            env=suite.pytest_environment(copied),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return done.returncode, done.stdout


def _copy_checkout(target):
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "description")
    for folder in [*addon_folders(), ROOT / "tools"]:
        shutil.copytree(folder, target / folder.name, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", target)


def _files(mutant):
    """Return the test files, those that speak most of the guard's matter first."""
    names = [
        path for folder in addon_folders() for path in folder.glob("tests/test_*.py")
    ]
    words = _words(mutant) if mutant else []

    def distance(path):
        text = path.stem + path.read_text("utf-8")
        return -sum(text.count(word) for word in words) / (len(text) + 1)

    return [str(path.relative_to(ROOT)) for path in sorted(names, key=distance)]


def _words(mutant):
    parts = re.findall(r"[a-z]{4,}", f"{Path(mutant.path).stem} {mutant.name}")
    common = {"order", "self", "check", "needs", "mixin", "reasons", "closed", "refuse"}
    return [part for part in parts if part not in common]
