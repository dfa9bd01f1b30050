"""`./dev bench`: run `benchmarks` on two fresh databases, plain Odoo and ours.

`python -m benchmarks` receives its arguments as typed, and in its environment
OTD_PLAIN_CONFIG, OTD_OURS_CONFIG (Odoo configurations), OTD_PLAIN_DB and OTD_OURS_DB.
"""

import argparse
import contextlib
import signal

from . import command, dispatch, python_env, server, templates
from .paths import ROOT


def parser():
    """Describe the options that are ours; the rest is the benchmark's."""
    options = argparse.ArgumentParser(prog="./dev bench", add_help=False)
    options.add_argument("--database-url")
    options.add_argument("--odoo")
    return options


def main(arguments):
    """Provide the two databases and hand over."""
    given, rest = parser().parse_known_args(arguments)
    dispatch.require("benchmarks")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(server.site("test", given.odoo, given.database_url))
        sources = {"plain": templates.plain(site), "ours": templates.ours(site)}
        environment = {**site.environment(), **site.server.environment()}
        for kind, source in sources.items():
            name = stack.enter_context(templates.copy(site, source, f"bench{kind}"))
            environment[f"OTD_{kind.upper()}_DB"] = name
            config = site.config(f"bench_{kind}", db_name=name, list_db=False)
            environment[f"OTD_{kind.upper()}_CONFIG"] = str(config)
        argv = [python_env.python(), "-m", "benchmarks", *rest]
        return command.shown(argv, cwd=ROOT, env=environment)
