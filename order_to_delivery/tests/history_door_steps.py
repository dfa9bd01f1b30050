"""The steps at the door: what the deliverer reports, and Finance books."""

from .history_ledger import Paid

AT_DOOR = ("cash", "card", "cheque")


class DoorStepsMixin:
    def _get_door_due(self):
        """Return what the deliverer is told to collect."""
        model = self.model
        asked = round(model.total * model.plan.door, 2) * model.shipped_share
        brought = max(model.received - model.release_due, 0.0)
        due = asked - brought - sum(paid.amount for paid in self.reported)
        return 0.0 if model.is_covered(due, 0.0) else round(due, 2)

    def step_report(self, number):
        """Report what was collected at the door, as Logistics."""
        self.order.invalidate_recordset(["order_delivery_receipt_ids"])
        receipt = self._choose(
            self.order.order_delivery_receipt_ids.sorted("id"), number
        )
        if not receipt:
            return
        amount = self._get_door_due() if number % 2 else self._get_share(number)
        paid = Paid(amount or 1.0)
        how = AT_DOOR[number % len(AT_DOOR)]
        if how == "cheque":
            paid.paper, paid.state = how, "received"
        deliverer = self.as_("logistics", receipt)
        self._act(
            True,
            lambda: deliverer.action_report_collected(paid.amount, how, "Driver Wu"),
        )
        paid.record = receipt.door_report_ids.sorted("id")[-1:]
        self.reported.append(paid)

    def step_book(self, number):
        """Book a report, as Finance."""
        paid = self._choose(self.reported, number)
        if not paid:
            self.step_report(number)
            return
        report = paid.record
        self._act(True, self.as_("finance", report).action_book)
        paid.record = report.sudo().payment_id.sudo(False)
        self.reported.remove(paid)
        self.ledger.paid.append(paid)
        self.model.judge_money()
