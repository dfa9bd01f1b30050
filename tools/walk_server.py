"""The running server as a program outside sees it: calls and printed papers."""

import http.cookiejar
import importlib.util
import json
import urllib.parse
import urllib.request
import xmlrpc.client

from . import say
from .paths import ADDON, ROOT


def load_way():
    """Load the steps of the way, which the demo factory takes from inside."""
    path = ROOT / ADDON / "demo/way.py"
    spec = importlib.util.spec_from_file_location("order_to_delivery_way", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Server:
    """Calls methods and prints papers with each department's own login."""

    def __init__(self, url, database, logins, language=None):
        self.url, self.database = url, database
        self.passwords = {row["login"]: row["password"] for row in logins}
        self.language = language
        self.uids, self.browsers = {}, {}
        self.objects = xmlrpc.client.ServerProxy(
            f"{url}/xmlrpc/2/object", allow_none=True
        )
        self.common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common")

    def call(self, login, model, method, *args, **kwargs):
        """Call a method as the owner of a login."""
        if self.language:
            context = {"lang": self.language, **kwargs.get("context", {})}
            kwargs = {**kwargs, "context": context}
        return self.objects.execute_kw(
            self.database,
            self._uid(login),
            self._password(login),
            model,
            method,
            list(args),
            kwargs,
        )

    def _password(self, login):
        if login not in self.passwords:
            raise say.Stop(f"demo/logins.csv has no login {login}.")
        return self.passwords[login]

    def _uid(self, login):
        if login not in self.uids:
            uid = self.common.authenticate(
                self.database, login, self._password(login), {}
            )
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
            browser.open(
                urllib.request.Request(
                    f"{self.url}/web/session/authenticate",
                    json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
                    {"Content-Type": "application/json"},
                )
            )
            self.browsers[login] = browser
        return self.browsers[login]

    @staticmethod
    def reason(error):
        """Return the server's refusal as people read it."""
        lines = [line for line in error.faultString.strip().split("\n") if line.strip()]
        if lines and lines[0].startswith("Traceback"):
            return lines[-1]
        return "\n    ".join(lines)
