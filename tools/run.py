"""`./dev run`: Odoo with the demo factory, in the foreground until Ctrl-C."""

import argparse
import contextlib
import csv
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request

from . import command, demo_database, say, server, system
from .paths import ADDON, LANGUAGE, ROOT, data

STATE = "run.json"
LANGUAGES = (LANGUAGE, "en_US")


def parser():
    """Describe the options."""
    options = argparse.ArgumentParser(prog="./dev run", description=__doc__)
    add = options.add_argument
    add("--reset", action="store_true", help="forget the database and start afresh")
    add("--lang", choices=LANGUAGES, help="the language that people see")
    add("--port", type=int, default=8069, help="default: 8069")
    add("--host", default="127.0.0.1", help="0.0.0.0: others may reach it too")
    add("--workers", type=int, default=0, help="processes; 0: one, with threads")
    add("--database-url", metavar="URL", help="a PostgreSQL of your own")
    add("--odoo", metavar="PATH", help="an Odoo 19 of your own")
    return options


def main(arguments):
    """Prepare what is not there yet, then run until told to stop."""
    options = parser().parse_args(arguments)
    _check_port(options.host, options.port)
    system.ensure()
    signal.signal(signal.SIGTERM, _interrupted)
    with server.site("run", options.odoo, options.database_url) as site:
        name = site.server.database or ADDON
        demo_database.prepare(site, name, options.reset, options.lang)
        return serve(site, name, options)


def _interrupted(*_signal):
    raise KeyboardInterrupt


def _check_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise say.Stop(
                f"port {port} is taken ({error.strerror}); perhaps by another"
                f" ./dev run.\nStop that one, or choose: ./dev run --port {port + 1}"
            ) from error


def serve(site, name, options):
    """Run Odoo until it ends or Ctrl-C, and say where it is."""
    config = site.config("run", db_name=name, dbfilter=f"^{name}$", list_db=False)
    argv = site.odoo_command("-c", config, f"--http-port={options.port}")
    argv.append(f"--http-interface={options.host}")
    argv.append(f"--workers={options.workers}")
    if options.workers:
        argv.append(f"--gevent-port={command.free_port()}")
    url = f"http://localhost:{options.port}"
    log = data("log", "run.log")
    say.line(f"==> Starting Odoo (its log: {log.relative_to(ROOT)})")
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in argv],
            env=site.environment(),
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us; we stop Odoo in order
        )
    try:
        _wait_until_up(process, url, log)
        _write_state(url, name, options.port, process.pid)
        _announce(url)
        return process.wait()
    except KeyboardInterrupt:
        say.line("\n==> Stopping Odoo")
        return 0
    finally:
        _stop(process)
        data(STATE).unlink(missing_ok=True)


def _stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()


def _wait_until_up(process, url, log):
    for _attempt in range(600):
        if process.poll() is not None:
            raise say.Stop(f"{command.tail(log)}\n\nOdoo ended; its whole log is {log}")
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{url}/web/health", timeout=5):
                return
        time.sleep(0.2)
    raise say.Stop(f"{command.tail(log)}\n\nOdoo does not answer at {url}; see {log}")


def _write_state(url, name, port, process):
    state = {"url": url, "database": name, "port": port, "process": process}
    data(STATE).write_text(json.dumps(state, indent=2), "utf-8")


def _announce(url):
    say.line(f"\nOdoo is ready:  {url}\n")
    rows = logins()
    if rows:
        say.line(f"  {'Department':<28}{'Login':<24}Password")
    for row in rows:
        say.line(f"  {row['department']:<28}{row['login']:<24}{row['password']}")
    say.line("\nCtrl-C stops it; ./dev run starts it again with everything kept.")


def logins():
    """Return the demo people: login, password, department, name."""
    path = ROOT / ADDON / "demo/logins.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def running():
    """Return the running server: its url, database and port."""
    try:
        state = json.loads(data(STATE).read_text("utf-8"))
        os.kill(state["process"], 0)
    except (OSError, ValueError):
        raise say.Stop(
            "No server of this checkout is running.\nStart one in another terminal:"
            " ./dev run"
        ) from None
    return state
