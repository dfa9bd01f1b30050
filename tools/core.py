"""`./dev test --core`: Odoo's own suites on plain Odoo and on ours, switch off.

What fails on ours and not on plain Odoo is run once more by itself, so that a slow
machine is not taken for a fault. Plain Odoo's outcome is kept per version of Odoo.
"""

import argparse
import json

from . import command, core_log, say, templates
from .paths import cache, data

SUITES = (
    "sale",
    "sale_stock",
    "stock",
    "purchase",
    "purchase_stock",
    "mrp",
    "sale_mrp",
    "account",
    "account_payment",
)
SWITCH = "use_order_to_delivery"


def parser():
    """Describe the options."""
    options = argparse.ArgumentParser(prog="./dev test --core", description=__doc__)
    options.add_argument("--suites", default=",".join(SUITES), help="modules, a,b,c")
    options.add_argument("--again", action="store_true", help="plain Odoo's suites too")
    return options


def main(site, arguments):
    """Compare; return 1 when ours fails where plain Odoo does not."""
    options = parser().parse_args(arguments)
    suites = options.suites.split(",")
    plain = _plain(site, suites, options.again)
    ours = _outcome(site, templates.ours(site), "ours", _tags(suites))
    suspects = {key: tag for key, tag in ours.failed.items() if key not in plain.failed}
    if suspects:
        say.line(f"    {len(suspects)} to be run once more")
        source, tags = templates.ours(site), ",".join(sorted(set(suspects.values())))
        again = _outcome(site, source, "again", tags)
        suspects = {key: tag for key, tag in suspects.items() if key in again.failed}
    return _report(plain, ours, suspects)


def _report(plain, ours, faults):
    say.line(f"\nPlain Odoo: {plain.total} tests, {len(plain.failed)} fail.")
    say.line(f"Ours, switch off: {ours.total} tests, {len(ours.failed)} fail.")
    for name in sorted(set(plain.failed) & set(ours.failed)):
        say.line(f"  fails on both:  {name}")
    for name in sorted(faults):
        say.line(f"  FAILS ON OURS:  {name}")
    if ours.total < plain.total:
        say.line(f"  ours ran {plain.total - ours.total} tests fewer")
    say.line(f"Failures of ours alone: {len(faults)}")
    return 1 if faults or ours.total < plain.total else 0


def _tags(suites):
    return ",".join(f"/{name}" for name in suites)


def _plain(site, suites, again):
    """Return plain Odoo's outcome, from the last time if there is one."""
    source = templates.plain(site)
    kept = cache() / "core" / f"{source.rpartition('_')[2]}-{'-'.join(suites)}.json"
    if kept.exists() and not again:
        return core_log.Outcome(**json.loads(kept.read_text("utf-8")))
    outcome = _outcome(site, source, "plain", _tags(suites))
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(outcome.as_json(), indent=2), "utf-8")
    return outcome


def _outcome(site, source, kind, tags):
    """Run suites on a copy of a database with Odoo's own runner."""
    with templates.copy(site, source, f"core{kind}") as name:
        _switch_off(site, name)
        config = site.config(name, db_name=name, list_db=False)
        argv = site.odoo_command("-c", config, "--stop-after-init", "--log-level=warn")
        argv += ["--log-handler=odoo.tests.result:INFO", f"--test-tags={tags}"]
        argv += ["--max-cron-threads=0", f"--http-port={command.free_port()}"]
        log = f"core-{kind}.log"
        with say.step(f"Odoo's suites on {kind}; log: {data('log', log)}"):
            try:
                command.logged(argv, log, env=site.environment(), cwd=site.root)
            except say.Stop as error:
                failure = error  # Odoo's exit code is 1 when any test fails
        outcome = core_log.read(data("log", log))
    if outcome is None:
        raise failure
    say.line(f"    {outcome.total} tests, {len(outcome.failed)} fail")
    return outcome


def _switch_off(site, name):
    """Leave every company of a finished database ungoverned."""
    columns = site.server.query(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'res_company'"
        " AND column_name = %s",
        [SWITCH],
        name,
    )
    if columns:
        site.server.query(f"UPDATE res_company SET {SWITCH} = false", name=name)
