"""Two databases in one process, and requests as Odoo's server would run them."""

import gc
import importlib
import io
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass

import odoo
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools.pdf import PdfWriter

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.addons.base.models.ir_mail_server import IrMail_Server


@dataclass(frozen=True)
class Cost:
    """What a request took, its flush, precommit and COMMIT included."""

    milliseconds: float
    queries: int

    def __add__(self, other):
        return Cost(
            self.milliseconds + other.milliseconds, self.queries + other.queries
        )

    def __sub__(self, other):
        return Cost(
            self.milliseconds - other.milliseconds, self.queries - other.queries
        )


class Database:
    """One database with its registry; every request gets a fresh environment."""

    def __init__(self, kind, name):
        self.kind = kind
        self.name = name
        self.registry = Registry(name)
        self.users = {}
        self.company_id = 1
        self.uncounted_cost = Cost(0.0, 0)

    def request(self, user, work):
        """Run one request of a user and return its result with its Cost."""
        with self.registry.cursor() as cr:
            env = self.get_environment(cr, user)
            self.uncounted_cost = Cost(0.0, 0)
            gc.collect()
            gc.disable()
            try:
                start = time.perf_counter()
                result = work(env)
                cr.flush()
                queries = cr.sql_log_count  # COMMIT sets it back
                cr.commit()
                spent = time.perf_counter() - start
            finally:
                gc.enable()
        return result, Cost(spent * 1000, queries) - self.uncounted_cost

    @contextmanager
    def uncounted(self, env):
        """Leave out what is done inside."""
        env.flush_all()  # what came before counts
        start, queries = time.perf_counter(), env.cr.sql_log_count
        yield
        env.flush_all()
        self.uncounted_cost = Cost(
            (time.perf_counter() - start) * 1000, env.cr.sql_log_count - queries
        )

    def do(self, user, work):
        """Run a request that nobody measures."""
        return self.request(user, work)[0]

    def call(self, user, model, ids, method, *args):
        """Press a button as a user, and return the Cost."""
        return self.request(
            user, lambda env: getattr(env[model].browse(ids), method)(*args)
        )[1]

    def analyze(self):
        """Tell PostgreSQL what tables hold, as autovacuum does where one works."""
        with self.registry.cursor() as cr:
            cr.execute("ANALYZE")

    def get_environment(self, cr, user):
        """Return the environment of a user, or of the superuser for None."""
        context = {
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "allowed_company_ids": [self.company_id],
        }
        return api.Environment(cr, self.users.get(user, odoo.SUPERUSER_ID), context)


def configure():
    """Set Odoo up with the configuration of ours, which finds all addons."""
    odoo.tools.config.parse_config(
        ["-c", os.environ["OTD_OURS_CONFIG"], "--no-http", "--log-level=error"],
        setup_logging=True,
    )
    _keep_inside()


def open_databases():
    """Open the databases that `./dev bench` provides, plain Odoo's first."""
    configure()
    databases = (
        Database("plain", os.environ["OTD_PLAIN_DB"]),
        Database("ours", os.environ["OTD_OURS_DB"]),
    )
    gc.collect()
    gc.freeze()  # collecting what both registries are made of takes a quarter second
    return databases


def _keep_inside():
    """Leave out mail servers and PDF programs: what is measured is Odoo.

    Mails are written, rendered and queued; papers are rendered as HTML.
    """
    page = _blank_page()
    IrMail_Server._connect__ = lambda *args, **kwargs: None
    IrMail_Server.send_email = lambda self, message, *args, **kwargs: message[
        "Message-Id"
    ]
    IrActionsReport._run_wkhtmltopdf = lambda *args, **kwargs: page
    # Our papers are cut where wkhtmltopdf drew their marks, which is left out as well.
    pages = importlib.import_module("odoo.addons.order_to_delivery.reports.paper_pages")
    pages.PaperPages.print = lambda self: page


def _blank_page():
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(stream)
    return stream.getvalue()
