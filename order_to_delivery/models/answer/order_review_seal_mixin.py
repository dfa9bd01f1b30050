"""The seal of an answer: all that was signed, and the seal of the answer before it."""

from odoo import fields, models
from odoo.tools import SQL

from ..order_alternative_mixin import ALTERNATIVE_FIELDS
from ..order_answered_position_mixin import POSITION_FIELDS
from ..order_snapshot_mixin import (
    ASPECTS,
    ASPECTS_BY_KIND,
    OTHER_ASPECTS,
    hash_canonical,
)

# Where these are empty they stand in no seal, as in those from before they were asked.
LATER_FIELDS = POSITION_FIELDS | ALTERNATIVE_FIELDS | {"draft"}
# What the person on the seat writes before signing.
WRITTEN_FIELDS = (
    POSITION_FIELDS
    | ALTERNATIVE_FIELDS
    | {
        "text",
        "technical_notes",
        "has_no_obstacle",
        "answer_date",
        "line_ids",
    }
)
# What only signing writes.
SIGNED_FIELDS = frozenset(
    {
        "review_id",
        "department_id",
        "verdict",
        "signed_by_id",
        "on_behalf_of_id",
        "signed_date",
        "aspects",
        "content_hash",
        "draft",
        "carried_from_id",
        "seal",
        "previous_seal",
    }
)
SEALED_FIELDS = WRITTEN_FIELDS | SIGNED_FIELDS


class OrderReviewSealMixin(models.AbstractModel):
    _name = "order.review.seal.mixin"
    _inherit = ["order.sealed.mixin"]
    _description = "Seal of an Answer in an Order Review"

    # Only so that the mixin stands alone: the answer's own definitions win.
    review_id = fields.Many2one("order.review")
    state = fields.Char()
    kind = fields.Char()
    is_senior = fields.Boolean(string="Senior Seat")
    line_ids = fields.One2many("order.review.signoff.line", "signoff_id")
    seal = fields.Char(readonly=True, copy=False)
    previous_seal = fields.Char(readonly=True, copy=False)

    def _seal(self, **values):
        """Sign: write the answer once and for all, chained to the one before."""
        self.ensure_one()
        signoff = self.sudo()  # the signature is protected against everybody
        review, aspects = signoff.review_id, signoff._get_aspects()
        content = {aspect: review.revision_id[f"{aspect}_hash"] for aspect in aspects}
        values = {
            "signed_date": fields.Datetime.now(),
            "aspects": ",".join(aspects),
            "content_hash": hash_canonical(content),
            "previous_seal": review.seal_head or "",
            **signoff._prepare_carried_position(values.get("carried_from_id")),
            **values,
        }
        values["seal"] = signoff._get_seal(values)
        signoff._set_state("signed", ["waiting", "open"], **values)
        review._fields["seal_head"]._update_cache(review, values["seal"])

    def _query_seal_head(self):
        """Note the answer on its review, in the statement that seals it."""
        if self.state != "signed":
            return super()._query_seal_head()
        review = self.review_id
        return SQL(
            "UPDATE order_review SET seal_head = %s WHERE id = %s", self.seal, review.id
        )

    def _get_seal(self, values=None):
        """Return the SHA-256 of all that was signed and of the seal before it."""
        self.ensure_one()
        values = values or {}

        def get(name):
            value = values[name] if name in values else self[name]
            value = value.id if isinstance(value, models.BaseModel) else value
            # A database orders the keys of what was drafted as it likes.
            value = hash_canonical(value) if isinstance(value, dict) else value
            return str(value) if value else ""

        names = sorted(SEALED_FIELDS - {"seal", "line_ids"})
        return hash_canonical(
            {
                **{n: get(n) for n in names if n not in LATER_FIELDS or get(n)},
                "lines": [line._get_sealed_values() for line in self.line_ids],
            }
        )

    def _get_aspects(self):
        if self.review_id.kind == "standard" or self.is_senior:
            return ASPECTS
        return ASPECTS_BY_KIND.get(self.kind, OTHER_ASPECTS)
