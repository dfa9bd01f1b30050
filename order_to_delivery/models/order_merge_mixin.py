"""What manufacturing orders keep when they are merged into one, or split (H1.11)."""

from collections import defaultdict
from typing import NamedTuple

from odoo import Command, models
from odoo.exceptions import UserError


class Parts(NamedTuple):
    """What manufacturing orders hold before they are merged.

    ``merged`` themselves, and the sale ``orders`` that they work for; ``made`` beside
    them in groups that merging deletes, with the groups' ``inspections``, of which
    ``drafts`` are left to judge; ``keys`` that each operation goes by.
    """

    merged: models.Model
    orders: models.Model
    made: models.Model
    inspections: models.Model
    drafts: models.Model
    keys: dict


class OrderMergeMixin(models.AbstractModel):
    _name = "order.merge.mixin"
    _description = "Manufacturing Order That Is Merged or Split"

    def _get_parts_to_merge(self):
        """Return what would be lost by merging, and put drafts out of its way.

        :return: Parts, or nothing where no gate governs any of them
        """
        merged = self.sudo()  # whose the goods are, and what Quality accepted
        governed = merged._filter_gated()
        if not governed:
            return None
        inspected = merged._filter_inspected().sudo()  # likewise
        groups = inspected.production_group_id
        keys = defaultdict(set)
        for workorder in inspected.workorder_ids:
            keys[workorder.operation_id].add(workorder._get_operation_key())
        inspections = merged.env["order.inspection"].search(
            [("production_group_id", "in", groups.ids)]
        )
        drafts = inspections.filtered(
            lambda one: one.state == "draft" and one.production_id in merged
        )
        # Else cancelling the parts would take them off the desk of Quality.
        drafts.production_id = False
        orders = self.env["sale.order"].sudo()  # likewise
        return Parts(
            merged=merged,
            orders=orders.union(*governed._get_customer_orders().values()),
            made=groups.production_ids - merged,
            inspections=inspections,
            drafts=drafts,
            keys=keys,
        )

    def _take_parts_over(self, parts):
        """Have what was made, moved and accepted before count after merging, too.

        :param parts: as ``_get_parts_to_merge`` returned them
        :raise UserError: where a customer's order would lose its production
        """
        if not parts:
            return
        production = self.sudo()  # nobody may write what is tied
        production._keep_order_line(parts.merged)
        lost = parts.orders - production._get_customer_orders()[production]
        if lost:
            raise UserError(
                self.env._(
                    "These manufacturing orders are not merged: %(orders)s would not "
                    "be told from the others any more. Leave its own apart.",
                    orders=", ".join(lost.mapped("name")),
                )
            )
        parts.merged._pass_instructions_on(production)
        if all(parts.merged.mapped("order_to_delivery_exempt")):
            production.order_to_delivery_exempt = True
        parts.made.production_group_id = production.production_group_id
        parts.inspections.production_group_id = production.production_group_id
        production._take_keys_over(parts)

    def _keep_order_line(self, merged):
        """Stay with the line of an order, where all parts were made for it."""
        line = merged.sale_line_id
        if len(line) == 1 and all(part.sale_line_id for part in merged):
            self.sale_line_id = line
            goods = self.move_finished_ids.filtered(
                lambda move: move.product_id == self.product_id
            )
            goods.sale_line_id = line  # as core does where an order is confirmed

    def _take_keys_over(self, parts):
        """Have operations of all parts go by the key that they have after merging."""
        made, inspections = parts.made, parts.inspections
        for workorder in self.workorder_ids:
            old = parts.keys.get(workorder.operation_id, ())
            key = workorder._get_operation_key()
            signed = inspections.filtered(
                lambda inspection, old=old: inspection.operation_key in old
            )
            signed.operation_key = key
            (signed & parts.drafts).workorder_id = workorder
            made.workorder_ids.filtered(
                lambda other, old=old: other._get_operation_key() in old
            ).operation_key = key
        parts.drafts.production_id = self

    def _pass_instructions_on(self, productions):
        """Have instructions know what is made on them, split or merged as it is.

        Else the next instruction would take it for its own.

        :param productions: all that came of it
        """
        # Whoever merges or splits need not write instructions.
        before, after = self.sudo(), productions.sudo()
        for production in before:
            instructions = production.order_production_instruction_ids
            if not instructions:
                continue
            same = after & production.production_group_id.production_ids
            own = (same or after) - production
            own.order_production_instruction_ids = [
                Command.link(instruction.id) for instruction in instructions
            ]
