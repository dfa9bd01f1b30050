from . import (
    confirmation_needs_review,
    confirmation_needs_signature,
    instruction_needs_signature,
    review_needs_answers,
    review_needs_dates,
    review_needs_intake,
)
