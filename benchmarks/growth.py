"""What must not grow: queries with lines, queries with orders, the desk with time."""

from .database import Cost
from .figures import Row

BATCH = 20
LONG = 50
PENDING = 1000
MONEY = 80
# Rows that only fill the desk, dealt to the orders there are, in rounds of their own.
FILL_DESK = """
    INSERT INTO order_milestone (sale_order_id, company_id, station, round, line_key,
                                 asked, department, is_here, held_since)
    SELECT so.id, so.company_id, 'deposit', -n, '', 'deposit', 'finance', TRUE, now()
      FROM generate_series(1, %s) n
      JOIN (SELECT id, company_id, count(*) OVER () AS number,
                   row_number() OVER (ORDER BY id) AS place
              FROM sale_order) so ON so.place = n %% so.number + 1
"""

# What a list reads of each entry.
NAMED = {"fields": {"display_name": {}}}
SHOWN_ON_DESK = {
    "sale_order_id": NAMED,
    "partner_id": NAMED,
    "client_order_ref": {},
    "department": {},
    "asked": {},
    "user_id": NAMED,
    "since": {},
    "due_date": {},
    "is_late": {},
}


def measure(plain, ours, number):
    """Return the rows of growth; each is measured a few times."""
    turns = max(number // 50, 1)
    return [
        _confirm(plain, ours, turns, 1, LONG),
        _confirm(plain, ours, turns, BATCH, 5),
        _accept(plain, ours, turns, 1, LONG),
        _accept(plain, ours, turns, BATCH, 5),
        _money(ours),
        *_desk(ours),
    ]


def _name(verb, number, lines):
    return f"{verb} {number} orders at once" if number > 1 else f"{verb} {lines} lines"


def _confirm(plain, ours, turns, number, lines):
    """Confirm orders that wait for their instruction, and launch nothing yet.

    In plain Odoo orders of services launch nothing either.
    """
    row = Row(_name("Confirm, held,", number, lines), most_queries=12)
    for _ in range(turns):
        orders = [ours.prepare("make", lines) for _ in range(number)]
        others = [plain.prepare("service", lines) for _ in range(number)]
        row.add(plain.confirm(others), ours.confirm(orders))
    return row


def _accept(plain, ours, turns, number, lines):
    """Confirm and accept against a plain confirmation that launches the same."""
    row = Row(_name("Confirm and instruct,", number, lines), most_queries=28)
    for _ in range(turns):
        orders = [ours.prepare("make", lines) for _ in range(number)]
        confirm = ours.confirm(orders)
        ours.issue(orders)
        costs = confirm + ours.accept(orders)
        others = [plain.prepare("make", lines) for _ in range(number)]
        row.add(plain.confirm(others), costs)
    return row


def _money(ours):
    """Tell the money of many orders: one query, whatever their number."""
    row = Row(f"Money of {MONEY} orders", most_queries=1)

    def work(env):
        orders = env["sale.order"].search([], limit=MONEY)
        orders._get_money()  # reads the orders themselves
        before = env.cr.sql_log_count
        orders._get_money()
        return env.cr.sql_log_count - before

    queries, cost = ours.database.request(None, work)
    row.add(None, Cost(cost.milliseconds, queries))
    return row


def _desk(ours):
    """Count what waits for Finance on a full desk, and show its first page."""
    mine = [("is_mine", "=", True)]
    count = Row(f"Desk's counter, {PENDING} pending", most_milliseconds=50)
    page = Row(f"Desk's first page, {PENDING} pending")
    ours.database.do(None, lambda env: env.cr.execute(FILL_DESK, [PENDING]))
    for _ in range(5):
        count.add(None, _ask_desk(ours, "search_count", mine))
        page.add(None, _ask_desk(ours, "web_search_read", mine, SHOWN_ON_DESK, 0, 80))
    return [count, page]


def _ask_desk(ours, method, *arguments):
    return ours.database.request(
        "finance", lambda env: getattr(env["order.desk.entry"], method)(*arguments)
    )[1]
