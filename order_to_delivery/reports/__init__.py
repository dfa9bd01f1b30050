from . import ir_actions_report, order_export_paper, order_paper, res_currency
