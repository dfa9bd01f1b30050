from odoo import fields, models

DOCUMENT_KINDS = [
    ("commercial_invoice", "Commercial Invoice"),
    ("packing_list", "Packing List"),
    ("bill_of_lading", "Bill of Lading"),
    ("air_waybill", "Air Waybill"),
    ("waybill", "Land Waybill"),
    ("certificate_of_origin", "Certificate of Origin"),
    ("inspection_certificate", "Inspection Certificate"),
    ("customs_declaration", "Customs Declaration"),
    ("other", "Other Document"),
]


class OrderDestinationDocument(models.Model):
    _name = "order.destination.document"
    _description = "Document That a Destination Asks for"
    _order = "id"

    rule_id = fields.Many2one(
        "order.destination.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    kind = fields.Selection(DOCUMENT_KINDS, string="Document", required=True)
    is_required = fields.Boolean(
        string="Before Dispatch",
        default=True,
        help="Goods do not leave without it; else it follows when it is there.",
    )
    note = fields.Char(string="Remark", help="Copies, wording, who legalizes it.")

    _kind_unique = models.Constraint(
        "UNIQUE(rule_id, kind)", "A rule names each document once."
    )

    def _get_kind_label(self):
        """Return how people call the document."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
