from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .shipping_common import ShippingCase

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ReceiptCase(ShippingCase):
    def _get_shipped_order(self, quantity=None, **values):
        order, request = self._get_released_order(**values)
        self._validate(order.picking_ids, quantity)
        return order, request, order.order_delivery_receipt_ids[:1]

    def _attach(self, kind="logistics"):
        return (
            self.env["ir.attachment"]
            .with_user(self.users[kind])
            .create({"name": "receipt.pdf", "raw": b"%PDF-1.4 signed"})
        )


@tagged("post_install", "-at_install")
class TestShippingReceipt(ReceiptCase):
    """What left is told to Sales and the customer, and its receipt comes back."""

    # Awaited

    def test_each_delivery_awaits_its_receipt(self):
        order, request, receipt = self._get_shipped_order(quantity=4)
        self.assertEqual(receipt.state, "awaited")
        left = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self.assertEqual(receipt.name, left.name)
        self.assertEqual(receipt.shipping_request_id, request)
        self.assertEqual(receipt.revision_id, order.current_revision_id)
        self.assertEqual(receipt.line_ids.sent_quantity, 4)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(len(order.order_delivery_receipt_ids), 2)
        self.assertEqual(request.picking_ids, order.picking_ids)

    def test_return_awaits_no_receipt(self):
        order, _request, _receipt = self._get_shipped_order()
        self._return(order.picking_ids, 2)
        self.assertEqual(len(order.order_delivery_receipt_ids), 1)

    def test_sales_is_told_of_each_shipment_once(self):
        order, _request, receipt = self._get_shipped_order()
        self._run_cron("report_shipments")
        message = order.message_ids[:1]
        self.assertIn(f"{receipt.name} has left", message.body)
        self.assertIn(self.users["sales"].partner_id, message.partner_ids)
        self._run_cron("report_shipments")
        self.assertEqual(order.message_ids[:1], message)

    # Signed on paper

    def test_signed_paper_comes_back(self):
        """H9.19: the signed receipt ends the delivery."""
        order, _request, receipt = self._get_shipped_order()
        paper = self._attach()
        self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self.assertEqual(receipt.state, "signed")
        self.assertEqual(receipt.signed_by, "Mr Chen")
        self.assertEqual(receipt.file_ids, paper)
        self.assertTrue(order._is_delivery_finished())
        self.assertIn("All delivered", order.message_ids[:1].body)

    def test_order_is_not_finished_while_something_is_to_deliver(self):
        order, _request, receipt = self._get_shipped_order(quantity=4)
        self.as_("logistics", receipt).action_mark_signed(self._attach().ids, "Mr Chen")
        self.assertFalse(order._is_delivery_finished())

    def test_paper_and_signer_are_asked_for(self):
        _order, _request, receipt = self._get_shipped_order()
        for papers, signer in (([], "Mr Chen"), (self._attach().ids, " ")):
            with self._refused("attach the signed receipt and say who"):
                self.as_("logistics", receipt).action_mark_signed(papers, signer)

    def test_paper_of_others_is_not_taken(self):
        _order, _request, receipt = self._get_shipped_order()
        secret = self.env["ir.attachment"].create(
            {
                "name": "wages.pdf",
                "raw": b"%PDF-1.4",
                "res_model": "res.users.log",
                "res_id": 1,
            }
        )
        with self.assertRaises(AccessError):
            self.as_("logistics", receipt).action_mark_signed(secret.ids, "Mr Chen")

    def test_paper_of_another_document_stays_there(self):
        order, _request, receipt = self._get_shipped_order()
        _other, _request, signed = self._get_shipped_order()
        paper = self._attach()
        self.as_("logistics", signed).action_mark_signed(paper.ids, "Mr Li")
        drawing = paper.sudo().copy({"res_model": "sale.order", "res_id": order.id})
        for file in (paper, drawing):
            home = file.sudo().res_model, file.sudo().res_id
            with self.assertRaisesRegex(AccessError, "belongs to another record"):
                self.as_("logistics", receipt).action_mark_signed(file.ids, "Mr Chen")
            self.assertEqual((file.sudo().res_model, file.sudo().res_id), home)

    def test_other_departments_may_not_sign(self):
        _order, _request, receipt = self._get_shipped_order()
        paper = self._attach()
        for kind in ("sales", "warehouse", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, receipt).action_mark_signed(paper.ids, "Mr Chen")

    def test_state_and_signer_are_not_written_by_hand(self):
        _order, _request, receipt = self._get_shipped_order()
        for field, value in (("state", "signed"), ("signed_by", "Mr Chen")):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.as_("logistics", receipt).write({field: value})

    def test_differences_are_told_to_sales(self):
        order, _request, receipt = self._get_shipped_order()
        self.as_("logistics", receipt.line_ids).received_quantity = 9
        self.as_("logistics", receipt).action_mark_signed(self._attach().ids, "Mr Chen")
        bodies = "".join(order.message_ids.mapped("body"))
        self.assertIn("sent 10.0, received 9.0", bodies)

    def test_what_was_sent_is_not_written_by_who_brings_the_paper(self):
        _order, _request, receipt = self._get_shipped_order()
        with self.assertRaises(AccessError):
            self.as_("logistics", receipt.line_ids).sent_quantity = 3

    def test_signed_receipt_stays(self):
        _order, _request, receipt = self._get_shipped_order()
        self.as_("logistics", receipt).action_mark_signed(self._attach().ids, "Mr Chen")
        with self._refused("not open any more"):
            self.as_("logistics", receipt).action_mark_signed(
                self._attach().ids, "Mr Li"
            )
        with self._refused("what it says stays"):
            receipt.line_ids.received_quantity = 1
        with self._refused("is kept"):
            receipt.unlink()

    # Told to the customer

    def _fill(self, request, **values):
        self.as_("logistics", request).write(
            {
                "carrier_name": "Pearl River Freight",
                "tracking_reference": "PR-778",
                "expected_arrival_date": fields.Date.today(),
                **values,
            }
        )

    def test_advice_goes_to_the_customer_with_carrier_and_waybill(self):
        """H6.5, H9.18: the customer learns the date and the tracking number."""
        _order, request, _receipt = self._get_shipped_order()
        self._fill(request)
        self.as_("logistics", request).action_send_advice()
        self.assertTrue(request.advice_date)
        message = request.message_ids.filtered(lambda m: "PR-778" in m.body)
        self.assertIn(self.partners["A"], message.partner_ids)
        self.assertIn("Pearl River Freight", message.body)
        self.assertIn("/my/receipts/", message.body)

    def test_advice_names_what_is_missing(self):
        _order, request, _receipt = self._get_shipped_order()
        with self._refused("Carrier, Waybill, Expected Arrival"):
            self.as_("logistics", request).action_send_advice()

    def test_advice_waits_until_something_has_left(self):
        _order, request = self._get_released_order()
        self._fill(request)
        with self._refused("nothing has left yet"):
            self.as_("customer_service", request).action_send_advice()

    def test_sales_is_warned_when_goods_arrive_after_the_promise(self):
        """H9.18: the advice is checked against the confirmed date."""
        order, request, _receipt = self._get_shipped_order()
        order.sudo().with_context(
            tracking_disable=True
        ).commitment_date = fields.Datetime.now()
        late = fields.Date.add(fields.Date.today(), days=3)
        self._fill(request, expected_arrival_date=late)
        self.as_("logistics", request).action_send_advice()
        message = order.message_ids.filtered(lambda m: "promised was" in m.body)
        self.assertIn(self.users["sales"].partner_id, message.partner_ids)

    def test_arrival_is_noted_and_told_to_sales(self):
        """H9.18: the actual arrival is followed, and Sales told."""
        order, request, _receipt = self._get_shipped_order()
        with self._refused("was not told"):
            self.as_("logistics", request).action_mark_arrived()
        self._fill(request)
        self.as_("logistics", request).action_send_advice()
        self.as_("logistics", request).action_mark_arrived()
        self.assertEqual(request.arrived_date, fields.Date.today())
        self.assertIn("arrived on", order.message_ids[:1].body)

    def test_advice_is_the_step_of_sales_customer_service_and_logistics(self):
        _order, request, _receipt = self._get_shipped_order()
        for kind in ("production", "warehouse", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_send_advice()

    def test_logistics_writes_transport_and_nothing_else(self):
        _order, request, _receipt = self._get_shipped_order()
        self._fill(request)
        with self.assertRaises(AccessError):
            self.as_("logistics", request).contact_name = "Somebody else"

    def test_what_left_and_is_not_advised_can_be_searched(self):
        _order, request, _receipt = self._get_shipped_order()
        _other, waiting = self._get_released_order()
        shipped = self.env["order.shipping.request"].search([("is_shipped", "=", True)])
        self.assertIn(request, shipped)
        self.assertNotIn(waiting, shipped)


@tagged("post_install", "-at_install")
class TestShippingReceiptPortal(ReceiptCase, HttpCase):
    """The customer signs in the portal; a stranger sees nothing."""

    def _sign(self, receipt, token, **values):
        return self.make_jsonrpc_request(
            f"/my/receipts/{receipt.id}/sign",
            {
                "access_token": token,
                "name": "Mr Chen",
                "signature": SIGNATURE,
                **values,
            },
        )

    def test_customer_signs_with_the_token_of_his_mail(self):
        order, _request, receipt = self._get_shipped_order()
        page = self.url_open(receipt.get_portal_url())
        self.assertIn(receipt.name, page.text)
        self.assertIn("Spare Fuse", page.text)
        answer = self._sign(receipt, receipt._portal_ensure_token())
        self.assertTrue(answer.get("force_refresh"), answer)
        receipt.invalidate_recordset()
        self.assertEqual(receipt.state, "signed")
        self.assertEqual(receipt.signed_by, "Mr Chen")
        self.assertTrue(receipt.signature)
        self.assertTrue(order._is_delivery_finished())
        self.assertIn("Mr Chen", self.url_open(receipt.get_portal_url()).text)

    def test_stranger_sees_nothing_and_signs_nothing(self):
        _order, _request, receipt = self._get_shipped_order()
        receipt._portal_ensure_token()
        page = self.url_open(f"/my/receipts/{receipt.id}")
        self.assertNotIn("Spare Fuse", page.text)
        self.assertIn("error", self._sign(receipt, "guess"))
        self.assertEqual(receipt.state, "awaited")

    def test_user_of_the_company_does_not_sign_for_the_customer(self):
        _order, _request, receipt = self._get_shipped_order()
        for token in (receipt._portal_ensure_token(), None):
            self.authenticate("otd_warehouse", "otd_warehouse")
            answer = self._sign(receipt, token)
            self.assertIn("Only the customer", answer["error"])
        receipt.invalidate_recordset()
        self.assertEqual(receipt.state, "awaited")

    def test_receipt_is_signed_once_and_never_without_a_signature(self):
        _order, _request, receipt = self._get_shipped_order()
        token = receipt._portal_ensure_token()
        self.assertIn("error", self._sign(receipt, token, signature=None))
        self.assertIn("error", self._sign(receipt, token, name=" "))
        self.assertTrue(self._sign(receipt, token).get("force_refresh"))
        answer = self._sign(receipt, token, name="Mr Li")
        self.assertIn("signed already", answer["error"])

    def test_portal_user_finds_his_receipts_and_not_those_of_others(self):
        _order, _request, receipt = self._get_shipped_order()
        portal = self.env.ref("base.group_portal")
        for grade, finds in (("A", True), ("B", False)):
            user = self.env["res.users"].create(
                {
                    "name": f"Portal {grade}",
                    "login": f"portal_{grade}",
                    "password": f"portal_{grade}",
                    "partner_id": self.partners[grade].id,
                    "group_ids": [fields.Command.set(portal.ids)],
                }
            )
            self.authenticate(user.login, user.login)
            page = self.url_open("/my/receipts")
            self.assertEqual(page.status_code, 200)
            self.assertEqual(receipt.name in page.text, finds)
            own = self.url_open(f"/my/receipts/{receipt.id}")
            self.assertEqual("Spare Fuse" in own.text, finds)
