"""Boards by state show their columns in the order of the way, not of the alphabet."""

from lxml import etree

from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestKanbanColumns(OrderToDeliveryCase):
    def _get_boards(self):
        """Return the models of ours whose kanban is grouped by their state."""
        views = self.env["ir.ui.view"].search(
            [("type", "=", "kanban"), ("model", "=like", "order.%")]
        )
        return {
            view.model
            for view in views
            if etree.fromstring(view.arch).get("default_group_by") == "state"
        }

    def test_each_board_by_state_sorts_its_columns(self):
        boards = self._get_boards()
        self.assertIn("order.sample", boards)
        for model in boards:
            with self.subTest(model):
                self.assertTrue(self.env[model]._fields["state"].group_expand)

    def test_samples_stand_from_requested_to_ordered(self):
        samples = self.env["order.sample"]
        for state in ("sent", "cancelled", "requested", "made"):
            sample = samples.create(
                {"partner_id": self.partners["B"].id, "description": state}
            )
            sample.state = state
        groups = samples.with_context(read_group_expand=True).web_read_group(
            [("id", "in", samples.search([]).ids)], ["state"], ["__count"]
        )
        self.assertEqual(
            [group["state"] for group in groups["groups"]],
            ["requested", "made", "sent", "cancelled"],
        )
