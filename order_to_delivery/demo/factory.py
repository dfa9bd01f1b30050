"""Furnishes the demo factory in an empty database and walks its orders.

``load(env)`` is called from outside the addon (`./dev run`), with the company's
books and calendar as an administrator would set them up. The orders are walked,
each step by its department: no state is written.
"""

import csv
import logging

from odoo.tools.convert import convert_file
from odoo.tools.misc import file_path

from . import history

_logger = logging.getLogger(__name__)
MODULE = "order_to_delivery"
# Dear parts are bought for each order, the others lie in stock.
BOUGHT_PER_ORDER = ("ACB-1600", "DRIVE-22", "HMI-10")
FILES = (
    "res.users.csv",
    "res.partner.csv",
    "mrp.workcenter.csv",
    "order.department.csv",
    "order.department.member.csv",
    "order.seat.rule.csv",
    "product.template.csv",
    "product.supplierinfo.csv",
    "mrp.bom.csv",
    "tools.xml",
    "order.patrol.plan.csv",
    "order.inspection.plan.csv",
)


def load(env, language="en_US"):
    """Furnish the factory and walk its orders, unless that was done before.

    :param language: what its people read and write, one that is installed
    """
    if env.ref(f"{MODULE}.customer_01", raise_if_not_found=False):
        return
    _set_up_company(env)
    for name in FILES:
        convert_file(env, MODULE, f"demo/{name}", {}, mode="init", noupdate=True)
    env["res.users"].search([("share", "=", False)]).lang = language
    _set_up_departments(env)
    _give_grades(env)
    _fill_warehouse(env)
    _switch_on(env)
    env.cr.flush()
    history.walk_orders(env)


def _set_up_company(env):
    company = env.ref("base.main_company")
    country = env.ref("base.cn")
    currency = env.ref("base.CNY")
    currency.active = True
    company.write(
        {
            "name": "Lingnan Controls Co., Ltd.",
            "street": "88 Kexue Avenue",
            "city": "Guangzhou",
            "country_id": country.id,
            "phone": "+86 20 5555 8800",
            "email": "office@lingnan-controls.example.com",
            "currency_id": currency.id,
            "stock_text_confirmation": False,
            "order_price_floor": 90,
        }
    )
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, False)
        company.currency_id = currency
    env["product.pricelist"].search([]).write({"currency_id": currency.id})
    bank = env["res.bank"].create({"name": "Bank of Guangzhou, Huangpu Branch"})
    env["res.partner.bank"].create(
        {
            "acc_number": "6228 4800 1234 5678",
            "partner_id": company.partner_id.id,
            "bank_id": bank.id,
        }
    )
    # Made-to-order sub-assemblies follow the cabinet that they are made for.
    env.ref("stock.route_warehouse0_mto").active = True


def _set_up_departments(env):
    """Let the workshops answer after Technical and Material Control (H9.5)."""

    def department(kind):
        return env.ref(f"{MODULE}.department_{kind}")

    workcenters = {
        "sheet_metal": ("laser", "bending", "paint"),
        "wiring": ("wiring", "panel"),
        "assembly": ("assembly", "test"),
    }
    before = department("technical") | department("material_control")
    for kind, centers in workcenters.items():
        department(kind).write(
            {
                "waits_for_ids": before.ids,
                "workcenter_ids": [
                    env.ref(f"{MODULE}.workcenter_{center}").id for center in centers
                ],
            }
        )


def _give_grades(env):
    """Propose and approve each customer's grade, as two people would (H9.21)."""
    grades = {grade.code: grade for grade in env["customer.grade"].search([])}
    proposer = env.ref(f"{MODULE}.user_sales")
    approver = env.ref(f"{MODULE}.user_marketing_director")
    with open(file_path(f"{MODULE}/demo/grades.csv"), encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            change = (
                env["customer.grade.change"]
                .with_user(proposer)
                .create(
                    {
                        "partner_id": env.ref(f"{MODULE}.{row['customer']}").id,
                        "grade_id": grades[row["grade"]].id,
                        "criteria": "Turnover, punctual payment and length of dealing.",
                    }
                )
            )
            change.with_user(approver).action_approve()


def _fill_warehouse(env):
    """Put raw materials and spares into stock, as after a stocktaking."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    products = env["product.product"].search(
        [
            ("is_storable", "=", True),
            ("default_code", "!=", False),
            ("default_code", "not in", BOUGHT_PER_ORDER),
            ("is_tool", "=", False),
        ]
    )
    for product in products.filtered(lambda p: not p.default_code.startswith("CC-")):
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 5000
        )
    tester = env.ref(f"{MODULE}.product_tool_tester").product_variant_id
    env["stock.quant"]._update_available_quantity(tester, warehouse.lot_stock_id, 1)


def _switch_on(env):
    """Turn the switch as the addon's manager does, seats checked."""
    manager = env.ref(f"{MODULE}.user_manager")
    wizard = env["order.company.switch"].with_user(manager).create({})
    wizard.action_switch_on()
    _logger.info("The demo factory governs its orders from now on.")
