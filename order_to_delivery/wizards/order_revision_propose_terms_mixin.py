"""The payment plan, contract and export terms of a proposed change."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..models.order_terms_mixin import DESTINATION_TERMS, PRICE_TERMS


class OrderRevisionProposeTermsMixin(models.AbstractModel):
    _name = "order.revision.propose.terms.mixin"
    _description = "Terms of a Proposed Change"

    # Only so that the mixin stands alone: the dialog's own definition wins.
    sale_order_id = fields.Many2one("sale.order")

    partner_id = fields.Many2one(related="sale_order_id.partner_id")
    plan_line_ids = fields.One2many(
        "order.revision.propose.plan", "proposal_id", string="Payment Plan"
    )
    order_contract_id = fields.Many2one("order.contract", string="Contract")
    incoterm = fields.Many2one("account.incoterms")
    incoterm_location = fields.Char()
    export_terms = fields.Char(string="Export Payment Terms")
    quality_terms = fields.Text()
    penalty_terms = fields.Text()

    @api.onchange("order_contract_id")
    def _onchange_order_contract_id(self):
        """Propose the plan and the terms of the contract that was chosen."""
        # Whoever proposes sees what the contract asks, though not all contracts.
        contract = self.order_contract_id.sudo()
        if contract:
            self.update(contract._prepare_order_terms())
        lines = contract.payment_plan_line_ids
        if lines:
            self.plan_line_ids = [
                Command.clear(),
                *map(Command.create, lines._get_copy_values()),
            ]

    def _prepare_proposal_terms(self, order):
        """Return the terms in force, as the dialog starts with them."""
        order = order.sudo()  # whoever may propose sees what is changed
        terms = (*PRICE_TERMS, *DESTINATION_TERMS)
        return {
            **{
                name: order._fields[name].convert_to_write(order[name], order)
                for name in terms
            },
            "plan_line_ids": [
                Command.create(values)
                for values in order.payment_plan_line_ids._get_copy_values()
            ],
        }

    def _change_terms(self, order, header):
        """Put the proposed terms into the header of a snapshot.

        :raise UserError: when the plan asks for more than the order, or for nothing
        """
        self._check_plan(order)
        if self.order_contract_id and self.order_contract_id != order.order_contract_id:
            # The contract is judged the same, whoever proposes it.
            self.order_contract_id.sudo()._check_covers(order)
        header["price"]["plan"] = self._prepare_plan()
        for aspect, names in (
            ("price", PRICE_TERMS),
            ("destination", DESTINATION_TERMS),
        ):
            for name in names:
                header[aspect].pop(name, None)
                value = self[name]
                if value:
                    is_record = isinstance(value, models.Model)
                    header[aspect][name] = value.id if is_record else value

    def _check_plan(self, order):
        lines = self.plan_line_ids
        percents = lines.filtered(lambda line: line.amount_type == "percent")
        if (
            any(
                not (line.percent if line in percents else line.amount)
                for line in lines
            )
            or sum(percents.mapped("percent")) > 100.005
        ):
            raise UserError(
                self.env._(
                    "The proposed payment plan of %(order)s has a line without a "
                    "percent or an amount, or asks for more than 100 %%: correct it.",
                    order=order.name,
                )
            )

    def _prepare_plan(self):
        """Return the plan as snapshots keep it."""
        return [
            {
                "kind": line.kind,
                "amount_type": line.amount_type,
                "percent": float_repr(line.percent, 2),
                "amount": float_repr(line.amount, 2),
                "days": line.days,
            }
            for line in self.plan_line_ids.sorted("sequence")
        ]
