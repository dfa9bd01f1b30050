"""What of reviews waits on a desk besides answers and decisions."""

MEETINGS = """
    SELECT review.id::bigint * 100 + 60, review.sale_order_id, review.company_id,
           'deputy_general_manager', 'sign_minutes', review.meeting_called_by_id,
           review.meeting_called_date, review.due_date, 'order.review', review.id
      FROM order_review review
     WHERE review.meeting_called_date IS NOT NULL AND review.minutes_date IS NULL
       AND review.state IN ('circulated', 'answered')
"""
REVIEW_BRANCHES = (MEETINGS,)
REVIEW_STEPS = [("sign_minutes", "Hold the review meeting and sign its minutes")]
