from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .order_department_kind import DEPARTMENT_KINDS, group_of


class OrderDepartment(models.Model):
    _name = "order.department"
    _description = "Department with Its Seat in the Review"
    _inherit = ["order.whole.read.mixin", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(DEPARTMENT_KINDS, required=True)
    workcenter_ids = fields.Many2many("mrp.workcenter", string="Work Centers")
    head_id = fields.Many2one("res.users", tracking=True)
    superior_id = fields.Many2one("res.users")
    member_ids = fields.One2many("order.department.member", "department_id")
    seat = fields.Selection(
        [
            ("none", "No seat"),
            ("always", "Every order"),
            ("make", "Orders with products to make"),
            ("buy", "Orders with products to buy"),
            ("changed", "Orders with new or changed products"),
            ("standard", "Standard orders from stock only"),
        ],
        string="Seat in the Review",
        default="none",
        required=True,
        help="When the department is asked for its written answer. An order of stocked "
        "goods only is asked of the seats for standard orders alone.",
    )
    waits_for_ids = fields.Many2many(
        "order.department",
        "order_department_waits_for_rel",
        "department_id",
        "waits_for_id",
        string="Answers After",
        help="Its answer builds on the answers of these departments.",
    )

    @api.constrains("waits_for_ids")
    def _check_waits_for(self):
        if self._has_cycle("waits_for_ids"):
            raise ValidationError(
                self.env._(
                    "%(department)s would wait for its own answer: leave it out of "
                    "Answers After, here or with the other department.",
                    department=self[:1].display_name,
                )
            )

    @api.model
    def _get_kind_labels(self, kinds):
        """Return the names of kinds of department as one translated list."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return ", ".join(labels[kind] for kind in kinds)

    # Who may sign

    def _resolve_person(self, requester=None, taken_users=None):
        """Return who signs for the department, and on behalf of whom.

        The head comes first, then the members in their order; whoever is absent
        is replaced by the deputy, who then signs on behalf. Archived users, users
        without the department's group, who asked for it (conflict of duty) and who
        signs for another department already are passed over. Where everybody
        is absent, the first of them is asked all the same, so that it is not lost.

        :param requester: the user whose own request it is
        :param taken_users: users on other seats of the same order
        :return: (user, on_behalf_of), both empty where nobody is left
        """
        self.ensure_one()
        nobody = self.env["res.users"]
        barred = self._get_barred_users(requester, taken_users)
        absent_people = nobody
        for person, deputy, is_absent in self._get_people():
            if is_absent:
                if self._is_able(deputy) and deputy not in barred:
                    return deputy, person
                absent_people |= person
            elif self._is_able(person) and person not in barred:
                return person, nobody
        able = absent_people.filtered(self._is_able) - barred
        return able[:1], nobody

    def _check_may_sign(self, user, requester=None, taken_users=None):
        """Refuse a user who may not sign for the department.

        :param requester: the user whose own request it is
        :param taken_users: users who signed for other seats of the same order
        :return: the user on whose behalf is signed, empty for an own signature
        :raise UserError: saying why, and who may
        """
        self.ensure_one()
        on_behalf_of = self._get_principal(user)
        reason = self._get_reason_barred(user, on_behalf_of, requester, taken_users)
        if reason:
            raise UserError(reason)
        return self.env["res.users"] if on_behalf_of == user else on_behalf_of

    def _get_reason_barred(self, user, principal, requester, taken_users):
        taken = taken_users and taken_users & user
        barred = self._get_barred_users(requester, taken)
        if principal and user not in barred and self._is_able(user):
            return ""
        return self._describe_barred(user, principal, requester)

    def _describe_barred(self, user, principal, requester):
        names = {
            "user": user.sudo().name,  # a reader may not see other users
            "department": self.display_name,
            "people": self._get_people_names(),
        }
        if not user.sudo().active:  # a reader may not see archived users
            return self.env._("%(user)s is archived and does not sign.", **names)
        if not principal:
            return self.env._(
                "%(user)s does not sign for %(department)s: ask %(people)s, or let the "
                "manager make the user a member, or the deputy of an absent one.",
                **names,
            )
        if not self._is_able(user):
            return self.env._(
                "%(user)s lacks the group or the company of %(department)s: ask the "
                "manager for it, or %(people)s to sign.",
                **names,
            )
        if requester and user == requester:
            return self.env._(
                "%(user)s asked for this and does not answer it for %(department)s: "
                "somebody else has to sign (%(people)s).",
                **names,
            )
        return self.env._(
            "%(user)s signed for another department of this order already: "
            "somebody else signs for %(department)s (%(people)s).",
            **names,
        )

    def _get_barred_users(self, requester, taken_users):
        barred = requester or self.env["res.users"]
        # The policy is the company's, which the user may not see.
        if taken_users and not self.company_id.sudo().order_allow_double_seat:
            barred |= taken_users
        return barred

    def _get_person_on(self, user, day):
        """Return who is told on a day in place of a user: the deputy of an absent one.

        :return: the user where nobody stands in
        """
        for person, deputy, is_absent in self._get_people(day):
            if person == user and is_absent and self._is_able(deputy):
                return deputy
        return user

    def _get_superior(self, day):
        """Return who is told on a day that the department is late, or nobody.

        The department's superior, else who signs for the deputy general manager.
        """
        if self.superior_id:
            return self.superior_id
        general = self.search(
            [
                ("kind", "=", "deputy_general_manager"),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        return (
            general._get_person_on(general.head_id, day) if general else general.head_id
        )

    def _get_people(self, day=None):
        """Return (person, deputy, is absent) in the order of who is asked.

        :param day: today by default
        """
        # Members may be archived or out of the reader's sight.
        department = self.sudo().with_context(active_test=False)
        members = department.member_ids.sorted(lambda m: (m.sequence, m.id))
        leaving = members.filtered(lambda m: m.absent_from or m.absent_to)
        # Which day it is at the company is looked up only for who may be away.
        today = leaving and (day or department.company_id._get_local_day())
        head_row = members.filtered(lambda m: m.user_id == department.head_id)
        people = [
            (member.user_id, member.deputy_id, member._is_absent(today))
            for member in head_row | members
        ]
        if department.head_id and not head_row:
            people.insert(0, (department.head_id, self.env["res.users"], False))
        return people

    def _get_able_people(self):
        """Return all who may sign for the departments, absent today or not."""
        users = self.env["res.users"]
        for department in self:
            for person, _deputy, _absent in department._get_people():
                if department._is_able(person):
                    users |= person
        return users

    def _is_headed_by(self, user):
        """Tell whether a user heads one of them, or is an absent head's deputy."""
        return any(
            user in (person, deputy) if is_absent else user == person
            for department in self
            for person, deputy, is_absent in department._get_people()
            if person and person == department.head_id
        )

    def _get_members(self):
        """Return the users of the departments, heads included."""
        return self.member_ids.user_id | self.head_id

    def _get_people_names(self):
        names = [person.name for person, _deputy, _absent in self._get_people()]
        return ", ".join(dict.fromkeys(names)) or self.env._("nobody so far")

    def _get_principal(self, user):
        """Return for whom a user signs: itself, or an absent person as the deputy."""
        # Whoever signs may not see other users; a head needs no other member's row.
        if user == self.sudo().head_id:
            return user
        people = self._get_people()
        if any(person == user for person, _deputy, _absent in people):
            return user
        for person, deputy, is_absent in people:
            if is_absent and deputy == user:
                return person
        return self.env["res.users"]

    def _is_able(self, user):
        """Tell whether a user is active, in the company and in the group."""
        user = user.sudo()  # a reader may not see other users
        return bool(
            user
            and user.active
            and self.company_id.id in user._get_company_ids()
            and user.has_group(group_of(self.kind))
        )
