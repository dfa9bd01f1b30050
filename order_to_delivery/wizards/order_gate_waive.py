from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OrderGateWaive(models.TransientModel):
    _name = "order.gate.waive"
    _description = "Waive a Gate"

    sale_order_id = fields.Many2one("sale.order", string="Order", required=True)
    gate = fields.Selection(
        selection="_selection_gate", string="Rule to Waive", required=True
    )
    res_model = fields.Char(string="Model")
    res_id = fields.Many2oneReference(string="Record", model_field="res_model")
    reason = fields.Text(required=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    cap_amount = fields.Monetary(string="Value Cap")
    cap_quantity = fields.Float(string="Quantity Cap", digits="Product Unit")
    valid_to = fields.Datetime(string="Valid until")
    paper_due_date = fields.Date(string="Paper Due on")
    is_limited = fields.Boolean(compute="_compute_is_limited")

    @api.model
    def _selection_gate(self):
        """Return the rules that somebody may waive, as sentences."""
        nobody = self.env.registry["order.gate"]._waivers
        return [
            (gate._name, self.env["ir.model"]._get(gate._name).name)
            for gate in self.env["order.gate"]._get_gates()
            if type(gate)._waivers is not nobody
        ]

    @api.depends("gate", "sale_order_id")
    def _compute_is_limited(self):
        for dialog in self:
            # A policy, which the gate reads.
            order = dialog.sale_order_id.sudo()
            dialog.is_limited = dialog.gate and self.env[dialog.gate]._is_limited(order)

    def action_grant(self):
        """Let an order pass a closed gate: a person, a reason, a cap, a date.

        :raise AccessError: for who may not waive the rule
        :raise UserError: when it is the own request, or the cap or date is missing
        """
        self.ensure_one()
        order = self.sale_order_id
        order.check_access("read")
        # The gate decides over what the user may not see.
        gate = self.env[self.gate].sudo()
        self._check_waivers(gate, order)
        self._check_not_own(order)
        self._check_terms(gate, order)
        # Waivers are written by this method alone; checked just above.
        waiver = self.env["order.gate.waiver"].sudo().create(self._prepare_waiver())
        waiver._announce_granted()
        return {"type": "ir.actions.act_window_close"}

    def _get_record(self, order):
        """Return the record to waive the rule for: the one named, or the order."""
        if not self.res_model or not self.res_id:
            return order
        record = self.env[self.res_model].browse(self.res_id).exists()
        if self.res_model != "sale.order":
            record.check_access("read")
        # Whose order it is is asked for whoever waives.
        if self.env[self.gate]._get_orders(record.sudo()) != order:
            raise UserError(
                self.env._(
                    "%(record)s does not belong to order %(order)s.",
                    record=record.display_name,
                    order=order.name,
                )
            )
        return record

    def _check_waivers(self, gate, order):
        kinds = gate._waivers(gate._get_waivable(order, self._get_record(order)))
        if not kinds:
            raise AccessError(
                self.env._(
                    "Nobody may waive this rule for order %(order)s: what it asks for "
                    "has to be there.",
                    order=order.name,
                )
            )
        order._check_department(*kinds)
        gate._check_may_waive(order)

    def _check_not_own(self, order):
        if self.env.user in self._get_requesters(order):
            raise UserError(
                self.env._(
                    "Order %(order)s is your own request: somebody else has to waive "
                    "the rule for it.",
                    order=order.name,
                )
            )

    def _get_requesters(self, order):
        """Return whose request the order, and the record waived for, is."""
        order = order.sudo()  # who took it is asked for, not shown
        record = self._get_record(order).sudo()  # likewise
        people = order.user_id | order.create_uid | order.intake_taken_by_id
        people |= order.order_review_ids.requested_by_id
        people |= order.order_shipping_request_ids.requested_by_id
        if "requested_by_id" in record:
            people |= record.requested_by_id
        return people

    def _check_terms(self, gate, order):
        """Refuse a waiver that lacks any of its terms, naming all of them.

        :raise UserError: naming what is missing
        """
        whole = order.sudo()  # a policy, which the gate reads
        missing = self._get_missing_caps(gate, whole) + self._get_missing_days(
            gate, whole
        )
        if not (self.reason or "").strip():
            missing.append(self.env._("the reason"))
        if missing:
            raise UserError(
                self.env._(
                    "The waiver for order %(order)s needs: %(missing)s.",
                    order=order.name,
                    missing=", ".join(missing),
                )
            )

    def _get_missing_caps(self, gate, order):
        missing = []
        limit = gate._get_waiver_limit(order)
        if limit is not None:
            too_much = order.currency_id.compare_amounts(self.cap_amount, limit) > 0
            if self.cap_amount <= 0 or too_much:
                missing.append(
                    self.env._("a value cap above zero and within the policy's limit")
                )
        if gate._is_limited(order) and self.cap_quantity <= 0:
            missing.append(self.env._("a quantity cap above zero"))
        return missing

    def _get_missing_days(self, gate, order):
        missing = []
        if gate._is_paper_owed(order) and not self.paper_due_date:
            missing.append(self.env._("the day by which the paper has to arrive"))
        if gate._is_limited(order) and not self.valid_to:
            missing.append(self.env._("the moment at which it ends"))
        if self.valid_to and self.valid_to <= fields.Datetime.now():
            missing.append(self.env._("an end that is not past"))
        today = order.company_id._get_local_day()
        if self.paper_due_date and self.paper_due_date < today:
            missing.append(self.env._("a day for the paper that is not past"))
        return missing

    def _prepare_waiver(self):
        record = self._get_record(self.sale_order_id)
        return {
            "sale_order_id": self.sale_order_id.id,
            "gate": self.gate,
            "res_model": record._name,
            "res_id": record.id,
            "origin": "person",
            "reason": self.reason,
            "granted_by_id": self.env.uid,
            "granted_date": fields.Datetime.now(),
            "cap_amount": self.cap_amount,
            "cap_quantity": self.cap_quantity,
            "valid_to": self.valid_to,
            "paper_due_date": self.paper_due_date,
        }
