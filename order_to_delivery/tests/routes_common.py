"""The ways by which an act may be tried, whatever the form shows.

A route is a function that tries an act. A refusal must name its reason, and whatever
was tried leaves nothing behind: no state, quant, document, mail or activity.
"""

from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools import SQL

TRACES = (
    "mail_message",
    "mail_mail",
    "mail_activity",
    "ir_attachment",
    "order_date_change",
    "order_delivery_receipt",
    "order_gate_waiver",
    "order_resume_request",
    "order_shipping_request",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_move_line",
    "stock_picking",
)
STATES = (
    "order_confirmation",
    "order_production_instruction",
    "order_review",
    "order_review_signoff",
    "order_shipping_request",
    "sale_order",
    "stock_move",
    "stock_picking",
)


class RouteMixin:
    """Tries acts by their routes; mixed into a case that builds the factory."""

    keys = {}  # of the context with which all is tried

    def as_(self, kind, record):
        """Return a record as somebody sees it, who may send any context along."""
        record = super().as_(kind, record)
        return record.with_context(**self.keys) if self.keys else record

    def call(self, kind, records, method, *args, **kwargs):
        """Call a public method as a client does, over the dispatcher of RPC."""
        self.env.flush_all()
        model = self.as_(kind, self.env[records._name])
        kwargs.setdefault("context", dict(self.keys))
        ids = [] if method in ("create", "load") else [records.ids]
        result = call_kw(model, method, [*ids, *args], kwargs)
        self.env.flush_all()
        return result

    def import_(self, kind, records, **values):
        """Import values into records, and raise what the import complains about."""
        rows = [[str(record.id), *map(str, values.values())] for record in records]
        model = self.as_(kind, self.env[records._name])
        self._raise_messages(model.load([".id", *values], rows))

    def import_new(self, kind, model, **values):
        """Import a new record."""
        model = self.as_(kind, self.env[model])
        self._raise_messages(
            model.load(list(values), [[str(value) for value in values.values()]])
        )

    def _raise_messages(self, result):
        self.env.flush_all()
        if not result["ids"]:
            raise UserError("\n".join(row["message"] for row in result["messages"]))

    def save(self, kind, records, **values):
        """Save values as the web client's form does."""
        return self.call(kind, records, "web_save", values, specification={})

    def create_copy(self, kind, record, **values):
        """Create a record like another one, straight into what it has not reached."""
        data = record.sudo().copy_data(values)[0]
        names = [
            name
            for name, field in record._fields.items()
            if name in data and field.type not in ("one2many", "many2many")
        ]
        data = {name: data[name] for name in names} | values
        return self.call(kind, record.browse(), "create", data)

    def write_straight(self, records, **values):
        """Write as another addon would: as superuser, past every button."""
        records.sudo().write(values)
        self.env.flush_all()

    @contextmanager
    def _refusal(self, text=".", errors=(UserError, AccessError)):
        """Expect a refusal, undone as the server undoes it, that leaves nothing."""
        self.env.cr.flush()  # what the steps before left to do at the end, too
        before = self._get_traces()
        with self.assertRaisesRegex(errors, f"(?is){text}"):
            yield
        self.env.invalidate_all()
        self.assertEqual(self._get_traces(), before)

    @contextmanager
    def _no_effect(self):
        """Expect that a machine leaves everything as it was, without an error."""
        self.env.cr.flush()
        before = self._get_traces()
        yield
        self.env.cr.flush()
        self.env.invalidate_all()
        self.assertEqual(self._get_traces(), before)

    def _get_traces(self):
        """Return what an act would leave: how many records, in which states."""
        count = "(SELECT count(*) FROM %s)"
        states = "(SELECT string_agg(state, ',' ORDER BY id) FROM %s)"
        counts = [SQL(count, SQL.identifier(table)) for table in TRACES]
        counts += [SQL(states, SQL.identifier(table)) for table in STATES]
        counts.append(SQL("(SELECT sum(quantity) FROM stock_quant)"))
        return self.env.execute_query(SQL("SELECT %s", SQL(", ").join(counts)))[0]

    def _try(self, routes, text=".", errors=(UserError, AccessError)):
        """Try each route, and expect each to be refused."""
        for route, act in routes.items():
            with self.subTest(route=route), self._refusal(text, errors):
                act()
                self.env.flush_all()

    def _button(self, kind, record, method, state, other=None):
        """Return the routes to what a button does, and to the state behind it."""
        return {
            "form": lambda: (
                self.save(kind, record),
                self.call(kind, record, method),
            ),
            "list": lambda: self.call(kind, (other or record) | record, method),
            "rpc": lambda: self.call(kind, record, method),
            "import": lambda: self.import_(kind, record, state=state),
            "create": lambda: self.create_copy(kind, record, state=state),
            "copy": lambda: self.call(kind, record, "copy", {"state": state}),
            "direct": lambda: self.write_straight(record, state=state),
        }

    def _line_command(self, product, quantity=1, **values):
        return Command.create(
            {"product_id": product.id, "product_uom_qty": quantity, **values}
        )
