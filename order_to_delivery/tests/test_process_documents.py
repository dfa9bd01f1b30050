import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .start_common import StartCase

FILE = base64.b64encode(b"%PDF-1.4 how to")


@tagged("post_install", "-at_install")
class TestProcessDocuments(StartCase):
    """Production writes down how products are made; work orders show it (H8.4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_operation()

    def _add(self, by="production", name="Assembly", product=None):
        wizard = self.as_(by, self.env["order.process.document.add"]).create(
            {
                "product_id": (product or self.machine).id,
                "name": name,
                "file": FILE,
                "file_name": "assembly.pdf",
            }
        )
        wizard.action_add()
        return wizard

    def _seen(self, record, by="production"):
        record = self.as_(by, record)
        action = record.action_view_process_documents()
        return record.env["product.document"].search(action["domain"])

    def test_production_writes_and_its_work_order_shows_it(self):
        production = self._made()
        self._add()
        for record in (production, production.workorder_ids):
            document = self._seen(record)
            self.assertEqual((document.name, document.process_version), ("Assembly", 1))
            self.assertEqual(document.datas, FILE)
            self.assertEqual(document.create_uid, self.users["production"])
        url = document.action_open_file()["url"]
        self.assertEqual(url, f"/web/content/{document.ir_attachment_id.id}")

    def test_all_who_make_it_open_it(self):
        production = self._made()
        self._add()
        for kind in ("production", "technical", "quality", "material_control"):
            with self.subTest(kind=kind):
                action = self.as_(kind, production).action_view_process_documents()
                model = self.as_(kind, self.env["product.document"])
                model.get_views([list(view) for view in action["views"]])
                self.assertEqual(self._seen(production, kind).datas, FILE)

    def test_the_next_version_takes_its_place(self):
        production = self._made()
        self._add()
        first = self._seen(production)
        self._add("technical")
        second = self._seen(production)
        self.assertEqual(second.process_version, 2)
        self.assertFalse(first.active)
        self.assertEqual(first.process_version, 1)
        self.assertIn("in force in version 2", production.message_ids[:1].body)

    def test_the_dialog_tells_which_version_is_in_force(self):
        self._add()
        self.assertEqual(self._add().earlier_version, 2)

    def test_another_products_documents_are_not_shown(self):
        self._add(product=self.product)
        self.assertFalse(self._seen(self._made()))

    def test_nobody_else_writes_them(self):
        for kind in ("warehouse", "quality", "sales"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._add(kind)

    def test_it_has_a_name(self):
        with self.assertRaisesRegex(UserError, "a name and a file"):
            self._add(name="  ")

    def test_what_was_worked_by_stays(self):
        production = self._made()
        self._add()
        document = self.as_("technical", self._seen(production))
        with self.refused("stays as it is"):
            document.name = "Something else"
        with self.refused("stays as it is"):
            document.unlink()
        with self.assertRaises(UserError):
            document.process_version = 9
        document.active = False

    def test_other_documents_are_as_in_odoo(self):
        document = self.as_("technical", self.env["product.document"]).create(
            {
                "name": "Leaflet",
                "datas": FILE,
                "res_model": "product.template",
                "res_id": self.machine.product_tmpl_id.id,
            }
        )
        document.name = "Leaflet 2"
        with self.assertRaises(AccessError):
            document.process_version = 1
        document.unlink()
