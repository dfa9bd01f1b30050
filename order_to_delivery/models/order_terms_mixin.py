"""The terms of an order that are content: contract, incoterm, quality, penalties."""

from odoo import fields, models

# What of them the departments read, and what stands beside the prices.
DESTINATION_TERMS = ("incoterm", "incoterm_location", "quality_terms")
PRICE_TERMS = ("order_contract_id", "export_terms", "penalty_terms")


class OrderTermsMixin(models.AbstractModel):
    _name = "order.terms.mixin"
    _description = "Terms of an Order"

    export_terms = fields.Char(
        string="Export Payment Terms",
        help="How an export order is paid: letter of credit (L/C), documents against "
        "payment (D/P), telegraphic transfer (T/T), with their conditions.",
    )
    quality_terms = fields.Text(
        help="What the goods have to meet, and who tests it, as the contract says."
    )
    penalty_terms = fields.Text(
        help="What is owed when goods come late, or are not as agreed.",
    )

    def _prepare_snapshot_terms(self, names):
        """Return the terms that the order has, by the names of their fields.

        What it does not have stands in no snapshot, so that an order without terms
        has the content that it always had.
        """
        self.ensure_one()
        return {
            name: self[name].id if isinstance(self[name], models.Model) else self[name]
            for name in names
            if self[name]
        }

    def _prepare_terms_of(self, header):
        """Return the values of the order that a revision's header agrees to."""
        self.ensure_one()
        price, destination = header["price"], header["destination"]
        values = {name: price.get(name, False) for name in PRICE_TERMS}
        values |= {name: destination.get(name, False) for name in DESTINATION_TERMS}
        values = {
            name: value
            for name, value in values.items()
            if self._changes_content(name, value)
        }
        plan = price["plan"]
        if plan != self._prepare_snapshot_plan() or "order_contract_id" in values:
            # Given with the contract, it is not copied from that anew.
            values["payment_plan_line_ids"] = [
                fields.Command.clear(),
                *map(fields.Command.create, self._prepare_plan_of(plan)),
            ]
        return values

    def _prepare_plan_of(self, plan):
        return [
            {
                **line,
                "sequence": number,
                "percent": float(line["percent"]),
                "amount": float(line["amount"]),
            }
            for number, line in enumerate(plan)
        ]
