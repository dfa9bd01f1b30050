"""What a command works with: an Odoo, a database server, a folder for Odoo's files."""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import command, database, odoo_tree, python_env, say, system
from .odoo_tree import OdooTree
from .paths import ROOT, data
from .postgres import Postgres

# An installation that works may still complain about an addon of ours.
COMPLAINT = re.compile(r" (?:WARNING|ERROR) \S+ .*order_to_delivery")


@dataclass(frozen=True)
class Site:
    """One Odoo on one database server."""

    odoo: OdooTree
    server: database.Server
    data_dir: Path
    root: Path = ROOT  # the checkout whose addons are loaded

    def environment(self):
        """Return the environment in which Odoo runs."""
        path = f"{self.odoo.path}{os.pathsep}{self.root}"
        return {
            # Odoo starts wkhtmltopdf and the browser by their names.
            **system.environment(),
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def config(self, name, **options):
        """Write a configuration file and return its path."""
        addons = [*self.odoo.addons_path, self.root]
        settings = {
            "addons_path": ",".join(str(path) for path in addons),
            "data_dir": self.data_dir,
            "db_host": self.server.host or False,
            "db_port": self.server.port or False,
            "db_user": self.server.user or False,
            "db_password": self.server.password or False,
            **options,
        }
        path = data("conf", f"{name}.conf")
        lines = [f"{key} = {value}" for key, value in settings.items()]
        path.touch(mode=0o600)
        path.write_text("\n".join(["[options]", *lines, ""]), "utf-8")
        return path

    def odoo_command(self, *arguments):
        """Return how to call Odoo."""
        return [python_env.python(), "-m", "odoo", *arguments]

    def install(self, name, modules, *options):
        """Install modules into a database."""
        config = self.config(name)
        argv = self.odoo_command("-c", config, "-d", name, "-i", ",".join(modules))
        argv += ["--stop-after-init", "--no-http", "--max-cron-threads=0", *options]
        self._checked(argv, f"{name}.log")

    def update(self, name, module):
        """Bring a module of a database up to its files."""
        config = self.config(name)
        argv = self.odoo_command("-c", config, "-d", name, "-u", module)
        argv += ["--stop-after-init", "--no-http", "--max-cron-threads=0"]
        self._checked(argv, f"{name}.log")

    def run_script(self, name, script):
        """Run Python lines against a database, as an administrator's prompt would."""
        config = self.config(name)
        argv = self.odoo_command("shell", "-c", config, "-d", name)
        argv += ["--no-http", "--log-level=warn"]
        path = data("conf", f"{name}.script")
        path.write_text(script, "utf-8")
        with path.open() as lines:
            self._checked(argv, f"{name}-script.log", stdin=lines)

    def _checked(self, argv, log, **kwargs):
        written = command.logged(
            argv, log, env=self.environment(), cwd=self.root, **kwargs
        )
        for row in written.read_text("utf-8", "replace").splitlines():
            if COMPLAINT.search(row):
                say.warn(row)


@contextlib.contextmanager
def site(purpose, odoo=None, database_url=None):
    """Provide an Odoo and a database server for `run` or `test`."""
    tree = odoo_tree.find(odoo)
    files = data(f"odoo-{purpose}", "filestore").parent
    files.mkdir(parents=True, exist_ok=True)
    named = database.given(database_url)
    if named:
        yield Site(tree, named, files)
        return
    with Postgres(purpose) as own:
        yield Site(tree, own, files)
