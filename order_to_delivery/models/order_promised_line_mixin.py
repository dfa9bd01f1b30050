"""The day that a vendor promised for what was bought, and how it moved (H1.7)."""

from datetime import timedelta

from odoo import Command, fields, models
from odoo.exceptions import UserError


class OrderPromisedLineMixin(models.AbstractModel):
    _name = "order.promised.line.mixin"
    _description = "Line That a Vendor Promises for a Day"

    promised_date = fields.Date(
        string="Vendor's Date",
        readonly=True,
        copy=False,
        help="The day that the vendor promised last.",
    )
    order_vendor_promise_ids = fields.One2many(
        "order.vendor.promise",
        "purchase_line_id",
        string="Vendor's Dates",
        groups="order_to_delivery.group_user",
    )

    def _get_expected_day(self):
        """Return the day that was promised, else the day that was asked for."""
        self.ensure_one()
        return self.promised_date or (
            self.date_planned and self.company_id._get_local_day(self.date_planned)
        )

    def _filter_awaited(self):
        """Return the confirmed lines of which something is still to come."""
        return self.filtered(
            lambda line: (
                line.order_id.state == "purchase"
                and not line.display_type
                and line.product_uom_id.compare(line.qty_received, line.product_qty) < 0
            )
        )

    def _get_action_record_promise(self):
        """Return the dialog that records which days the vendor promised.

        :raise UserError: when nothing is awaited, or it is not governed
        """
        lines = self._filter_gated() & self._filter_awaited()
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing is expected from a vendor here: choose what is ordered "
                    "and has not come yet."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Vendor's Date"),
            "res_model": "order.vendor.promise.record",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_purchase_line_ids": [Command.set(lines.ids)]},
        }

    def _check_promise_kept(self, moment):
        """Refuse to move by hand the day on which a vendor is expected.

        Machines move it: the vendor in his portal, and a promise that is recorded.

        :param moment: what would be written
        :raise UserError: naming the button that records the vendor's date
        """
        if self.env.su:
            return
        moment = fields.Datetime.to_datetime(moment)
        for line in self._filter_gated()._filter_awaited():
            if line.date_planned != moment:
                raise UserError(
                    self.env._(
                        "%(order)s: the date of %(product)s moves as the vendor "
                        "promises it: press Record Vendor's Date and say why.",
                        order=line.order_id.name,
                        product=line.product_id.display_name,
                    )
                )

    def _check_promise_open(self):
        """Refuse a date for what is not on order any more, or not governed.

        :raise UserError: naming the line
        """
        for line in self - (self._filter_gated() & self._filter_awaited()):
            raise UserError(
                self.env._(
                    "%(order)s: nothing of %(product)s is expected any more, or it was "
                    "bought before going live. No date is recorded for it.",
                    order=line.order_id.name,
                    product=line.product_id.display_name,
                )
            )

    def _record_promise(self, days, reason=""):
        """Record which days a vendor promised, and expect the goods by them.

        :param days: ``{line: date}``
        :param reason: why, as the vendor says; required where a day moves
        :raise UserError: when a line is not awaited, or the reason is missing
        """
        lines = self.filtered(lambda line: days[line] != line.promised_date)
        lines._check_promise_open()
        reason = (reason or "").strip()
        moved = lines.filtered(lambda line: days[line] != line._get_expected_day())
        if moved and not reason:
            raise UserError(
                self.env._(
                    "Say why the vendor's date moves: %s.",
                    ", ".join(moved.product_id.mapped("display_name")),
                )
            )
        # Promises are recorded by this method only; the callers check who may.
        own = lines.sudo()
        own.env["order.vendor.promise"].create(
            [line._prepare_promise(days[line], reason) for line in lines]
        )
        for line in own:
            line._expect_by(days[line])
        own.env["order.late.material"]._follow_lateness(own)

    def _prepare_promise(self, day, reason):
        old = self._get_expected_day()
        return {
            "purchase_line_id": self.id,
            "old_date": old,
            "new_date": day,
            "days": (day - old).days if old else 0,
            "reason": reason or False,
            "recorded_by_id": self.env.uid,
            "recorded_date": fields.Datetime.now(),
        }

    def _expect_by(self, day):
        """Expect a line by a day, and its receipts with it, at the hour as before."""
        later = timedelta(
            (day - self.company_id._get_local_day(self.date_planned)).days
        )
        moves = self.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and move.location_id._is_vendor_side()
            )
        )
        self.write({"promised_date": day, "date_planned": self.date_planned + later})
        for move in moves:
            move.date += later

    def _note_portal_promise(self, moment):
        """Record the day that the vendor himself wrote in his portal."""
        for line in self._filter_gated()._filter_awaited():
            day = line.company_id._get_local_day(fields.Datetime.to_datetime(moment))
            line._record_promise({line: day}, self.env._("The vendor, in his portal."))
