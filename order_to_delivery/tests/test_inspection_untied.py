"""H1.8: goods on their way stay with the purchase that has them inspected."""

from odoo import Command
from odoo.tests import tagged

from .inspection_common import REFUSED
from .receiving_common import ReceivingCase

STAYS = "stays with it"


class UntiedCase(ReceivingCase):
    """A company that lets goods in which belong to no purchase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_unordered_receipt_policy = "allow"

    def _get_ways_out(self, move, name):
        """Return the ways by which somebody could tie a move to nothing, or others."""
        other = self._buy([(self.component, 1)])
        picking = move.picking_id
        no_line = {name: False}
        return {
            "rpc": lambda: self.call("warehouse", move, "write", no_line),
            "picking": lambda: self.call(
                "warehouse",
                picking,
                "write",
                {"move_ids": [Command.update(move.id, no_line)]},
            ),
            "other": lambda: self.call(
                "warehouse", move, "write", {name: other.order_line.id}
            ),
            "receiver": lambda: self.call("purchasing", move, "write", no_line),
            "direct": lambda: move.sudo().write(no_line),
        }


@tagged("post_install", "-at_install")
class TestInspectionUntied(UntiedCase):
    def test_an_open_receipt_is_not_untied_from_its_purchase(self):
        purchase = self._buy()
        receipt = purchase.picking_ids
        self._try(self._get_ways_out(receipt.move_ids, "purchase_line_id"), STAYS)
        with self._refusal(REFUSED):
            self._receive(receipt)

    def test_a_draft_or_waiting_receipt_is_not_untied_either(self):
        purchase = self._buy()
        move = purchase.picking_ids.move_ids
        copy = move.copy({"picking_id": purchase.picking_ids.id})
        self.assertEqual(copy.state, "draft")
        with self._refusal(STAYS):
            self.call("warehouse", copy, "write", {"purchase_line_id": False})

    def test_a_receipt_of_no_purchase_enters_as_the_company_allows(self):
        """What is untied from the start is the company's own decision."""
        receipt = self._buy().picking_ids
        by_hand = receipt.move_ids.copy(
            {"purchase_line_id": False, "picking_id": receipt.copy().id}
        )
        by_hand._action_confirm(merge=False)
        by_hand.quantity = 5
        by_hand.picked = True
        by_hand.sudo()._action_done()
        self.assertEqual(self._get_gain(), 5)

    def test_a_cancelled_receipt_may_be_tied_elsewhere(self):
        purchase, other = self._buy(), self._buy()
        move = purchase.picking_ids.move_ids
        move._action_cancel()
        move.purchase_line_id = other.order_line
        self.assertEqual(move.purchase_line_id, other.order_line)


@tagged("post_install", "-at_install")
class TestStepsUntied(UntiedCase):
    steps = "two_steps"

    def test_the_step_into_stock_is_not_untied_from_its_purchase(self):
        purchase = self._buy()
        self._receive(purchase.picking_ids)
        step = self._get_open(purchase, self.warehouse.wh_input_stock_loc_id)
        self._try(self._get_ways_out(step.move_ids, "incoming_line_id"), STAYS)
        with self._refusal(REFUSED):
            self._receive(step)
