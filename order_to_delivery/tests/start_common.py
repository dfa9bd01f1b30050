"""Orders whose manufacturing orders stand before their start."""

from odoo import Command, fields

from .buying_common import PurchaseCase

LACKS = "lacks 30 Units of .*Motor"


class StartCase(PurchaseCase):
    """Ten machines of three motors each; no motor is there."""

    @classmethod
    def _add_operation(cls):
        cls.machine.bom_ids.operation_ids = [
            Command.create({"name": "Assemble", "workcenter_id": cls.workcenter.id})
        ]

    def _made(self, lines=None, **values):
        """Return the manufacturing order of an instructed order."""
        order = self._instructed(lines or [(self.machine, 10)], **values)
        return self._productions(order)

    def _start(self, production, by="production"):
        self.call(by, production, "action_start")

    def _starts(self, production, by="production"):
        """Return the ways by which a manufacturing order is started."""
        unasked = {"skip_backorder": True, "skip_consumption": True}
        return {
            "button": lambda: self._start(production, by),
            "quantity": lambda: self.call(
                by, production, "write", {"qty_producing": 10}
            ),
            "form": lambda: self.save(by, production, qty_producing=10),
            "work order": lambda: self.call(
                by, production.workorder_ids, "button_start"
            ),
            "work order done": lambda: self.call(
                by, production.workorder_ids, "button_finish"
            ),
            "work order list": lambda: self.call(
                by, production.workorder_ids, "set_state", "progress"
            ),
            "component": lambda: self.call(
                by, production.move_raw_ids, "write", {"picked": True}
            ),
            "done": lambda: self.call(
                by, production, "button_mark_done", context=unasked
            ),
            "rpc": lambda: self.call(by, production, "write", {"state": "progress"}),
            "rpc done": lambda: self.call(by, production, "write", {"state": "done"}),
            "direct": lambda: self.write_straight(production, state="progress"),
        }

    def _waive(self, record, order, by="production", rule="materials", **values):
        wizard = self.as_(by, self.env["order.gate.waive"]).create(
            {
                "sale_order_id": order.id,
                "gate": f"order.gate.production.needs.{rule}",
                "res_model": record._name,
                "res_id": record.id,
                "reason": "The motors come at noon.",
                **values,
            }
        )
        wizard.action_grant()
        return self.env["order.gate.waiver"].search([], order="id desc", limit=1)

    def _later(self, days):
        return fields.Date.add(fields.Date.today(), days=days)
