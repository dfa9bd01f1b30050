"""A PostgreSQL server of this checkout, from the binaries in a Python package.

It runs while at least one `./dev` uses it: each user holds a shared lock.
"""

import fcntl
import os
import secrets
import stat
import subprocess
import time
from pathlib import Path

from . import command, python_env, say
from .database import Server
from .paths import checkout_id, data

ROLE = "odoo"
SYSTEM_USER = "embedded_postgres"
COMMON = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Tests may lose everything in a power cut; people's data may not.
SETTINGS = {
    "run": {},
    "test": {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "512MB",
        # Statistics of a moment between two tests have had a query planned that took
        # minutes over a few rows.
        "autovacuum": "off",
    },
}


class Postgres:
    """The server for one purpose: `run` keeps what people enter, `test` is fast."""

    def __init__(self, purpose):
        self.purpose = purpose
        self.folder = _folder(purpose)
        self.datadir = self.folder / "data"
        self.users = None

    def __enter__(self):
        """Start the server unless another `./dev` already has."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._starting():
            self.users = (self.folder / "users.lock").open("w")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            if not (self.datadir / "PG_VERSION").exists():
                self._create()
            if not self._is_running():
                self._start()
        return self.server()

    def __exit__(self, *exception):
        """Stop the server when nobody else uses it."""
        with self._starting():
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self.users.close()
            self._pg_ctl("stop", "-m", "fast", check=False)

    def server(self):
        """Return how to connect."""
        return Server(
            host="127.0.0.1",
            port=self._port(),
            user=ROLE,
            password=(self.folder / "password").read_text("utf-8").strip(),
        )

    def _starting(self):
        lock = (self.folder / "start.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def _port(self):
        return int((self.datadir / "postmaster.pid").read_text("utf-8").split("\n")[3])

    def _is_running(self):
        return self._pg_ctl("status", check=False) == 0

    def _create(self):
        with say.step("Creating a PostgreSQL server in this checkout"):
            password = self.folder / "password"
            password.write_text(secrets.token_hex(16), "utf-8")
            password.chmod(0o600)
            self.datadir.mkdir(exist_ok=True)
            self.datadir.chmod(0o700)
            self._hand_over(password, self.datadir)
            argv = [binary("initdb"), "-D", self.datadir, "-U", ROLE]
            argv += ["--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8"]
            argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            argv += ["--no-locale", "--no-instructions"]
            command.logged(argv, "initdb.log", **self._as_user())

    def _start(self):
        settings = {
            **COMMON,
            **SETTINGS[self.purpose],
            "port": str(command.free_port()),
        }
        options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
        self._hand_over(self.datadir)
        log = self.datadir / "server.log"
        if self._pg_ctl(
            "start", "-w", "-t", "60", "-l", log, "-o", options, check=False
        ):
            raise say.Stop(
                f"{log.read_text('utf-8', 'replace')[-2000:]}\nPostgreSQL does not"
                " start. Use one of your own: --database-url postgresql://…"
            )
        for _attempt in range(50):
            if (self.datadir / "postmaster.pid").read_text("utf-8").count("\n") >= 7:
                return
            time.sleep(0.1)

    def _pg_ctl(self, action, *arguments, check=True):
        argv = [binary("pg_ctl"), action, "-D", self.datadir, *arguments]
        return subprocess.run(
            [str(part) for part in argv],
            check=check,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for Odoo; we stop the server after it
            **self._as_user(),
        ).returncode

    def _as_user(self):
        """PostgreSQL refuses to run as root."""
        if not command.is_root():
            return {}
        entry = _system_user()
        environment = {**os.environ, "HOME": str(self.datadir)}
        return {
            "user": entry.pw_uid,
            "group": entry.pw_gid,
            "extra_groups": [],
            "cwd": self.datadir,
            "env": environment,
        }

    def _hand_over(self, *paths):
        if not command.is_root():
            return
        entry = _system_user()
        for path in paths:
            os.chown(path, entry.pw_uid, entry.pw_gid)
            _let_through(path)
        _let_through(binary("postgres"))


def _folder(purpose):
    """Return where a server's data lies; tests are quicker in memory."""
    fast = os.environ.get("OTD_TEST_DATA") if purpose == "test" else None
    if fast:
        return Path(fast) / f"order-to-delivery-{checkout_id()}"
    return data(f"postgres-{purpose}", "data").parent


def binary(name):
    """Return one of PostgreSQL's programs."""
    return python_env.site_packages() / "embedded_postgres/pginstall/bin" / name


def _system_user():
    import pwd

    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command.logged(["useradd", "--system", SYSTEM_USER], "useradd.log")
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(path):
    """Let PostgreSQL's user pass the folders above a path, without reading them."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            say.line(f"    letting PostgreSQL's user pass through {folder} (chmod o+x)")
            folder.chmod(mode | stat.S_IXOTH)
