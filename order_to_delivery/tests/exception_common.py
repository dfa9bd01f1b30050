"""Orders in production of which something goes wrong."""

from odoo import Command

from .supply_common import SupplyCase


class ExceptionCase(SupplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bom.operation_ids = [
            Command.create({"name": "Assemble", "workcenter_id": cls.workcenter.id})
        ]

    def _in_production(self):
        """Return the manufacturing order of an order that Production accepted."""
        return self._productions(self._instructed())

    def _open_dialog(self, source, kind="production", **values):
        """Open the dialog by its button, and fill it in, as the client does."""
        action = self.as_(kind, source).action_report_exception()
        return (
            self.env[action["res_model"]]
            .with_user(self.users[kind])
            .with_context(**action["context"])
            .create(
                {
                    "kind": "machine",
                    "description": "The press stands still.",
                    "effect_days": 3,
                    **values,
                }
            )
        )

    def _report(self, source=None, **values):
        """Return what Production reported of a manufacturing or work order."""
        source = source or self._in_production()
        production = (
            source if source._name == "mrp.production" else source.production_id
        )
        before = self._get_exceptions(production)
        self._open_dialog(source, **values).action_report()
        return self._get_exceptions(production) - before

    def _get_exceptions(self, production):
        return self.env["order.production.exception"].search(
            [("production_id", "=", production.id)]
        )

    def _plan(self, exception):
        clerk = self.as_("customer_service", exception)
        clerk.emergency_plan = "Night shift on the second press."
        clerk.action_plan()

    def _answer_for_customer(self, exception, answer="agreed"):
        self.as_("sales", exception).write(
            {"customer_answer": answer, "customer_contact": "Mr Chen"}
        )

    def _find_cause(self, exception):
        self.as_("production", exception).write(
            {"cause": "Bearing worn out.", "owner_id": self.users["production"].id}
        )
