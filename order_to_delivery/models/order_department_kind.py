"""The departments of a make-to-order factory and the group that acts for each."""

DEPARTMENT_KINDS = [
    ("sales", "Sales"),
    ("customer_service", "Customer Service"),
    ("deputy_general_manager", "Deputy General Manager"),
    ("technical", "Technical"),
    ("quality", "Quality"),
    ("purchasing", "Purchasing"),
    ("material_control", "Material Control"),
    ("production", "Production"),
    ("warehouse", "Warehouse"),
    ("finance", "Finance"),
    ("logistics", "Logistics"),
    ("marketing_director", "Marketing Director"),
    ("supervisor", "Supervisor"),
]


def group_of(kind):
    """Return the external id of the group that acts for a kind of department."""
    return f"order_to_delivery.group_{kind}"
