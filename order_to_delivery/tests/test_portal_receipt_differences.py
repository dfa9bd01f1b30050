from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.order_receipt_difference_mixin import DIFFERENCE_FIELDS
from .arrival_common import ArrivalCase
from .test_shipping_receipt import SIGNATURE


@tagged("post_install", "-at_install")
class TestPortalReceiptDifferences(ArrivalCase, HttpCase):
    """H9.19: the customer writes down what he received before he signs for it."""

    def setUp(self):
        super().setUp()
        self.order, self.request, self.receipt = self._get_advised_order()
        self.line = self.receipt.line_ids
        self.token = self.receipt._portal_ensure_token()

    def _enter(self, quantity="10", remark="", token=True, line=None):
        line = line or self.line
        page = self.url_open(self.receipt.get_portal_url()).text
        values = {
            "csrf_token": self._get_csrf(page),
            f"received_{line.id}": quantity,
            f"remark_{line.id}": remark,
        }
        if token:
            values["access_token"] = self.token if token is True else token
        url = f"/my/receipts/{self.receipt.id}/received"
        answer = self.url_open(url, data=values)
        self.env.invalidate_all()
        return answer

    def _sign(self, name="Mr Chen", **values):
        answer = self.make_jsonrpc_request(
            f"/my/receipts/{self.receipt.id}/sign",
            {
                "access_token": self.token,
                "name": name,
                "signature": SIGNATURE,
                **values,
            },
        )
        self.env.invalidate_all()
        return answer

    def test_the_page_asks_for_quantities_and_then_for_the_signature(self):
        page = self.url_open(self.receipt.get_portal_url()).text
        self.assertIn(f'name="received_{self.line.id}"', page)
        self.assertNotIn("Sign for the goods", page)
        page = self._enter("8", "Two boxes crushed").text
        self.assertIn("Sign for the goods", page)
        self.assertIn("Two boxes crushed", page)
        self.assertNotIn(f'name="received_{self.line.id}"', page)

    def test_nobody_writes_what_became_of_a_difference_by_hand(self):
        for name in DIFFERENCE_FIELDS:
            for kind in ("logistics", "customer_service"):
                with self.subTest(name, kind=kind), self.assertRaises(AccessError):
                    self.as_(kind, self.receipt).write({name: False})

    def test_nothing_that_the_page_says_comes_from_its_address(self):
        url = self.receipt.get_portal_url(query_string="&refusal=Pay+me&entries=x")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Pay me", answer.text)

    def test_a_difference_that_the_customer_signs_is_followed_up(self):
        """H8.8: the difference has an owner at Customer Service, and Sales knows."""
        self._enter("8", "Two boxes crushed")
        self.assertEqual(self.line.received_quantity, 8)
        self.assertEqual(self.receipt.state, "awaited")
        self.assertTrue(self._sign().get("force_refresh"))
        self.assertEqual(self.receipt.state, "signed")
        self.assertEqual(self.receipt.difference_state, "open")
        owner = self.users["customer_service"]
        self.assertEqual(self.receipt.activity_ids.user_id, owner)
        told = self.order.message_ids.filtered(lambda m: "Two boxes" in m.body)
        self.assertIn("sent 10.0, received 8.0", told.body)
        self.assertTrue(
            self._get_desk("customer_service", self.receipt, "settle_difference")
        )

    def test_a_remark_alone_is_followed_up_too(self):
        self._enter("10", "Scratched")
        self._sign()
        self.assertEqual(self.receipt.difference_state, "open")

    def test_all_as_sent_is_signed_without_a_follow_up(self):
        self._enter("10")
        self._sign()
        self.assertEqual(self.receipt.state, "signed")
        self.assertFalse(self.receipt.difference_state)

    def test_bad_quantities_are_refused_clearly_and_nothing_is_kept(self):
        for bad, reason in (
            ("-1", "is no quantity"),
            ("nan", "is no quantity"),
            ("inf", "is no quantity"),
            ("1e9", "is no quantity"),
            ("1,000", "is no quantity"),
            ("", "is no quantity"),
            ("11", "is more than the 10 that were sent"),
        ):
            with self.subTest(bad):
                page = self._enter(bad, "My remark").text
                self.assertIn(reason, page)
                self.assertIn("My remark", page)
                self.assertEqual(self.line.received_quantity, 10)
                self.assertFalse(self.line.remark)

    def test_nothing_arrived_is_an_answer(self):
        self._enter("0", "Nothing came")
        self.assertEqual(self.line.received_quantity, 0)

    def test_a_signed_receipt_is_not_written_again(self):
        self._sign()
        page = self._enter("3").text
        self.assertNotIn("Traceback", page)
        self.assertEqual(self.line.received_quantity, 10)

    def test_lines_of_another_receipt_are_not_written(self):
        _order, _request, other = self._get_advised_order()
        self._enter("3", "Mine", line=other.line_ids)
        self.assertEqual(other.line_ids.received_quantity, 10)

    def test_a_stranger_and_another_customer_write_nothing(self):
        self._enter("3", token="guess")
        self.assertEqual(self.line.received_quantity, 10)
        self._log_in_customer("B")
        self._enter("3", token=None)
        self.assertEqual(self.line.received_quantity, 10)

    def test_nobody_of_the_company_writes_for_the_customer(self):
        self.authenticate("otd_logistics", "otd_logistics")
        self._enter("3")
        self.assertEqual(self.line.received_quantity, 10)

    def test_the_signers_name_is_cut_to_what_a_name_may_be(self):
        self._sign(name=f"  {'X' * 5000}  ")
        self.assertEqual(self.receipt.signed_by, "X" * 128)

    def test_a_bad_signature_leaves_nothing_behind(self):
        answer = self._sign(signature="not base64!")
        self.assertIn("error", answer)
        self.assertEqual(self.receipt.state, "awaited")
        self.assertFalse(self.receipt.signed_by)
