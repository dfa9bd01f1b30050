from . import ir_actions_report, order_paper, res_currency
