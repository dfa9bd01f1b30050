import csv
import io
import zipfile
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCase

BOM = b"\xef\xbb\xbf"


class ArchiveCase(ArrivalCase):
    def _get_archive(self, kind="logistics", **values):
        """Return the dialog of a department for the month that today is in."""
        today = self._day()
        first = today.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return self.as_(kind, self.env["order.dispatch.archive"]).create(
            {"date_from": first, "date_to": last, **values}
        )

    def _write(self, archive, **context):
        handle = io.BytesIO()
        archive.with_context(**context)._write_archive(handle)
        return zipfile.ZipFile(handle)

    def _get_rows(self, papers):
        index = papers.read("index.csv")
        self.assertTrue(index.startswith(BOM))
        return list(csv.DictReader(io.StringIO(index.decode("utf-8-sig"))))

    def _get_name(self, order, receipt, what):
        return f"{order.name}/{receipt.name.replace('/', '-')}-{what}"


@tagged("post_install", "-at_install")
class TestDispatchArchive(ArchiveCase):
    """H9.19: dispatch papers are archived by month, and taken out as one archive."""

    def test_it_has_the_papers_of_each_delivery_by_order_and_number(self):
        order, request, receipt = self._get_advised_order()
        self.env["ir.attachment"].create(
            {
                "name": "way/bill.pdf",
                "raw": b"%PDF-1.4 waybill",
                "res_model": request._name,
                "res_id": request.id,
            }
        )
        self._sign_paper(receipt)
        papers = self._write(self._get_archive())
        names = set(papers.namelist())
        for what in ("dispatch-note.pdf", "receipt-receipt.pdf", "paper-way-bill.pdf"):
            self.assertIn(self._get_name(order, receipt, what), names)
        scan = papers.read(self._get_name(order, receipt, "receipt-receipt.pdf"))
        self.assertEqual(scan, b"%PDF-1.4 signed")

    def test_the_index_says_what_left_and_what_came_back(self):
        order, _request, receipt = self._get_advised_order()
        self._sign_paper(receipt)
        rows = self._get_rows(self._write(self._get_archive()))
        [row] = [row for row in rows if row["Delivery"] == receipt.name]
        self.assertEqual(row["Order"], order.name)
        self.assertEqual(row["Carrier"], "Pearl River Freight")
        self.assertEqual(row["Waybill"], "PR-778")
        self.assertEqual(row["Dispatched on"], str(self._day()))
        self.assertEqual(row["Receipt Signed by"], "Mr Chen")
        self.assertIn("dispatch-note.pdf", row["Files"])

    def test_notes_are_printed_as_papers(self):
        order, _request, receipt = self._get_advised_order()
        archive = self._get_archive()
        deliveries = order.picking_ids
        archive = archive.with_context(force_report_rendering=True)
        [(name, content)] = list(archive._get_papers(deliveries))
        self.assertEqual(name, "dispatch-note.pdf")
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertTrue(receipt)

    def test_two_files_of_one_name_are_both_there(self):
        order, request, receipt = self._get_advised_order()
        for _turn in range(2):
            self.env["ir.attachment"].create(
                {
                    "name": "photo.jpg",
                    "raw": b"photo",
                    "res_model": request._name,
                    "res_id": request.id,
                }
            )
        names = self._write(self._get_archive()).namelist()
        for what in ("paper-photo.jpg", "paper-photo-2.jpg"):
            self.assertIn(self._get_name(order, receipt, what), names)

    def test_a_spreadsheet_runs_nothing_that_a_customer_wrote(self):
        order, _request, receipt = self._get_advised_order(
            client_order_ref="=HYPERLINK(1)"
        )
        self.assertEqual(order.client_order_ref, "=HYPERLINK(1)")
        rows = self._get_rows(self._write(self._get_archive()))
        [row] = [row for row in rows if row["Delivery"] == receipt.name]
        self.assertEqual(row["Customer's Reference"], "'=HYPERLINK(1)")

    def test_a_month_is_the_companys_and_has_no_other_days(self):
        order, _request, receipt = self._get_advised_order()
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        archive = self._get_archive(date_from="2026-03-01", date_to="2026-03-31")
        for moment, is_in in (
            (datetime(2026, 2, 28, 15, 59), False),
            (datetime(2026, 2, 28, 16, 0), True),
            (datetime(2026, 3, 31, 15, 59), True),
            (datetime(2026, 3, 31, 16, 0), False),
        ):
            self._set(order.picking_ids, date_done=moment)
            archive.invalidate_recordset()
            with self.subTest(moment):
                self.assertEqual(archive.delivery_count, int(is_in))
        self.assertTrue(receipt)

    def test_returns_and_what_has_not_left_are_none_of_it(self):
        before = self._get_archive().delivery_count
        order, _request, _receipt = self._get_advised_order()
        self._return(order.picking_ids, 2)
        self._get_released_order()
        self.assertEqual(self._get_archive().delivery_count, before + 1)

    def test_days_of_two_months_and_an_empty_month_are_refused(self):
        with self._refused("within one month"):
            self._get_archive(
                date_from="2026-03-01", date_to="2026-04-01"
            ).action_download()
        with self._refused("Nothing left between"):
            self._get_archive(
                date_from="2001-03-01", date_to="2001-03-31"
            ).action_download()

    def test_only_logistics_takes_it_out_and_of_its_companies(self):
        self._get_advised_order()
        for kind in ("sales", "finance", "warehouse"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._get_archive(kind)
        other = self.env["res.company"].create({"name": "Second Factory"})
        archive = self._get_archive()
        archive.sudo().company_id = other
        with self.assertRaises(AccessError):
            archive.action_download()
        with self.assertRaises(AccessError):
            archive._write_archive(io.BytesIO())

    def test_goods_of_another_company_are_not_in_it(self):
        order, _request, receipt = self._get_advised_order()
        other = self.env["res.company"].create({"name": "Second Factory"})
        self.users["logistics"].sudo().company_ids += other
        archive = self._get_archive(company_id=other.id)
        self.assertEqual(archive.delivery_count, 0)
        self.assertTrue(order and receipt)


@tagged("post_install", "-at_install")
class TestDispatchArchiveDownload(ArchiveCase, HttpCase):
    def _fetch(self, archive, login="otd_logistics"):
        self.env.flush_all()
        self.authenticate(login, login)
        return self.url_open(archive.action_download()["url"])

    def test_logistics_downloads_the_archive(self):
        """H9.19: the archive comes as one file that is named by its days."""
        order, _request, receipt = self._get_advised_order()
        archive = self._get_archive()
        answer = self._fetch(archive)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertIn("dispatch-20", answer.headers["Content-Disposition"])
        papers = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertFalse(papers.testzip())
        self.assertIn(
            self._get_name(order, receipt, "dispatch-note.pdf"), papers.namelist()
        )

    def test_nobody_fetches_what_another_asked_for(self):
        self._get_advised_order()
        archive = self._get_archive()
        for login in ("otd_warehouse", "otd_customer_service"):
            with self.subTest(login):
                answer = self._fetch(archive, login)
                self.assertIn(answer.status_code, (403, 404))
                self.assertNotIn(b"PK", answer.content[:2])

    def test_a_visitor_is_asked_to_log_in(self):
        self._get_advised_order()
        archive = self._get_archive()
        self.env.flush_all()
        answer = self.url_open(archive.action_download()["url"])
        self.assertIn("/web/login", answer.url)
