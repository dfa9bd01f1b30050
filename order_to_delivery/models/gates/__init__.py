from . import (
    confirmation_needs_review,
    review_needs_answers,
    review_needs_dates,
    review_needs_intake,
)
