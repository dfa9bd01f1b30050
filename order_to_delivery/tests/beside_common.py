"""Apps of Odoo that ours does not need, and whose goods go other ways."""

from unittest import SkipTest

from odoo import Command

NEEDED = ("stock_picking_batch", "stock_dropshipping", "mrp_subcontracting_purchase")


class BesideMixin:
    """Skips loudly where the neighbours are not installed; mixed into a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        found = cls.env["ir.module.module"].search(
            [("name", "in", NEEDED), ("state", "=", "installed")]
        )
        if len(found) < len(NEEDED):
            raise SkipTest(
                f"needs {', '.join(NEEDED)}, which `./dev test` installs by itself"
            )

    # Batches and waves

    def _batch(self, pickings, kind="warehouse", **values):
        """Put transfers together as the warehouse does."""
        batch = self.as_(kind, self.env["stock.picking.batch"]).create(
            {"picking_ids": [Command.link(one.id) for one in pickings], **values}
        )
        batch.action_confirm()
        return batch.with_env(self.env)

    def _wave(self, operations, kind="warehouse"):
        """Move operations of transfers into a wave of their own."""
        operations = self.as_(kind, operations)
        wizard = self.as_(kind, self.env["stock.add.to.wave"]).with_context(
            active_model="stock.move.line", active_ids=operations.ids
        )
        wizard.create({"mode": "new"}).attach_pickings()
        operations.invalidate_recordset()
        return operations.picking_id.batch_id.with_env(self.env)

    def _count(self, operations, quantity=None):
        """Count goods as a scanner does: line by line, and picked."""
        for line in operations:
            line.write(
                {
                    "quantity": line.quantity if quantity is None else quantity,
                    "picked": True,
                }
            )

    def _certify(self, inspection, kind="inspector"):
        """Attach the vendor's certificate to an inspection."""
        inspection = self.as_(kind, inspection)
        paper = inspection.env["ir.attachment"].create(
            {"name": "certificate.pdf", "raw": b"%PDF", "res_model": inspection._name}
        )
        inspection.attachment_ids = [Command.link(paper.id)]
        return inspection.with_env(self.env)
