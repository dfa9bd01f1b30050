from . import (
    confirmation_needs_review,
    confirmation_needs_signature,
    instruction_needs_signature,
    review_needs_answers,
    review_needs_dates,
    review_needs_intake,
    release_needs_quantity,
    release_needs_review,
    release_needs_signature,
    shipping_needs_order,
    shipping_needs_request,
)
