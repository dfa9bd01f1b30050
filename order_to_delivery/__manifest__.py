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
        # Menus, whose actions come with their views
        "views/order_to_delivery_menus.xml",
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": ["order_to_delivery/static/src/**/*"],
        "web.assets_tests": ["order_to_delivery/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["order_to_delivery/static/tests/unit/**/*"],
    },
}
