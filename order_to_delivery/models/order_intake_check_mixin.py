"""What is there of a memo and what is missing, item by item (H2.1, H2.2, H9.1).

The gate, the checklist on the order and the message to the customer read the same
items, so that the three never differ. A proposed change is judged by them, too.
"""

from typing import NamedTuple

from odoo import api, fields, models

USER = "order_to_delivery.group_user"
WRITTEN_CHANNELS = ("fax", "rep")


class IntakeItem(NamedTuple):
    """One item of the checklist.

    ``missing`` are sentences for Sales, ``question`` is for the customer; it is empty
    where only we can tell.
    """

    key: str
    label: str
    is_there: bool
    text: str = ""
    missing: tuple = ()
    question: str = ""


class OrderIntakeCheckMixin(models.AbstractModel):
    _name = "order.intake.check.mixin"
    _description = "Checklist of an Order's Memo"

    intake_checklist = fields.Html(
        string="Checklist",
        compute="_compute_intake_checklist",
        sanitize=False,
        groups=USER,
        help="What the order confirmation needs, and what of it is there.",
    )
    intake_missing_count = fields.Integer(
        string="Items Missing", compute="_compute_intake_checklist", groups=USER
    )

    @api.depends(
        "intake_channel",
        "intake_words",
        "intake_is_read_back",
        "intake_attachment_ids",
        "wanted_date",
        "packing",
        "marks",
        "partner_id",
        "partner_shipping_id",
        "payment_plan_line_ids",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.specification",
        "order_line.packing",
    )
    @api.depends_context("lang")
    def _compute_intake_checklist(self):
        for order in self:
            # What is missing is no secret to whoever sees the order.
            items = order.sudo()._get_intake_items() if order._filter_gated() else []
            order.intake_missing_count = sum(bool(item.missing) for item in items)
            order.intake_checklist = self.env["ir.qweb"]._render(
                "order_to_delivery.intake_checklist", {"items": items}
            )

    def _get_intake_items(self, snapshot=None):
        """Return what the order's confirmation needs, item by item.

        :param snapshot: the content that is proposed; by default the order's own.
            An order in force keeps the memo that it was reviewed with.
        :rtype: list[IntakeItem]
        """
        self.ensure_one()
        content = (
            self._read_intake_snapshot(snapshot)
            if snapshot
            else self._read_intake_content()
        )
        memo = [] if snapshot and self.current_revision_id else self._get_memo_items()
        return [
            *memo,
            *self._get_goods_items(content),
            *self._get_delivery_items(content),
            *self._get_customer_items(),
        ]

    def _asks_intake(self, name):
        """Tell whether the company asks for one of the further items."""
        return self.company_id[f"order_intake_needs_{name}"]

    def _get_intake_questions(self):
        """Return what only the customer can tell of what is missing, as questions."""
        items = self._get_intake_items()
        return [item.question for item in items if item.missing and item.question]

    # What is judged

    def _read_intake_content(self):
        return {
            "wanted_date": self.wanted_date,
            "address": self.partner_shipping_id,
            "has_plan": bool(self.payment_plan_line_ids),
            "packing": self.packing,
            "marks": self.marks,
            "lines": [
                {
                    "product": line.product_id,
                    "name": line.name,
                    "quantity": line.product_uom_qty,
                    "is_priced": bool(line.price_unit),
                    "specification": line.specification,
                    "packing": line.packing,
                }
                for line in self._get_content_lines()
            ],
        }

    def _read_intake_snapshot(self, snapshot):
        header = snapshot["header"]
        lines = snapshot["lines"].values()
        products = self.env["product.product"].browse(
            line["goods"]["product_id"] for line in lines
        )
        return {
            "wanted_date": fields.Date.to_date(header["dates"]["wanted_date"]),
            "address": self.env["res.partner"].browse(
                header["destination"]["partner_shipping_id"]
            ),
            "has_plan": bool(header["price"]["plan"]),
            "packing": header["destination"]["packing"],
            "marks": header["destination"]["marks"],
            "lines": [
                {
                    "product": products.browse(line["goods"]["product_id"] or ()),
                    "name": line["goods"]["name"],
                    "quantity": float(line["goods"]["product_uom_qty"]),
                    "is_priced": bool(float(line["price"]["price_unit"])),
                    "specification": line["goods"]["specification"],
                    "packing": line["destination"]["packing"],
                }
                for line in lines
            ],
        }

    # The items

    def _get_memo_items(self):
        """Return how the order came and what the customer said."""
        channels = dict(self._fields["intake_channel"]._description_selection(self.env))
        items = [
            self._make_item(
                "channel",
                self.env._("Came by"),
                channels.get(self.intake_channel),
                self.env._("How the order came is not recorded."),
            ),
            self._make_item(
                "words",
                self.env._("Customer's words"),
                bool(self.intake_words),
                self.env._("The customer's own words are not recorded."),
            ),
            self._make_item(
                "read_back",
                self.env._("Read back to the customer"),
                self.intake_read_back_by_id.name or self.intake_is_read_back,
                self.env._("The memo was not read back to the customer."),
                question=self.env._("Have we understood you rightly?"),
            ),
        ]
        if self.intake_channel in WRITTEN_CHANNELS:
            items.append(
                self._make_item(
                    "attachment",
                    self.env._("Order in writing"),
                    bool(self.intake_attachment_ids),
                    self.env._("The paper of the order is not attached."),
                    question=self.env._("Please send us your order in writing."),
                    is_asked=self._asks_intake("attachment"),
                )
            )
        return items

    def _get_customer_items(self):
        """Return how the customer is reached, and who signs for him."""
        partner = self.partner_id
        items = [
            self._make_item(
                "contact",
                self.env._("Phone or e-mail"),
                partner.phone or partner.email,
                self.env._("The customer has neither phone nor e-mail."),
                self.env._("How do we reach you by phone and e-mail?"),
                self._asks_intake("contact"),
            )
        ]
        if self._asks_intake("signatory"):
            items.append(
                self._make_item(
                    "signatory",
                    self.env._("Signatory"),
                    ", ".join(self._get_order_signatories().mapped("name")),
                    self.env._("Nobody is designated to sign for the customer."),
                    self.env._("Who signs order confirmations for you?"),
                )
            )
        return items

    def _make_item(self, key, label, value, sentence, question="", is_asked=True):
        return IntakeItem(
            key,
            label,
            bool(value),
            value if isinstance(value, str) else "",
            (sentence,) if is_asked and not value else (),
            question,
        )
