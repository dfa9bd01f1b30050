"""One message asks the customer for all that is missing (H9.1)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_intake_checklist import IntakeCase


@tagged("post_install", "-at_install")
class TestIntakeAsk(IntakeCase):
    def setUp(self):
        super().setUp()
        self._ask_for("packing", "marks")
        self.order = self._take_order(wanted_date=False)

    def _open(self, by="sales"):
        action = self.as_(by, self.order).action_ask_customer()
        dialogs = self.env[action["res_model"]].with_user(self.users[by])
        return Form(dialogs.with_context(**action["context"]))

    def test_the_message_asks_for_all_that_the_customer_can_tell(self):
        form = self._open()
        questions = self.order._get_intake_questions()
        self.assertEqual(len(questions), 3)
        for question in questions:
            self.assertIn(question, form.body)
        self.assertIn("PO-1", form.subject)

    def test_what_was_not_read_back_is_read_back_in_writing(self):
        self.as_("sales", self.order).intake_is_read_back = False
        self.assertIn("Ten cabinets as last time", self._open().body)

    def test_the_mail_goes_to_the_customer_and_stays_at_the_order(self):
        self._open().save().action_ask()
        message = self.order.message_ids[:1]
        self.assertEqual(message.partner_ids, self.order.partner_id)
        self.assertIn("How are the goods to be packed?", message.body)
        self.assertEqual(self.order.intake_asked_by_id, self.users["sales"])
        self.assertTrue(self.order.intake_asked_date)

    def test_a_text_for_a_chat_is_noted_and_mailed_to_nobody(self):
        form = self._open("customer_service")
        form.way = "text"
        self.assertIn("How are the goods to be packed?", form.text)
        self.assertNotIn("<", form.text)
        form.save().action_ask()
        message = self.order.message_ids[:1]
        self.assertIn("asked by chat or phone", message.body)
        self.assertFalse(message.partner_ids)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertTrue(self.order.intake_asked_date)

    def test_who_has_no_address_is_asked_by_chat(self):
        self.order.partner_id.email = False
        form = self._open()
        self.assertEqual(form.way, "text")
        form.way = "email"
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            form.save().action_ask()
        self.assertFalse(self.order.intake_asked_date)

    def test_an_empty_message_asks_nothing(self):
        form = self._open()
        form.body = False
        with self.assertRaisesRegex(UserError, "Write what the customer is asked"):
            form.save().action_ask()
        self.assertFalse(self.order.intake_asked_date)

    def test_no_dialog_of_others_asks_the_customer(self):
        dialog = self._open().save()
        self.env["ir.model.access"].create(
            {
                "name": "Finance opens dialogs",
                "model_id": self.env["ir.model"]._get_id(dialog._name),
                "group_id": self.env.ref("order_to_delivery.group_finance").id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create"), True),
            }
        )
        own = self.as_("finance", self.env[dialog._name]).create(
            {"sale_order_id": self.order.id, "subject": "Hello", "body": "Hello"}
        )
        with self.assertRaisesRegex(AccessError, "This step belongs to"):
            own.action_ask()

    def test_nothing_is_asked_that_only_we_can_tell(self):
        order = self._take_order(intake_channel=False, packing="Case", marks="B")
        with self.assertRaisesRegex(UserError, "nothing is missing that the customer"):
            self.as_("sales", order).action_ask_customer()

    def test_only_who_takes_orders_asks_customers(self):
        for kind in ("finance", "production", "warehouse"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, self.order).action_ask_customer()
            dialogs = self.env["order.intake.ask"].with_user(self.users[kind])
            with self.subTest(kind), self.assertRaises(AccessError):
                dialogs.create({"sale_order_id": self.order.id})
