"""An Odoo server in a process of its own, and clients that are logged in."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from odoo.tools import config

STARTS_WITHIN = 120  # seconds
ANSWERS_WITHIN = 120
HOST = "127.0.0.1"
SESSION = re.compile(r"session_id=[^;]+")


class RaceServer:
    """Runs Odoo on a database, as `odoo -c` would, until it is told to stop."""

    def __init__(self, database):
        self.database = database
        self.folder = tempfile.TemporaryDirectory(prefix="races-")
        self.log = Path(self.folder.name, "odoo.log")
        self.process = None
        self.port = self._get_free_port()

    @staticmethod
    def _get_free_port():
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            return probe.getsockname()[1]

    def start(self):
        """Start it, and wait until it answers."""
        settings = {
            name: config[name] or False
            for name in ("db_host", "db_port", "db_user", "db_password", "data_dir")
        }
        settings["addons_path"] = ",".join(config["addons_path"])
        settings["http_interface"] = HOST
        file = Path(self.folder.name, "odoo.conf")
        file.touch(mode=0o600)
        rows = [f"{name} = {value}" for name, value in settings.items()]
        file.write_text("\n".join(["[options]", *rows, ""]), "utf-8")
        argv = [sys.executable, "-m", "odoo", "-c", file, "-d", self.database]
        argv += [f"--http-port={self.port}", f"--logfile={self.log}"]
        argv += ["--workers=0", "--max-cron-threads=0", "--no-database-list"]
        self.process = subprocess.Popen(
            [str(part) for part in argv],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with self._connect() as connection:
                    connection.request("GET", "/web/health")
                    if connection.getresponse().status == http.client.OK:
                        return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"The server does not start:\n{self.read_log()[-3000:]}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.folder.cleanup()

    def read_log(self):
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    @contextmanager
    def _connect(self):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=ANSWERS_WITHIN)
        try:
            yield connection
        finally:
            connection.close()

    def post(self, path, params, cookie=None):
        """Call a JSON-RPC route.

        :return: ``(HTTP status, answer, cookie of the session)``
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        if cookie:
            headers["Cookie"] = cookie
        with self._connect() as connection:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
            given = (response.getheader("Set-Cookie") or "").partition(";")[0]
            return response.status, answer, given or cookie

    def browse(self, path, cookie=None, form=None):
        """Open a page as a browser does, or send a form of it.

        :param form: the values of the form's fields
        :return: ``(response, text of the page, cookie of the session)``
        """
        headers = {"Cookie": cookie} if cookie else {}
        body = urlencode(form) if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with self._connect() as connection:
            connection.request("POST" if body else "GET", path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            # A request that was tried again has set two; a browser keeps the last.
            given = SESSION.findall(response.getheader("Set-Cookie") or "")
            return response, text, given[-1] if given else cookie


class RaceClient:
    """The browser of one person; who sits at two screens has two of these."""

    def __init__(self, server, login, password):
        self.server, self.login, self.password = server, login, password
        self.lock = threading.Lock()
        self.cookie = None

    def call_button(self, model, ids, method, args, context):
        """Press a button, logged in.

        :return: ``(HTTP status, answer)``
        """
        self._log_in()
        params = {
            "model": model,
            "method": method,
            "args": [ids, *args],
            "kwargs": {"context": context},
        }
        path = f"/web/dataset/call_button/{model}/{method}"
        status, answer, _cookie = self.server.post(path, params, self.cookie)
        return status, answer

    def _log_in(self):
        with self.lock:
            if not self.cookie:
                params = {
                    "db": self.server.database,
                    "login": self.login,
                    "password": self.password,
                }
                _status, answer, self.cookie = self.server.post(
                    "/web/session/authenticate", params
                )
                if not answer.get("result", {}).get("uid"):
                    raise AssertionError(f"{self.login} cannot log in: {answer}")
