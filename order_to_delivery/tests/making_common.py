"""What a workshop makes, and the steps by which it may go on and enter stock."""


class MakingMixin:
    """Asks, judges and signs as each department; used by every kind of test."""

    def _offer(self, production, quantity=None, workorder=None, **kw):
        """Have the workshop ask for the inspection of what it made."""
        kind = kw.pop("kind", "production")
        values = {"production_id": production.id, **kw}
        if workorder:
            values["workorder_id"] = workorder.id
        if quantity is not None:
            values["quantity"] = quantity
        requests = self.as_(kind, self.env["order.inspection.request"])
        requests.create(values).action_request()
        return self._get_offered(production)[:1]

    def _get_offered(self, production, *states):
        """Return the inspections of a production, the newest first."""
        return self.env["order.inspection"].search(
            [
                ("production_group_id", "=", production.sudo().production_group_id.id),
                ("state", "in", states or ("draft", "judged")),
            ]
        )

    def _judge_made(self, inspection, accepted=None, rejected=0, disposition="rework"):
        """Judge what was made: all of it is accepted unless told otherwise."""
        judge = self.as_("quality", inspection)
        if accepted is None:
            judge.action_accept_all()
        else:
            judge.line_ids.write(
                {
                    "accepted_quantity": accepted,
                    "rejected_quantity": rejected,
                    "disposition": disposition if rejected else False,
                }
            )
        judge.action_judge()
        return inspection

    def _sign_made(self, inspection):
        """Have Customer Service sign with Quality, where it is asked to."""
        inspection.invalidate_recordset()
        if inspection.asks_second_signature:
            self.as_("customer_service", inspection).action_second_sign()
        return inspection

    def _accept_made(self, production, quantity=None, workorder=None, **kw):
        """Have an operation signed off, or the finished goods inspected."""
        inspection = self._offer(production, quantity, workorder, **kw)
        return self._sign_made(self._judge_made(inspection))

    def _inspect_made(self, production, quantity=None):
        """Have all operations and the finished goods accepted, where they are asked."""
        production = production.with_env(self.env)
        if not production.can_request_inspection:
            return
        for workorder in production.workorder_ids:
            if workorder.needed_by_workorder_ids:
                self._accept_made(production, quantity, workorder)
        self._accept_made(production, quantity)
