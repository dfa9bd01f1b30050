"""The draft that a seat is shown, taken over by one press and kept as signed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .order_draft_content import Draft


class OrderReviewDraftMixin(models.AbstractModel):
    _name = "order.review.draft.mixin"
    _description = "Answer Drafted from Facts in a Review"

    # Only so that the mixin stands alone: the answer's own definitions win.
    state = fields.Char()
    line_ids = fields.One2many("order.review.signoff.line", "signoff_id")
    draft = fields.Json(
        string="Drafted by the System",
        readonly=True,
        copy=False,
        help="What was drafted when the person took it over. It is sealed with the "
        "answer, so that the two can be told apart.",
    )
    draft_key = fields.Char(
        compute="_compute_draft",
        help="Tells the draft that is shown from a later one.",
    )
    draft_panel = fields.Json(
        string="Drafted from Facts",
        compute="_compute_draft",
        help="What the facts suggest to answer, and why.",
    )

    @api.depends("state", "draft")
    @api.depends_context("uid", "lang")
    def _compute_draft(self):
        """Draft for who may sign, whenever the seat is opened; else show what was.

        Nothing is stored: facts change until somebody signs.
        """
        for signoff in self:
            panel = signoff._prepare_kept_panel()
            draft = Draft()
            if signoff._origin.can_answer:
                try:
                    draft = signoff._work_out_draft()
                    panel = signoff._prepare_panel(draft)
                except UserError as error:
                    panel = {"facts": [{"text": str(error)}]}
            signoff.draft_key = draft.get_key()
            signoff.draft_panel = panel

    def _work_out_draft(self):
        return self.env["order.draft"]._work_out(self._origin)

    # Taking it over

    def action_agree_as_drafted(self):
        """Sign what was drafted, where nothing else was typed (H9.3, H9.5).

        It is signed as any answer is, with all that is asked of one.

        :raise UserError: where the facts have changed since they were shown
        """
        for signoff in self:
            signoff._take_draft()
        return self.action_agree()

    def action_take_draft(self):
        """Fill in what was drafted, to correct it before signing."""
        for signoff in self:
            signoff._take_draft()
        return True

    def _take_draft(self):
        """Write what was drafted into what is empty; what was typed stays."""
        self.ensure_one()
        self._check_is_open()
        self._check_may_write()
        draft = self._work_out_draft()
        content = draft.get_content()
        self._check_is_shown(draft)
        before = self.draft or {}
        drafted = {"text": draft.text, **draft.values}
        was_drafted = {"text": before.get("text"), **before.get("values", {})}
        self.write(self._get_untyped(self, drafted, was_drafted))
        for line in self.line_ids:
            was_drafted = before.get("lines", {}).get(line.line_key, {})
            drafted = {**draft.lines.get(line.line_key, {})}
            # What can be made is the ordered quantity already, or was typed.
            drafted.pop("quantity", None)
            line.write(self._get_untyped(line, drafted, was_drafted))
        # What the system said is nobody's to write.
        self.sudo().draft = content

    def _check_is_shown(self, draft):
        """Refuse to sign what nobody has seen.

        :raise UserError: where nothing is drafted, or something else than was shown
        """
        if not draft.get_key():
            raise UserError(
                self.env._(
                    "%(signoff)s: the facts suggest no answer; write one.",
                    signoff=self.display_name,
                )
            )
        shown = self.env.context.get("draft_key")
        if shown and shown != draft.get_key():
            raise UserError(
                self.env._(
                    "%(signoff)s: the facts have changed since you opened this page. "
                    "Open it again, and look at what is drafted now.",
                    signoff=self.display_name,
                )
            )

    @api.model
    def _get_untyped(self, record, drafted, was_drafted):
        """Return the drafted values of fields in which nobody typed anything else."""
        written = {name: self._as_json(record, name) for name in drafted}
        return {
            name: value
            for name, value in drafted.items()
            if value and written[name] in ("", was_drafted.get(name))
        }

    @api.model
    def _as_json(self, record, name):
        """Return a value as drafts have it; nothing is an empty string."""
        field, value = record._fields[name], record[name]
        if field.type == "date":
            return fields.Date.to_string(value) or ""
        return repr(value) if field.type == "float" else value or ""

    # What is shown

    def _prepare_panel(self, draft):
        return {
            "text": draft.text,
            "rows": [
                {"label": self._get_label(self, name), "drafted": text}
                for name, text in self._format(self, draft.values).items()
            ],
            "facts": [fact._asdict() for fact in draft.facts],
        }

    def _prepare_kept_panel(self):
        """Return what was drafted beside what was signed, or nothing."""
        draft = self.draft
        if not draft:
            return False
        # A seat reads no products.
        seat = self.sudo()
        rows = self._compare(
            seat, {"text": draft["text"], **draft["values"]}, self.env._("Answer")
        )
        for line in seat.line_ids:
            lines = draft["lines"].get(line.line_key, {})
            rows += self._compare(line, lines, line.product_id.display_name)
        return {"is_kept": True, "rows": rows}

    def _compare(self, record, drafted, name):
        signed = {field: self._as_json(record, field) for field in drafted}
        labels = self._format(record, drafted)
        return [
            {
                "label": f"{name}: {self._get_label(record, field)}",
                "drafted": labels.get(field, ""),
                "signed": self._format(record, signed).get(field, ""),
                "is_same": signed[field] == value,
            }
            for field, value in drafted.items()
        ]

    @api.model
    def _get_label(self, record, name):
        return record._fields[name]._description_string(self.env)

    @api.model
    def _format(self, record, values):
        """Return ``{field: text}`` of values as drafts have them."""
        texts = {}
        for name, value in values.items():
            field = record._fields[name]
            if not value:
                continue
            if field.type == "selection":
                value = dict(field._description_selection(self.env))[value]
            elif field.type == "date":
                value = format_date(self.env, value)
            elif field.type == "float":
                value = f"{float(value):.10g}"
            texts[name] = str(value)
        return texts
