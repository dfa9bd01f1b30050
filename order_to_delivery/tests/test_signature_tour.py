from odoo.tests import HttpCase, tagged

from .code_common import CodeMixin
from .common import FactoryMixin


@tagged("post_install", "-at_install")
class TestSignatureTour(CodeMixin, FactoryMixin, HttpCase):
    """H9.6 in the browser: the code from the mail, then the signature."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()

    def _sign_in_browser(self, lang):
        self.order = self._walk_to("signature")
        self.confirmation = self.order.order_confirmation_ids
        with self._keep_mails():
            self.env["order.signature.code"]._send(self.confirmation)
        # The browser reads no mails: the code comes behind the address.
        told = f"lang={lang[:2]}&code={self._read_code()}"
        self.start_tour(
            f"{self.confirmation.get_portal_url()}#{told}",
            "order_confirmation_signature",
            cookies={"frontend_lang": lang},
        )
        self.env.invalidate_all()
        self.assertEqual(self.confirmation.signed_by, "Mr Chen")
        self.assertEqual(self.confirmation.signed_proof, "code")
        self.assertEqual(self.order.state, "sale")

    def test_customer_signs_with_the_signature_form_of_the_portal(self):
        self._sign_in_browser("en_US")

    def test_customer_signs_in_chinese(self):
        self._sign_in_browser("zh_CN")
