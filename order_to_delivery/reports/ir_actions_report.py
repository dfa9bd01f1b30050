"""Prints our papers on pages that each say which they are, whatever draws them."""

from collections import OrderedDict

from odoo import models

from .paper_pages import PaperPages, Sheet

PREFIX = "order_to_delivery.report_"
POINTS = 72 / 25.4
# A height that no paper fills: some thousand lines.
ENDLESS = "30000mm"


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
        return streams

    def _run_wkhtmltopdf(self, bodies, report_ref=False, *args, **options):
        if not self.env.context.get("order_paper"):
            return super()._run_wkhtmltopdf(bodies, report_ref, *args, **options)

        report = super(IrActionsReport, self.with_context(order_paper="endless"))

        def render(body):
            return report._run_wkhtmltopdf([body], report_ref, *args, **options)

        paperformat = self._get_report(report_ref).get_paperformat()
        return PaperPages(bodies[0], self._get_sheet(paperformat), render).print()

    def _get_sheet(self, paperformat):
        """Return a page's width, height, upper margin and room, in points."""
        width, height = paperformat.print_page_width, paperformat.print_page_height
        room = height - paperformat.margin_top - paperformat.margin_bottom
        sizes = (width, height, paperformat.margin_top, room)
        return Sheet(*(size * POINTS for size in sizes))

    def _build_wkhtmltopdf_args(self, paperformat_id, *args, **options):
        arguments = super()._build_wkhtmltopdf_args(paperformat_id, *args, **options)
        if self.env.context.get("order_paper") == "endless":
            width = f"{paperformat_id.print_page_width}mm"
            arguments += ["--page-width", width, "--page-height", ENDLESS]
            # Our papers load nothing: there is nothing to wait for.
            arguments += ["--javascript-delay", "0"]
        return arguments

    def _get_layout(self):
        """Print a paper on its own page, which needs nothing from the web server."""
        if self.env.context.get("order_paper"):
            return self.env.ref("order_to_delivery.paper_page")
        return super()._get_layout()
