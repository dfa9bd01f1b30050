"""A firm's own orders for `./dev walk`: one row per order line, CSV or XLSX."""

import csv
import datetime
import pathlib

from . import say

# column: (what it may be called in the file, whether each row needs it)
COLUMNS = {
    "customer": (("customer", "客户"), True),
    "product": (("product code", "product", "产品编号"), True),
    "quantity": (("quantity", "数量"), True),
    "unit": (("unit", "单位"), False),
    "price": (("price", "单价"), False),
    "wanted": (("wanted date", "交期"), False),
    "reference": (("customer's reference", "reference", "客户单号"), False),
    "remarks": (("remarks", "备注"), False),
}


def read_orders(path, way):
    """Take the orders of a file down; lines of one customer and reference are one.

    Customers and products that are missing are created; grades, signatures and
    payments never are.

    :return: ``[(order id, grade's code)]``
    :raise Stop: naming every row that is wrong, before anything is created
    """
    rows = _read_rows(pathlib.Path(path))
    parsed, errors = [], []
    for number, row in rows:
        try:
            parsed.append(_parse(row))
        except ValueError as error:
            errors.append(f"  row {number}: {error}")
    errors += _find_unknown_units(way, rows, parsed) if not errors else []
    if errors:
        raise say.Stop(f"{path} was not taken:\n" + "\n".join(errors))
    orders = {}
    for row in parsed:
        orders.setdefault((row["customer"], row["reference"]), []).append(row)
    return [_take(way, customer, lines) for (customer, _ref), lines in orders.items()]


def _find_unknown_units(way, rows, parsed):
    """Look the units up, and name the rows whose unit nobody knows."""
    known = {}
    for row in way.find("sales", "uom.uom", [], ["name"]):
        known[row["name"].lower()] = row["id"]
    errors = []
    for (number, _row), values in zip(rows, parsed, strict=True):
        unit = str(values["unit"] or "").strip()
        values["unit_id"] = known.get(unit.lower())
        if unit and not values["unit_id"]:
            errors.append(f"  row {number}: the unit “{unit}” is not known")
    return errors


def _read_rows(path):
    if not path.is_file():
        raise say.Stop(f"There is no file {path}.")
    if path.suffix.lower() == ".xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).active
        table = [list(row) for row in sheet.iter_rows(values_only=True)]
    else:
        text = path.read_text("utf-8-sig")
        table = list(csv.reader(text.splitlines()))
    if not table:
        raise say.Stop(f"{path} is empty.")
    header = [str(cell or "").strip().lower() for cell in table[0]]
    places = _find_columns(path, header)
    return [
        (
            number,
            {
                name: cells[place] if place < len(cells) else None
                for name, place in places.items()
            },
        )
        for number, cells in enumerate(table[1:], 2)
        if any(cell not in (None, "") for cell in cells)
    ]


def _find_columns(path, header):
    places = {}
    for name, (titles, needed) in COLUMNS.items():
        place = next((header.index(title) for title in titles if title in header), None)
        if place is not None:
            places[name] = place
        elif needed:
            raise say.Stop(f"{path} has no column “{titles[0]}”.")
    return places


def _parse(row):
    values = {name: "" for name in COLUMNS} | row
    for name in ("customer", "product"):
        values[name] = str(values[name] or "").strip()
        if not values[name]:
            raise ValueError(f"the {name} is missing")
    values["quantity"] = _number(values["quantity"], "quantity")
    if not values["quantity"] or values["quantity"] <= 0:
        raise ValueError("the quantity has to be above zero")
    values["price"] = _number(values["price"], "price")
    if values["price"] is not None and values["price"] < 0:
        raise ValueError("the price is below zero")
    values["wanted"] = _day(values["wanted"])
    values["reference"] = str(values["reference"] or "").strip()
    return values


def _number(value, name):
    if value in (None, ""):
        return None
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        raise ValueError(f"the {name} “{value}” is not a number") from None


def _day(value):
    if value in (None, ""):
        return None
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    try:
        return datetime.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise ValueError(f"the date “{value}” is not like 2026-12-31") from None


def _take(way, customer, rows):
    partner = _find_customer(way, customer)
    lines = [_prepare_line(way, row) for row in rows]
    values = {"client_order_ref": rows[0]["reference"]}
    wanted = [row["wanted"] for row in rows if row["wanted"]]
    if wanted:
        values["wanted_date"] = max(wanted)
    remarks = "\n".join(str(row["remarks"]) for row in rows if row["remarks"])
    if remarks:
        values["intake_words"] = remarks
    grade = way.find(
        "sales", "res.partner", [("id", "=", partner)], ["customer_grade_id"]
    )
    code = _get_code(way, grade[0]["customer_grade_id"])
    return way.take(partner, lines, **values), code


def _get_code(way, grade):
    if not grade:
        return ""
    return way.find("sales", "customer.grade", [("id", "=", grade[0])], ["code"])[0][
        "code"
    ]


def _find_customer(way, name):
    domain = [("name", "=ilike", name), ("parent_id", "=", False)]
    found = way.find("sales", "res.partner", domain, ["id"])
    if found:
        return found[0]["id"]
    return way.do("sales", "res.partner", "create", {"name": name, "is_company": True})


def _prepare_line(way, row):
    domain = [("default_code", "=", row["product"])]
    found = way.find("sales", "product.product", domain, ["id", "uom_id"])
    if not found:
        values = {"name": row["product"], "default_code": row["product"]}
        product = way.do(
            "technical", "product.product", "create", {**values, "is_storable": True}
        )
        found = [{"id": product}]
    line = {"product_id": found[0]["id"], "product_uom_qty": row["quantity"]}
    if row["price"] is not None:
        line["price_unit"] = row["price"]
    if row["unit_id"]:
        line["product_uom_id"] = row["unit_id"]
    return line
