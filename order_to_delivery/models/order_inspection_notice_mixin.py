"""Whom the result of an inspection concerns, and what its head may concede."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .order_inspection_making_mixin import GATES
from .order_inspection_shipment_mixin import SHIPMENT_GATE

INSPECTION_GATE = "order.gate.incoming.needs.inspection"


class OrderInspectionNoticeMixin(models.AbstractModel):
    _name = "order.inspection.notice.mixin"
    _description = "Notices and Concessions of Inspections"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _tell_result(self):
        """Tell Purchasing what was rejected, and what was prepared (H1.8).

        Called in sudo by whoever judged.
        """
        for inspection in self:
            rejected = inspection.line_ids.filtered(lambda line: line._has_rejected())
            purchase = inspection.purchase_id
            if not rejected or not purchase:
                continue
            text = inspection._describe_rejected(rejected)
            purchase.message_post(body=text)
            user = inspection._get_buyer()
            if user:
                purchase.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._(
                        "Rejected on inspection: %(name)s", name=inspection.name
                    ),
                    note=text,
                    user_id=user.id,
                )

    def _describe_rejected(self, lines):
        """Return what was rejected as one sentence."""
        paper = self.env["order.paper"]
        dispositions = dict(
            lines._fields["disposition"]._description_selection(self.env)
        )
        goods = ", ".join(
            f"{paper._format_quantity(line.rejected_quantity)} "
            f"{line.product_uom_id.name} {line.product_id.display_name} "
            f"({dispositions[line.disposition]})"
            for line in lines
        )
        returns = ", ".join(self.return_picking_ids.mapped("name"))
        if not returns:
            return self.env._(
                "%(inspection)s rejected: %(goods)s.", inspection=self.name, goods=goods
            )
        return self.env._(
            "%(inspection)s rejected: %(goods)s. Return to the vendor: %(returns)s.",
            inspection=self.name,
            goods=goods,
            returns=returns,
        )

    def _get_buyer(self):
        """Return who bought the goods, else who answers for Purchasing."""
        buyer = self.purchase_id.user_id
        if buyer.active and buyer._is_internal():
            return buyer
        return self._get_departments("purchasing")._get_able_people()[:1]

    def _get_departments(self, kind):
        # Whom to ask is looked up for whoever judges.
        return (
            self.env["order.department"]
            .sudo()
            .search([("kind", "=", kind), ("company_id", "=", self.company_id.id)])
        )

    # Concession 让步接收

    def action_concede(self, reason=None):
        """Let goods enter stock that were rejected, as Quality's head, for a reason."""
        self._check_department("quality")
        self.ensure_one()
        if not (reason or "").strip():
            return self._get_concede_action()
        self._check_may_concede()
        # What was bought is looked up for whoever concedes.
        lines = self.sudo().line_ids.filtered(
            lambda line: line._has_rejected() and line.disposition == "concession"
        )
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("purchase.order.line", lines.purchase_line_id.ids)
        self._touch_making()
        self._touch_shipments()
        # Waivers are written by such steps alone; checked just above.
        inspection = self.sudo()
        inspection.concession_id = inspection.env["order.gate.waiver"].create(
            self._prepare_concession(reason)
        )
        inspection._check_result()
        if inspection._is_of_making():
            inspection._tell_conceded(reason)
        elif inspection.kind == "shipment":
            inspection._tell_shipments()
        else:
            inspection._create_transfers(
                {line: line.rejected_product_quantity for line in lines}, "stock"
            )
        inspection.message_post(
            body=self.env._("Conceded: %(reason)s", reason=reason),
            author_id=self.env.user.partner_id.id,
        )
        return True

    def _get_concede_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Concession"),
            "res_model": "order.inspection.concede",
            "view_mode": "form",
            "target": "new",
            "context": {"default_inspection_id": self.id},
        }

    def _check_may_concede(self):
        """Refuse a concession that is not the head's, his own, or asked of nobody.

        :raise AccessError: for who is not Quality's head, or his deputy
        :raise UserError: where nothing asks for it
        """
        departments = self._get_departments("quality")
        if not departments._is_headed_by(self.env.user):
            raise AccessError(
                self.env._(
                    "A concession belongs to the head of Quality: %(people)s.",
                    people=", ".join(departments.head_id.mapped("name")) or "–",
                )
            )
        if not self.asks_concession:
            raise UserError(
                self.env._(
                    "%(inspection)s asks for no concession.", inspection=self.name
                )
            )
        is_own = self.env.user == self.inspector_id
        # The policy is the company's, which the user may not see.
        if is_own and not self.company_id.sudo().order_allow_double_seat:
            raise UserError(
                self.env._(
                    "You judged %(inspection)s yourself: a concession needs a second "
                    "person.",
                    inspection=self.name,
                )
            )

    def _prepare_concession(self, reason):
        return {
            "sale_order_id": self.sale_order_id.id,
            "company_id": self.company_id.id,
            "gate": {**GATES, "shipment": SHIPMENT_GATE}.get(
                self.kind, INSPECTION_GATE
            ),
            "res_model": self._name,
            "res_id": self.id,
            "origin": "person",
            "reason": reason,
            "granted_by_id": self.env.uid,
            "granted_date": fields.Datetime.now(),
        }

    def action_view_returns(self):
        """Open the returns to the vendor that were prepared."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        # Which returns there are is no secret of who may open transfers.
        ids = self.sudo().return_picking_ids.ids
        return {**action, "domain": Domain("id", "in", ids), "context": {}}
