"""The memo, item by item: gate, checklist and message say the same (H2.1, H2.2)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .change_common import ChangeMixin
from .common import OrderToDeliveryCase

FURTHER = {
    "specification": "Control Cabinet has no specification",
    "price": "Control Cabinet has no price",
    "packing": "The packing is missing",
    "marks": "The shipping marks are missing",
    "country": "names no country",
    "contact": "neither phone nor e-mail",
    "signatory": "Nobody is designated to sign",
    "attachment": "paper of the order is not attached",
}


class IntakeCase(ChangeMixin, OrderToDeliveryCase):
    def _ask_for(self, *names):
        for name in names:
            self.company[f"order_intake_needs_{name}"] = True

    def _take_bare_order(self, **values):
        """Return an order that lacks all that a company may ask for besides."""
        self.partners["B"].write(
            {"phone": False, "email": False, "is_order_signatory": False}
        )
        order = self._take_order(**{"intake_channel": "fax", **values})
        order.order_line.price_unit = 0
        return order

    def _paper(self, order, by="sales"):
        return (
            self.env["ir.attachment"]
            .with_user(self.users[by])
            .create(
                {
                    "name": "fax.pdf",
                    "raw": b"%PDF-1.4 fax",
                    "res_model": "sale.order",
                    "res_id": order.id,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestIntakeMemo(IntakeCase):
    """H2.1, H9.1: who took it, when, read back by whom; it stays as it was told."""

    def test_who_takes_an_order_and_when_is_noted_by_itself(self):
        order = self._take_order()
        self.assertEqual(order.intake_taken_by_id, self.users["sales"])
        self.assertTrue(order.intake_date)

    def test_who_took_it_may_be_somebody_else(self):
        rep = self.users["logistics"]
        order = self._take_order(intake_taken_by_id=rep.id)
        self.assertEqual(order.intake_taken_by_id, rep)

    def test_a_machine_takes_no_order(self):
        order = self.env["sale.order"].create({"partner_id": self.partners["B"].id})
        self.assertFalse(order.intake_taken_by_id)

    def test_who_read_it_back_and_when_is_kept(self):
        order = self._take_order(intake_is_read_back=False)
        self.assertFalse(order.intake_read_back_date)
        self.as_("customer_service", order).intake_is_read_back = True
        self.assertEqual(order.intake_read_back_by_id, self.users["customer_service"])
        self.assertTrue(order.intake_read_back_date)
        self.as_("sales", order).intake_is_read_back = False
        self.assertFalse(order.intake_read_back_by_id)

    def test_nobody_writes_in_anothers_name_that_he_read_it_back(self):
        order = self._take_order()
        for name in ("intake_read_back_by_id", "intake_asked_by_id", "urgent_by_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("sales", order)[name] = self.users["finance"]

    def test_the_memo_stays_as_the_departments_were_told_it(self):
        order = self._walk_to("circulation")
        mine = self.as_("sales", order)
        for values in (
            {"intake_words": "Twelve cabinets."},
            {"intake_channel": "fax"},
            {"intake_is_read_back": False},
            {"intake_date": "2026-01-05 08:00:00"},
            {"intake_taken_by_id": self.users["finance"].id},
            {"intake_attachment_ids": [Command.link(self._paper(order).id)]},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, "memo stays as the departments"),
            ):
                mine.write(values)
        mine.write({"intake_words": order.intake_words})

    def test_an_order_taken_back_may_have_its_memo_corrected(self):
        order = self._walk_to("circulation")
        self._propose(order)
        self.as_("sales", order).intake_words = "Twelve cabinets."
        self.assertEqual(order.intake_words, "Twelve cabinets.")

    def test_the_memo_is_no_content_that_departments_sign(self):
        order = self._take_order()
        before = order._get_content_hashes()[order]
        self.as_("sales", order).write(
            {"intake_words": "Something else.", "intake_channel": "visit"}
        )
        self.assertEqual(order._get_content_hashes()[order], before)

    def test_the_paper_of_a_submitted_order_is_not_taken_away(self):
        order = self._take_order()
        paper = self._paper(order)
        other = self._paper(order)
        self.as_("sales", order).intake_attachment_ids = [Command.link(paper.id)]
        self._submit(order)
        for act in (paper.unlink, lambda: paper.write({"raw": b"another"})):
            with self.assertRaisesRegex(UserError, "fax.pdf belongs to"):
                act()
        other.unlink()

    def test_a_paper_that_lies_elsewhere_is_copied_as_the_order_is_submitted(self):
        order = self._take_order()
        paper = self._paper(self._take_order())
        self.as_("sales", order).intake_attachment_ids = [Command.link(paper.id)]
        self._submit(order)
        kept = order.intake_attachment_ids
        self.assertNotEqual(kept, paper)
        self.assertEqual((kept.res_model, kept.res_id), ("sale.order", order.id))


@tagged("post_install", "-at_install")
class TestIntakeChecklist(IntakeCase):
    """H2.2, H3.3, H9.1: what the confirmation needs, line by line."""

    def test_what_a_company_asks_for_besides_is_asked_for(self):
        order = self._take_bare_order()
        gate = self.env["order.gate"]
        self.assertFalse(gate._get_reasons("review", order))
        for name, sentence in FURTHER.items():
            with self.subTest(name):
                self._ask_for(name)
                [reasons] = gate._get_reasons("review", order).values()
                self.assertEqual(len(reasons), 1)
                self.assertIn(sentence, reasons[0].text)
                self.company[f"order_intake_needs_{name}"] = False

    def test_gate_checklist_and_message_say_the_same(self):
        order = self._take_bare_order(wanted_date=False, intake_is_read_back=False)
        self._ask_for(*FURTHER)
        with self.assertRaises(UserError) as refusal:
            self._submit(order)
        missing = [t for item in order._get_intake_items() for t in item.missing]
        self.assertEqual(len(missing), len(FURTHER) + 2)
        checklist = self.as_("sales", order).intake_checklist
        for text in missing:
            self.assertIn(text, str(refusal.exception))
            self.assertIn(text, checklist)
        items = order._get_intake_items()
        self.assertEqual(
            order._get_intake_questions(),
            [item.question for item in items if item.missing and item.question],
        )

    def test_a_complete_memo_passes_with_all_that_may_be_asked_for(self):
        self._ask_for(*FURTHER)
        self.partners["B"].country_id = self.env.ref("base.at")
        order = self._take_order(
            packing="Cartons", marks="B / VIENNA", intake_channel="fax"
        )
        order.order_line.specification = "IP54, grey"
        paper = self._paper(order)
        self.as_("sales", order).intake_attachment_ids = [Command.link(paper.id)]
        self.assertEqual(self.as_("sales", order).intake_missing_count, 0)
        self.assertEqual(self._submit(order).state, "submitted")

    def test_each_line_is_checked_for_itself(self):
        """H3.3: specification and price, line by line."""
        self._ask_for("specification", "price")
        order = self._take_order(
            lines=[(self.product, 10), (self.stocked, 5), (self.service, 1)]
        )
        cabinet, fuse, service = order.order_line
        cabinet.specification = "IP54"
        (fuse | service).price_unit = 0
        missing = [t for item in order._get_intake_items() for t in item.missing]
        self.assertEqual(
            missing,
            [
                f"{self.stocked.display_name} has no specification.",
                f"{self.stocked.display_name} has no price.",
                f"{self.service.display_name} has no price.",
            ],
        )

    def test_what_is_given_free_keeps_its_price(self):
        self._ask_for("price")
        order = self._take_order()
        order.order_line.discount = 100
        self.assertEqual(self._submit(order).state, "submitted")

    def test_goods_packed_line_by_line_are_packed(self):
        self._ask_for("packing")
        order = self._take_order(lines=[(self.product, 10), (self.stocked, 5)])
        order.order_line[0].packing = "Wooden case"
        self.assertEqual(order.intake_missing_count, 1)
        order.order_line[1].packing = "Carton"
        self.assertEqual(order.intake_missing_count, 0)

    def test_the_checklist_follows_what_is_typed(self):
        orders = self.env["sale.order"].with_user(self.users["sales"])
        with Form(orders) as form:
            form.partner_id = self.partners["B"]
            before = form.intake_missing_count
            form.intake_channel = "phone"
            form.intake_words = "Ten cabinets."
            self.assertEqual(form.intake_missing_count, before - 2)

    def test_the_customers_questions_come_in_his_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self._take_order(wanted_date=False)
        questions = order.with_context(lang="zh_CN")._get_intake_questions()
        self.assertEqual(len(questions), 1)
