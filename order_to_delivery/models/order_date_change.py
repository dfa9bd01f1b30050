from odoo import api, fields, models


class OrderDateChange(models.Model):
    _name = "order.date.change"
    _description = "Change of an Order's Date"
    _order = "id desc"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("finished", "Finished Date"),
            ("promise", "Promised Date"),
            ("arrival", "Expected Arrival"),
        ],
        required=True,
        readonly=True,
    )
    line_key = fields.Char(required=True, default="", readonly=True)
    date = fields.Date(
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        string="Changed on",
    )
    old_date = fields.Date(readonly=True)
    new_date = fields.Date(readonly=True)
    days = fields.Integer(readonly=True, help="Calendar days; later is positive.")
    cause = fields.Selection(
        [
            ("review", "Order review"),
            ("late_signature", "Confirmation not returned"),
            ("late_material", "Late material"),
            ("exception", "Production exception"),
            ("customer", "Customer's wish"),
            ("transport", "Delay on the way"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    customer_answer = fields.Text()

    _once_a_day = models.UniqueIndex(
        "(sale_order_id, kind, line_key, cause, date,"
        " COALESCE(res_model, ''), COALESCE(res_id, 0))",
        "A cause moves a date once a day.",
    )

    @api.model
    def _log(self, order, kind, old, new, cause, **values):
        """Write once that a date moved; a second run on the same day changes nothing.

        :param old: the date before, or False
        :param new: the date after, or False
        :param values: note, owner_id, line_key, date, source (a record)
        :return: the entry, empty where nothing moved
        """
        old, new = fields.Date.to_date(old), fields.Date.to_date(new)
        if old == new:
            return self.browse()
        source = values.pop("source", None)
        values = {
            "sale_order_id": order.id,
            "kind": kind,
            "line_key": "",
            "date": order.company_id._get_local_day(),
            "cause": cause,
            "owner_id": self.env.uid,
            "res_model": source._name if source else False,
            "res_id": source.id if source else False,
            **values,
            "old_date": old,
            "new_date": new,
            "days": (new - old).days if old and new else 0,
        }
        # The ledger is nobody's to write by hand.
        return self.sudo()._get_same(values) or self.sudo().create(values)

    def _get_same(self, values):
        keys = ("sale_order_id", "kind", "line_key", "cause", "date")
        keys += ("res_model", "res_id")
        return self.search([(key, "=", values[key]) for key in keys], limit=1)
