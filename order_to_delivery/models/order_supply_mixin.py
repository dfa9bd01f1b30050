"""When an order's supply may start."""

from odoo import fields, models
from odoo.exceptions import UserError

from .order_whole_read_mixin import READ_WHOLE


class OrderSupplyMixin(models.AbstractModel):
    _name = "order.supply.mixin"
    _description = "Supply of an Order"

    order_production_instruction_ids = fields.One2many(
        "order.production.instruction",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )
    order_inspection_ids = fields.One2many(
        "order.inspection",
        "sale_order_id",
        string="Inspections of the Order",
        groups="order_to_delivery.group_user",
    )
    # The production instruction

    def action_issue_instruction(self):
        """Issue the production instruction of the revision in force (H9.10).

        :raise AccessError: unless the user acts for Customer Service
        :raise UserError: with the reasons for which Production is not told yet
        """
        self.ensure_one()
        instruction = self._prepare_instruction()
        instruction._issue(self.env.user)
        return instruction._get_action_open()

    def action_prepare_instruction(self):
        """Draft the production instruction, for the clerk to complete and issue."""
        self.ensure_one()
        return self._prepare_instruction()._get_action_open()

    def _prepare_instruction(self):
        self.check_access("read")
        self._check_department("customer_service")
        Instruction = self.env["order.production.instruction"]
        self._check_may_be_instructed()
        self._check_not_instructed()
        # Only this method drafts an instruction; the rights are checked above.
        draft = Instruction.sudo().search(
            [("sale_order_id", "=", self.id), ("state", "=", "draft")]
        )
        if draft:
            draft._refresh_lines()
        else:
            draft = Instruction._create_draft(self)
        return draft.sudo(False)

    def _check_may_be_instructed(self):
        if not self._filter_gated() or self.state != "sale":
            raise UserError(
                self.env._(
                    "%s takes no production instruction: only confirmed orders that "
                    "are governed by Order to Delivery do. Confirm it first.",
                    self.name,
                )
            )
        if not self.sudo().current_revision_id:  # shown to the addon's users only
            raise UserError(
                self.env._(
                    "%s has no revision in force: it has to be reviewed first. Sales "
                    "submits it for review.",
                    self.name,
                )
            )
        if not self.order_line._filter_made_for_order():
            raise UserError(
                self.env._(
                    "%s has nothing to make, so Production needs no instruction. "
                    "Sales sets a line's Supply to Make where it is wrong.",
                    self.name,
                )
            )

    def _check_not_instructed(self):
        # Whoever acts for Customer Service may look at every instruction.
        alive = self.sudo().order_production_instruction_ids.filtered(
            lambda instruction: (
                instruction.state in ("issued", "accepted")
                and instruction.revision_id == self.sudo().current_revision_id
            )
        )
        if alive:
            raise UserError(
                self.env._(
                    "%(order)s was instructed by %(instruction)s already: Production "
                    "accepts it, or a change of the order replaces it.",
                    order=self.name,
                    instruction=alive[0].name,
                )
            )

    def _filter_waiting_instruction(self):
        """Return the orders with something to make that Production has not accepted.

        Cancelled orders are not waited for: what was begun for them is for stock.
        """
        orders = self._filter_gated().filtered(lambda order: order.state != "cancel")
        made = orders.order_line._filter_made_for_order()
        # A manufacturing order asks for users who may not read instructions.
        accepted = (
            self.env["order.production.instruction"]
            .sudo()
            .search(
                [("sale_order_id", "in", made.order_id.ids), ("state", "=", "accepted")]
            )
        )
        instructed = accepted.filtered(
            lambda i: i.revision_id == i.sale_order_id.current_revision_id
        ).sale_order_id
        return made.order_id - instructed

    def _supersede_instructions(self):
        """Let a new revision in force replace what Production was told.

        Where the revision changes nothing that Production signed for (goods, dates,
        destination and packing), the instruction goes on under the new revision.
        """
        # The revision was put in force by those who may; Production only follows.
        for order in self.sudo():
            old = order.order_production_instruction_ids.filtered(
                lambda instruction: (
                    instruction.state in ("draft", "issued", "accepted")
                    and instruction.revision_id
                    != instruction.sale_order_id.current_revision_id
                )
            )
            if not old or not order.current_revision_id:
                continue
            kept = old._filter_unchanged_by(order.current_revision_id)
            kept._carry_over(order.current_revision_id)
            (old - kept)._supersede()

    def _cancel_instructions(self):
        """Withdraw what Production was told of cancelled orders."""
        # Whoever may cancel the order withdraws its instruction with it.
        instructions = self.sudo().order_production_instruction_ids
        instructions.filtered(
            lambda instruction: instruction.state in ("draft", "issued", "accepted")
        )._cancel()

    # What was held

    def _guard_deposit(self):
        """Have whoever takes the deposit back collide with what starts on it."""
        # Whoever starts the supply, a visitor included, need not see the plan.
        orders = self.sudo().filtered(
            lambda order: "deposit" in order.payment_plan_line_ids.mapped("kind")
        )
        guard = self.env["order.money.guard"].sudo()  # nobody may write guards
        guard._touch(orders.ids)

    def _read_lines(self):
        """Read what the lines of these orders say in the query that finds them."""
        self.with_context(**{READ_WHOLE: True}).mapped("order_line")

    def _launch_held_supply(self):
        """Start the supply of all lines that are due by now, and never twice.

        A locked order is unlocked for the duration: what is launched was signed
        before it was locked.
        """
        # Machines launch what people released: payments, crons, acceptances.
        orders = self.sudo()._filter_gated().filtered(lambda o: o.state == "sale")
        if not orders:
            return
        locked = orders.filtered("locked")
        locked.locked = False
        orders._read_lines()
        lines = orders.order_line.filtered(lambda line: not line.is_expense)
        lines._action_launch_stock_rule()
        lines._purchase_service_generation()
        locked.locked = True
        orders._touch_progress()
