"""What is due at the door, and what the deliverer says that he collected (H10.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_door_report import INSTRUMENTS
from .order_money_mixin import MONEY_GROUPS

# The deliverer has to know what to ask for.
DOOR_GROUPS = ",".join(
    [MONEY_GROUPS]
    + [f"order_to_delivery.group_{kind}" for kind in ("logistics", "warehouse")]
)


class OrderDoorReceiptMixin(models.AbstractModel):
    _name = "order.door.receipt.mixin"
    _description = "Delivery Whose Goods Are Paid at the Door"

    # Only so that the mixin stands alone: the receipt's own definition wins.
    sale_order_id = fields.Many2one("sale.order")
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    door_report_ids = fields.One2many(
        "order.door.report",
        "receipt_id",
        string="Collected at the Door",
        groups=DOOR_GROUPS,
    )
    door_due = fields.Monetary(
        string="To Collect at the Door",
        compute="_compute_door_due",
        groups=DOOR_GROUPS,
        help="What the plan has paid at the door for the goods that have left, less "
        "what was received or is reported already.",
    )

    @api.depends("door_report_ids.state")
    def _compute_door_due(self):
        # What is asked for at the door is no secret of the one who collects it.
        dues = self.sudo().sale_order_id._get_door_dues()
        for receipt, shown in zip(self, self.sudo(), strict=True):  # as above
            receipt.door_due = dues.get(shown.sale_order_id.id, 0.0)

    def action_open_collected(self):
        """Ask what was collected, by whom, and for the evidence."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "order.door.report.enter",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Collected at the Door"),
            "context": {"default_receipt_id": self.id},
        }

    def action_report_collected(
        self, amount, instrument, collected_by, attachment_ids=None, reference=None
    ):
        """Report what was collected at the door, for Finance to book (H10.4).

        :param amount: in the order's currency
        :param instrument: a key of INSTRUMENTS: cash, cheque, card or transfer
        :param collected_by: who took the money
        :param attachment_ids: ids of the evidence, as the slip or the cheque
        :param reference: number of the cheque, of the slip or of the transfer
        :raise UserError: naming what is missing
        """
        self._check_department("logistics", "warehouse")
        self.ensure_one()
        self._check_collected(amount, instrument, collected_by)
        reports = self.env["order.door.report"]
        papers = self.env["ir.attachment"].browse(attachment_ids or [])
        reports._check_papers_free(papers)
        # Who brings the money reports it, and writes nothing else of the report.
        report = reports.sudo().create(
            {
                "receipt_id": self.id,
                "sale_order_id": self.sale_order_id.id,
                "company_id": self.company_id.id,
                "amount": amount,
                "counted_amount": amount,
                "instrument": instrument,
                "collected_by": collected_by.strip(),
                "reference": reference,
                "reported_by_id": self.env.uid,
            }
        )
        # The papers belong to the report from now on.
        papers.sudo().write({"res_model": reports._name, "res_id": report.id})
        report.file_ids = papers
        return True

    def _check_collected(self, amount, instrument, collected_by):
        missing = []
        # The currency of an order is no secret.
        if self.sudo().currency_id.compare_amounts(amount or 0.0, 0.0) <= 0:
            missing.append(self.env._("an amount"))
        if instrument not in dict(INSTRUMENTS):
            missing.append(self.env._("cash, cheque, card or transfer"))
        if not (collected_by or "").strip():
            missing.append(self.env._("who took it"))
        if missing:
            raise UserError(
                self.env._(
                    "What was collected for %(delivery)s needs: %(missing)s.",
                    delivery=self.name,
                    missing=", ".join(missing),
                )
            )
