"""From submission on, the content of an order changes by a revision only."""

from datetime import datetime, time

from pytz import UTC, timezone

from odoo import fields, models
from odoo.exceptions import UserError

from .order_snapshot_mixin import ORDER_CONTENT_FIELDS

# What tells how much is due and received; of orders and of their lines.
COMPUTED_FIELDS = frozenset(
    {
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "transaction_ids",
        "price_subtotal",
        "price_tax",
        "price_total",
        "invoice_lines",
    }
)


class OrderContentLockMixin(models.AbstractModel):
    _name = "order.content.lock.mixin"
    _description = "Lock on an Order's Content"

    is_content_locked = fields.Boolean(
        readonly=True,
        copy=False,
        help="From submission on the content changes by a revision only.",
    )

    def _is_content_closed(self):
        """Tell whether the content may be changed by a revision only."""
        self.ensure_one()
        return self.is_content_locked and bool(self._filter_gated())

    def _check_content_open(self):
        """Refuse any change of content that was given to the departments.

        :raise UserError: naming the orders and the way to change them
        """
        # The lock holds for those too who may not read the order.
        closed = self.sudo().filtered(lambda order: order._is_content_closed())
        if closed:
            raise UserError(
                self.env._(
                    "The content of %(orders)s was given to the departments and is "
                    "locked, so that it stays what they sign. Press Propose a Change "
                    "on the order: those whom the change concerns are asked again.",
                    orders=", ".join(closed.mapped("display_name")),
                )
            )

    def _filter_goods_out(self):
        """Return the orders of which goods have left and are not back."""
        # What has left is looked up for whoever handles the order.
        lines = self.sudo().order_line.filtered("product_id")
        quantities = self.env["order.shipping.quantity"]._get_quantities(lines)
        out = lines.filtered(lambda line: quantities[line].shipped > 0)
        return self & out.order_id.with_env(self.env)

    def _unlock_again(self):
        """Let the content of orders be edited that are taken up from the beginning.

        :raise UserError: naming those of which goods are still out
        """
        # The lock is no field of users.
        closed = self.sudo().filtered(lambda order: order._is_content_closed())
        if out := closed._filter_goods_out():
            raise UserError(
                self.env._(
                    "Goods of %(orders)s have left: have the Warehouse take them back, "
                    "or take a new order for what is still wanted.",
                    orders=", ".join(out.mapped("display_name")),
                )
            )
        closed.filtered(lambda order: not order.current_revision_id).write(
            {"is_content_locked": False}
        )

    def _check_nothing_computed(self, names):
        """Refuse users to write what follows from lines, invoices and payments.

        Core lets every stored computed field be written: a total of one cent would
        be all that is due, and a foreign invoice would count as received.

        :param names: the fields written
        :raise UserError: naming the orders and what is not written by hand
        """
        written = COMPUTED_FIELDS & names
        # Core's own methods, which link payments and invoices, run as superuser.
        if not written or self.env.su:
            return
        gated = self.sudo()._filter_gated()  # whoever writes may not read orders
        if gated:
            raise UserError(
                self.env._(
                    "%(orders)s: %(fields)s follows from the lines, invoices and "
                    "payments and is not written by hand. Change those instead.",
                    orders=", ".join(gated.mapped("display_name")),
                    fields=", ".join(sorted(written)),
                )
            )

    def _check_locked_write(self, vals):
        """Refuse values that would change locked content."""
        self._check_nothing_computed(vals.keys())
        self._check_memo_open(vals)
        if vals.get("state") in ("draft", "sent"):
            self.filtered(lambda o: o.state in ("sale", "cancel"))._unlock_again()
        if "payment_term_id" in vals:
            self._check_term_stays(vals["payment_term_id"])
        names = ORDER_CONTENT_FIELDS & vals.keys()
        locked = names and self.filtered("is_content_locked")
        if locked:
            locked.filtered(
                lambda order: any(order._changes_content(n, vals[n]) for n in names)
            )._check_content_open()

    def _check_term_stays(self, term_id):
        """Refuse terms whose early discount changes the tax, and so what is due."""
        term = self.env["account.payment.term"].browse(term_id)
        for order in self.filtered("is_content_locked"):
            terms = term | order.payment_term_id
            if term != order.payment_term_id and any(terms.mapped("early_discount")):
                order._check_content_open()

    def _changes_content(self, name, value):
        field = self._fields[name]
        return field.convert_to_cache(value, self) != field.convert_to_cache(
            self[name], self
        )

    def _write_content(self, values, line_values=None):
        """Write content that was agreed, the only way past the lock.

        The lock is open for these writes alone, and nobody but this method, called
        by the documents that decided, opens it for content already under review.

        :param values: values of the order
        :param line_values: ``{line: values}``
        """
        self.ensure_one()
        order = self.sudo()  # the departments decided; the writer needs no other right
        was_locked, was_confirmed = order.is_content_locked, order.locked
        order.write({"is_content_locked": False, "locked": False})
        order.write(values)
        for line, line_vals in (line_values or {}).items():
            line.sudo().write(line_vals)  # as above
        order.write({"is_content_locked": was_locked, "locked": was_confirmed})

    def _write_agreed_dates(self, cause, source=None, **values):
        """Write dates and packing that were agreed, to the order and its lines.

        Line dates come from ``line_dates`` (``{line_key: finished date}``), else the
        order's finished date holds for each line that is made, bought or stocked.

        :param cause: a cause of the date ledger
        :param source: the record that decided
        :param values: finished_date, production_start_date, promised_date, packing,
            line_dates
        """
        self.ensure_one()
        line_dates = values.pop("line_dates", {})
        promised = values.pop("promised_date", None)
        old_finished, old_promise = self.finished_date, self.commitment_date
        if promised:
            values["commitment_date"] = self._get_promise_moment(promised)
        self._write_content(values, self._prepare_line_dates(values, line_dates))
        log = self.env["order.date.change"]._log
        if values.get("finished_date"):
            log(
                self, "finished", old_finished, self.finished_date, cause, source=source
            )
        if promised:
            old = old_promise and self.company_id._get_local_day(old_promise)
            log(self, "promise", old, promised, cause, source=source)

    def _prepare_line_dates(self, values, line_dates):
        finished = values.get("finished_date")
        if not finished and not line_dates:
            return {}
        return {
            line: {"finished_date": line_dates.get(line.line_key, finished)}
            for line in self._get_content_lines()
            if line.supply_kind != "none"
        }

    def _get_promise_moment(self, day):
        """Return noon of a day where the company works, as the order keeps promises."""
        company = self.company_id.sudo()  # the zone is no secret
        name = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        noon = timezone(name).localize(datetime.combine(day, time(12)))
        return noon.astimezone(UTC).replace(tzinfo=None)
