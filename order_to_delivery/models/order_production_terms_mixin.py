"""What the instruction says, at the place where it is carried out."""

from odoo import api, fields, models

USER = "order_to_delivery.group_user"
# What Production signs for, on the instruction and on its lines (H9.10).
SIGNED = ("packing", "marks", "special_rules")
SIGNED_OF_LINE = (
    "quantity",
    "tolerance_over",
    "tolerance_under",
    "start_date",
    "finished_date",
    "specification",
    "packing",
)


def _term(kind, string, **kwargs):
    return kind(
        string, compute="_compute_order_terms", compute_sudo=True, groups=USER, **kwargs
    )


class OrderProductionTermsMixin(models.AbstractModel):
    _name = "order.production.terms.mixin"
    _description = "Manufacturing Order with the Terms of Its Instruction"

    order_instruction_id = fields.Many2one(
        "order.production.instruction",
        string="Instruction",
        compute="_compute_order_terms",
        compute_sudo=True,
        groups=USER,
    )
    order_tolerance = _term(fields.Char, "Tolerance")
    order_specification = _term(fields.Text, "Specification")
    order_packing = _term(fields.Text, "Packing")
    order_marks = _term(fields.Text, "Shipping Marks")
    order_special_rules = _term(fields.Text, "Special Rules")
    order_instruction_difference = _term(
        fields.Text,
        "Changed",
        help="What the next instruction says otherwise, or what this one changed.",
    )

    @api.depends("sale_line_id", "reference_ids", "orderpoint_id")
    def _compute_order_terms(self):
        orders_of = self._get_customer_orders()
        for production in self:
            orders = orders_of[production]._filter_gated()
            instructions = orders[:1].order_production_instruction_ids.sorted("id")
            production.update(production._prepare_order_terms(instructions))

    def _prepare_order_terms(self, instructions):
        """Return what was signed last, and how it differs from what comes or was.

        :param instructions: those of the order, oldest first
        """
        signed = instructions.filtered("accepted_date")
        last = (signed.filtered(lambda i: i.state == "accepted") or signed)[-1:]
        coming = instructions.filtered(lambda i: i.state in ("draft", "issued"))[-1:]
        line = last.line_ids.filtered(
            lambda row: row.sale_line_id and row.sale_line_id == self.sale_line_id
        )[:1]
        old, new = (last, coming) if coming else (last.replaces_id, last)
        return {
            "order_instruction_id": last,
            "order_tolerance": line._format_tolerance() if line else False,
            "order_specification": line.specification,
            "order_packing": "\n".join(filter(None, (line.packing, last.packing))),
            "order_marks": last.marks,
            "order_special_rules": last.special_rules,
            "order_instruction_difference": self._format_difference(old, new),
        }

    def _format_difference(self, old, new):
        """Return what a later instruction says otherwise of these goods, as text."""
        if not old or not new:
            return False
        key = self.sale_line_id.line_key or str(self.sale_line_id.id)
        before, after = (
            instruction.line_ids.filtered(lambda row: row.line_key == key)[:1]
            for instruction in (old, new)
        )
        changes = self._list_changes(old, new, SIGNED)
        if self.sale_line_id:
            changes += self._list_changes(before, after, SIGNED_OF_LINE)
        return "\n".join(
            [
                self.env._("%(new)s against %(old)s:", new=new.name, old=old.name),
                *(changes or [self.env._("nothing that these goods concern")]),
            ]
        )

    def _list_changes(self, before, after, names):
        return [
            "%s: %s → %s"
            % (
                after._fields[name]._description_string(self.env),
                self._format_signed(before[name]),
                self._format_signed(after[name]),
            )
            for name in names
            if (before[name] or "") != (after[name] or "")
        ]

    def _format_signed(self, value):
        if isinstance(value, float):
            return f"{value:g}"
        return str(value or "–")
