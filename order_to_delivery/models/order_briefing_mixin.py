"""The shipper is briefed item by item, reads back and signs (H9.17)."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

BRIEFING_FIELDS = frozenset(
    {"needs_briefing", "briefed_by_id", "briefed_date", "briefing_ids"}
)


class OrderBriefingMixin(models.AbstractModel):
    _name = "order.briefing.mixin"
    _description = "Shipping Request of Which the Shipper Is Briefed"

    needs_briefing = fields.Boolean(readonly=True, copy=False)
    briefing_ids = fields.One2many(
        "order.shipping.briefing",
        "request_id",
        readonly=True,
        copy=False,
    )
    briefed_by_id = fields.Many2one(
        "res.users", string="Shipper Briefed", readonly=True, copy=False
    )
    briefed_date = fields.Datetime(string="Briefed on", readonly=True, copy=False)

    _unbriefed = models.Index(
        "(sale_order_id) WHERE needs_briefing AND briefed_date IS NULL"
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in BRIEFING_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def _open_briefing(self):
        """Make the list that the shipper reads back, where the company wants one."""
        # The list follows from the request, whoever released it.
        for request in self.sudo():
            if request.company_id.order_needs_briefing:
                request.write(
                    {
                        "needs_briefing": True,
                        "briefing_ids": [
                            Command.clear(),
                            *request._prepare_briefing(),
                        ],
                    }
                )

    def _prepare_briefing(self):
        """Return the items to create: each line, and how and where it goes."""
        quantity = self.env["order.paper"]._format_quantity
        goods = [
            " ".join(
                filter(
                    None,
                    (
                        line.product_id.display_name,
                        quantity(line.quantity),
                        line.product_uom_id.name,
                        line.lot_id.name,
                    ),
                )
            )
            for line in self.line_ids
        ]
        contact = " ".join(filter(None, (self.contact_name, self.contact_phone)))
        items = [("goods", text) for text in goods]
        items += [
            ("packing", self.packing),
            ("marks", self.marks),
            ("contact", contact),
            ("time", fields.Date.to_string(self.delivery_date)),
            ("place", self.delivery_place),
            ("note", self.note),
        ]
        return [
            Command.create(
                {
                    "kind": kind,
                    "text": text,
                    "sequence": sequence,
                    "company_id": self.company_id.id,
                }
            )
            for sequence, (kind, text) in enumerate(items)
            if text
        ]

    def action_sign_briefing(self):
        """Sign as the shipper that all was read back (H9.17).

        :raise UserError: naming the requests that ask for none, and what is not ticked
        """
        self._check_department("warehouse", "logistics")
        refused = [text for request in self if (text := request._reason_unsigned())]
        if refused:
            raise UserError("\n".join(refused))
        # Nobody writes a briefing but by its steps.
        self.sudo().write(
            {"briefed_by_id": self.env.uid, "briefed_date": fields.Datetime.now()}
        )
        for request in self:
            # The thread is written for everybody concerned.
            request.sudo().message_post(
                body=self.env._(
                    "%s was briefed and has read everything back.", self.env.user.name
                ),
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )
        return True

    def _reason_unsigned(self):
        """Return why the briefing cannot be signed now, or an empty text."""
        if not self.needs_briefing or self.state != "released":
            return self.env._("%s asks for no briefing now.", self.name)
        if self.briefed_date:
            return self.env._(
                "%(request)s: %(person)s was briefed already.",
                request=self.name,
                person=self.briefed_by_id.sudo().name,  # who signed is on the paper
            )
        missing = self.briefing_ids.filtered(lambda item: not item.is_ticked)
        if missing:
            return self.env._(
                "%(request)s: read back and tick first: %(items)s.",
                request=self.name,
                items="; ".join(missing.mapped("text")),
            )
        return ""
