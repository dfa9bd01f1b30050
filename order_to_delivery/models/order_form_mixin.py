"""What the order's form shows of the way: strip, banner, next steps, documents."""

from odoo import api, fields, models
from odoo.exceptions import UserError

USER = "order_to_delivery.group_user"
# Who may read all that Odoo's own form of an order shows.
FORM_GROUPS = ("sales_team.group_sale_salesman", "account.group_account_invoice")
# One2many of documents, and the fact that lists them.
DOCUMENTS = {
    "order_review_ids": "order_review",
    "order_confirmation_ids": "order_confirmation",
    "order_production_instruction_ids": "order_production_instruction",
    "order_inspection_ids": "order_inspection",
    "order_shipping_request_ids": "order_shipping_request",
    "order_delivery_receipt_ids": "order_delivery_receipt",
    "order_gate_waiver_ids": "order_gate_waiver",
}
STEPS = (
    "can_submit_for_review",
    "can_propose_change",
    "can_send_confirmation",
    "can_confirm",
    "can_create_deposit_invoice",
    "can_issue_instruction",
    "can_send_balance_notice",
    "can_request_shipping",
    "can_confirm_settlement",
)


def _count(string):
    return fields.Integer(string, compute="_compute_form", groups=USER)


def _step():
    # Without groups: they decide on buttons that everybody has.
    return fields.Boolean(compute="_compute_form")


class OrderFormMixin(models.AbstractModel):
    _name = "order.form.mixin"
    _description = "Form of an Order"

    station_strip = fields.Json(compute="_compute_form", groups=USER)
    gate_banner = fields.Json(compute="_compute_form", groups=USER)
    can_submit_for_review = _step()
    can_propose_change = _step()
    can_send_confirmation = _step()
    can_confirm = _step()
    can_create_deposit_invoice = _step()
    can_issue_instruction = _step()
    can_send_balance_notice = _step()
    can_request_shipping = _step()
    can_confirm_settlement = _step()
    order_review_count = _count("Reviews")
    order_confirmation_count = _count("Confirmations")
    order_production_instruction_count = _count("Instructions")
    order_inspection_count = _count("Inspections")
    order_shipping_request_count = _count("Shipping Requests")
    order_delivery_receipt_count = _count("Receipts")
    order_gate_waiver_count = _count("Waivers")

    @api.depends("state", "is_content_locked", "pending_revision_id")
    def _compute_form(self):
        """Show the way as it is now, not as hinted; ask every gate before its next
        station, so that buttons appear when they would not be refused.
        """
        for order in self:
            values = order._get_form_values()
            for name in STEPS:
                order[name] = values.get(name, False)
            for name in DOCUMENTS:
                name = name.replace("_ids", "_count")
                order[name] = values.get(name, 0)
            order.station_strip = values.get("station_strip", False)
            order.gate_banner = values.get("gate_banner", False)

    def _get_form_values(self):
        """Return what the form shows of one order; nothing while it is not governed."""
        order = self._origin._filter_gated()
        if not order:
            is_new = not self._origin and bool(self._filter_gated())
            return {"can_submit_for_review": is_new}
        # The way is shown to whoever sees the order; sums never are.
        [(facts, places)] = self.env["order.progress"].sudo()._get_places(order)
        banner = self.env["order.banner"]
        here = [place for place in places if place.is_here]
        held = {place.station: banner._get_reasons(order, place) for place in here}
        return {
            **order._get_steps(places, held),
            **{
                name.replace("_ids", "_count"): len(facts[fact] or ())
                for name, fact in DOCUMENTS.items()
            },
            "station_strip": banner._prepare_strip(places, held),
            "gate_banner": [
                *banner._prepare_banner(facts, here, held),
                *banner._prepare_questions(order),
                *order._prepare_duplicates(order),
            ],
        }

    def _get_steps(self, places, held):
        """Tell which steps may be taken on the order itself."""
        asked = {place.asked for place in places if place.is_here}
        is_sale = self.state == "sale"
        open_stations = {
            place.station for place in places if not (place.end or place.is_skipped)
        }
        return {
            "can_submit_for_review": "submit" in asked,
            "can_propose_change": self.is_content_locked and self.state != "cancel",
            "can_send_confirmation": "send_confirmation" in asked,
            "can_confirm": not is_sale and held.get("confirmation") == [],
            "can_create_deposit_invoice": "deposit" in asked,
            "can_issue_instruction": "issue_instruction" in asked,
            "can_confirm_settlement": "confirm_settlement" in asked,
            "can_send_balance_notice": bool(asked & {"collect", "demand"}),
            # Part of the goods may be asked for before all are complete.
            "can_request_shipping": is_sale
            and "release" in open_stations
            and not open_stations & {"confirmation", "deposit", "instruction"},
        }

    @api.model
    def _get_narrow_form_id(self):
        """Return the form for who follows orders without rights on sales, or None.

        Odoo's own form reads invoices and prices, and fails for a workshop (H4.2).
        """
        user = self.env.user
        if not user.has_group(USER) or any(map(user.has_group, FORM_GROUPS)):
            return None
        return self.env["ir.model.data"]._xmlid_to_res_id(
            "order_to_delivery.sale_order_view_form_ledger"
        )

    def action_view_order_documents(self):
        """Open the documents of one kind that the order has.

        The kind comes from the button's context and is one of DOCUMENTS.
        """
        self.ensure_one()
        self.check_access("read")
        name = self.env.context.get("order_documents")
        if name not in DOCUMENTS:
            raise UserError(self.env._("Choose which documents of the order to open."))
        documents = self[name]
        action = {
            "type": "ir.actions.act_window",
            "name": self._fields[name].get_description(self.env, ["string"])["string"],
            "res_model": documents._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("sale_order_id", "=", self.id)],
            "context": {"create": False},
        }
        if len(documents) == 1:
            action.update(views=[(False, "form")], res_id=documents.id)
        return action
