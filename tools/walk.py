"""`./dev walk`: take orders along the whole way on the running server, from outside.

Over Odoo's external API and each department's own login, it takes an order of
each customer grade from the call to the signed receipt, writes every paper as
PDF, and prints the way as a table. It is the smoke test that a stranger runs.
"""

import argparse
import datetime
import pathlib
import time

from . import run, say
from .walk_orders import read_orders
from .walk_server import Refused, Server, load_way

# paper: (report, model that it is printed of, the step after which it exists, reader)
PAPERS = (
    ("order_confirmation", "order.confirmation", "sign_confirmation"),
    ("production_instruction", "order.production.instruction", "accept_instruction"),
    ("purchase_requisition", "purchase.request", "approve_requisition"),
    ("incoming_inspection", "order.inspection", "judge_materials"),
    ("picking_slip", "mrp.production", "issue_materials"),
    ("product_inspection", "order.inspection", "inspect_goods"),
    ("stock_in_slip", "mrp.production", "put_into_stock"),
    ("balance_notice", "sale.order", "send_balance_notice"),
    ("shipping_request", "order.shipping.request", "release"),
    ("commercial_invoice", "order.shipping.request", "release"),
    ("packing_list", "order.shipping.request", "release"),
    ("dispatch_note", "stock.picking", "ship"),
    ("shipping_advice", "order.shipping.request", "advise"),
    ("delivery_receipt", "order.delivery.receipt", "sign_receipt"),
)
# step: (department that takes it, model of the document that it leaves behind)
TAKEN_BY = {
    "take": ("sales", "sale.order"),
    "submit": ("sales", "order.review"),
    "circulate": ("deputy_general_manager", "order.review"),
    "answer": ("technical", "order.review"),
    "close": ("deputy_general_manager", "order.review"),
    "send_confirmation": ("customer_service", "order.confirmation"),
    "sign_confirmation": ("clerk", "order.confirmation"),
    "confirm": ("customer_service", "sale.order"),
    "pay_deposit": ("finance", "sale.order"),
    "issue_instruction": ("customer_service", "order.production.instruction"),
    "accept_instruction": ("production", "order.production.instruction"),
    "ask_for_materials": ("material_control", "purchase.request"),
    "approve_requisition": ("deputy_general_manager", "purchase.request"),
    "order_materials": ("purchasing", "purchase.order"),
    "judge_materials": ("quality", "order.inspection"),
    "receive_materials": ("warehouse", "purchase.order"),
    "issue_materials": ("material_control", "mrp.production"),
    "make": ("production", "mrp.production"),
    "inspect_goods": ("quality", "order.inspection"),
    "put_into_stock": ("production", "mrp.production"),
    "send_balance_notice": ("sales", "sale.order"),
    "receive_balance": ("finance", "order.receipt"),
    "request_shipping": ("customer_service", "order.shipping.request"),
    "compare_carriers": ("logistics", "order.carrier.offer"),
    "agree_delivery": ("customer_service", "order.shipping.request"),
    "verify": ("finance", "order.shipping.request"),
    "release": ("customer_service", "order.shipping.request"),
    "inspect_shipment": ("quality", "order.shipping.request"),
    "ship": ("warehouse", "stock.picking"),
    "advise": ("logistics", "order.shipping.request"),
    "acknowledge": ("customer_service", "order.shipping.request"),
    "arrive": ("logistics", "order.shipping.request"),
    "sign_receipt": ("logistics", "order.delivery.receipt"),
    "confirm_settlement": ("finance", "sale.order"),
    "invoice_balance": ("finance", "account.move"),
    "receive_rest": ("finance", "order.receipt"),
    "log_feedback": ("customer_service", "sale.order"),
}
BOUGHT_FOR = "order_line.purchase_request_lines.request_id.sale_order_id"
# model of a document: (department that reads it, fields of which one tells its order)
FOUND_BY = {
    "sale.order": ("sales", "id"),
    "stock.picking": ("warehouse", "sale_id"),
    "account.move": ("finance", "invoice_line_ids.sale_line_ids.order_id"),
    "order.receipt": ("finance", "line_ids.sale_order_id"),
    "order.carrier.offer": ("logistics", "request_id.sale_order_id"),
    "purchase.request": ("material_control", "sale_order_id"),
    "purchase.order": ("purchasing", BOUGHT_FOR),
    "order.inspection": (
        "purchasing",
        f"purchase_id.{BOUGHT_FOR}",
        "sale_order_id",
    ),
    "mrp.production": ("production", "sale_line_id.order_id"),
}
# Grade A goes on without the paper, which follows after production was instructed.
LATER_PAPER = ("send_confirmation", "sign_confirmation")


def parser():
    """Describe the options."""
    options = argparse.ArgumentParser(prog="./dev walk", description=__doc__)
    add = options.add_argument
    add("--orders", metavar="FILE", help="a firm's own orders, CSV or XLSX")
    add("--papers", metavar="FOLDER", default="papers", help="default: papers")
    add("--lang", choices=("zh_CN", "en_US"), help="the papers' language")
    return options


def main(arguments):
    """Walk the orders; the exit code tells whether all of them arrived."""
    options = parser().parse_args(arguments)
    state = run.running()
    server = Server(state["url"], state["database"], run.logins(), options.lang)
    folder = pathlib.Path(options.papers)
    folder.mkdir(parents=True, exist_ok=True)
    module = load_way()
    way = module.Way(server.call)
    way.wait = lambda order_id: _wait_for_delivery(way, order_id)
    try:
        orders = (
            read_orders(options.orders, way)
            if options.orders
            else list(_demo_orders(way))
        )
    except Refused as error:
        raise say.Stop(f"An order could not be taken: {error}") from error
    failed = 0
    for order_id, grade in orders:
        failed += not _walk(way, module.WALKED, server, folder, order_id, grade)
    _report_day(way, server, folder)
    say.line(f"\n{len(orders) - failed} walked, {failed} held. Papers: {folder}")
    return 1 if failed else 0


def _demo_orders(way):
    """Take one order per grade of the demo factory."""
    products = way.find(
        "sales", "product.product", [("default_code", "=like", "CC-%")], ["id"]
    )
    for grade in "ABC":
        domain = [("customer_grade_id.code", "=", grade), ("is_company", "=", True)]
        customers = way.find("sales", "res.partner", domain, ["name"])
        if not customers:
            raise say.Stop(f"The database has no customer of grade {grade}.")
        lines = [
            {"product_id": product["id"], "product_uom_qty": quantity}
            for product, quantity in zip(products, (2, 1), strict=False)
        ]
        yield (
            way.take(customers[0]["id"], lines, client_order_ref=f"WALK-{grade}"),
            grade,
        )


def _wait_for_delivery(way, order_id):
    """Give the server the minute in which it goes on after money came in."""
    if way.has_lines_to_make(order_id):
        return
    for _second in range(70):
        if way.has_deliveries(order_id):
            return
        time.sleep(1)


def _walk(way, steps, server, folder, order_id, grade):
    name = way.order(order_id, "name")["name"]
    say.line(f"\n{name} · grade {grade or '-'}\n")
    say.line(f"  {'Step':<22}{'Login':<20}{'When':<18}Document")
    _say_step(way, "take", order_id)
    ordered = _order_steps(steps, grade)
    for step in ordered:
        try:
            getattr(way, step)(order_id)
        except Refused as error:
            reason = str(error).strip().replace("\n", "\n    ")
            say.line(f"  {step.replace('_', ' '):<22}held: {reason}")
            return False
        _say_step(way, step, order_id)
        _print_papers(way, server, folder, step, order_id, name)
    return True


def _report_day(way, server, folder):
    """Have the workshops sign what they made today, and print it."""
    say.line("\nThe day\n")
    for login, report in way.report_day():
        when = f"{datetime.datetime.now():%Y-%m-%d %H:%M}"
        say.line(f"  {'report day':<22}{login:<20}{when:<18}{report['display_name']}")
        pdf = server.print_paper(
            login, "order_to_delivery.report_daily_production", report
        )
        name = f"{report['display_name']}-daily_production.pdf"
        (folder / name.replace(" ", "-")).write_bytes(pdf)


def _order_steps(steps, grade):
    """Let grade A's confirmation be signed after production was instructed."""
    if grade != "A":
        return steps
    first = [step for step in steps if step not in LATER_PAPER]
    place = first.index("accept_instruction") + 1
    return (*first[:place], *LATER_PAPER, *first[place:])


def _say_step(way, step, order_id):
    kind, model = TAKEN_BY[step]
    when = f"{datetime.datetime.now():%Y-%m-%d %H:%M}"
    document = _get_document(way, model, order_id)
    say.line(
        f"  {step.replace('_', ' '):<22}{way.get_login_of(kind):<20}{when:<18}"
        f"{document.get('display_name', '-')}"
    )


def _get_document(way, model, order_id):
    reader, *names = FOUND_BY.get(model, ("customer_service", "sale_order_id"))
    domain = ["|"] * (len(names) - 1) + [(name, "=", order_id) for name in names]
    rows = way.find(reader, model, domain, ["display_name"], order="id desc")
    return rows[0] if rows else {}


def _print_papers(way, server, folder, step, order_id, order_name):
    for report, model, after in PAPERS:
        if after != step or (report == "balance_notice" and not way.owes(order_id)):
            continue
        document = _get_document(way, model, order_id)
        if document:
            login = way.get_login_of(TAKEN_BY[step][0])
            pdf = server.print_paper(
                login, f"order_to_delivery.report_{report}", document
            )
            (folder / f"{order_name}-{report}.pdf").write_bytes(pdf)
