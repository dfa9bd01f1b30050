"""What a line says of its product being new, and what was proposed (H1.4)."""

from odoo import fields, models

# From what asks Technical least to what asks it most.
WEIGHTS = {"standard": 0, "changed": 1, "new": 2}


class OrderChangeLineMixin(models.AbstractModel):
    _name = "order.change.line.mixin"
    _description = "New or Changed Product of an Order's Line"

    # Only so that the mixin stands alone: the line's own definitions win.
    change_kind = fields.Selection([("standard", "As before")])
    order_id = fields.Many2one("sale.order")
    product_id = fields.Many2one("product.product")

    proposed_change_kind = fields.Selection(
        [
            ("standard", "As before"),
            ("changed", "Changed product"),
            ("new", "New product"),
        ],
        string="Proposed",
        readonly=True,
        copy=False,
        help="By what was delivered before, and by its bill of materials.",
    )
    change_kind_reason = fields.Char(
        string="Why Not as Proposed",
        copy=False,
        help="Asked for where less is said of the product than was proposed.",
    )

    def _is_overruled(self):
        """Tell whether less is said of the product than was proposed."""
        self.ensure_one()
        said = WEIGHTS[self.change_kind or "standard"]
        return said < WEIGHTS[self.proposed_change_kind or "standard"]

    def _write_proposed_change_kind(self, kind):
        """Keep what is proposed, and say so where nobody said anything."""
        for line in self.sudo():  # what was proposed is nobody's to write by hand
            if line.proposed_change_kind != kind:
                line.proposed_change_kind = kind
            if not line.change_kind and kind in ("changed", "new"):
                line.change_kind = kind

    def _get_proposed_label(self):
        field = self._fields["proposed_change_kind"]
        labels = dict(field._description_selection(self.env))
        return labels.get(self.proposed_change_kind, "")

    def _describe_overruled(self):
        return self.env._(
            "%(order)s: %(product)s was proposed as %(proposed)s. Say in its line why "
            "it is not, or leave it as proposed.",
            order=self.order_id.name,
            product=self.product_id.display_name,
            proposed=self._get_proposed_label(),
        )
