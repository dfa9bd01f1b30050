"""`./dev shell`: Odoo's Python prompt on the database of `./dev run`."""

import argparse

from . import command, say, server
from .paths import ADDON, ROOT


def main(arguments):
    """Open the prompt."""
    options = argparse.ArgumentParser(prog="./dev shell", description=__doc__)
    options.add_argument("--database-url", metavar="URL", help="as for ./dev run")
    options.add_argument("--odoo", metavar="PATH", help="an Odoo 19 of your own")
    given = options.parse_args(arguments)
    with server.site("run", given.odoo, given.database_url) as site:
        name = site.server.database or ADDON
        if not site.server.exists(name):
            raise say.Stop("There is no database yet. Type first: ./dev run")
        argv = site.odoo_command("shell", "-c", site.config("shell"), "-d", name)
        return command.shown(
            [*argv, "--no-http", "--log-level=warn"], cwd=ROOT, env=site.environment()
        )
