from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.order_link_source import LINK_BY_KEY, LINKS


class OrderLink(models.TransientModel):
    _name = "order.link"
    _description = "Document Reached from an Order"
    _order = "id"
    _rec_name = "kind"

    sale_order_id = fields.Many2one("sale.order", readonly=True)
    kind = fields.Selection(
        [(link.key, link.label) for link in LINKS],
        string="Documents",
        required=True,
        readonly=True,
    )
    icon = fields.Char(readonly=True)
    number = fields.Integer(readonly=True, help="How many of them the reader may see.")

    @api.model
    def _work_out(self, order):
        """List what an order leads to, for who looks at it, and return the rows.

        The reader's own rows: what he saw before is thrown away.
        """
        # Which documents there are is looked up for everybody, and counted below
        # as the reader may see them.
        found = self.env["order.link.source"].sudo()._find(order.sudo())
        rows = [
            {
                "sale_order_id": order.id,
                "kind": link.key,
                "icon": link.icon,
                "number": self._count(link, found[link.key]),
            }
            for link in LINKS
            if self._is_readable(link)
        ]
        links = self.sudo()  # rows are made here only
        links.search([("create_uid", "=", self.env.uid)]).unlink()
        return links.create(rows).with_env(self.env)

    def _is_readable(self, link):
        return self.env.user.has_group(link.group) and self.env[link.model].has_access(
            "read"
        )

    def _count(self, link, records):
        if link.key == "need":
            return len(records)
        return self.env[link.model].search_count([("id", "in", records.ids)])

    def action_open(self):
        """Open the documents that a row leads to, as far as the reader may see them.

        :raise UserError: where the row is not for the reader
        """
        self.ensure_one()
        self.check_access("read")
        order = self.sale_order_id
        order.check_access("read")
        link = LINK_BY_KEY[self.kind]
        if not self._is_readable(link):
            raise UserError(self.env._("You may not open these documents."))
        if self.kind == "need":
            return order.action_view_material_needs()
        if self.kind == "forecast":
            return order.action_view_order_stock()
        # As in listing: what is found is read with the reader's own rights.
        records = self.env["order.link.source"].sudo()._find(order.sudo())[self.kind]
        return self._prepare_action(link, records)

    def _prepare_action(self, link, records):
        view = {
            "comparison": "purchase_requisition.purchase_order_line_compare_tree",
            "count": "stock.view_stock_quant_tree_inventory_editable",
        }.get(self.kind)
        # Which view it is is configuration.
        view_id = self.env.ref(view).sudo().id if view else False
        action = {
            "type": "ir.actions.act_window",
            "name": f"{self._get_label()} · {self.sale_order_id.name}",
            "res_model": link.model,
            "views": [(view_id, "list")],
            "domain": [("id", "in", records.ids)],
            "context": {"create": False, **self._get_context()},
        }
        if not view:
            action["views"].append((False, "form"))
        return action

    def _get_context(self):
        """Return what the page needs besides: counting is a mode of stock."""
        return {"inventory_mode": True} if self.kind == "count" else {}

    def _get_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
