"""What is reported of an order's production."""

from odoo import fields, models


class OrderExceptionMixin(models.AbstractModel):
    _name = "order.exception.mixin"
    _description = "Document with Production Exceptions"

    # The field of an exception that leads here.
    _exception_field = None

    order_exception_count = fields.Integer(
        "Exceptions",
        compute="_compute_order_exception_count",
        groups="order_to_delivery.group_user",
    )

    def _compute_order_exception_count(self):
        governed = self.filtered(
            # The switch is read on the record's company, which the user may not see.
            lambda record: record.company_id.sudo().use_order_to_delivery
        )
        name = self._exception_field
        counts = {}
        if governed.ids:
            groups = self.env["order.production.exception"]._read_group(
                [(name, "in", governed.ids)], [name], ["__count"]
            )
            counts = {record.id: count for record, count in groups}
        for record in self:
            record.order_exception_count = counts.get(record._origin.id, 0)

    def action_view_exceptions(self):
        """Open the exceptions that were reported, or the only one."""
        self.ensure_one()
        self.check_access("read")
        domain = [(self._exception_field, "=", self.id)]
        exceptions = self.env["order.production.exception"].search(domain)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Exceptions"),
            "res_model": exceptions._name,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
        }
        if len(exceptions) == 1:
            action.update(views=[(False, "form")], res_id=exceptions.id)
        return action
