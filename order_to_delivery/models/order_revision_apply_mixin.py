"""What a revision changes, and how it takes effect."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

from .order_snapshot_mixin import ASPECTS

NUMBERS = frozenset(
    {
        "product_uom_qty",
        "tolerance_over",
        "tolerance_under",
        "price_unit",
        "discount",
    }
)


class OrderRevisionApplyMixin(models.AbstractModel):
    _name = "order.revision.apply.mixin"
    _description = "Difference and Effect of a Revision"

    def _get_difference(self):
        """Return what changed against the revision before, line by line.

        :return: list of dicts with ``label``, ``line_key`` ("" for the order),
            ``field``, ``old`` and ``new``, both as people read them
        """
        self.ensure_one()
        revision = self.sudo()  # products and places that the reader may not open
        old = revision.previous_id.snapshot or {"header": {}, "lines": {}}
        new = revision.snapshot or {"header": {}, "lines": {}}
        changes = self._compare("", old["header"], new["header"])
        for key in dict.fromkeys([*old["lines"], *new["lines"]]):
            before, after = old["lines"].get(key, {}), new["lines"].get(key, {})
            changes += self._compare(key, before, after)
        return changes

    def _get_readable_header(self):
        """Return what the departments read of the order itself; no prices."""
        revision = self.sudo()  # as in the difference
        header = (revision.snapshot or {}).get("header", {})
        return [
            (self._get_field_label("", name), revision._format_value(name, value))
            for aspect in ("dates", "destination")
            for name, value in header.get(aspect, {}).items()
            if value
        ]

    def _get_readable_lines(self):
        """Return what the departments read of each line; no prices."""
        revision = self.sudo()  # as in the difference
        snapshot = revision.snapshot or {}
        names = ("product_id", "product_uom_qty", "product_uom_id", "specification")
        return [
            {
                name: revision._format_value(name, line["goods"].get(name))
                for name in (
                    *names,
                    "supply_kind",
                    "change_kind",
                    "keeps_old_recipe",
                    "name",
                )
            }
            for line in map(snapshot.get("lines", {}).get, snapshot.get("sequence", []))
        ]

    def _compare(self, key, before, after):
        goods = after.get("goods") or before.get("goods") or {}
        label = self._format_value("product_id", goods.get("product_id")) if key else ""
        return [
            {
                "label": label,
                "line_key": key,
                "field": self._get_field_label(key, name),
                "old": self._format_value(name, before.get(aspect, {}).get(name)),
                "new": self._format_value(name, after.get(aspect, {}).get(name)),
            }
            for aspect in ASPECTS
            for name in dict.fromkeys([*before.get(aspect, {}), *after.get(aspect, {})])
            if before.get(aspect, {}).get(name) != after.get(aspect, {}).get(name)
        ]

    def _get_field_label(self, key, name):
        model = self.env["sale.order.line" if key else "sale.order"]
        names = {"taxes": "tax_ids", "currency": "currency_id"}
        names["plan"] = "payment_plan_line_ids"
        field = model._fields[names.get(name, name)]
        return field._description_string(self.env)

    def _format_value(self, name, value):
        if value in (None, "", False):
            return ""
        if value is True:
            return self.env._("Yes")
        models_by_name = {
            "product_id": "product.product",
            "product_uom_id": "uom.uom",
            "partner_id": "res.partner",
            "partner_shipping_id": "res.partner",
            "order_contract_id": "order.contract",
            "incoterm": "account.incoterms",
        }
        if name in models_by_name:
            return self.env[models_by_name[name]].browse(value).display_name
        if name in ("supply_kind", "change_kind"):
            field = self.env["sale.order.line"]._fields[name]
            return dict(field._description_selection(self.env)).get(value, value)
        if name == "taxes":
            return ", ".join(f"{tax['rate']} ({tax['kind']})" for tax in value)
        if name == "plan":
            return self._format_plan(value)
        return str(value)

    def _format_plan(self, plan):
        return ", ".join(map(self._format_plan_line, plan))

    def _format_plan_line(self, line):
        field = self.env["order.payment.plan.line"]._fields["kind"]
        kind = dict(field._description_selection(self.env))[line["kind"]]
        is_amount = line["amount_type"] == "amount"
        text = f"{kind} {line['amount'] if is_amount else line['percent'] + ' %'}"
        if not line["days"]:
            return text
        return self.env._("%(part)s within %(days)s days", part=text, days=line["days"])

    # Taking effect

    def _is_agreed(self):
        """Tell whether the review is closed and the customer signed, where it must."""
        self.ensure_one()
        if self._get_review().state != "closed":
            return False
        order = self.sale_order_id
        if order.customer_grade_id.signature_policy == "later":
            return True
        return any(
            confirmation.revision_id == self and confirmation.state == "accepted"
            for confirmation in order.order_confirmation_ids
        )

    def _put_in_force(self):
        """Make the revision the one that the order stands on.

        The first one finds the order as it says; a later one is applied to the order
        first. What was in force until now is superseded, and only now.
        """
        # Decided by the review and the signature. All are read together, though they
        # were found as what is pending, which they soon are not any more.
        revisions, before = self.sudo().with_prefetch(), {}
        # Whoever ships or releases meanwhile has to see what is in force by now.
        revisions.env["order.money.guard"]._touch(revisions.sale_order_id.ids)
        for revision in revisions:
            order = revision.sale_order_id
            revision._check_can_take_effect()
            order._grant_grade_waivers()
            before |= order._get_money() if order.current_revision_id else {}
            if order.current_revision_id:
                revision._apply_to_order()
        replaced = revisions.sale_order_id.current_revision_id
        replaced._set_state("superseded", ["in_force"])
        revisions._set_state("in_force", ["draft"], in_force_date=fields.Datetime.now())
        for revision in revisions:
            revision.sale_order_id.write(
                {
                    "current_revision_id": revision.id,
                    "pending_revision_id": False,
                    "is_content_locked": True,
                }
            )
            revision._get_review()._void_changed_signoffs()
        orders = revisions.sale_order_id
        self.env["order.shipping.quantity"]._keep_kit_needs(orders.order_line)
        replaced.sale_order_id._withdraw_outdated_releases()
        orders._tell_money_difference(before)
        orders.order_confirmation_ids._settle_slip()
        orders._touch_progress()

    def _check_can_take_effect(self):
        if self._get_review().state != "closed":
            raise UserError(
                self.env._(
                    "%(revision)s is still under review: the deputy general manager "
                    "closes the review first.",
                    revision=self.display_name,
                )
            )

    def _apply_to_order(self):
        """Write the content that was agreed to a confirmed order and its lines."""
        order, header = self.sale_order_id, self.snapshot["header"]
        start = order.production_start_date
        lines = order.order_line.grouped("line_key")
        wanted = self.snapshot["lines"]
        changes = {
            lines[key]: self._prepare_line(content)
            for key, content in wanted.items()
            if key in lines
        }
        changes |= {
            line: {"product_uom_qty": 0.0}
            for line in order._get_content_lines()
            if line.line_key not in wanted
        }
        added = [
            Command.create({**self._prepare_line(content), "line_key": key})
            for key, content in wanted.items()
            if key not in lines
        ]
        values = self._prepare_order(header)
        order._write_content({**values, "order_line": added}, changes)
        self._check_applied()
        order._follow_revision(start)

    def _prepare_order(self, header):
        dates, destination = header["dates"], header["destination"]
        review = self._get_review()
        return {
            "wanted_date": dates["wanted_date"] or False,
            "commitment_date": dates["commitment_date"] or False,
            "partner_shipping_id": destination["partner_shipping_id"],
            "packing": destination["packing"],
            "marks": destination["marks"],
            "special_rules": destination["special_rules"],
            **self.sale_order_id._prepare_terms_of(header),
            "finished_date": review.finished_date,
            "production_start_date": review.production_start_date,
        }

    def _prepare_line(self, content):
        # What a snapshot leaves out, nobody insists on any more.
        values = {"keeps_old_recipe": False, **content["goods"]}
        values |= {**content["dates"], **content["destination"]}
        values |= content["price"]
        taxes = [tax["id"] for tax in values.pop("taxes")]
        values = {
            name: float(value) if name in NUMBERS else value or False
            for name, value in values.items()
        }
        return {**values, "tax_ids": [Command.set(taxes)]}

    def _check_applied(self):
        if not self._has_same_content():
            raise UserError(
                self.env._(
                    "%(order)s could not be brought to %(revision)s: something else "
                    "changed it. Withdraw the change and propose it anew.",
                    order=self.sale_order_id.name,
                    revision=self.display_name,
                )
            )
