"""Streams the archive of a month's dispatch papers (H9.19)."""

from io import SEEK_END
from tempfile import TemporaryFile

from werkzeug.wsgi import FileWrapper

from odoo.http import Controller, content_disposition, request, route


class DispatchArchive(Controller):
    @route(
        "/order_to_delivery/dispatch_archive/<int:archive_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def dispatch_archive(self, archive_id, **kwargs):
        """Send the archive that the user has asked for; nobody gets another's."""
        archive = request.env["order.dispatch.archive"].browse(archive_id).exists()
        if not archive:
            raise request.not_found()
        archive.check_access("read")
        # On disk, not in memory; it is gone once it is closed.
        papers = TemporaryFile()
        archive._write_archive(papers)
        size = papers.seek(0, SEEK_END)
        papers.seek(0)
        response = request.make_response(
            FileWrapper(papers),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(archive._get_filename())),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.direct_passthrough = True
        return response
