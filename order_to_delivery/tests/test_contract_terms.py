"""H7.2: a contract is signed before an order goes by it, and says how it is kept."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OrderToDeliveryCase

QUALITY = "Each cabinet is tested at 1 kV before it leaves."
PAPER = {"name": "contract.pdf", "raw": b"%PDF-1.4"}
PENALTY = "0.5 % of the price for each week of delay."


@tagged("post_install", "-at_install")
class TestContractTerms(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.today = self.company._get_local_day()
        self.fob = self.env["account.incoterms"].search([("code", "=", "FOB")])

    def _draw_up(self, **values):
        """Return a draft that Sales wrote."""
        contracts = self.as_("sales", self.env["order.contract"])
        return contracts.create(
            {
                "name": "2026-017",
                "partner_id": self.partners["B"].id,
                "valid_from": self.today - timedelta(days=30),
                "valid_to": self.today + timedelta(days=90),
                "incoterm_id": self.fob.id,
                "incoterm_location": "Ningbo",
                "export_terms": "L/C at sight",
                "quality_terms": QUALITY,
                "penalty_terms": PENALTY,
                **values,
            }
        )

    def _sign_contract(self, **values):
        contract = self._draw_up(
            signed_by="Mr Chen",
            signed_date=self.today,
            attachment_ids=[Command.create(PAPER)],
            **values,
        )
        contract.action_sign()
        return contract

    def _get_terms(self, order):
        return (
            order.incoterm,
            order.incoterm_location,
            order.export_terms,
            order.quality_terms,
            order.penalty_terms,
        )

    def test_no_change_is_proposed_by_a_contract_that_is_not_signed(self):
        order = self._walk_to("instruction")
        dialogs = self.as_("sales", self.env["order.revision.propose"])
        dialog = dialogs.with_context(default_sale_order_id=order.id).create(
            {"reason": "By contract.", "order_contract_id": self._draw_up().id}
        )
        with self.assertRaisesRegex(ValidationError, "is not signed yet"):
            dialog.action_propose()
        self.assertFalse(order.pending_revision_id)

    # Signed

    def test_no_order_goes_by_a_contract_that_is_not_signed(self):
        contract = self._draw_up()
        self.assertFalse(contract.is_valid)
        with self.assertRaisesRegex(ValidationError, "2026-017 is not signed yet"):
            self._take_order("B", order_contract_id=contract.id)

    def test_contract_is_filed_with_its_paper_and_who_signed_it_when(self):
        contract = self._draw_up()
        with self.assertRaises(UserError) as refusal:
            contract.action_sign()
        for label in ("Signed by the Customer", "Signed on", "Signed Contract"):
            self.assertIn(label, str(refusal.exception))
        self.assertEqual(contract.state, "draft")
        contract = self._sign_contract(name="2026-018")
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.filed_by_id, self.users["sales"])
        self.assertTrue(contract.is_valid)

    def test_state_of_a_contract_is_nobodys_to_write(self):
        contract = self._draw_up()
        for kind in ("sales", "customer_service"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.as_(kind, contract).state = "signed"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._draw_up(name="2026-019", state="signed")

    def test_other_departments_file_no_contract(self):
        contract = self._draw_up()
        for kind in ("finance", "production", "deputy_general_manager"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.as_(kind, contract).action_sign()

    def test_what_was_signed_does_not_change(self):
        contract = self._sign_contract(
            payment_plan_line_ids=[Command.create({"kind": "release", "percent": 100})]
        )
        sales = self.as_("sales", contract)
        for values in (
            {"penalty_terms": False},
            {"signed_by": "Somebody"},
            {"payment_plan_line_ids": [Command.clear()]},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, "2026-017 is signed"),
                self.env.cr.savepoint(),
            ):
                sales.write(values)
        with (
            self.assertRaisesRegex(UserError, "2026-017 is signed"),
            self.env.cr.savepoint(),
        ):
            sales.payment_plan_line_ids.percent = 10
        sales.valid_to = self.today + timedelta(days=365)
        self.assertTrue(sales.is_valid)

    def test_paper_of_a_signed_contract_stays_as_it_was(self):
        contract = self._sign_contract()
        draft = self._draw_up(name="2026-018", attachment_ids=[Command.create(PAPER)])
        paper = self.as_("sales", contract.attachment_ids)
        with self.assertRaisesRegex(UserError, "belongs to 2026-017, which is signed"):
            paper.raw = b"%PDF-1.4 forged"
        with self.assertRaisesRegex(UserError, "belongs to 2026-017, which is signed"):
            paper.unlink()
        self.as_("sales", draft.attachment_ids).raw = b"%PDF-1.4 corrected"
        self.assertEqual(contract.attachment_ids.raw, PAPER["raw"])

    def test_signed_contract_is_taken_back_while_no_order_goes_by_it(self):
        contract = self._sign_contract()
        contract.action_take_back()
        contract.penalty_terms = "None."
        contract.action_sign()
        order = self._take_order("B", order_contract_id=contract.id)
        with self.assertRaisesRegex(UserError, order.name):
            contract.action_take_back()

    def test_signed_contract_is_kept(self):
        contract = self._sign_contract()
        draft = self._draw_up(name="2026-018")
        with self.assertRaisesRegex(UserError, "is kept"), self.env.cr.savepoint():
            contract.sudo().unlink()
        draft.sudo().unlink()
        self.assertTrue(contract.exists())

    def test_contract_that_was_ended_takes_no_new_order(self):
        contract = self._sign_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        contract.action_end()
        self.assertEqual(contract.state, "ended")
        self.assertEqual(order.order_contract_id, contract)
        with self.assertRaisesRegex(ValidationError, "not in force today"):
            self._take_order("B", order_contract_id=contract.id)
        self.assertFalse(self.as_("sales", order).copy().order_contract_id)

    # Its terms

    def test_order_starts_with_the_terms_of_its_contract(self):
        contract = self._sign_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        self.assertEqual(
            self._get_terms(order),
            (self.fob, "Ningbo", "L/C at sight", QUALITY, PENALTY),
        )

    def test_terms_that_the_order_was_taken_with_are_its_own(self):
        contract = self._sign_contract()
        order = self._take_order(
            "B", order_contract_id=contract.id, export_terms="T/T in advance"
        )
        self.assertEqual(order.export_terms, "T/T in advance")
        self.assertEqual(order.penalty_terms, PENALTY)

    def test_another_contract_brings_its_terms(self):
        order = self._take_order("B", export_terms="T/T in advance")
        self.as_("sales", order).order_contract_id = self._sign_contract()
        self.assertEqual(order.export_terms, "L/C at sight")
        self.assertEqual(order.quality_terms, QUALITY)

    def test_terms_are_reviewed_confirmed_and_locked(self):
        contract = self._sign_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        order = self._walk_to("signature", order=order)
        confirmation = order.order_confirmation_ids
        paper = self.env["order.paper"]._get_confirmation(confirmation)
        self.assertEqual(paper["quality_terms"], QUALITY)
        self.assertEqual(paper["penalty_terms"], PENALTY)
        for name in ("quality_terms", "penalty_terms"):
            with (
                self.assertRaisesRegex(UserError, "locked"),
                self.env.cr.savepoint(),
            ):
                self.as_("sales", order)[name] = "Something else."

    def test_order_without_a_contract_has_the_content_that_it_always_had(self):
        order = self._take_order("B")
        header = order._prepare_snapshot_header()
        self.assertNotIn("penalty_terms", header["price"])
        self.assertNotIn("quality_terms", header["destination"])

    # Its end

    def _get_told(self, contract):
        self._run_cron("tell_deadlines")
        return self.env["order.notice"].search(
            [("res_model", "=", contract._name), ("res_id", "=", contract.id)]
        )

    def test_end_of_a_contract_is_told_once_thirty_days_before(self):
        contract = self._sign_contract()
        self.assertFalse(self._get_told(contract))
        contract.valid_to = self.today + timedelta(days=30)
        for _night in range(2):
            notice = self._get_told(contract)
        self.assertEqual(len(notice), 1)
        self.assertEqual((notice.event, notice.state), ("contract_ending", "told"))
        self.assertEqual(notice.date, self.today)
        self.assertEqual(notice.user_id, self.users["sales"])
        self.assertEqual(notice.document_name, "2026-017")
        self.assertFalse(notice.sale_order_id)

    def test_end_is_told_to_the_customers_own_salesperson(self):
        self.partners["B"].user_id = self.users["clerk"]
        contract = self._sign_contract(valid_to=self.today + timedelta(days=5))
        self.assertEqual(self._get_told(contract).user_id, self.users["clerk"])

    def test_what_is_not_in_force_any_more_ends_unheard(self):
        drafted = self._draw_up(valid_to=self.today + timedelta(days=5))
        over = self._sign_contract(name="Old", valid_to=self.today - timedelta(days=1))
        for contract in (drafted, over):
            self.assertFalse(self._get_told(contract))
