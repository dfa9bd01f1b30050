{
    "name": "Order to Delivery",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "Order review, deposit before production, payment before release",
    "author": "Order to Delivery contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "sale_management",
        "sale_stock",
        "sale_mrp",
        "sale_margin",
        "purchase_stock",
        "purchase_requisition",
        "stock_delivery",
        "account_payment",
        "portal",
        "calendar",
        "purchase_request",
    ],
    "data": [
        # Security
        "security/order_to_delivery_groups.xml",
        "security/ir.model.access.csv",
        "security/order_to_delivery_rules.xml",
        # Papers
        "reports/paper_layout.xml",
        "reports/report_order_confirmation.xml",
        "reports/report_production_instruction.xml",
        "reports/report_balance_notice.xml",
        "reports/report_shipping_request.xml",
        "reports/report_dispatch_note.xml",
        "reports/report_shipping_advice.xml",
        "reports/report_delivery_receipt.xml",
        # Data
        "data/order_progress_crons.xml",
        # What people are told
        "data/order_review_notices.xml",
        # Menus, whose actions come with their views
        "views/order_to_delivery_menus.xml",
        "views/order_desk_entry_views.xml",
        "views/sale_order_views.xml",
        "views/order_ledger_views.xml",
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": ["order_to_delivery/static/src/**/*"],
        "web.assets_tests": ["order_to_delivery/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["order_to_delivery/static/tests/unit/**/*"],
    },
}
