"""H1.8, H9.19: photos and papers stay as they were when somebody signed."""

import base64
import io

from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tests.common import JsonRpcException

from .inspection_common import InspectionCase
from .plan_common import PlanMixin
from .test_shipping_receipt import ReceiptCase

SIGNED = "is signed: it stays as it is"
FORGED = b"%PDF-1.4 forged"
CHANGES = (
    {"raw": FORGED},
    {"datas": base64.b64encode(FORGED)},
    {"name": "other.pdf"},
    {"res_id": 0},
    {"res_model": "res.partner"},
    {"type": "url", "url": "https://example.com"},
)


class FilesMixin:
    def _attach(self, kind, name="photo.png", **values):
        files = self.env["ir.attachment"].with_user(self.users[kind])
        return files.create({"name": name, "raw": b"%PDF-1.4 true", **values})

    def _assert_kept(self, file, kinds):
        """Assert that none of these people changes a file, and that it stays."""
        names = ["raw", "name", "res_model", "res_id"]
        before = file.sudo().read(names)
        for kind in kinds:
            own = self.as_(kind, file)
            for values in CHANGES:
                with self.subTest(kind=kind, values=values):
                    self._assert_refused(
                        lambda own=own, values=values: own.write(values)
                    )
            with self.subTest(kind=kind, act="unlink"):
                self._assert_refused(own.unlink)
        self.assertEqual(
            file.sudo().read(["raw", "name", "res_model", "res_id"]), before
        )

    def _assert_refused(self, act, *values):
        with self.assertRaisesRegex(Exception, f"{SIGNED}|not allowed|[Jj]udged"):
            act(*values)


@tagged("post_install", "-at_install")
class TestInspectionFiles(FilesMixin, PlanMixin, InspectionCase):
    def setUp(self):
        super().setUp()
        self.inspection = self._get_inspections(self._buy())

    def _put(self, file, kind="inspector"):
        self.as_(kind, self.inspection).attachment_ids = [Command.link(file.id)]

    def _photograph(self):
        own = {"res_model": "order.inspection", "res_id": self.inspection.id}
        photo = self._attach("inspector", **own)
        self._put(photo)
        return photo

    def test_photos_of_a_draft_are_exchanged_freely(self):
        photo = self._photograph()
        own = self.as_("inspector", photo)
        own.write({"raw": FORGED, "name": "better.png"})
        own.unlink()
        self.assertFalse(self.inspection.attachment_ids)

    def test_photos_stay_once_the_goods_are_judged(self):
        photo = self._photograph()
        self._judge(self.inspection, 80, 20)
        self._assert_kept(photo, ("inspector", "quality", "warehouse", "purchasing"))

    def test_the_server_keeps_them_as_well(self):
        """Whoever uploaded a file has a token by which Odoo deletes it in sudo."""
        photo = self._photograph()
        self._judge(self.inspection)
        for values in CHANGES:
            with self._refused(SIGNED):
                photo.sudo().write(values)
        with self._refused(SIGNED):
            photo.sudo().unlink()
        with self._refused(SIGNED):
            photo.sudo()._delete_and_notify()

    def test_what_changes_nothing_of_a_photo_is_written(self):
        photo = self._photograph()
        self._judge(self.inspection)
        photo.sudo().write({"raw": photo.raw, "name": photo.name, "public": False})
        self.assertTrue(photo.sudo().generate_access_token())

    def test_a_file_that_only_hangs_on_the_messages_stays_too(self):
        own = {"res_model": "order.inspection", "res_id": self.inspection.id}
        paper = self._attach("inspector", "certificate.pdf", **own)
        self._judge(self.inspection)
        self._assert_kept(paper, ("inspector", "quality"))

    def test_photos_are_neither_taken_off_nor_added_afterwards(self):
        photo = self._photograph()
        self._judge(self.inspection)
        other = self._attach("inspector")
        for kind in ("inspector", "quality"):
            for command in (
                Command.clear(),
                Command.unlink(photo.id),
                Command.delete(photo.id),
                Command.link(other.id),
                Command.set(other.ids),
                Command.create({"name": "x.pdf", "raw": FORGED}),
                Command.update(photo.id, {"raw": FORGED}),
            ):
                with self.subTest(kind=kind, command=command), self._refused("judged"):
                    self.as_(kind, self.inspection).attachment_ids = [command]
        self.assertEqual(self.inspection.attachment_ids, photo)

    def test_remarks_stay_once_the_goods_are_judged(self):
        self.as_("inspector", self.inspection).note = "Two boards are bent."
        self._judge(self.inspection)
        for kind in ("inspector", "quality"):
            with self._refused("judged"):
                self.as_(kind, self.inspection).note = "All is well."

    def test_the_form_does_not_offer_to_change_what_is_judged(self):
        self._photograph()
        with Form(self.as_("inspector", self.inspection)) as form:
            form.note = "Two boards are bent."
        self._judge(self.inspection)
        with Form(self.as_("inspector", self.inspection)) as form:
            for name in ("note", "attachment_ids"):
                self.assertTrue(form._get_modifier(name, "readonly"), name)

    # Files that belong elsewhere

    def test_a_file_of_another_record_is_copied_when_the_result_is_signed(self):
        """Its own record may change or delete it; what was signed stays."""
        loose = self._attach("inspector", "certificate.pdf")
        self._put(loose)
        self._judge(self.inspection)
        kept = self.inspection.attachment_ids
        self.assertNotEqual(kept, loose)
        self.assertEqual(
            (kept.res_model, kept.res_id), ("order.inspection", self.inspection.id)
        )
        self.as_("inspector", loose).write({"raw": FORGED})
        self.as_("inspector", loose).unlink()
        self.assertEqual(kept.exists().raw, b"%PDF-1.4 true")
        self._assert_kept(kept, ("inspector", "quality"))

    def test_nobody_reads_a_foreign_file_by_having_it_copied(self):
        secret = self._attach("finance", "wages.pdf")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._put(secret)
        # Even where somebody else has linked it.
        self.inspection.attachment_ids = secret
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._judge(self.inspection)

    def test_a_photo_linked_to_two_inspections_stays_with_the_signed_one(self):
        other = self._get_inspections(self._buy())
        own = {"res_model": "order.inspection", "res_id": other.id}
        photo = self._attach("inspector", **own)
        self._put(photo)
        self._judge(self.inspection)
        self.as_("inspector", photo).unlink()
        self.assertEqual(self.inspection.attachment_ids.raw, b"%PDF-1.4 true")

    # Checks

    def test_photos_and_documents_of_its_checks_stay(self):
        standard = self._attach("quality", "standard.pdf")
        self._plan(
            [{"name": "Label", "kind": "photo"}],
            standard="As drawn.",
            standard_attachment_ids=[Command.link(standard.id)],
        )
        self.inspection = self._get_inspections(self._buy())
        content = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(content, "PNG")
        self._check(self.inspection, "Label").photo = base64.b64encode(
            content.getvalue()
        )
        checks = self.inspection.check_ids
        checks.filtered(lambda check: check.kind == "standard").result = "passed"
        self._judge(self.inspection)
        documents = checks.attachment_ids
        photo = self.env["ir.attachment"].search(
            [("res_model", "=", checks._name), ("res_field", "=", "photo")]
        )
        self.assertTrue(documents and photo)
        for file in documents | photo:
            self._assert_kept(file, ("inspector", "quality"))
            with self._refused(f"{self.inspection.name}, which is signed"):
                file.sudo().unlink()


@tagged("post_install", "-at_install")
class TestSignedPaperFiles(FilesMixin, ReceiptCase):
    def test_signed_receipts_keep_their_paper(self):
        _order, _request, receipt = self._get_shipped_order()
        paper = self._attach("logistics", "receipt.pdf")
        self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self._assert_kept(paper, ("logistics", "customer_service", "warehouse"))
        with self._refused(SIGNED):
            paper.sudo().unlink()

    def test_signed_confirmations_keep_their_paper(self):
        order = self._walk_to("deposit")
        paper = order.order_confirmation_ids.file_ids
        self._assert_kept(paper, ("customer_service", "clerk", "sales"))
        with self._refused(SIGNED):
            paper.sudo().unlink()

    def test_a_confirmation_that_is_sent_again_lets_its_old_paper_go(self):
        order = self._walk_to("signature")
        confirmation = order.order_confirmation_ids
        own = {"res_model": "order.confirmation", "res_id": confirmation.id}
        paper = self.env["ir.attachment"].create(
            {"name": "x.pdf", "raw": FORGED, **own}
        )
        clerk = self.as_("customer_service", confirmation)
        clerk.action_upload_signed(paper.ids, "Mr Chen")
        with self._refused(SIGNED):
            paper.sudo().unlink()
        clerk.action_mark_unclear("Who is it?")
        clerk.action_send_again()
        paper.sudo().unlink()
        self.assertFalse(paper.exists())


@tagged("post_install", "-at_install")
class TestFilesOverHttp(FilesMixin, ReceiptCase, HttpCase):
    def test_the_uploader_s_token_deletes_nothing_that_is_signed(self):
        _order, _request, receipt = self._get_shipped_order()
        self.users["logistics"] = new_test_user(
            self.env,
            login="otd_shipper",
            password="otd_shipper",
            groups="order_to_delivery.group_logistics",
        )
        paper = self._attach("logistics", "receipt.pdf")
        token = paper._get_ownership_token()
        self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self.authenticate("otd_shipper", "otd_shipper")
        with self.assertLogs("odoo.http", "WARNING") as log:
            with self.assertRaisesRegex(JsonRpcException, "UserError"):
                self.make_jsonrpc_request(
                    "/mail/attachment/delete",
                    {"attachment_id": paper.id, "access_token": token},
                )
        self.assertIn(SIGNED, log.output[0])
        self.assertTrue(paper.exists())
