"""Leftovers that a workshop gives back to the warehouse (退料单, H1.15)."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class OrderMaterialReturn(models.Model):
    _name = "order.material.return"
    _description = "Return of Leftovers"
    _inherit = ["order.document.mixin", "mail.thread"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "company_id",
            "production_id",
            "picking_id",
            "returned_by_id",
            "returned_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("returned", "Returned")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many(
        "order.material.return.line", "return_id", string="Materials"
    )
    reason = fields.Char()
    returned_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    returned_date = fields.Datetime(readonly=True, copy=False)

    def write(self, vals):
        if "reason" in vals:
            self._check_state(("draft",))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_returned(self):
        self._check_state(("draft",))

    # What may go back

    @api.model
    def _draft(self, production):
        """Return the draft of a production, made of what it does not need any more.

        Called in sudo by the button, which has checked the rights.

        :raise UserError: where nothing is left
        """
        lines = self._prepare_lines(production)
        draft = self.search(
            [("production_id", "=", production.id), ("state", "=", "draft")], limit=1
        )
        if draft:
            draft.line_ids = [Command.clear(), *lines]
            return draft
        sequence = self.env["ir.sequence"].with_company(production.company_id)
        return self.create(
            {
                "name": sequence.next_by_code(self._name) or "/",
                "company_id": production.company_id.id,
                "production_id": production.id,
                "line_ids": lines,
            }
        )

    @api.model
    def _prepare_lines(self, production):
        """Return what is left, and proposed to go back as far as it is not needed."""
        quantities = self.env["order.issue.quantity"]
        left = quantities._get_leftovers(production)
        surplus = quantities._get_surplus(production)
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "lot_id": lot.id,
                    "quantity": max(surplus[product, lot], 0.0),
                }
            )
            for (product, lot), quantity in left.items()
            if product.is_storable and product.uom_id.compare(quantity, 0.0) > 0
        ]
        if not lines:
            raise UserError(
                self.env._(
                    "%(production)s has nothing to give back: all that was issued was "
                    "used or has been given back.",
                    production=production.name,
                )
            )
        return lines

    def _get_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.id,
        }

    def action_return(self):
        """Give back what stands here: by a transfer, or by having used less (H1.15).

        :raise UserError: when nothing is given back, or more than is left
        """
        self._check_department("production", "material_control", "warehouse")
        self._check_state(("draft",))
        self.ensure_one()
        # Whoever gives materials back need not move stock himself.
        document = self.sudo()
        guard = document.env["order.quantity.guard"]
        production = document.production_id
        guard._touch("mrp.production.group", production.production_group_id.ids)
        document._check_quantities()
        if document.env["order.issue.quantity"]._is_issued_ahead(production):
            document._prepare_transfer()
        else:
            document._use_less()
        self._set_state(
            "returned",
            ("draft",),
            returned_by_id=self.env.uid,
            returned_date=fields.Datetime.now(),
        )
        document._tell()
        return True

    def _check_quantities(self):
        """Refuse to give back nothing, or more than is left, with all that is wrong.

        :raise UserError: naming the products
        """
        left = self.env["order.issue.quantity"]._get_leftovers(self.production_id)
        wrong = [
            line._describe_room(left)
            for line in self.line_ids
            if line._is_beyond(left) or line.quantity < 0
        ]
        if not wrong and not self._get_given():
            wrong = [self.env._("Say how much of what is given back.")]
        if wrong:
            raise UserError("\n".join(wrong))

    def _check_not_beyond(self):
        """Refuse that more has gone back than was left.

        :raise UserError: naming the document and the products
        """
        for document in self:
            left = self.env["order.issue.quantity"]._get_leftovers(
                document.production_id
            )
            for (product, _lot), quantity in left.items():
                is_given = product in document.line_ids.product_id
                if is_given and product.uom_id.compare(quantity, 0.0) < 0:
                    raise UserError(
                        self.env._(
                            "%(name)s: more of %(product)s would come back than is "
                            "left of what was issued.",
                            name=document.name,
                            product=product.display_name,
                        )
                    )

    def _get_given(self):
        return self.line_ids.filtered(
            lambda line: line.product_uom_id.compare(line.quantity, 0.0) > 0
        )

    # How it goes back

    def _prepare_transfer(self):
        """Prepare the transfer by which the warehouse takes the leftovers back."""
        given = self._get_given()
        # What goes back is not kept for the workshop any more.
        quantities = self.env["order.issue.quantity"]
        kept = quantities._get_parts(self.production_id).move_raw_ids.filtered(
            lambda move: (
                move.product_id in given.product_id
                and move.state not in ("done", "cancel")
            )
        )
        kept._do_unreserve()
        self.picking_id = self.env["stock.picking"].create(self._prepare_picking(given))
        self.picking_id.action_confirm()
        self._reserve(given)
        kept._action_assign()

    def _prepare_picking(self, given):
        production = self.production_id
        warehouse = production.picking_type_id.warehouse_id
        places = {
            "company_id": self.company_id.id,
            "location_id": production.location_src_id.id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
        moves = [
            {
                **places,
                "product_id": line.product_id.id,
                "product_uom": line.product_uom_id.id,
                "product_uom_qty": line.quantity,
                "procure_method": "make_to_stock",
            }
            for line in given
        ]
        return {
            **places,
            "picking_type_id": warehouse.int_type_id.id,
            "origin": f"{self.name} ({production.name})",
            "move_ids": [Command.create(values) for values in moves],
        }

    def _reserve(self, given):
        """Reserve what goes back, each lot by its name."""
        for line in given:
            move = self.picking_id.move_ids.filtered(
                lambda move, line=line: move.product_id == line.product_id
            )[:1]
            if not line.lot_id:
                move._action_assign()
                continue
            if move.move_line_ids.lot_id - given.lot_id:
                move._do_unreserve()
            values = move._prepare_move_line_vals(quantity=line.quantity)
            self.env["stock.move.line"].create({**values, "lot_id": line.lot_id.id})
        self.picking_id.move_ids._recompute_state()

    def _use_less(self):
        """Have the production use less: nothing was issued before it was used."""
        parts = self.env["order.issue.quantity"]._get_parts(self.production_id)
        for line in self._get_given():
            rest = line.quantity
            for operation in parts.move_raw_ids.move_line_ids.filtered(
                lambda operation, line=line: (
                    operation.state == "done"
                    and operation.product_id == line.product_id
                    and operation.lot_id == line.lot_id
                )
            ):
                taken = min(rest, operation.quantity_product_uom)
                operation.quantity -= operation.product_id.uom_id._compute_quantity(
                    taken, operation.product_uom_id, round=False
                )
                rest -= taken

    def _tell(self):
        """Tell on the manufacturing order what was given back."""
        for document in self:
            document.production_id.message_post(
                body=self.env._(
                    "%(name)s gives leftovers back: %(materials)s",
                    name=document.name,
                    materials=", ".join(
                        line._describe() for line in document._get_given()
                    ),
                )
            )

    def action_view_transfer(self):
        """Open the transfer by which the leftovers go back."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.picking_id.id,
        }
