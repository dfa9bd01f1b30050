"""`./dev test --mutate`: does a behaviour test notice when a guard does nothing?

Tests tagged `structure` (comparisons of tables and registries) do not count, and the
browser's tours are left out. A first run finds out which test classes reach which
guard; then each guard is emptied and those classes run, the quickest first, until one
is red. On 2 cores that nothing else uses this takes about two hours; `--only` takes a
slice, `--map FILE` keeps what the first run found for the next slice.
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import itertools
import json
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
FAILED = re.compile(r"^(?:FAILED|ERROR|SUBFAILED\S*) (\S+)", re.MULTILINE)
VERDICTS = {GREEN: "SURVIVED", RED: "killed"}


def parser():
    """Describe the options; the rest is pytest's."""
    options = argparse.ArgumentParser(prog="./dev test --mutate", description=__doc__)
    options.add_argument("--list", action="store_true", help="only show the guards")
    options.add_argument("--only", default="", metavar="TEXT", help="of path or name")
    options.add_argument("--map", metavar="FILE", help="keep the first run's findings")
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
    trial = Trial(site, templates.ours(site), rest)
    kept = options.map and Path(options.map)
    if kept and kept.exists():
        reached = json.loads(kept.read_text("utf-8"))
    else:
        with say.step("The tests without any change"):
            reached = trial.reached(found)
    if kept:
        kept.write_text(json.dumps(reached), "utf-8")
    return _judge(found, reached, trial)


def _judge(found, reached, trial):
    survivors, started = [], time.monotonic()
    pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
    with contextlib.ExitStack() as stack:
        stack.callback(pool.shutdown, cancel_futures=True)
        work = {
            pool.submit(trial.judge, one, _tests(one, reached)): one for one in found
        }
        for number, done in enumerate(concurrent.futures.as_completed(work), 1):
            verdict, remark = done.result()
            say.line(f"{number:>3}/{len(found)} {verdict:<9}{work[done]}  {remark}")
            if verdict != "killed":
                survivors.append(f"{verdict:<9} {work[done]}  {remark}")
    say.line(f"\n{len(found)} guards in {say.seconds(time.monotonic() - started)}")
    say.line("\n".join(sorted(survivors)))
    say.line(f"Survivors: {len(survivors)}")
    return 1 if survivors else 0


def _tests(mutant, reached):
    """Return the test classes that reach a guard, the quickest first."""
    if not mutant.is_inherited:
        return reached.get(mutant.key, [])
    # The body that a rule inherits stands outside the rules' folder.
    shared = [tests for key, tests in reached.items() if "_gate_mixin.py:" in key]
    return list(dict.fromkeys(itertools.chain(*shared)))


@dataclasses.dataclass
class Trial:
    """Run the behaviour tests on a changed copy of the checkout."""

    site: object
    source: str  # the template database
    arguments: list  # for pytest

    def reached(self, found):
        """Run all tests unchanged; return which test classes reach which guard."""
        changes = {}
        for path, group in itertools.groupby(found, key=lambda one: one.path):
            text = (ROOT / path).read_text("utf-8")
            changes[path] = mutants.traced(text, list(group))
        with tempfile.NamedTemporaryFile(suffix=".json") as trace:
            extra = {"OTD_TRACE": trace.name}
            folders = suite.test_folders(self.site)
            _result, report = self._run(changes, folders, extra)
            reached = json.loads(Path(trace.name).read_text("utf-8"))
        red = sorted({name.rpartition("::")[0] for name in FAILED.findall(report)})
        if red and not reached:
            raise say.Stop(f"{report}\n\nThe tests must run to begin with.")
        if red:
            say.warn(f"Red without any change, so they do not count: {', '.join(red)}")
        return {
            guard: [test for test in tests if test not in red]
            for guard, tests in reached.items()
        }

    def judge(self, mutant, tests):
        """Return the verdict on one emptied guard, and who noticed."""
        if not tests:
            return "SURVIVED", "no test reaches it"
        result, report = self._run({mutant.path: mutant.source}, tests)
        verdict = VERDICTS.get(result, "BROKEN")
        if verdict == "killed":
            return verdict, f"by {_first_failure(report)}"
        return verdict, f"{len(tests)} test classes reach it"

    def _run(self, changes, tests, extra=None):
        with contextlib.ExitStack() as stack:
            folder = tempfile.TemporaryDirectory(prefix="mutate-")
            root = Path(stack.enter_context(folder))
            _copy_checkout(root)
            for path, text in changes.items():
                (root / path).write_text(text, "utf-8")
            copied = dataclasses.replace(self.site, root=root)
            purpose = f"mutate{root.name[-8:].lower()}"
            name = stack.enter_context(templates.copy(self.site, self.source, purpose))
            return _pytest(copied, name, [*self.arguments, *tests], extra)


def _pytest(site, name, arguments, extra):
    options = ["-q", "--tb=no", "-rfE", "--behaviour", *arguments]
    options += [] if extra else ["-x"]
    done = subprocess.run(
        [str(part) for part in suite.pytest_command(site, name, options)],
        cwd=site.root,
        env={**suite.pytest_environment(site), **(extra or {})},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout


def _first_failure(report):
    failed = FAILED.search(report)
    return failed[1] if failed else "an error while loading"


def _copy_checkout(target):
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "description")
    for folder in [*addon_folders(), ROOT / "tools"]:
        shutil.copytree(folder, target / folder.name, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", target)
