"""A line that is made by the old recipe, since the customer insists (H9.3)."""

from odoo import fields, models


class OrderOldRecipeMixin(models.AbstractModel):
    _name = "order.old.recipe.mixin"
    _description = "Line That Keeps the Old Recipe"

    # Only so that the mixin stands alone: the line's own definition wins.
    specification = fields.Text()
    keeps_old_recipe = fields.Boolean(
        string="Old Recipe",
        help="The customer insists on the old recipe: the confirmation says so in "
        "writing, and Production is instructed so.",
    )

    def _prepare_snapshot_wishes(self):
        """Return what the customer insists on, as it stands in the snapshot.

        What nobody insists on stands in no snapshot, so that a line without wishes
        has the content that it always had.
        """
        self.ensure_one()
        return {"keeps_old_recipe": True} if self.keeps_old_recipe else {}

    def _get_made_specification(self):
        """Return what Production makes the line by: its specification, and the wish."""
        self.ensure_one()
        wish = self.env._("Old recipe, as the customer insists.")
        texts = (self.specification, self.keeps_old_recipe and wish)
        return "\n".join(filter(None, texts)) or False
