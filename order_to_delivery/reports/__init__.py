from . import (
    ir_actions_report,
    order_export_paper,
    order_paper,
    order_reminder_paper,
    res_currency,
)
