from . import (
    customer_grade,
    customer_grade_criterion,
    customer_grade_record_mixin,
    customer_grade_standard_mixin,
    customer_grade_change,
    customer_grade_fact,
)
