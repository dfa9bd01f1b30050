"""An order whose material has to be bought, and the steps by which it is."""

from odoo import Command

from .routes_common import RouteMixin
from .supply_common import SupplyCase

NOT_APPROVED = "more than PR"
NO_REQUISITION = "stands on no requisition"


class BuyingCase(SupplyCase):
    """Ten machines of three motors each; no motor is there, and one costs 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Motor Works"})
        cls.motor = cls._make_part("Motor", 50)
        cls.machine = cls._make_product("Machine", [(cls.motor, 3)])

    @classmethod
    def _make_part(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": f"T-{name.upper()}",
                "is_storable": True,
                "seller_ids": [
                    Command.create({"partner_id": cls.vendor.id, "price": price})
                ],
                **values,
            }
        )

    def _required(self, lines=None, **values):
        """Return an instructed order, and the requisition of what it lacks."""
        order = self._instructed(lines or [(self.machine, 10)], **values)
        order.order_production_instruction_ids._require_materials()
        order.invalidate_recordset()
        return order, order.order_requisition_ids

    def _report(self, request):
        self.as_("material_control", request).button_to_approve()

    def _approve(self, request):
        self._report(request)
        self.as_("deputy_general_manager", request).button_approved()

    def _ask(self, lines, by="material_control", submit=False):
        """Return a requisition that no order asks for."""
        request = self.as_(by, self.env["purchase.request"]).create(
            {
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_id": product.uom_id.id,
                            "product_qty": quantity,
                            "estimated_cost": cost,
                        }
                    )
                    for product, quantity, cost in lines
                ]
            }
        )
        return request.with_env(self.env)

    def _order(self, requests, vendor=None):
        """Make a purchase order of requisitions, as Purchasing presses it."""
        wizard = (
            self.as_(
                "purchasing", self.env["purchase.request.line.make.purchase.order"]
            )
            .with_context(active_model="purchase.request", active_ids=requests.ids)
            .create({"supplier_id": (vendor or self.vendor).id})
        )
        before = requests.line_ids.purchase_lines.order_id
        wizard.make_purchase_order()
        requests.invalidate_recordset()
        return requests.line_ids.purchase_lines.order_id - before

    def _purchase(self, product, quantity, price, by="purchasing", **values):
        """Return a purchase order that stands on no requisition."""
        return (
            self.as_(by, self.env["purchase.order"])
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                    **values,
                }
            )
            .with_env(self.env)
        )

    def _confirm_purchase(self, purchase):
        self.as_("purchasing", purchase).button_confirm()

    def _bought(self, request):
        """Have a requisition approved, ordered and confirmed."""
        self._approve(request)
        purchase = self._order(request)
        self._confirm_purchase(purchase)
        return purchase

    def _receive(self, purchase, quantity=None):
        """Have goods of a purchase order judged, and let them in."""
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id), ("state", "=", "draft")]
        )
        inspector = self.as_("quality", inspection)
        if quantity:
            inspector.line_ids.write(
                {"offered_quantity": quantity, "accepted_quantity": quantity}
            )
        else:
            inspector.action_accept_all()
        inspector.action_judge()
        for picking in purchase.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ):
            for move in picking.move_ids:
                move.quantity = quantity or move.product_uom_qty
                move.picked = True
            self.as_("warehouse", picking).with_context(
                skip_backorder=True
            ).button_validate()
        purchase.invalidate_recordset()


class PurchaseCase(RouteMixin, BuyingCase):
    """Purchase orders of what was asked for, and the ways to make them binding."""

    def _asked(self, approved=False):
        """Return a requisition, and a purchase order of what it asks for."""
        _order, request = self._required()
        self._approve(request)
        purchase = self._order(request)
        if not approved:
            request.sudo().line_ids._withdraw_approval()
        return request, purchase

    def _routes(self, purchase):
        """Return the ways by which a purchase order becomes binding."""
        return {
            "form": lambda: (
                self.save("purchasing", purchase),
                self.call("purchasing", purchase, "button_confirm"),
            ),
            "approve": lambda: self.call("purchasing", purchase, "button_approve"),
            "list": lambda: self.call(
                "purchasing", purchase | purchase.copy(), "button_confirm"
            ),
            "rpc": lambda: self.call(
                "purchasing", purchase, "write", {"state": "purchase"}
            ),
            "import": lambda: self.import_("purchasing", purchase, state="purchase"),
            "direct": lambda: (
                purchase.sudo().write({"state": "purchase"}),
                self.env.flush_all(),
            ),
        }
