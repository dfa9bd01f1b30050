from odoo import api, fields, models


class OrderSealFinding(models.TransientModel):
    _name = "order.seal.finding"
    _inherit = ["order.named.document.mixin"]
    _description = "Finding of a Check of the Seals"
    _order = "id"
    _rec_name = "document"

    check_id = fields.Many2one(
        "order.seal.check",
        string="Check of the Seals",
        required=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        [
            ("changed", "Changed after it was signed"),
            ("gone", "Deleted after it was signed"),
            ("unsealed", "Signed without a seal"),
            ("answer_gone", "An answer that it names is deleted"),
            ("seal_altered", "Its seal was altered"),
            ("seal_gone", "A seal was taken out"),
            ("block_altered", "The block was altered"),
            ("block_short", "Seals or blocks were taken out"),
        ],
        string="Found",
        required=True,
        readonly=True,
    )
    model_label = fields.Char(string="Kind of Record", readonly=True)
    document = fields.Char(string="Record", readonly=True)
    part_id = fields.Integer(readonly=True)
    part = fields.Char(string="Line or File", readonly=True)
    field_name = fields.Char(readonly=True)
    field_label = fields.Char(string="Field", readonly=True)
    chain = fields.Char(readonly=True, help="The document whose seals follow it.")
    sealed_date = fields.Datetime(string="Sealed on", readonly=True)
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("res_model", "res_id")
    def _compute_can_open(self):
        """Only what is there can be opened; whether one may is asked on opening."""
        for finding in self:
            is_document = finding.res_model in self.env and not (
                finding.res_model or ""
            ).startswith("order.seal")
            # Asked past the rules of who reads: it tells that it exists, no more.
            finding.can_open = is_document and bool(
                self.env[finding.res_model].sudo().browse(finding.res_id).exists()
            )

    @api.model
    def _keep(self, check, findings):
        """Write findings down for the reader of a check, each thing told once."""
        rows = self._drop_lists([self._prepare(finding) for finding in findings])
        told = {self._get_identity(row) for row in check.finding_ids}
        new = {}
        for row in rows:
            identity = self._get_identity(row)
            if identity not in told:
                new.setdefault(identity, row)
        self.create([{"check_id": check.id, **row} for row in new.values()])

    @api.model
    def _get_identity(self, row):
        names = ("kind", "res_model", "res_id", "part_id", "field_name")
        return tuple(row[name] or False for name in names)

    @api.model
    def _drop_lists(self, rows):
        """Leave out that a list changed where it is told which of its lines did."""
        told = {
            (row["res_model"], row["res_id"], row["list_name"])
            for row in rows
            if row["part_id"]
        }
        return [
            {name: value for name, value in row.items() if name != "list_name"}
            for row in rows
            if row["part_id"]
            or (row["res_model"], row["res_id"], row["field_name"]) not in told
        ]

    @api.model
    def _prepare(self, finding):
        model, kind = finding["res_model"], finding["kind"]
        # It is named to whoever answers for the whole.
        record = self.env[model].sudo().browse(finding["res_id"])
        *path, name = finding["key"].split("/")
        part, list_name = None, False
        if path:
            list_name, part_id = path
            part = self._get_part(record, list_name, int(part_id))
        owner = record if part is None else part
        if part is not None and kind == "gone" and part.exists():
            kind, name = "changed", record._fields[list_name].inverse_name
        elif kind == "gone":
            name = ""
        field = owner._fields.get(name)
        return {
            "kind": kind,
            "res_model": model,
            "res_id": record.id,
            "model_label": self.env["ir.model"]._get(model).name,
            "document": self._get_name(record),
            "list_name": list_name,
            "part_id": part.id if part is not None else False,
            "part": self._get_name(part) if part is not None else False,
            "field_name": name or False,
            "chain": finding["chain"] and "%s,%s" % finding["chain"],
            "field_label": field._description_string(self.env) if field else False,
            "sealed_date": finding["sealed_date"],
        }

    @api.model
    def _get_part(self, record, list_name, part_id):
        model = record._fields[list_name].comodel_name or "ir.attachment"
        return record.env[model].browse(part_id)

    @api.model
    def _get_name(self, record):
        if not record.exists():
            return self.env._("No. %s", record.id)
        named = record["product_id"] if "product_id" in record else record
        return f"{named.display_name} ({record.id})"
