"""Goods that a vendor brings, and the ways by which they may enter stock."""

from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import FactoryMixin, OrderToDeliveryCase
from .factory import NO_LETTERS

REFUSED = "would enter stock than Quality has accepted"


class InspectionMixin(FactoryMixin):
    """Vendors and inspectors; used by transaction and browser tests alike."""

    steps = "one_step"

    @classmethod
    def _build_incoming(cls):
        cls.warehouse.reception_steps = cls.steps
        cls.vendor = cls.env["res.partner"].create({"name": "Board Works"})
        cls.vendors = cls.env.ref("stock.stock_location_suppliers")
        # The head concedes; somebody else of Quality judges.
        cls.users["inspector"] = new_test_user(
            cls.env,
            login="otd_inspector",
            groups="order_to_delivery.group_quality",
            email="inspector@example.com",
            context=NO_LETTERS,
        )
        cls.users["quality_and_stock"] = new_test_user(
            cls.env,
            login="otd_all_hands",
            groups="order_to_delivery.group_quality,order_to_delivery.group_warehouse",
            email="all.hands@example.com",
            context=NO_LETTERS,
        )

    def _buy(self, lines=None, **values):
        """Return a confirmed purchase order of (product, quantity) lines."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "user_id": self.users["purchasing"].id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": 10,
                            **dict(*more),
                        }
                    )
                    for product, quantity, *more in lines or [(self.component, 100)]
                ],
                **values,
            }
        )
        purchase.button_confirm()
        return purchase

    def _get_inspections(self, purchase, state="draft"):
        return self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id), ("state", "=", state)], order="id"
        )

    def _judge(self, inspection, accepted=None, rejected=0, disposition="return", **kw):
        """Judge an inspection: all of it is accepted unless told otherwise."""
        inspection = self.as_(kw.pop("kind", "inspector"), inspection)
        if accepted is None:
            inspection.action_accept_all()
        else:
            inspection.line_ids.write(
                {
                    "offered_quantity": accepted + rejected,
                    "accepted_quantity": accepted,
                    "rejected_quantity": rejected,
                    "disposition": disposition if rejected else False,
                    **kw,
                }
            )
        inspection.action_judge()
        return inspection.with_env(self.env)

    def _receive(self, picking, quantity=None, kind="warehouse", backorder=True):
        """Validate a transfer as the warehouse; the rest goes to a backorder."""
        picking = self.as_(kind, picking)
        for move in picking.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        ):
            if quantity is not None:
                move.quantity = quantity
            move.picked = True
        result = picking.with_context(
            skip_backorder=True,
            picking_ids_not_to_backorder=[] if backorder else picking.ids,
        ).button_validate()
        self.assertIs(result, True)
        return picking.with_env(self.env)

    def _get_open(self, purchase, place=None):
        """Return the open transfers of a purchase's goods, by where they start."""
        moves = self.env["stock.move"].search(
            [
                "|",
                ("purchase_line_id", "in", purchase.order_line.ids),
                ("incoming_line_id", "in", purchase.order_line.ids),
                ("state", "not in", ("draft", "done", "cancel")),
            ]
        )
        if place:
            moves = moves.filtered(lambda move: move.location_id == place)
        return moves.picking_id

    def _get_stock(self, place, product=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", (product or self.component).id),
                ("location_id", "child_of", place.id),
            ]
        )
        return sum(quants.mapped("quantity"))

    def _get_gain(self, product=None):
        """Return what came into stock on top of what the factory starts with."""
        held = 1000 if product in (None, self.component) else 0
        return self._get_stock(self.warehouse.lot_stock_id, product) - held

    @property
    def quarantine(self):
        return self.warehouse.order_quarantine_location_id


class InspectionCase(InspectionMixin, OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_incoming()

    @contextmanager
    def _refused(self, text=REFUSED, error=UserError):
        """Expect a refusal that leaves nothing behind, as a failed request does."""
        with self.assertRaisesRegex(error, text):
            yield
