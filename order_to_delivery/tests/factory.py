"""The small factory in which tests walk orders: people, grades, goods."""

from odoo import Command

KINDS = (
    "sales",
    "customer_service",
    "deputy_general_manager",
    "technical",
    "quality",
    "purchasing",
    "material_control",
    "production",
    "warehouse",
    "finance",
    "logistics",
    "marketing_director",
    "supervisor",
)
# New users of a test get no invitation, which takes longer than most tests.
NO_LETTERS = {"no_reset_password": True, "mail_create_nolog": True}


class FactorySetUp:
    """Builds the factory, once a test class."""

    @classmethod
    def _build_factory(cls):
        cls.company = cls.env.company
        cls._build_users()
        cls._build_departments()
        cls._build_grades()
        cls._build_products()
        cls.company.sudo().use_order_to_delivery = True

    @classmethod
    def _build_users(cls):
        """Make a user of each department; all at once, which is three times quicker."""
        # A second clerk, for what one person may not do alone.
        groups = {**dict(zip(KINDS, KINDS, strict=True)), "clerk": "customer_service"}
        users = cls.env["res.users"].with_context(**NO_LETTERS)
        users = users.create(
            [
                {
                    "login": f"otd_{kind}",
                    "password": f"otd_{kind}",
                    "name": kind.replace("_", " ").title(),
                    "email": f"{kind}@example.com",
                    "group_ids": [
                        Command.set(cls.env.ref(f"order_to_delivery.group_{group}").ids)
                    ],
                }
                for kind, group in groups.items()
            ]
        )
        cls.users = dict(zip(groups, users.with_env(cls.env), strict=True))

    @classmethod
    def _build_departments(cls):
        seats = {
            "technical": "always",
            "quality": "always",
            "purchasing": "buy",
            "material_control": "make",
            "production": "make",
            "customer_service": "standard",
        }
        cls.departments = {}
        for kind in KINDS:
            members = [Command.create({"user_id": cls.users[kind].id})]
            if kind == "customer_service":
                members.append(Command.create({"user_id": cls.users["clerk"].id}))
            cls.departments[kind] = cls.env["order.department"].create(
                {
                    "name": kind.replace("_", " ").title(),
                    "kind": kind,
                    "company_id": cls.company.id,
                    "head_id": cls.users[kind].id,
                    "seat": seats.get(kind, "none"),
                    "member_ids": members,
                }
            )

    @classmethod
    def _build_grades(cls):
        def grade(code, signature, lines):
            return cls.env["customer.grade"].create(
                {
                    "name": f"Grade {code}",
                    "code": f"T{code}",
                    "signature_policy": signature,
                    "paper_days": 7,
                    "emergency_cap_amount": 100000,
                    "payment_plan_line_ids": [Command.create(line) for line in lines],
                }
            )

        cls.grades = {
            "A": grade("A", "later", [{"kind": "after", "percent": 100, "days": 30}]),
            "B": grade(
                "B",
                "required",
                [
                    {"kind": "deposit", "percent": 30},
                    {"kind": "release", "percent": 70},
                ],
            ),
            "C": grade(
                "C",
                "required",
                [
                    {"kind": "deposit", "percent": 50},
                    {"kind": "release", "percent": 50},
                ],
            ),
        }
        cls._build_customers()

    @classmethod
    def _build_customers(cls):
        cls.partners = {}
        for code, record in cls.grades.items():
            partner = cls.env["res.partner"].create(
                {
                    "name": f"Customer {code}",
                    "email": f"customer.{code.lower()}@example.com",
                    "phone": "+86 20 5555 0100",
                    "street": "1 Harbour Road",
                    "city": "Guangzhou",
                    "is_order_signatory": True,
                }
            )
            # Grades change by an approved change only; tests start with them given.
            partner.sudo().customer_grade_id = record
            cls.partners[code] = partner

    @classmethod
    def _build_product(cls, name, code, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": code,
                "invoice_policy": "order",
                "taxes_id": False,
                **values,
            }
        )

    @classmethod
    def _build_products(cls):
        goods = {"is_storable": True}
        cls.component = cls.env["product.product"].create(
            {
                "name": "Board",
                "default_code": "T-BOARD",
                "is_storable": True,
                "standard_price": 10,
            }
        )
        cls.product = cls._build_product(
            "Control Cabinet", "T-CAB", list_price=1000, standard_price=400, **goods
        )
        cls.stocked = cls._build_product("Spare Fuse", "T-FUSE", list_price=20, **goods)
        cls.service = cls._build_product(
            "Commissioning", False, type="service", list_price=300
        )
        cls.workcenter = cls.env["mrp.workcenter"].create({"name": "Assembly"})
        cls.bom = cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": cls.component.id, "product_qty": 2})
                ],
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls._stock(cls.component, 1000)
        cls._stock(cls.stocked, 1000)

    @classmethod
    def _stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity
        )

    def as_(self, kind, record):
        """Return a record as the user of a department sees it, rights and all."""
        return record.with_user(self.users[kind]).with_company(self.company)
