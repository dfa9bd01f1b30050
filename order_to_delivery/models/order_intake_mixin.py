"""What an order keeps of the customer's own words."""

from odoo import fields, models
from odoo.exceptions import UserError

# The memo: what the review was told that the customer said.
MEMO_FIELDS = frozenset(
    {
        "intake_channel",
        "intake_words",
        "intake_is_read_back",
        "intake_taken_by_id",
        "intake_date",
        "intake_attachment_ids",
    }
)
# Written as the memo is, by whoever writes it.
INTAKE_PROTECTED = frozenset(
    {
        "intake_read_back_by_id",
        "intake_read_back_date",
        "intake_asked_by_id",
        "intake_asked_date",
        "urgent_by_id",
    }
)


class OrderIntakeMixin(models.AbstractModel):
    _name = "order.intake.mixin"
    _description = "Intake Memo of an Order"

    # The files of the memo stay with it, as what is signed does.
    _evidence_field = "intake_attachment_ids"

    intake_channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("rep", "Sales representative"),
            ("visit", "Visit"),
            ("fax", "Fax"),
            ("email", "E-mail"),
            ("portal", "Portal or web shop"),
        ],
        string="Came by",
        copy=False,
    )
    intake_words = fields.Text(
        string="Customer's Words",
        copy=False,
        tracking=True,
        help="The customer's own words (客户信息备忘录).",
    )
    intake_is_read_back = fields.Boolean(
        string="Read Back",
        copy=False,
        help="Read back to the customer, who confirmed it.",
    )
    intake_read_back_by_id = fields.Many2one(
        "res.users", string="Read Back by", readonly=True, copy=False
    )
    intake_read_back_date = fields.Datetime(
        string="Read Back on", readonly=True, copy=False
    )
    intake_taken_by_id = fields.Many2one(
        "res.users", string="Taken by", copy=False, default=False
    )
    intake_date = fields.Datetime(string="Taken on", copy=False)
    intake_attachment_ids = fields.Many2many(
        "ir.attachment",
        "sale_order_intake_attachment_rel",
        "sale_order_id",
        "attachment_id",
        string="Papers and Recordings",
        copy=False,
        groups="order_to_delivery.group_user",
        help="The fax, the e-mail, the representative's note, a recording.",
    )
    wanted_date = fields.Date(
        string="Preliminary Date",
        copy=False,
        help="Preliminary delivery date (初步交期) agreed with the customer.",
    )
    packing = fields.Text(help="Packing that the customer asks for.")
    marks = fields.Text(string="Shipping Marks")
    special_rules = fields.Text()

    def _start_memo(self):
        """Note who takes a new order, and when, where that was not typed (H9.1).

        What comes in by the shop or by a machine is taken by nobody yet.
        """
        user = self.env.user
        is_person = user._is_internal() and user.active
        for order in self:
            taker = order.intake_taken_by_id.id or (is_person and user.id)
            moment = order.intake_date or fields.Datetime.now()
            order.write({"intake_taken_by_id": taker, "intake_date": moment})
        self._note_read_back({"intake_is_read_back": True})

    def _note_read_back(self, vals):
        """Keep who read the memo back to the customer, and when (H9.1)."""
        if "intake_is_read_back" not in vals:
            return
        # Who wrote it is kept whatever he may write.
        for order in self.sudo():
            if bool(order.intake_read_back_date) != order.intake_is_read_back:
                is_read = order.intake_is_read_back
                order.write(
                    {
                        "intake_read_back_by_id": is_read and self.env.uid,
                        "intake_read_back_date": is_read and fields.Datetime.now(),
                    }
                )

    def _check_memo_open(self, vals):
        """Refuse to rewrite what the customer said once departments were told it.

        :raise UserError: naming the orders and where to write instead
        """
        names = MEMO_FIELDS & vals.keys()
        # The memo stays for those, too, who may not read all of the order.
        closed = names and self.sudo().filtered(
            lambda order: (
                order._is_content_closed()
                and any(order._changes_content(name, vals[name]) for name in names)
            )
        )
        if closed:
            raise UserError(
                self.env._(
                    "%(orders)s: the memo stays as the departments were told it. Write "
                    "what the customer says now as a message, or as the reason of a "
                    "change.",
                    orders=", ".join(closed.mapped("display_name")),
                )
            )

    # The files of the memo

    def _filter_signed(self):
        return self.filtered("is_content_locked")

    def _get_signed_of(self, files):
        """Return the submitted orders to whose memo any of the files belongs.

        What else lies at an order is no evidence.
        """
        return self.search([(self._evidence_field, "in", files.ids)])._filter_signed()
