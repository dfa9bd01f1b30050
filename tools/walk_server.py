"""The running server as a program outside sees it: calls and printed papers."""

import http.cookiejar
import importlib.util
import json
import sys
import urllib.parse
import urllib.request

from . import say
from .paths import ADDON, ROOT


def load_way():
    """Load the steps of the way, which the demo factory takes from inside.

    The addon around them needs Odoo, which is not here: its folder is a package alone.
    """
    name = "order_to_delivery_demo"
    path = ROOT / ADDON / "demo/__init__.py"
    spec = importlib.util.spec_from_file_location(name, path)
    sys.modules[name] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{name}.way")


class Refused(Exception):
    """The server refused a call; its text is what people read."""


class Server:
    """Calls methods and prints papers with each department's own login."""

    def __init__(self, url, database, logins, language=None):
        self.url, self.database = url, database
        self.passwords = {row["login"]: row["password"] for row in logins}
        self.language = language
        self.uids, self.browsers = {}, {}

    def call(self, login, model, method, *args, **kwargs):
        """Call a method as the owner of a login."""
        if self.language:
            context = {"lang": self.language, **kwargs.get("context", {})}
            kwargs = {**kwargs, "context": context}
        return self._rpc(
            "object",
            "execute_kw",
            self.database,
            self._uid(login),
            self._password(login),
            model,
            method,
            list(args),
            kwargs,
        )

    def _rpc(self, service, method, *args):
        params = {"service": service, "method": method, "args": args}
        answer = self._post("/jsonrpc", params)
        if "error" in answer:
            data = answer["error"].get("data") or answer["error"]
            raise Refused(data.get("message") or str(data))
        return answer.get("result")

    def _post(self, path, params, browser=None):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", body.encode(), headers)
        send = browser.open if browser else urllib.request.urlopen
        with send(request, timeout=300) as answer:
            return json.loads(answer.read())

    def _password(self, login):
        if login not in self.passwords:
            raise say.Stop(f"demo/logins.csv has no login {login}.")
        return self.passwords[login]

    def _uid(self, login):
        if login not in self.uids:
            password = self._password(login)
            uid = self._rpc("common", "login", self.database, login, password)
            if not uid:
                raise say.Stop(f"The server refuses the login {login}.")
            self.uids[login] = uid
        return self.uids[login]

    def print_paper(self, login, report, document):
        """Return a paper as PDF, printed as the owner of a login would."""
        url = f"{self.url}/report/pdf/{report}/{document['id']}"
        if self.language:
            url += "?context=" + urllib.parse.quote(json.dumps({"lang": self.language}))
        with self._browser(login).open(url, timeout=120) as answer:
            pdf = answer.read()
        if not pdf.startswith(b"%PDF"):
            raise say.Stop(f"{report} of {document['display_name']} is not a PDF.")
        return pdf

    def _browser(self, login):
        if login not in self.browsers:
            jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
            browser = urllib.request.build_opener(jar)
            params = {
                "db": self.database,
                "login": login,
                "password": self._password(login),
            }
            self._post("/web/session/authenticate", params, browser)
            self.browsers[login] = browser
        return self.browsers[login]
