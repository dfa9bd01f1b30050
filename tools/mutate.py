"""`./dev test --mutate`: does a behaviour test notice when a guard does nothing?

Tests tagged `structure` (comparisons of tables and registries) do not count, and the
browser's tests are left out. A first run finds out which tests reach which guard; then
each guard is emptied and those tests run, until one is red. `--only` takes a slice,
`--map FILE` keeps what the first run found for the next slice.
"""

import argparse
import contextlib
import itertools
import json
import re
import subprocess
import tempfile
import time
from pathlib import Path

from . import mutants, say, suite, templates, trace
from .paths import ROOT, addon_folders

AT_ONCE = 2


def parser():
    """Describe the options; the rest is pytest's."""
    options = argparse.ArgumentParser(
        prog="./dev test --mutate",
        description=__doc__,
        epilog="Time on 2 cores that nothing else uses: the suite once, then about"
        " ten seconds a guard.",
    )
    options.add_argument("--list", action="store_true", help="only show the guards")
    options.add_argument(
        "--only",
        action="append",
        metavar="TEXT",
        help="of path or name; several may be given",
    )
    options.add_argument("--map", metavar="FILE", help="keep the first run's findings")
    return options


def main(site, arguments):
    """Empty each guard in turn; return 1 when any survives."""
    options, rest = parser().parse_known_args(arguments)
    folders = [folder.name for folder in addon_folders()]
    everything = list(mutants.find(ROOT, folders))
    texts = options.only or [""]
    found = [one for one in everything if any(text in str(one) for text in texts)]
    if options.list or not found:
        say.line("\n".join(str(one) for one in found))
        say.line(f"{len(found)} guards")
        return 0
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        trial = Trial(site, Path(folder), rest)
        kept = Path(options.map or Path(folder) / "map.json")
        if not kept.exists():
            with say.step("The tests without any change"):
                trial.trace(everything, kept)
        reached = json.loads(kept.read_text("utf-8"))
        return _judge(found, reached, trial)


def _judge(found, reached, trial):
    started = time.monotonic()
    left = [
        f"{verdict:<9} {name}  {remark}"
        for name, verdict, remark in trial.judge(found, reached)
        if verdict != "killed"
    ]
    say.line(f"\n{len(found)} guards in {say.seconds(time.monotonic() - started)}")
    say.line("\n".join(sorted(left)))
    say.line(f"Survivors: {len(left)}")
    return 1 if left else 0


class Trial:
    """Runs of pytest on databases of their own, each with a plan."""

    def __init__(self, site, folder, arguments):
        self.site, self.folder, self.arguments = site, folder, arguments
        # With the neighbours: some guards stand where only their goods go.
        self.source = templates.beside(site)

    def trace(self, found, target):
        """Run all tests unchanged; write down which of them reach which guard."""
        traced = {}
        for path, group in itertools.groupby(found, key=lambda one: one.path):
            text = (ROOT / path).read_text("utf-8")
            traced[path] = mutants.traced(text, list(group))
        names = [f"trace{number}" for number in range(AT_ONCE)]
        with contextlib.ExitStack() as stack:
            runs = [
                stack.enter_context(
                    self._running(name, self._plan_trace(traced, name, part))
                )
                for part, name in enumerate(names)
            ]
            for run in runs:
                run.wait()
        parts = [self._read(name) for name in names]
        target.write_text(json.dumps(trace.ranked(parts)), "utf-8")

    def _plan_trace(self, traced, name, part):
        found = str(self.folder / f"{name}.found")
        return {"traced": traced, "share": [part, AT_ONCE], "found": found}

    def _read(self, name):
        found = self.folder / f"{name}.found"
        if not found.exists():
            log = (self.folder / f"{name}.log").read_text("utf-8", "replace")
            raise say.Stop(f"{log[-3000:]}\n\nThe tests must run to begin with.")
        return json.loads(found.read_text("utf-8"))

    def judge(self, found, reached):
        """Yield name, verdict and remark of each guard, as they come."""
        count = 0
        with contextlib.ExitStack() as stack:
            runs, rows = [], []
            for number in range(AT_ONCE):
                report = self.folder / f"report{number}"
                report.touch()
                own = [_plan(one, reached) for one in found[number::AT_ONCE]]
                plan = {"traced": {}, "mutants": own, "report": str(report)}
                runs.append(stack.enter_context(self._running(f"run{number}", plan)))
                rows.append(stack.enter_context(report.open(encoding="utf-8")))
            for name, verdict, remark, seconds in _follow(runs, rows):
                count += 1
                told = f"{verdict:<9}{name}  {remark} ({seconds:.0f} s)"
                say.line(f"{count:>3}/{len(found)} {told}")
                yield name, verdict, remark
        if count < len(found):
            yield f"{len(found) - count} guards", "NOT RUN", "pytest came to an end"

    @contextlib.contextmanager
    def _running(self, name, plan):
        (self.folder / f"{name}.json").write_text(json.dumps(plan), "utf-8")
        log = (self.folder / f"{name}.log").open("w")
        with log, templates.copy(self.site, self.source, f"mutate{name}") as database:
            options = ["-q", "--tb=no", "--behaviour", "-p", "tools.mutation_plugin"]
            argv = suite.pytest_command(
                self.site, database, [*options, *self.arguments]
            )
            environment = suite.pytest_environment(self.site)
            # Each test is to reach the guards on its way by itself.
            environment["OTD_EACH_WALKS"] = "1"
            plan_file = str(self.folder / f"{name}.json")
            run = subprocess.Popen(
                [str(part) for part in argv],
                cwd=ROOT,
                env={**environment, "OTD_MUTATE": plan_file},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                yield run
            finally:
                run.terminate()
                run.wait()


def _follow(runs, files):
    """Yield what runs write into files, until all of them are over."""
    is_over = False
    while not is_over:
        is_over = all(run.poll() is not None for run in runs)
        yield from map(json.loads, itertools.chain(*files))
        time.sleep(1)


def _plan(mutant, reached):
    """Return what pytest has to know of a guard."""
    tests = reached.get(mutant.key, [])
    if mutant.is_inherited:
        # The body that a rule inherits stands outside the rules' folder.
        shared = [tests for key, tests in reached.items() if "_gate_mixin.py " in key]
        tests = list(dict.fromkeys(itertools.chain(*shared)))
    return {
        "name": str(mutant),
        "path": mutant.path,
        "source": mutant.source,
        "rule": mutant.name if mutant.is_inherited else "",
        "tests": _by_likeness(tests, mutant),
    }


def _by_likeness(tests, mutant):
    """Return tests with those first that speak of what the guard is called."""
    stem = Path(mutant.path).stem

    def count(test):
        return len(_get_words(f"{stem} {mutant.name}") & _get_words(test))

    return sorted(tests, key=lambda test: (f"::test_{stem}" not in test, -count(test)))


def _get_words(text):
    return set(re.findall("[a-z]{4,}", text.lower()))
