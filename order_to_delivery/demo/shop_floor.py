"""What the shop floor did yesterday, and has in hand this morning.

Sheet metal and wiring make sub-assemblies for stock, assembly the cabinets of orders
that stand before production. Each step is taken by who takes it, at its hour.
"""

import contextlib
import datetime

from pytz import UTC, timezone

try:
    from freezegun import freeze_time
except ImportError:  # without it there is no yesterday
    freeze_time = None

MODULE = "order_to_delivery"
# What is made for stock: (code, quantity, login of its workshop's head).
FOR_STOCK = (
    ("BODY-600", 6, "production"),
    ("BODY-800", 4, "production"),
    ("ENC-600", 5, "production"),
    ("HARN-S", 8, "productionwiring"),
    ("PANEL-PLC", 3, "productionwiring"),
)
HEADS = {
    "sheet_metal": "production",
    "wiring": "productionwiring",
    "assembly": "productionassembly",
}


def work(env, way):
    """Let the shop floor work yesterday and begin today.

    :param way: steps as `history` takes them
    """
    if not freeze_time:
        return
    company = env.company
    today = company._get_local_day()
    yesterday = today - datetime.timedelta(days=1)
    zone = timezone(company.resource_calendar_id.tz or "UTC")
    shop = ShopFloor(env, way)
    with _at(yesterday, 8, zone):
        env["order.patrol"]._plan_rounds_of(env.company)
        shop.begin()
    with _at(yesterday, 11, zone):
        shop.go_round()
    with _at(yesterday, 12, zone):
        shop.finish_first()
    with _at(yesterday, 14, zone):
        shop.go_on()
    with _at(yesterday, 16, zone):
        shop.go_round(missed=1)
        shop.scrap_some()
        shop.finish_some()
    with _at(yesterday, 18, zone):
        shop.hand_in(yesterday)
    with _at(today, 8, zone):
        env["order.patrol"]._plan_rounds_of(env.company)
        shop.go_on()
        shop.pause_one()
        shop.check_points()
        shop.plan_anew(today)


@contextlib.contextmanager
def _at(day, hour, zone):
    """Let steps happen at an hour where the factory works, and never later than now."""
    local = zone.localize(datetime.datetime.combine(day, datetime.time(hour)))
    moment = local.astimezone(UTC).replace(tzinfo=None)
    with freeze_time(min(moment, datetime.datetime.now()), tick=True):
        yield


class ShopFloor:
    """The steps of a shift, over the calls that a Way makes."""

    def __init__(self, env, way):
        self.env, self.way = env, way
        self.made = {}  # manufacturing order: login of who makes it

    def begin(self):
        """Put sub-assemblies for stock and cabinets of orders in hand."""
        for code, quantity, login in FOR_STOCK:
            product = self.env["product.product"].search([("default_code", "=", code)])
            values = {"product_id": product.id, "product_qty": quantity}
            made = self.way.do(login, "mrp.production", "create", values)
            self.way.do(login, "mrp.production", "action_confirm", [made])
            self.made[made] = login
        for row in self._find_cabinets():
            self.made[row["id"]] = HEADS["assembly"]
        for made, login in self.made.items():
            self._press(login, made, 0, "button_start")

    def _find_cabinets(self):
        domain = [
            ("state", "=", "confirmed"),
            ("sale_line_id", "!=", False),
            ("reservation_state", "=", "assigned"),
        ]
        rows = self.way.find(
            "production", "mrp.production", domain, ["start_reasons", "origin"]
        )
        return [row for row in rows if not row["start_reasons"]][:3]

    def _get_workorders(self, made):
        domain = [("production_id", "=", made)]
        fields = ["state", "name", "needed_by_workorder_ids"]
        return self.way.find("production", "mrp.workorder", domain, fields)

    def _press(self, login, made, number, method):
        """Press a button of one operation of a manufacturing order, if it has it."""
        rows = self._get_workorders(made)
        if number < len(rows):
            self.way.do(login, "mrp.workorder", method, [rows[number]["id"]])

    def finish_first(self):
        """Finish the first operations, but of what still takes time, and have signed.

        Every other one waits for Quality's signature this morning.
        """
        for number, (made, login) in enumerate(self.made.items()):
            if number % 3 == 2:
                continue
            self._press(login, made, 0, "button_finish")
            workorder = self._get_workorders(made)[0]
            if self._is_inspected(made) and workorder["needed_by_workorder_ids"]:
                self._ask(login, made, workorder["id"], is_judged=number % 2)

    def _is_inspected(self, made):
        domain = [("id", "=", made)]
        fields = ["can_request_inspection"]
        [row] = self.way.find("production", "mrp.production", domain, fields)
        return row["can_request_inspection"]

    def _ask(self, login, made, workorder_id, is_judged):
        model = "order.inspection.request"
        values = {"production_id": made, "workorder_id": workorder_id}
        request = self.way.do(login, model, "create", values)
        self.way.do(login, model, "action_request", [request])
        if is_judged:
            domain = [("production_id", "=", made), ("state", "=", "draft")]
            for row in self.way.find("quality", "order.inspection", domain, ["id"]):
                for method in ("action_accept_all", "action_judge"):
                    self.way.do("quality", "order.inspection", method, [row["id"]])

    def go_round(self, missed=0):
        """Let Quality make the rounds that are due, and find something on the first.

        :param missed: how many of the last it forgets
        """
        now = datetime.datetime.now()
        domain = [("state", "=", "planned"), ("planned_date", "<=", str(now)[:19])]
        rounds = self.way.find("quality", "order.patrol", domain, ["id"])
        for number, row in enumerate(rounds[: len(rounds) - missed]):
            values = {"finding": "In order."}
            if not number and not missed:
                finding = "Two screws at the busbar below the prescribed torque."
                values = {"finding": finding, "is_problem": True}
            self.way.do("quality", "order.patrol", "write", [row["id"]], values)
            self.way.do("quality", "order.patrol", "action_done", [row["id"]])

    def scrap_some(self):
        """Scrap a harness that was cut too short."""
        made = next(m for m, login in self.made.items() if login == HEADS["wiring"])
        record = self.env["mrp.production"].browse(made)
        values = {"production_id": made, "product_id": record.product_id.id}
        values |= {"scrap_qty": 1, "product_uom_id": record.product_uom_id.id}
        scrap = self.way.do("warehouse", "stock.scrap", "create", values)
        self.way.do("warehouse", "stock.scrap", "action_validate", [scrap])

    def hand_in(self, day):
        """Have each workshop sign what it made in a day."""
        model = "order.daily.report"
        for workshop, login in HEADS.items():
            department = self.env.ref(f"{MODULE}.department_{workshop}")
            values = {"department_id": department.id, "date": day.isoformat()}
            report = self.way.do(login, model, "create", values)
            self.way.do(login, model, "action_hand_in", [report])

    def go_on(self):
        """Begin the second operation of what was signed off after the first."""
        for made, login in self.made.items():
            rows = self._get_workorders(made)
            is_free = rows[0]["state"] == "done" and len(rows) > 1
            if is_free and rows[1]["state"] == "ready" and not self._is_unsigned(rows):
                self._press(login, made, 1, "button_start")

    def _get_running(self):
        """Return what is at its second operation: manufacturing orders and logins."""
        running = []
        for made, login in self.made.items():
            states = [row["state"] for row in self._get_workorders(made)]
            if states[1:] == ["progress"]:
                running.append((made, login))
        return running

    def finish_some(self):
        """Finish the second operation of every other one that is at it."""
        for made, login in self._get_running()[::2]:
            self._press(login, made, 1, "button_finish")

    def pause_one(self):
        """Pause one bench, which waits for its tool."""
        for made, login in self._get_running()[:1]:
            self._press(login, made, 1, "button_pending")

    def _is_unsigned(self, rows):
        domain = [("workorder_id", "=", rows[0]["id"]), ("state", "=", "draft")]
        return bool(self.way.find("quality", "order.inspection", domain, ["id"]))

    def check_points(self):
        """Let Customer Service tick what was due last week, and half of what is now."""
        model, clerk = "order.monitoring.check", "customer_service"
        today = datetime.date.today()
        domain = [("state", "=", "open"), ("due_date", "<=", today.isoformat())]
        rows = self.way.find(clerk, model, domain, ["due_date"])
        last_week = str(today - datetime.timedelta(days=7))
        late = [row["id"] for row in rows if str(row["due_date"]) < last_week]
        recent = [row["id"] for row in rows if row["id"] not in late]
        ticked = late + recent[::2]
        values = {"finding": "Seen in the workshop; as agreed."}
        self.way.do(clerk, model, "write", ticked, values)
        self.way.do(clerk, model, "action_check", ticked)

    def plan_anew(self, today):
        """Put one cabinet off, because another order goes first."""
        domain = [("state", "=", "confirmed"), ("sale_line_id", "!=", False)]
        rows = self.way.find("production", "mrp.production", domain, ["id"])
        for row in [row for row in rows if row["id"] not in self.made][:1]:
            model = "order.schedule.replan"
            start = datetime.datetime.combine(
                today + datetime.timedelta(days=2), datetime.time(1)
            )
            values = {
                "production_ids": [(6, 0, [row["id"]])],
                "date_start": str(start),
                "cause": "other",
                "note": "The crane cabinets of another order go first.",
            }
            dialog = self.way.do("production", model, "create", values)
            for method in ("action_show", "action_keep"):
                self.way.do("production", model, method, [dialog])
