from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What a signed instruction says; the clerk completes it while it is a draft.
CONTENT_FIELDS = frozenset({"packing", "marks", "special_rules", "line_ids"})
ALIVE = ("draft", "issued", "accepted")


class OrderProductionInstruction(models.Model):
    _name = "order.production.instruction"
    _description = "Production Instruction"
    _order = "id desc"
    _inherit = [
        "order.sealed.mixin",
        "order.instruction.content.mixin",
        "order.instruction.needs.mixin",
        "order.instruction.plan.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _protected_fields = frozenset(
        {
            "sale_order_id",
            "name",
            "state",
            "revision_id",
            "replaces_id",
            "confirmation_id",
            "issued_by_id",
            "issued_date",
            "accepted_by_id",
            "on_behalf_of_id",
            "accepted_date",
            "production_ids",
            "needs_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    replaces_id = fields.Many2one("order.production.instruction", readonly=True)
    confirmation_id = fields.Many2one(
        "order.confirmation",
        string="Signed Confirmation",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="What the customer signed stands in for the clerk's instruction, with "
        "Production's own dates.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("accepted", "Accepted"),
            ("superseded", "Superseded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    issued_date = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_date = fields.Datetime(readonly=True, copy=False)
    needs_date = fields.Datetime(
        string="Needs Worked Out",
        readonly=True,
        copy=False,
        help="When its material needs were put on the order's requisition.",
    )
    production_start_date = fields.Date(
        compute="_compute_dates", help="The earliest start of its lines."
    )
    finished_date = fields.Date(
        compute="_compute_dates", help="The latest finished date of its lines."
    )
    promised_date = fields.Datetime(
        related="sale_order_id.commitment_date", string="Promised Date"
    )
    packing = fields.Text()
    marks = fields.Text()
    special_rules = fields.Text()
    line_ids = fields.One2many("order.production.instruction.line", "instruction_id")
    production_ids = fields.Many2many(
        "mrp.production", string="Manufacturing Orders", copy=False
    )
    production_count = fields.Integer(compute="_compute_production_count")

    _one_alive = models.UniqueIndex(
        "(sale_order_id) WHERE state IN ('draft', 'issued')",
        "An order has one production instruction under way.",
    )
    _needs_open = models.Index("(id) WHERE state = 'accepted' AND needs_date IS NULL")
    _two_people = models.Constraint(
        "CHECK(accepted_by_id IS NULL OR accepted_by_id <> issued_by_id)",
        "Whoever issued a production instruction does not accept it.",
    )

    @api.depends("line_ids.start_date", "line_ids.finished_date")
    def _compute_dates(self):
        for instruction in self:
            lines = instruction.line_ids
            starts = [day for day in lines.mapped("start_date") if day]
            ends = [day for day in lines.mapped("finished_date") if day]
            instruction.production_start_date = min(starts, default=False)
            instruction.finished_date = max(ends, default=False)

    @api.depends("production_ids")
    def _compute_production_count(self):
        for instruction in self:
            # How many there are is no secret of those who may not open them.
            instruction.production_count = len(instruction.sudo().production_ids)

    def write(self, vals):
        if not self.env.su and not CONTENT_FIELDS.isdisjoint(vals):
            self._check_content_open()
        return super().write(vals)

    def _check_content_open(self):
        """Refuse to change what was signed.

        :raise UserError: unless the instruction is a draft
        """
        for instruction in self:
            if instruction.state != "draft":
                raise UserError(
                    self.env._(
                        "%s was issued: its content changes by a change of the order "
                        "only. Ask Customer Service to propose one.",
                        instruction.name,
                    )
                )

    @api.constrains("state")
    def _check_instruction_floor(self):
        """Ask the gates wherever an instruction becomes issued or accepted (H9.8).

        The buttons leave the question to this floor, so that it is asked once.
        """
        asked = self.filtered(lambda i: i.state in ("issued", "accepted"))
        self.env["order.gate"]._refuse("instruction", asked)
        for instruction in self._filter_gated():
            if instruction.state == "accepted" and not instruction.accepted_by_id:
                raise ValidationError(
                    self.env._(
                        "%s is not accepted by anybody: Production has to sign it.",
                        instruction.name,
                    )
                )

    # The way of an instruction

    def _set_state(self, state, allowed, **values):
        # The dates wait for the signature until Production is instructed (H9.9).
        self.sudo().sale_order_id.order_confirmation_ids._settle_slip()
        return super()._set_state(state, allowed, **values)

    def action_issue(self):
        """Sign the instruction and tell Production and Technical at once (H8.2).

        :raise AccessError: unless the user acts for Customer Service
        :raise UserError: when it is no draft, or with all closed gates
        """
        self._check_department("customer_service")
        drafts = self.filtered(lambda instruction: instruction.state == "draft")
        for instruction in drafts:
            instruction._refresh_lines()
        self._issue(self.env.user)
        return True

    def _issue(self, issuer):
        """Issue drafts in the name of who signs for them: the clerk.

        :param issuer: a user; empty where the customer signed and nobody accepted
        """
        for instruction in self:
            instruction._check_is_not_empty()
        self._set_state(
            "issued",
            ("draft",),
            issued_by_id=issuer.id,
            issued_date=fields.Datetime.now(),
        )
        for instruction in self:
            instruction._notify_issued()
        self.sale_order_id._touch_progress()

    def _check_is_not_empty(self):
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "%s says nothing to make: Sales sets the Supply of its order's "
                    "lines, or Customer Service needs no instruction.",
                    self.name,
                )
            )

    def action_accept(self):
        """Sign for quantity, dates, tolerance, packing and special rules (H9.10).

        The supply of the lines to make starts with it.

        :raise AccessError: unless the user acts for Production
        :raise UserError: for the issuer, or with all closed gates
        """
        self._check_department("production")
        principals = {
            instruction: instruction._check_may_accept(self.env.user)
            for instruction in self
        }
        # Losing the deposit in the same moment makes one of both try again.
        self.env["order.money.guard"].sudo()._touch(self.sale_order_id.ids)
        for principal, accepted in self.grouped(principals.get).items():
            # Who accepted it, and when, stands on the instruction itself.
            accepted.with_context(tracking_disable=True)._set_state(
                "accepted",
                ("issued",),
                accepted_by_id=self.env.uid,
                on_behalf_of_id=principal.id,
                accepted_date=fields.Datetime.now(),
            )
        self._carry_out()
        # What was bought early is settled, whoever may read waivers.
        self.env["order.early.buying"].sudo()._settle(self.sale_order_id.sudo())
        self.sale_order_id._touch_progress()
        return True

    def _check_may_accept(self, user):
        """Return on whose behalf the user accepts, empty for an own signature.

        :raise UserError: unless a workshop of the instruction lets the user sign
        """
        refusal = None
        issuer = self.issued_by_id
        for department in self._get_workshops():
            try:
                return department._check_may_sign(user, requester=issuer)
            except UserError as error:
                refusal = refusal or error
        raise refusal or UserError(
            self.env._(
                "%s has nobody to accept it: the manager sets up a department of kind "
                "Production with its head.",
                self.name,
            )
        )

    def _carry_out(self):
        """Start the supply that was accepted, and keep what it started."""
        # Production starts what Customer Service ordered, whatever either may write.
        instructions = self.sudo()
        for instruction in instructions:
            order = instruction.sale_order_id
            before = order.order_production_instruction_ids - instruction
            earlier = order._get_own_productions(before)
            earlier._move_production_dates(order.production_start_date)
        orders = instructions.sale_order_id
        orders._launch_held_supply()
        instructions._keep_productions()
        replaced = instructions.replaces_id
        replaced.sale_order_id._follow_less()
        (instructions | replaced)._archive_activities()
        orders._reopen_completion()

    def _supersede(self):
        """Give way to the revision in force, and draft what tells the difference."""
        for order, instructions in self.grouped("sale_order_id").items():
            last = instructions.sorted("id")[-1:]
            instructions._set_state("superseded", ALIVE)
            # The next one takes its place, of which there is one only.
            instructions.flush_recordset(["state"])
            instructions._archive_activities()
            told = last if last.issued_date else last.replaces_id
            if told and order.order_line._filter_made_for_order():
                self._create_draft(order, replaces=told)._notify_replacing()
            elif told:
                order._follow_less()
                told._notify_stopped()

    def _cancel(self):
        """Withdraw the instruction; Production decides on what is being made."""
        accepted = self.filtered(lambda i: i.state == "accepted")
        self._set_state("cancelled", ALIVE)
        self._archive_activities()
        accepted._notify_stopped()
