"""Answers in a review: drafted from facts, corrected by people, sealed as signed."""

from . import (
    order_draft_material,
    order_draft_production,
    order_draft_purchasing,
    order_draft_payment,
    order_draft_sales,
    order_draft_quality,
    order_draft,
    order_review_draft_mixin,
    order_review_seal_mixin,
    order_review_earliest_mixin,
)
