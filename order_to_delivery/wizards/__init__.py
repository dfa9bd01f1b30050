from . import order_confirmation_unclear, order_confirmation_upload

from . import order_feedback_log, order_named_document_mixin
from . import order_intake_ask
from . import order_revision_propose_terms_mixin
from . import order_revision_propose
from . import order_revision_propose_plan
from . import order_revision_propose_line
from . import order_door_report_enter
from . import order_delivery_receipt_sign, order_shipping_request_withdraw
from . import order_delivery_receipt_settle
from . import order_dispatch_archive
from . import order_shipping_request_acknowledge, order_shipping_request_follow
from . import order_production_exception_report
from . import order_schedule_replan, order_schedule_replan_line
from . import (
    account_payment_register,
    base_partner_merge_automatic_wizard,
    order_book_breach,
    mrp_consumption_warning,
    order_company_switch,
    order_gate_settle,
    order_gate_waive,
    order_inspection_concede,
    order_inspection_decline,
    order_inspection_request,
    order_link,
    order_load_line,
    order_material_need_line,
    order_price_settle,
    order_process_document_add,
    order_requisition_advance,
    order_requisition_advance_line,
    order_requisition_refuse,
    order_review_decline_date,
    order_seal_check,
    order_seal_finding,
    order_settings_intake_mixin,
    order_settings_review_mixin,
    order_settings_signature_mixin,
    order_settings,
    order_standards,
    order_supply_decide,
    order_vendor_promise_record,
    order_vendor_promise_record_line,
    purchase_request_line_make_purchase_order,
    purchase_requisition_create_alternative,
    stock_return_picking,
    stock_return_picking_line,
)
