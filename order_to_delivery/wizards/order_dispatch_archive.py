"""The month's dispatch papers, taken out as one archive (H9.19)."""

import csv
import io
import re
import zipfile
from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

# Deliveries whose papers are held in memory together.
BATCH = 20
# What no file system, or no reader of ZIP archives, takes in a name.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80
# What a spreadsheet would take as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class OrderDispatchArchive(models.TransientModel):
    _name = "order.dispatch.archive"
    _inherit = ["order.actor.mixin"]
    _description = "Archive of a Month's Dispatch Papers"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_month()[0]
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._default_month()[1],
        help="Of the same month: a large month is taken out in parts.",
    )
    delivery_count = fields.Integer(
        string="Deliveries", compute="_compute_delivery_count"
    )

    @api.model
    def _default_month(self):
        """Return the first and the last day of the month before this one."""
        last = self.env.company._get_local_day().replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last

    @api.depends("company_id", "date_from", "date_to")
    def _compute_delivery_count(self):
        for archive in self:
            has_days = archive.date_from and archive.date_to and archive.company_id
            archive.delivery_count = has_days and archive._count_deliveries()

    def action_download(self):
        """Hand out the archive, which the browser fetches from its own address.

        :raise AccessError: unless the user acts for Logistics, in this company
        :raise UserError: where the days are none of a month, or nothing left in them
        """
        self.ensure_one()
        self._check_archive()
        return {
            "type": "ir.actions.act_url",
            "url": f"/order_to_delivery/dispatch_archive/{self.id}",
            "target": "download",
        }

    def _check_archive(self):
        self._check_department("logistics")
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You take out the papers of your own companies only.")
            )
        first, last = self.date_from, self.date_to
        if first > last or first.replace(day=1) != last.replace(day=1):
            raise UserError(
                self.env._("Choose the first and the last day within one month.")
            )
        if not self._count_deliveries():
            raise UserError(
                self.env._(
                    "Nothing left between %(first)s and %(last)s: choose other days.",
                    first=first,
                    last=last,
                )
            )

    def _get_filename(self):
        return f"dispatch-{self.date_from:%Y-%m-%d}-{self.date_to:%Y-%m-%d}.zip"

    # What belongs to it

    def _in_company(self):
        """Return the archive as seen in its own company alone."""
        company = self.company_id
        return self.with_context(allowed_company_ids=company.ids).with_company(company)

    def _get_domain(self):
        """Return which deliveries left for customers, in days of the company."""
        company = self.company_id.sudo()  # the zone is no secret
        zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

        def get_moment(day):
            moment = timezone(zone).localize(datetime.combine(day, time.min))
            return moment.astimezone(UTC).replace(tzinfo=None)

        return [
            ("company_id", "=", company.id),
            ("state", "=", "done"),
            ("date_done", ">=", get_moment(self.date_from)),
            ("date_done", "<", get_moment(self.date_to + timedelta(days=1))),
            ("picking_type_code", "in", ("outgoing", "dropship")),
            ("location_dest_id.usage", "=", "customer"),
        ]

    def _count_deliveries(self):
        if self.company_id not in self.env.user.company_ids:
            return 0
        archive = self._in_company()
        return archive.env["stock.picking"].search_count(archive._get_domain())

    # The archive

    def _write_archive(self, handle):
        """Write the papers into a file, a few deliveries at a time.

        :param handle: a binary file that can be sought
        """
        self._check_archive()
        archive = self._in_company()
        deliveries = archive.env["stock.picking"]
        ids = deliveries.search(archive._get_domain(), order="date_done, id").ids
        rows = [archive._get_header()]
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as papers:
            for batch in split_every(BATCH, ids):
                rows += [
                    archive._add_delivery(papers, delivery)
                    for delivery in deliveries.browse(batch)
                ]
                # The papers of a batch are not kept for the next.
                archive.env.invalidate_all()
            papers.writestr("index.csv", archive._write_index(rows))

    def _add_delivery(self, papers, delivery):
        """Add the papers of one delivery, and return its row of the index."""
        # What is sold may be more than Logistics reads; its number is on the papers.
        order = delivery.sudo().sale_id.name or self.env._("No order")
        stem = f"{_clean(order)}/{_clean(delivery.name)}"
        names = []
        for name, content in self._get_papers(delivery):
            name = _get_free(papers, f"{stem}-{name}")
            papers.writestr(name, content)
            names.append(name)
        return self._prepare_row(delivery, order, names)

    def _get_papers(self, delivery):
        """Yield (name, content) of a delivery's papers, one after the other."""
        yield (
            "dispatch-note.pdf",
            self._print("order_to_delivery.action_report_dispatch_note", delivery),
        )
        receipts = delivery.order_delivery_receipt_ids
        for receipt in receipts.filtered(lambda receipt: receipt.state == "signed"):
            if receipt.signature:
                report = "order_to_delivery.action_report_delivery_receipt"
                yield "receipt.pdf", self._print(report, receipt)
            scans = receipt.file_ids | self._get_files(receipt)
            for scan in scans:
                yield f"receipt-{_clean(scan.name)}", scan.raw or b""
        requests = delivery.order_shipping_request_ids
        for paper in self._get_files(delivery) | self._get_files(requests):
            yield f"paper-{_clean(paper.name)}", paper.raw or b""

    def _print(self, report, record):
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            report, record.ids
        )
        return content

    def _get_files(self, records):
        """Return the files attached to records, those of their fields left out."""
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("res_field", "=", False),
                ("type", "=", "binary"),
            ],
            order="id",
        )

    # The index

    def _get_header(self):
        return [
            self.env._("Delivery"),
            self.env._("Order"),
            self.env._("Customer"),
            self.env._("Customer's Reference"),
            self.env._("Dispatched on"),
            self.env._("Shipping Requests"),
            self.env._("Carrier"),
            self.env._("Waybill"),
            self.env._("Arrived on"),
            self.env._("Receipt Signed by"),
            self.env._("Receipt Signed on"),
            self.env._("Files"),
        ]

    def _prepare_row(self, delivery, order, names):
        requests = delivery.order_shipping_request_ids
        receipts = delivery.order_delivery_receipt_ids.filtered("signed_date")
        get_day = self.company_id._get_local_day
        # What is sold may be more than Logistics reads; the papers print it.
        sale = delivery.sudo().sale_id
        return [
            delivery.name,
            order,
            delivery.partner_id.commercial_partner_id.name,
            sale.client_order_ref,
            get_day(delivery.date_done),
            _join(requests.mapped("name")),
            delivery.carrier_id.name or _join(requests.mapped("carrier_name")),
            delivery.carrier_tracking_ref
            or _join(requests.mapped("tracking_reference")),
            _join(requests.mapped("arrived_date")),
            _join(receipts.mapped("signed_by")),
            _join(get_day(receipt.signed_date) for receipt in receipts),
            _join(names),
        ]

    def _write_index(self, rows):
        """Return the index as a file that spreadsheets open in any language."""
        text = io.StringIO()
        csv.writer(text).writerows(
            [_guard(str(cell or "")) for cell in row] for row in rows
        )
        return text.getvalue().encode("utf-8-sig")


def _guard(text):
    """Keep a spreadsheet from running what a customer wrote."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _join(values):
    return ", ".join(str(value) for value in values if value)


def _clean(name):
    """Return a name that every file system takes, whatever it was."""
    name = UNSAFE.sub("-", name or "").strip(" .") or "-"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 8:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def _get_free(papers, name):
    """Return the name, numbered where the archive has it already."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    number, free = 1, name
    while free in papers.NameToInfo:
        number += 1
        free = f"{stem}-{number}{dot}{suffix}"
    return free
