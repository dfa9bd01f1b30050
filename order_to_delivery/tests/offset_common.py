"""Offsets as both sides sign them, and the bills against which they are set."""

from base64 import b64encode

from odoo import Command, fields


class OffsetMixin:
    def _bill(self, order, amount, **values):
        """Return a posted bill by which we owe the order's customer money."""
        bill = self.as_("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": order.partner_id.id,
                "currency_id": order.currency_id.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Steel", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        bill.action_post()
        return bill

    def _agreement(self):
        return self.as_("finance", self.env["ir.attachment"]).create(
            {"name": "agreement.pdf", "datas": b64encode(b"Signed by both sides")}
        )

    def _draft(self, order, amount, bill=None, **values):
        bill = bill if bill is not None else self._bill(order, amount)
        return self.as_("finance", self.env["order.offset"]).create(
            {
                "sale_order_id": order.id,
                "amount": amount,
                "bill_id": bill.id,
                "file_ids": [Command.set(self._agreement().ids)],
                **values,
            }
        )

    def _countersign(self, offset):
        self.as_("deputy_general_manager", offset).action_countersign()

    def _set_off(self, order, amount, bill=None, **values):
        """Return an offset in force."""
        offset = self._draft(order, amount, bill, **values)
        offset.action_sign()
        self._countersign(offset)
        return offset

    def _undo(self, offset):
        offset.undo_reason = "The customer has recalled it."
        offset.action_undo()

    def _get_lines(self, offset, account_type):
        return offset.account_move_ids.line_ids.filtered(
            lambda line: line.account_id.account_type == account_type
        )
