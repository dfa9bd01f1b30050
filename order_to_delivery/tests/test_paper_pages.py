"""A paper of any length breaks between its lines, and never before its signatures."""

import io
import re

from pypdf import PdfReader

from odoo.tests import TransactionCase, tagged

REPORT = "order_to_delivery.action_report_picking_slip"
BODY = """<!DOCTYPE html><html style="height: 0;"><head><style>
    * { box-sizing: border-box; } body { margin: 0; }
    .otd { font-size: 15px; } .otd table { width: 100%%; border-collapse: collapse; }
    .otd td, .otd th { padding: 4px 6px; border: 1px solid; vertical-align: top; }
    .fixed { table-layout: fixed; } .sign td { height: 74px; }
</style></head><body><div class="article otd">
    <div class="foot">Page <span class="page"></span> of
        <span class="pages"></span></div>
    <h1>Slip</h1>
    <table class="lines"><thead><tr><th>Heading</th><th>Words</th></tr></thead>
    <tbody>%s</tbody></table>%s
    <table class="sign"><tr><td>Signature</td></tr></table>
</div></body></html>"""


@tagged("post_install", "-at_install")
class TestPaperPages(TransactionCase):
    def _print(self, rows, note=""):
        """Return the text of each page, without spaces, of a slip with such lines."""
        lines = "".join(
            f"<tr><td>Line {number}.</td><td>{words}</td></tr>"
            for number, words in enumerate(rows, 1)
        )
        reports = self.env["ir.actions.report"].with_context(order_paper=True)
        content = reports._run_wkhtmltopdf([BODY % (lines, note)], REPORT)
        pages = PdfReader(io.BytesIO(content)).pages
        return [re.sub(r"\s+", "", page.extract_text()) for page in pages]

    def _get_lines(self, page):
        return [int(number) for number in re.findall(r"Line(\d+)\.", page)]

    def _assert_whole(self, pages, count):
        printed = [number for page in pages for number in self._get_lines(page)]
        self.assertEqual(printed, list(range(1, count + 1)))
        for number, page in enumerate(pages, 1):
            self.assertIn("Heading", page)
            self.assertIn(f"Page{number}of{len(pages)}", page)
            self.assertEqual("Signature" in page, number == len(pages))

    def test_signatures_stand_below_two_lines_at_whatever_length(self):
        lengths = set()
        for count in range(30, 48):
            with self.subTest(count=count):
                pages = self._print(["short"] * count)
                self._assert_whole(pages, count)
                self.assertGreaterEqual(len(self._get_lines(pages[-1])), 2)
                lengths.add(len(pages))
        # Some were short, and some were not.
        self.assertEqual(lengths, {1, 2})

    def test_lines_of_unlike_height_are_kept_whole(self):
        rows = ["word " * (n % 7) * 20 for n in range(60)]
        self._assert_whole(self._print(rows), 60)

    def test_nothing_that_people_wrote_is_taken_for_a_mark(self):
        self._assert_whole(self._print(["@3@ @1@ @zero@ short"] * 40), 40)

    def test_a_remark_longer_than_a_page_goes_on_overleaf(self):
        words = " ".join(f"word{number}" for number in range(4000))
        pages = self._print(["short"] * 3, f"<div>{words}</div>")
        self.assertGreater(len(pages), 4)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page{number}of{len(pages)}", page)
        self.assertIn("word0word1", pages[1])
        self.assertIn("word3999Signature", pages[-1])

    def test_a_slip_without_lines_is_one_page(self):
        pages = self._print([])
        self.assertEqual(len(pages), 1)
        self.assertIn("Signature", pages[0])
        self.assertIn("Page1of1", pages[0])
