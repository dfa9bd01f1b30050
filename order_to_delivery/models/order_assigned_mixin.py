"""The people of a workshop to whom Production hands its work out."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderAssignedMixin(models.AbstractModel):
    _name = "order.assigned.mixin"
    _description = "Work That Is Handed Out to People"

    assigned_user_ids = fields.Many2many(
        "res.users",
        string="Assigned People",
        copy=False,
        domain="[('id', 'in', assignable_user_ids)]",
        groups="order_to_delivery.group_user",
        help="Who of the workshop does it. Production hands the work out.",
    )
    assignable_user_ids = fields.Many2many(
        "res.users",
        compute="_compute_assignable_user_ids",
        groups="order_to_delivery.group_user",
    )

    @api.model
    def _has_field_access(self, field, operation):
        if (
            operation == "write"
            and field.name == "assigned_user_ids"
            and not self.env.su
            and not self.env.user.has_group("order_to_delivery.group_production")
        ):
            return False
        return super()._has_field_access(field, operation)

    def _get_workplaces(self):
        """Return the work centers where the work is done."""
        raise NotImplementedError

    def _compute_assignable_user_ids(self):
        workshops = self._get_workshops_of()
        for record in self:
            # Who may be asked is no secret; a reader may not see other users.
            record.assignable_user_ids = workshops[record].sudo()._get_members()

    def _get_workshops_of(self):
        """Return for each record the workshops that have its work centers, else all."""
        # Everybody may know which workshops there are.
        workshops = (
            self.env["order.department"]
            .sudo()
            .search(
                [
                    ("kind", "=", "production"),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        found = {}
        for record in self:
            own = workshops.filtered(lambda w, r=record: w.company_id == r.company_id)
            workcenters = record._get_workplaces()
            fitting = own.filtered(lambda w, c=workcenters: w.workcenter_ids & c)
            found[record] = fitting or own
        return found

    def _check_assigned_people(self):
        """Refuse people of whom no workshop of the work knows, all at once.

        :raise UserError: naming them and what to do
        """
        assigned = self.sudo().filtered("assigned_user_ids")  # for whoever writes
        if not assigned:
            return
        for record, workshops in assigned._get_workshops_of().items():
            strangers = record.assigned_user_ids - workshops._get_members()
            if strangers:
                raise UserError(
                    self.env._(
                        "%(people)s do not belong to %(workshops)s, where "
                        "%(work)s is done: assign its own people, or let the manager "
                        "make them members.",
                        people=", ".join(strangers.mapped("name")),
                        workshops=", ".join(workshops.mapped("name"))
                        or self.env._("any workshop"),
                        work=record.display_name,
                    )
                )

    def _tell_assigned(self, before):
        """Tell people once what was handed out to them (H8.5).

        :param before: ``{record: users}`` who had it already
        """
        for record in self:
            work = record.sudo()  # who was assigned may not be the writer's to see
            people = work.assigned_user_ids - before[record] - self.env.user
            if people:
                production = work._get_production()
                production.message_notify(
                    partner_ids=people.partner_id.ids,
                    subject=self.env._("Assigned to you: %s", work.display_name),
                    body=self.env._(
                        "%(user)s hands %(work)s out to you; it starts on %(start)s.",
                        user=self.env.user.name,
                        work=work.display_name,
                        start=work.date_start
                        and fields.Date.to_string(
                            work.company_id._get_local_day(work.date_start)
                        )
                        or "–",
                    ),
                )

    def _get_production(self):
        """Return the manufacturing order in whose thread people are told."""
        raise NotImplementedError
