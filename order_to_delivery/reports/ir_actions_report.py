"""Numbers the pages of our papers, whatever the build of wkhtmltopdf."""

import io
from collections import OrderedDict

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from odoo import models

PREFIX = "order_to_delivery.report_"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.report_name.startswith(PREFIX) or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        # Each paper is made by itself, so that each counts its own pages.
        paper = super(IrActionsReport, self.with_context(order_paper=True))
        streams = OrderedDict()
        for res_id in res_ids:
            streams.update(
                paper._render_qweb_pdf_prepare_streams(report_ref, data, [res_id])
            )
            record = self.env[report.model].browse(res_id)
            content = streams[res_id]
            if content["stream"] and not content["attachment"]:
                content["stream"] = _number_pages(content["stream"], record.name or "")
        return streams

    def _get_layout(self):
        """Print a paper on its own page, which needs nothing from the web server."""
        if self.env.context.get("order_paper"):
            return self.env.ref("order_to_delivery.paper_page")
        return super()._get_layout()


def _number_pages(stream, name):
    """Return the PDF with the paper's number and page x / y at the foot.

    wkhtmltopdf prints running footers only where it is built with a patched Qt,
    which distributions' packages are not.
    """
    reader, writer = PdfReader(stream), PdfWriter()
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        foot = io.BytesIO()
        canvas = Canvas(foot, pagesize=(width, height))
        canvas.setFont("Helvetica", 8)
        canvas.setFillGray(0.35)
        canvas.drawRightString(width - 40, 20, f"{name}    {number} / {total}")
        canvas.save()
        foot.seek(0)
        page.merge_page(PdfReader(foot).pages[0])
        writer.add_page(page)
    result = io.BytesIO()
    writer.write(result)
    result.seek(0)
    return result
