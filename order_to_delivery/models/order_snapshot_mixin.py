"""The content of an order in a canonical form, and its hash per aspect.

Whoever signs answers for some aspects only, so that a changed price does not ask
Technical again. Amounts and quantities stand in it as strings, rounded to their
precision: the same content gives the same SHA-256 on every machine.
"""

import hashlib
import json
import uuid

from odoo import fields, models
from odoo.tools import float_repr

from .order_terms_mixin import DESTINATION_TERMS, PRICE_TERMS

ASPECTS = ("goods", "price", "dates", "destination")
# The parts of the content that a kind of department answers for.
ASPECTS_BY_KIND = {
    "technical": ("goods",),
    "quality": ("goods",),
    "production": ("goods", "dates"),
    "material_control": ("goods", "dates"),
    "purchasing": ("goods", "dates"),
    "finance": ("price",),
    "sales": ("price",),
}
OTHER_ASPECTS = ("goods", "destination")
# The fields that the snapshot reads: these are what a locked order refuses.
ORDER_CONTENT_FIELDS = frozenset(
    {
        "company_id",
        "partner_id",
        "partner_shipping_id",
        "pricelist_id",
        "currency_id",
        "fiscal_position_id",
        "wanted_date",
        "commitment_date",
        "packing",
        "marks",
        "special_rules",
        *PRICE_TERMS,
        *DESTINATION_TERMS,
    }
)
LINE_CONTENT_FIELDS = frozenset(
    {
        "order_id",
        "line_key",
        "product_id",
        "name",
        "product_uom_id",
        "product_uom_qty",
        "price_unit",
        "discount",
        "tax_ids",
        "supply_kind",
        "change_kind",
        "keeps_old_recipe",
        "specification",
        "tolerance_over",
        "tolerance_under",
        "finished_date",
        "packing",
    }
)


def hash_canonical(value):
    """Return the SHA-256 of a JSON value in its canonical form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hash_snapshot(snapshot):
    """Return ``{aspect: SHA-256}`` of a snapshot, the whole under "content"."""
    hashes = {
        aspect: hash_canonical(
            {
                "header": snapshot["header"][aspect],
                "lines": {key: line[aspect] for key, line in snapshot["lines"].items()},
            }
        )
        for aspect in ASPECTS
    }
    hashes["content"] = hash_canonical(
        {key: snapshot[key] for key in ("version", "header", "lines")}
    )
    return hashes


class OrderSnapshotMixin(models.AbstractModel):
    _name = "order.snapshot.mixin"
    _description = "Canonical Content of an Order"

    # Only so that the mixin stands alone: the order's own definition wins.
    order_line = fields.One2many("sale.order.line", "order_id")

    def _get_content_lines(self):
        """Return the lines that are content, which leaves out what Odoo adds."""
        lines = self.order_line.filtered(lambda line: line._is_content())
        # A batch reads the lines of all its orders at once.
        return lines.with_prefetch(self.order_line._prefetch_ids)

    def _give_line_keys(self):
        """Name the lines that have no key yet, so that revisions can compare them."""
        for line in self._get_content_lines().filtered(lambda line: not line.line_key):
            # The key is protected from everybody, since signatures refer to it.
            line.sudo().line_key = uuid.uuid4().hex

    def _get_snapshot(self):
        """Return the content of this order as a value of JSON (H9.1, H9.3)."""
        self.ensure_one()
        order = self.sudo()  # the hash is the same whoever asks
        lines = {
            line.line_key or f"#{line.id}": order._prepare_snapshot_line(line)
            for line in order._get_content_lines()
        }
        return {
            "version": 1,
            "header": order._prepare_snapshot_header(),
            "lines": lines,
            # How papers list the lines; moving a line changes no content.
            "sequence": list(lines),
        }

    def _get_content_hashes(self):
        """Return ``{order: {aspect: SHA-256}}``, the whole under "content"."""
        return {order: hash_snapshot(order._get_snapshot()) for order in self}

    def _prepare_snapshot_header(self):
        """Return the content of the order itself per aspect, for others to extend."""
        return {
            "goods": {},
            "price": {
                "currency": self.currency_id.name,
                "plan": self._prepare_snapshot_plan(),
                **self._prepare_snapshot_terms(PRICE_TERMS),
            },
            "dates": {
                "wanted_date": fields.Date.to_string(self.wanted_date) or "",
                "commitment_date": fields.Datetime.to_string(self.commitment_date)
                or "",
            },
            "destination": {
                "partner_id": self.partner_id.id,
                "partner_shipping_id": self.partner_shipping_id.id,
                "packing": self.packing or "",
                "marks": self.marks or "",
                "special_rules": self.special_rules or "",
                **self._prepare_snapshot_terms(DESTINATION_TERMS),
            },
        }

    def _prepare_snapshot_plan(self):
        return [
            {
                "kind": line.kind,
                "amount_type": line.amount_type,
                "percent": float_repr(line.percent, 2),
                "amount": float_repr(line.amount, 2),
                "days": line.days,
            }
            for line in self.payment_plan_line_ids
        ]

    def _prepare_snapshot_line(self, line):
        """Return the content of a line per aspect, for others to extend."""
        precision = self.env["decimal.precision"].precision_get
        return {
            "goods": {
                "product_id": line.product_id.id,
                "product_uom_id": line.product_uom_id.id,
                "product_uom_qty": float_repr(
                    line.product_uom_qty, precision("Product Unit")
                ),
                "name": line.name or "",
                "supply_kind": line.supply_kind or "",
                "change_kind": line.change_kind or "",
                "specification": line.specification or "",
                "tolerance_over": float_repr(line.tolerance_over, 2),
                "tolerance_under": float_repr(line.tolerance_under, 2),
                **line._prepare_snapshot_wishes(),
            },
            "price": {
                "price_unit": float_repr(line.price_unit, precision("Product Price")),
                "discount": float_repr(line.discount, precision("Discount")),
                "taxes": self._prepare_snapshot_taxes(line.tax_ids),
            },
            "dates": {"finished_date": fields.Date.to_string(line.finished_date) or ""},
            "destination": {"packing": line.packing or ""},
        }

    def _prepare_snapshot_taxes(self, taxes):
        return [
            {
                "id": tax.id,
                "kind": tax.amount_type,
                "rate": float_repr(tax.amount, 4),
                "included": tax.price_include,
            }
            # A line that is only proposed has shadows of its taxes.
            for tax in taxes._origin.flatten_taxes_hierarchy().sorted("id")
        ]
