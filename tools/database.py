"""Connect to a PostgreSQL server; create, copy and drop databases."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from . import say


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server."""

    host: str
    port: int
    user: str
    password: str
    database: str = ""  # the one that a given URL names

    def connect(self, name="postgres"):
        """Open a connection that commits each statement."""
        import psycopg2

        try:
            connection = psycopg2.connect(
                host=self.host or None,
                port=self.port or None,
                user=self.user or None,
                password=self.password or None,
                dbname=name,
            )
        except psycopg2.OperationalError as error:
            raise say.Stop(
                f"{error}Cannot reach PostgreSQL at {self.host or 'the local socket'}."
                "\nCheck --database-url, DATABASE_URL or PGHOST; without them a server"
                " of this checkout is used."
            ) from error
        connection.autocommit = True
        return connection

    def query(self, statement, values=(), name="postgres"):
        """Run one statement and return its rows, if it has any."""
        with contextlib.closing(self.connect(name)) as connection:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []

    def names(self, prefix=""):
        """Return the databases whose names start so."""
        rows = self.query("SELECT datname FROM pg_database ORDER BY datname")
        return [name for (name,) in rows if name.startswith(prefix)]

    def exists(self, name):
        """Say whether a database is there."""
        return name in self.names()

    def create(self, name):
        """Create an empty database, as Odoo itself would."""
        self.query(
            f"CREATE DATABASE {_quoted(name)} ENCODING 'unicode' LC_COLLATE 'C'"
            " TEMPLATE template0"
        )

    def clone(self, source, name, data_dir):
        """Copy a database with its files."""
        self.drop(name, data_dir)
        statement = f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(source)}"
        if int(self.query("SHOW server_version_num")[0][0]) >= 150000:
            statement += " STRATEGY FILE_COPY"  # ten times quicker than by the log
        self.query(statement)
        files = data_dir / "filestore" / source
        if files.is_dir():
            target = data_dir / "filestore" / name
            shutil.copytree(files, target, copy_function=link)

    def drop(self, name, data_dir):
        """Remove a database with its files."""
        self.query(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
        shutil.rmtree(data_dir / "filestore" / name, ignore_errors=True)

    def rename(self, name, new_name, data_dir):
        """Give a finished database its final name."""
        self.query(f"ALTER DATABASE {_quoted(name)} RENAME TO {_quoted(new_name)}")
        files = data_dir / "filestore" / name
        if files.is_dir():
            shutil.rmtree(data_dir / "filestore" / new_name, ignore_errors=True)
            files.rename(data_dir / "filestore" / new_name)

    def environment(self):
        """Return the variables that PostgreSQL's own programs read."""
        values = {
            "PGHOST": self.host,
            "PGPORT": str(self.port or ""),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }
        return {key: value for key, value in values.items() if value}


def link(source, target):
    """Odoo never changes a stored file, so copies may share it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _quoted(name):
    return '"{}"'.format(name.replace('"', '""'))


def given(url=None):
    """Return the server that the user named, or None."""
    url = url or os.environ.get("DATABASE_URL")
    if url:
        return _parse(url)
    if os.environ.get("PGHOST"):
        return Server(
            host=os.environ["PGHOST"],
            port=int(os.environ.get("PGPORT") or 5432),
            user=os.environ.get("PGUSER", ""),
            password=os.environ.get("PGPASSWORD", ""),
        )
    return None


def _parse(url):
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise say.Stop(
            "The database address must look like postgresql://user:password@host:5432"
        )
    if parts.username == "postgres":
        raise say.Stop(
            "Odoo refuses to work as the user postgres. Create one of its own:\n"
            "    createuser --createdb --pwprompt odoo"
        )
    return Server(
        host=unquote(parts.hostname or ""),
        port=parts.port or 5432,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.strip("/"),
    )
