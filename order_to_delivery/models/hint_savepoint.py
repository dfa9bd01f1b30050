"""Keeps a hint that fails from failing what a person did."""

import logging

from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class HintSavepoint:
    """A savepoint that travels with the first and the last query inside it.

    Two round trips less in each transaction that moves an order: hints are written
    on every step of the way. What goes wrong inside (a clash of two clerks' hints,
    a gate that breaks) is undone and logged: the next touch, or the night, mends it.
    """

    def __init__(self, cr, order_ids):
        self.cr = cr
        self.order_ids = order_ids
        self.is_open = False

    def execute_first(self, query):
        """Execute a query after opening the savepoint, and return its rows."""
        self.is_open = True
        self.cr.execute(SQL("SAVEPOINT order_hints; %s", query))
        return self.cr.dictfetchall()

    def execute_last(self, query):
        """Execute a query and release the savepoint after it."""
        # A clash with another clerk's hint is expected, and no error to log.
        self.cr.execute(
            SQL("%s; RELEASE SAVEPOINT order_hints", query), log_exceptions=False
        )
        self.is_open = False

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        if error_type and not issubclass(error_type, Exception):
            return False
        if error_type:
            _logger.warning(
                "The hints of orders %s are left to the night",
                self.order_ids,
                exc_info=(error_type, error, traceback),
            )
        if self.is_open and error_type:
            self.cr.execute("ROLLBACK TO SAVEPOINT order_hints")
        if self.is_open:
            self.cr.execute("RELEASE SAVEPOINT order_hints")
            self.is_open = False
        return True
