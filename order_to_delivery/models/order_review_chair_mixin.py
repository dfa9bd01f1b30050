"""Who circulates a review and decides it: never who submitted the order (H1.2)."""

from odoo import models
from odoo.exceptions import UserError

CHAIR = "deputy_general_manager"


class OrderReviewChairMixin(models.AbstractModel):
    _name = "order.review.chair.mixin"
    _description = "Chair of an Order Review"

    def _get_chair_department(self):
        """Return the department whose people circulate and decide."""
        return self.env["order.department"].search(
            [
                ("kind", "=", CHAIR),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )

    def _check_may_chair(self):
        """Refuse who submitted the order himself, even as deputy general manager.

        Where nobody else of the department can, its superior decides in his place.

        :raise UserError: naming who may
        """
        own = self.filtered(lambda review: review.requested_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "%(reviews)s: you submitted this order yourself, and do not decide "
                    "about it. Ask somebody else: %(people)s.",
                    reviews=", ".join(own.mapped("display_name")),
                    people=own[:1]._get_other_chairs_names(),
                )
            )

    def _get_other_chairs_names(self):
        people = self._get_other_chairs(self._get_chair_department())
        # Whoever is refused may not see other users.
        return ", ".join(people.sudo().mapped("name")) or self.env._(
            "the manager of Order to Delivery gives the deputy general manager's "
            "department another member, or a superior who acts for it"
        )

    def _get_other_chairs(self, department):
        """Return who may chair besides who submitted; without any, the superior."""
        requester = self.requested_by_id
        superior = department.superior_id
        others = department._get_able_people() - requester
        if not others and superior != requester and department._is_able(superior):
            return superior
        return others

    def _get_chair_asked(self, department):
        """Return whom deadlines are told: who circulated, else the head (H1.2)."""
        user = self.chair_id or department.head_id
        if user.active and user != self.requested_by_id:
            return user
        return self._get_other_chairs(department)[:1]

    def _find_chair(self):
        """Return who is asked today to circulate, or to decide; maybe nobody."""
        user = self.chair_id
        if user.active and user != self.requested_by_id:
            members = self.env["order.department.member"]
            return members._get_stand_in(user, CHAIR, self.company_id)
        department = self._get_chair_department()
        if not department:
            return user.browse()
        person, _principal = department._resolve_person(self.requested_by_id)
        return person or self._get_other_chairs(department)[:1]
