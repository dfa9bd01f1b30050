"""What is open about goods that have left, as it stands on the desks.

The ids end in two digits that no other branch has, after one that tells these apart.
"""

# Customer service asks whether the advice reached the customer (H9.18).
ACKNOWLEDGEMENTS = """
    SELECT request.id::bigint * 1000 + 100, request.sale_order_id, request.company_id,
           'customer_service', 'acknowledge', NULL::int4, request.advice_date,
           request.acknowledgement_due_date, 'order.shipping.request', request.id
      FROM order_shipping_request request
     WHERE request.acknowledgement_due_date < (now() AT TIME ZONE 'UTC')::date
       AND request.acknowledged_date IS NULL AND request.arrived_date IS NULL
"""
# Logistics finds out about what should be there by now.
ARRIVALS = """
    SELECT request.id::bigint * 1000 + 200, request.sale_order_id, request.company_id,
           'logistics', 'arrival', NULL::int4, request.expected_arrival_date::timestamp,
           request.expected_arrival_date, 'order.shipping.request', request.id
      FROM order_shipping_request request
     WHERE request.expected_arrival_date < (now() AT TIME ZONE 'UTC')::date
       AND request.advice_date IS NOT NULL AND request.arrived_date IS NULL
"""
# Customer service settles what arrived otherwise than it was sent (H8.8).
DIFFERENCES = """
    SELECT receipt.id::bigint * 1000 + 300, receipt.sale_order_id, receipt.company_id,
           'customer_service', 'settle_difference', receipt.difference_user_id,
           receipt.signed_date, NULL::date, 'order.delivery.receipt', receipt.id
      FROM order_delivery_receipt receipt
     WHERE receipt.difference_state = 'open'
"""
# What has to travel with the goods is brought some days before they leave; from the
# day itself on, Customer Service tells the customer (H3.5).
DOCUMENTS = """
    SELECT request.id::bigint * 1000
           + CASE seat.kind WHEN 'logistics' THEN 800 ELSE 900 END,
           request.sale_order_id, request.company_id, seat.kind, 'documents',
           NULL::int4,
           (request.delivery_date - company.order_document_days)::timestamp,
           request.delivery_date, 'order.shipping.request', request.id
      FROM order_shipping_request request
      JOIN res_company company ON company.id = request.company_id
      JOIN (VALUES ('logistics'), ('customer_service')) seat (kind)
        ON seat.kind = 'logistics'
        OR request.delivery_date <= (now() AT TIME ZONE 'UTC')::date
     WHERE request.state IN ('draft', 'verified', 'released')
       AND request.delivery_date - company.order_document_days
           <= (now() AT TIME ZONE 'UTC')::date
       AND request.id IN (
           SELECT document.request_id
             FROM order_shipping_document document
            WHERE document.state = 'missing' AND document.is_required)
"""
SHIPPING_STEPS = [
    ("documents", "Bring the documents that the shipment still lacks"),
    ("acknowledge", "Ask the customer whether the shipping advice reached him"),
    ("arrival", "Find out whether the goods arrived, or report their delay"),
    ("settle_difference", "Settle with the customer what arrived otherwise"),
]
SHIPPING_BRANCHES = (ACKNOWLEDGEMENTS, ARRIVALS, DIFFERENCES, DOCUMENTS)
