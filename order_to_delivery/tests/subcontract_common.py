"""Goods that a subcontractor makes of the components that he is sent."""

from odoo import Command

from .beside_common import BesideMixin
from .inspection_common import InspectionCase
from .routes_common import RouteMixin


class SubcontractMixin(BesideMixin):
    """Castings that a subcontractor makes of the boards that he is sent."""

    @classmethod
    def _build_casting(cls, **values):
        cls.casting = cls.env["product.product"].create(
            {
                "name": "Casting",
                "default_code": "T-CASTING",
                "is_storable": True,
                "seller_ids": [
                    Command.create({"partner_id": cls.vendor.id, "price": 30})
                ],
                **values,
            }
        )
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.casting.product_tmpl_id.id,
                "type": "subcontract",
                "subcontractor_ids": [Command.link(cls.vendor.id)],
                "bom_line_ids": [
                    Command.create({"product_id": cls.component.id, "product_qty": 2})
                ],
            }
        )
        cls.place = cls.company.subcontracting_location_id

    def _get_made_outside(self, purchase):
        return purchase.order_line.move_ids._get_subcontract_production()

    def _move_by_hand(self, product, quantity, source, destination, **values):
        """Return a transfer between two places, made by the warehouse."""
        picking = self.as_("warehouse", self.env["stock.picking"]).create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": destination.id,
                            **values,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking.with_env(self.env)


class SubcontractCase(SubcontractMixin, RouteMixin, InspectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_casting()

    def _arrive(self, accepted=10, rejected=0):
        """Return a purchase of ten castings that was judged and received."""
        purchase = self._buy([(self.casting, 10)])
        self._judge(self._get_inspections(purchase), accepted, rejected)
        self._receive(purchase.picking_ids.filtered(lambda p: p.state == "assigned"))
        return purchase
