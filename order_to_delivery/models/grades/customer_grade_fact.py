"""What the record said of a customer when a change of its grade was worked out."""

from odoo import api, fields, models

from .customer_grade_criterion import COUNTED


class CustomerGradeFact(models.Model):
    """A criterion beside what the record said of it that day: frozen (H9.21)."""

    _name = "customer.grade.fact"
    _description = "Fact behind a Change of Grade"
    _order = "sequence, id"
    _rec_name = "kind"

    change_id = fields.Many2one(
        "customer.grade.change",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    grade_id = fields.Many2one("customer.grade", required=True, readonly=True)
    kind = fields.Selection(
        lambda self: (
            self.env["customer.grade.criterion"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        string="What Counts",
        required=True,
        readonly=True,
    )
    months = fields.Integer(readonly=True)
    threshold = fields.Float(digits=(16, 2), string="Asked For", readonly=True)
    value = fields.Float(digits=(16, 2), string="On Record", readonly=True)
    is_known = fields.Boolean(
        readonly=True, help="Not, where no order was due or none was ever taken."
    )
    is_met = fields.Boolean(string="Met", readonly=True)
    since = fields.Date(readonly=True)
    until = fields.Date(string="As of", readonly=True)
    record_ids = fields.Json(
        readonly=True, help="What it was counted from, or what spoke against it."
    )

    def action_view_records(self):
        """Open what the figure was counted from, for who may read it.

        Of payments these are the orders that were paid late.
        """
        self.ensure_one()
        self.check_access("read")
        model, domain = self._get_records()
        return {
            "type": "ir.actions.act_window",
            "name": self._get_label(),
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
            "context": {"create": False},
        }

    def _get_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _get_records(self):
        """Return the model and the domain of what lies behind the figure."""
        change = self.change_id
        if self.kind == "turnover":
            return "account.move", [
                ("commercial_partner_id", "=", change.partner_id.id),
                ("company_id", "=", change.company_id.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("invoice_date", ">=", fields.Date.to_string(self.since)),
                ("invoice_date", "<=", fields.Date.to_string(self.until)),
            ]
        models_of = {"papers": "order.gate.waiver", "contract": "order.contract"}
        model = models_of.get(self.kind, "sale.order")
        return model, [("id", "in", self.record_ids or [])]

    @api.model
    def _prepare(self, criterion, found, today):
        """Return the values of a fact: a criterion, and what was found of it.

        :param found: ``(value, ids)``; no value where the record says nothing
        """
        value, ids = found
        months = criterion._get_span()
        counted = criterion.kind in COUNTED
        return {
            "sequence": criterion.sequence,
            "grade_id": criterion.grade_id.id,
            "kind": criterion.kind,
            "months": months,
            "threshold": criterion.threshold,
            "value": value or 0.0,
            "is_known": value is not None,
            "is_met": criterion._is_met(value),
            "since": fields.Date.subtract(today, months=months) if counted else False,
            "until": today,
            "record_ids": ids or [],
        }
