"""How an order comes to the person in charge (H2.1)."""

from odoo import models
from odoo.exceptions import UserError

SEES_ALL = "sales_team.group_sale_salesman_all_leads"


class OrderAssignmentMixin(models.AbstractModel):
    _name = "order.assignment.mixin"
    _description = "Order Assigned to a Person in Charge"

    def _assign_new(self):
        """Give new orders for which nobody chose a person to whom the rules name.

        The customer's own salesperson comes first. A representative who sees the own
        orders only keeps what he takes; whoever takes orders for others does not.
        """
        takes_for_others = self.env.user.has_group(SEES_ALL)
        rules = self.env["order.assignment.rule"]
        for order in self:
            partner = order.partner_id
            own = partner.user_id or partner.commercial_partner_id.user_id
            is_unchosen = not order.user_id or (
                takes_for_others and order.user_id == self.env.user
            )
            person = rules._get_person(order) if is_unchosen and not own else False
            if person and person != order.user_id:
                order.user_id = person

    def action_assign_by_rules(self):
        """Give orders to whom the rules name, whoever has them now (H2.1).

        :raise UserError: naming the orders that no rule fits
        """
        self._check_department("customer_service")
        self.check_access("write")
        rules = self.env["order.assignment.rule"]
        persons = {order: rules._get_person(order) for order in self}
        unfit = [order.name for order, person in persons.items() if not person]
        if unfit:
            raise UserError(
                self.env._(
                    "%(orders)s: no assignment rule fits. Choose the salesperson on "
                    "the order, or have a rule added under Configuration.",
                    orders=", ".join(unfit),
                )
            )
        for order, person in persons.items():
            order.user_id = person
        return True
