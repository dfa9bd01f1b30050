"""`./dev lint`: every check that needs no database. `--fix` formats what it can."""

import argparse
import re
import subprocess

from . import bars, node, python_env, say
from .paths import ROOT, addon_folders

SCRIPTS = ("*.js", "*.cjs")


def main(arguments):
    """Run all checks, list what each found, and return 1 if any found something."""
    options = argparse.ArgumentParser(prog="./dev lint", description=__doc__)
    options.add_argument(
        "--fix", action="store_true", help="format instead of checking"
    )
    fix = options.parse_args(arguments).fix
    node.ensure()
    failed = [name for name, check in checks(fix) if not _passes(name, check)]
    if failed:
        say.line(f"\nNot clean: {', '.join(failed)}.")
        if not fix:
            say.line("./dev lint --fix mends what formatting alone can mend.")
        return 1
    say.line("\nAll checks are clean.")
    return 0


def checks(fix):
    """Return the checks: a name and a function that returns what it found."""
    return [
        ("ruff", lambda: _ruff_check(fix)),
        ("ruff format", lambda: _ruff_format(fix)),
        ("pylint-odoo", _pylint),
        ("prettier (XML, JavaScript)", lambda: _prettier(fix)),
        ("eslint (JavaScript)", lambda: _eslint(fix)),
        *[(name, check) for name, check in bars.CHECKS.items()],
    ]


def _passes(name, check):
    found = check()
    say.line(f"{'FAILED' if found else 'ok':<8}{name}")
    if found:
        say.line("\n".join(f"  {row}" for row in found))
    return not found


def _found(argv, **kwargs):
    """Run a checker; return its lines when it is not content, else nothing."""
    done = subprocess.run(
        [str(part) for part in argv],
        cwd=ROOT,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **kwargs,
    )
    if not done.returncode:
        return []
    rows = [row for row in done.stdout.splitlines() if row.strip()]
    return rows or [f"{argv[0]} failed without a word (exit code {done.returncode})"]


def _ruff(action, *options):
    return _found(
        [python_env.script("ruff"), action, "--no-cache", *options, ".", "dev"]
    )


def _ruff_check(fix):
    options = ["--fix"] if fix else []
    return _ruff("check", "--quiet", "--output-format=concise", *options)


def _ruff_format(fix):
    rows = _ruff("format", *([] if fix else ["--check", "--output-format=concise"]))
    return [row for row in rows if not re.match(r"\d+ files? ", row)]


def _pylint():
    folders = [folder.name for folder in addon_folders()]
    if not folders:
        return []
    argv = [python_env.python(), "-m", "pylint", "--rcfile=.pylintrc", *folders]
    return [row for row in _found(argv) if not row.startswith("*****")]


def _prettier(fix):
    files = bars.files("*.xml", *SCRIPTS)
    if not files:
        return []
    argv = [*node.program("prettier"), "--write" if fix else "--list-different", *files]
    found = _found(argv, env=node.environment())
    return [f"{row}: not formatted" if row in files else row for row in found]


def _eslint(fix):
    files = bars.files("*.js")
    if not files:
        return []
    argv = [*node.program("eslint"), *(["--fix"] if fix else []), *files]
    return _found(argv, env=node.environment())
