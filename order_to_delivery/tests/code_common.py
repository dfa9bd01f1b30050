"""A customer's signatory, who shows in the portal who he is: by a login or a code."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user

from .common import FactoryMixin
from .kept import KeepingMixin

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
CODE = re.compile(r'name="signature_code"[^>]*>\s*(\d{6})\s*<')
# Stands in the head of each page of the portal, for its scripts.
TOKEN = re.compile(r'csrf_token: "([^"]+)"')


class SignatoryMixin:
    """For any test case on the factory."""

    def _create_portal_user(self, login, order=None, **values):
        """Return a user of the customer's, a contact of its own under the customer."""
        order = order or self.order
        partner = self.env["res.partner"].create(
            {
                "name": login.title(),
                "email": f"{login}@example.com",
                "parent_id": order.partner_id.id,
                **values,
            }
        )
        return new_test_user(
            self.env,
            login=login,
            groups="base.group_portal",
            partner_id=partner.id,
            email=partner.email,
        )

    def _sign_quotation(self, order, user):
        """Write the signature as the route of the quotation does, for a visitor."""
        order.with_user(user).sudo().write(
            {"signature": SIGNATURE, "signed_by": "Mr Chen"}
        )
        order.invalidate_recordset()


class CodeMixin(SignatoryMixin):
    """For HTTP test cases with an `order` whose confirmation was sent."""

    def _open(self, document=None, suffix=""):
        document = document or self.confirmation
        return self.url_open(document.get_portal_url(suffix=suffix))

    def _post(self, suffix, token=None, **data):
        """Send one of the forms of the confirmation's page."""
        response = self.url_open(
            f"/my/orders/{self.order.id}/confirmation{suffix}",
            data={
                "access_token": token or self.order._portal_ensure_token(),
                "csrf_token": self._get_csrf_token(),
                **data,
            },
        )
        self.env.invalidate_all()
        return response

    def _get_csrf_token(self):
        """Return the token of the visitor's session."""
        return TOKEN.search(self._open().text)[1]

    def _ask_code(self):
        """Press *Send me a code*; mails are not sent, so that they can be read."""
        with self._keep_mails():
            return self._post("/code")

    def _keep_mails(self):
        mails = self.registry["mail.mail"]
        return patch.object(mails, "send_after_commit", lambda mails: None)

    def _get_code_mails(self):
        return self.env["mail.mail"].search(
            [("body_html", "like", 'name="signature_code"')], order="id"
        )

    def _read_code(self):
        """Return the code in the last mail that went to the signatory."""
        mail = self._get_code_mails()[-1:]
        self.assertEqual(mail.email_to, self.confirmation.signatory_email)
        return CODE.search(mail.body_html)[1]

    def _let_pass(self, minutes):
        """Let the codes that were sent be older."""
        for code in self.env["order.signature.code"].search([]):
            code.sent_date -= timedelta(minutes=minutes)
            code.valid_to -= timedelta(minutes=minutes)
        self.env.flush_all()

    def _enter_code(self, code):
        return self._post("/code/check", code=code)

    def _prove(self):
        """Ask for a code and enter it, where the page asks who signs."""
        if 'name="confirmation_code"' in self._open().text:
            self._ask_code()
            self._enter_code(self._read_code())

    def _sign(
        self, name="Mr Chen", signature=SIGNATURE, token=True, content=None, **params
    ):
        """Sign as the page does that shows the content, by default the present one."""
        content = content or self.confirmation.content_hash
        route = f"/my/orders/{self.order.id}/confirmation/sign?content={content}"
        if token:
            params["access_token"] = self.order._portal_ensure_token()
        answer = self.make_jsonrpc_request(
            route, {"name": name, "signature": signature, **params}
        )
        self.env.invalidate_all()
        return answer

    def _sign_with_code(self, **params):
        self._prove()
        return self._sign(**params)

    def _decline(self, remark, token=None):
        return self._post("/decline", token=token, decline_message=remark)

    def _decline_with_code(self, remark):
        self._prove()
        return self._decline(remark)


class SignatureCase(CodeMixin, KeepingMixin, FactoryMixin, HttpCase):
    """An order whose confirmation waits for its signature in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_factory()

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("signature")
        self.confirmation = self.order.order_confirmation_ids[:1]
