"""What a seat answers of materials and recipe, and what of it it owes (H9.3, H9.5)."""

from odoo import api, fields, models

# Asked later than the rest of an answer: where empty they stand in no seal, so that
# what was sealed before keeps the seal that it had.
POSITION_FIELDS = frozenset({"material_position", "material_note", "recipe_kind"})


class OrderAnsweredPositionMixin(models.AbstractModel):
    _name = "order.answered.position.mixin"
    _description = "Position of Materials and Recipe in an Answer"

    # Only so that the mixin stands alone: the answer's own definitions win.
    kind = fields.Char()
    review_id = fields.Many2one("order.review")
    revision_id = fields.Many2one("order.revision")
    material_position = fields.Selection(
        [
            ("available", "Available"),
            ("arriving", "Arriving in Time"),
            ("short", "Short"),
        ],
        copy=False,
        help="The position of the raw materials, which Production plans with.",
    )
    material_note = fields.Text(
        string="Materials",
        copy=False,
        help="What is short, and when it could be here.",
    )
    recipe_kind = fields.Selection(
        [
            ("same", "As Before"),
            ("changed", "Changed"),
            ("old", "Old Recipe, as the Customer Insists"),
        ],
        string="Recipe",
        copy=False,
        help="Whether the recipe changes for this order.",
    )
    answered_positions = fields.Text(
        string="Position of Materials",
        compute="_compute_answered_positions",
        help="What Technical and Material Control answered of the raw materials.",
    )

    @api.depends("review_id.signoff_ids.state")
    @api.depends_context("lang")
    def _compute_answered_positions(self):
        field = self._fields["material_position"]
        labels = dict(field._description_selection(self.env))
        for signoff in self:
            # What others wrote is for all who answer.
            others = signoff.sudo().review_id.signoff_ids
            signoff.answered_positions = "\n".join(
                "%s: %s"
                % (
                    other.department_id.name,
                    " – ".join(
                        filter(
                            None,
                            (labels[other.material_position], other.material_note),
                        )
                    ),
                )
                for other in others - signoff
                if other.state == "signed" and other.material_position
            )

    def _prepare_carried_position(self, answer_id):
        """Return what an earlier answer said of these, where it is carried over."""
        answer = self.browse(answer_id or ())
        return {name: answer[name] for name in POSITION_FIELDS if answer[name]}

    def _owes_material_position(self):
        """Tell whether the seat answers for the materials of what is made.

        It is Material Control; Technical where Material Control has no seat.
        """
        review = self.sudo().review_id  # who sits in the review is no secret
        kinds = review.signoff_ids.mapped("kind")
        seat = "material_control" if "material_control" in kinds else "technical"
        return self.kind == seat and review.kind == "full" and review._has_made_lines()

    def _get_missing_positions(self):
        """Return what the answer lacks of materials and recipe, as sentences."""
        missing = []
        if self._owes_material_position() and not self.material_position:
            missing.append(self.env._("the position of the materials"))
        if self.material_position == "short" and not self.material_note:
            missing.append(
                self.env._("which material is short, and when it could be here")
            )
        if self.kind == "technical" and self.review_id.kind == "full":
            missing += self._get_missing_recipe()
        return missing

    def _get_missing_recipe(self):
        keeps_old = self._keeps_old_recipe()
        if not self.recipe_kind:
            is_asked = keeps_old or self._has_changed_products()
            return [self.env._("whether the recipe changes")] if is_asked else []
        if self.recipe_kind == "changed" and keeps_old:
            return [
                self.env._(
                    "an answer for the old recipe, on which the customer insists: "
                    "refuse, if it cannot be made so any more"
                )
            ]
        if self.recipe_kind == "old" and not keeps_old:
            return [
                self.env._(
                    "the customer's wish for the old recipe on the order, so that it "
                    "is confirmed in writing: Sales proposes that change"
                )
            ]
        return []

    def _keeps_old_recipe(self):
        """Tell whether the customer insists on the old recipe of a line."""
        snapshot = self.sudo().revision_id.snapshot  # not every seat reads revisions
        return any(
            line["goods"].get("keeps_old_recipe") for line in snapshot["lines"].values()
        )
