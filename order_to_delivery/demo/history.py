"""The demo factory's last ninety days: orders walked to where they stand today."""

import contextlib
import datetime
import logging

from . import samples, shop_floor
from .held import HELD
from .way import STEPS, Way

try:
    from freezegun import freeze_time
except ImportError:  # without it the orders are all of today
    freeze_time = None

_logger = logging.getLogger(__name__)
MODULE = "order_to_delivery"
CABINETS = (
    "CC-PUMP-7",
    "CC-PLC-S",
    "CC-DIST-250",
    "CC-PUMP-22",
    "CC-KILN",
    "CC-CRANE",
    "CC-ELEV",
    "CC-PLC-X",
    "CC-DIST-1600",
)
SPARES = ("SP-FUSE", "SP-FILTER", "SP-LAMP", "SP-KEY")
# How many orders stand before each step today; "" came to the end.
STANDING = (
    ("", 24),
    ("submit", 3),
    ("circulate", 3),
    ("answer", 3),
    ("close", 2),
    ("send_confirmation", 3),
    ("sign_confirmation", 3),
    ("pay_deposit", 3),
    ("issue_instruction", 2),
    ("accept_instruction", 3),
    ("make", 3),
    ("inspect_goods", 1),
    ("send_balance_notice", 2),
    ("pay_balance", 3),
    ("request_shipping", 2),
    ("verify", 2),
    ("release", 2),
    ("ship", 2),
    ("advise", 2),
    ("sign_receipt", 2),
)
# The first customer of a grade, and how many there are.
CUSTOMERS = {"A": (1, 5), "B": (6, 8)}
# Grade A's signed paper follows after production was instructed.
LATER = ("send_confirmation", "sign_confirmation")


def walk_orders(env):
    """Walk all orders, the oldest first, each day's steps on their day.

    The last ones stand where they are for a reason of their own: see HELD.
    """
    plain = [(step, None) for step, number in STANDING for _order in range(number)]
    held = [(row.stop, row) for row in HELD]
    today = datetime.date.today()
    for index, (stop, row) in enumerate((*plain, *held)):
        days = (row and row.days) or _get_age(index, len(plain), stop)
        start = today - datetime.timedelta(days=days)
        try:
            with env.cr.savepoint():
                way, order_id = _walk_order(env, index, stop, start, row)
                if row:
                    row.hold(way, order_id)
        except Exception:
            _logger.exception("Order %s of the demo factory stopped early.", index + 1)
    for name, work in (("shop floor", shop_floor.work), ("samples", samples.walk)):
        try:
            with env.cr.savepoint():
                work(env, Way(_make_call(env)))
        except Exception:
            _logger.exception("The %s of the demo factory stopped early.", name)


def _get_age(index, total, stop):
    """Return how many days ago an order was taken; ended orders are the oldest."""
    if not stop:
        return 90 - index * 2
    steps = STEPS.index(stop)
    return max(1, steps + (total - index) % 5)


def _walk_order(env, index, stop, start, held=None):
    first, count = CUSTOMERS[held.grade] if held else (1, 20)
    number = first + index % count
    customer = env.ref(f"{MODULE}.customer_{number:02d}")
    grade = customer.customer_grade_id.code
    way = Way(_make_call(env), start, wait=_make_wait(env))
    steps = _order_steps(grade)
    days = max(1, (datetime.date.today() - start).days)
    order_id = None
    for number, step in enumerate(("take", *steps)):
        if stop and step == stop:
            break
        day = start + datetime.timedelta(days=days * number // len(steps))
        with _on(day):
            if step == "take":
                order_id = way.take(
                    customer.id,
                    _get_lines(env, index, held),
                    client_order_ref=f"PO-{2600 + index}",
                )
            else:
                getattr(way, step)(order_id)
            env.cr.flush()
    return way, order_id


def _order_steps(grade):
    if grade != "A":
        return STEPS
    steps = [step for step in STEPS if step not in LATER]
    place = steps.index("accept_instruction") + 1
    return (*steps[:place], *LATER, *steps[place:])


def _get_lines(env, index, held=None):
    """Return one to three lines: cabinets, now and then spares."""

    def line(code, quantity):
        product = env["product.product"].search([("default_code", "=", code)])
        return {"product_id": product.id, "product_uom_qty": quantity}

    if held:
        return [line(held.code, 2)]
    if index % 9 == 8:
        return [line(SPARES[index % 4], 10 + index)]
    lines = [line(CABINETS[index % 9], 1 + index % 4)]
    if index % 3 == 0:
        lines.append(line(CABINETS[(index + 4) % 9], 1 + index % 2))
    if index % 4 == 1:
        lines.append(line(SPARES[index % 4], 5))
    return lines


def _make_call(env):
    """Return a call that does a method as a login, checked like a call from outside."""

    def call(login, model, method, *args, **kwargs):
        user = env["res.users"].search([("login", "=", login)])
        records = env[model].with_user(user).with_company(user.company_id)
        context = kwargs.pop("context", {})
        records = records.with_context(lang=user.lang, **context)
        if method not in ("create", "search_read", "search_count"):
            records, args = records.browse(args[0]), args[1:]
        result = getattr(records, method)(*args, **kwargs)
        return result.id if method == "create" else result

    return call


def _make_wait(env):
    """Return what the server's cron does for an order that money came in for."""
    return lambda order_id: env["sale.order"].browse(order_id)._resume_held()


@contextlib.contextmanager
def _on(day):
    """Let a step happen on its day, in working hours."""
    if not freeze_time:
        yield
        return
    moment = datetime.datetime.combine(day, datetime.time(2, 30))
    with freeze_time(moment, tick=True):
        yield
