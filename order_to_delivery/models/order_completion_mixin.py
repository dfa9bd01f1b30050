"""When the goods of an order are complete (H1.12)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .cron_turn import take_turns

COMPLETION_BATCH = 500
# A unit counts where it is: reserved on one leg of its way, or at the customer.
PRESENT_QUANTITIES = """
    SELECT move.sale_line_id,
           move.product_id,
           SUM(CASE
                   WHEN move.state <> 'done' THEN
                       CASE WHEN src.usage IN ('internal', 'transit')
                            THEN line.quantity_product_uom ELSE 0 END
                   WHEN dest.usage = 'customer' AND src.usage <> 'customer'
                       THEN line.quantity_product_uom
                   WHEN src.usage = 'customer' AND dest.usage <> 'customer'
                       THEN -line.quantity_product_uom
                   ELSE 0
               END)
      FROM stock_move move
      JOIN stock_move_line line ON line.move_id = move.id
      JOIN stock_location src ON src.id = move.location_id
      JOIN stock_location dest ON dest.id = move.location_dest_id
     WHERE move.sale_line_id IN %s
       AND move.state NOT IN ('draft', 'cancel')
       AND move.production_id IS NULL
     GROUP BY move.sale_line_id, move.product_id
"""


class OrderCompletionMixin(models.AbstractModel):
    _name = "order.completion.mixin"
    _description = "Completion of an Order"

    completion_date = fields.Datetime(
        string="Order Complete",
        readonly=True,
        copy=False,
        help="When the quantity in stock for the order reached the ordered quantity.",
    )

    def _refresh_completion(self):
        """Tell Sales once when the goods in stock for an order reach what is ordered.

        Asked by the events that raise what is reserved, and nightly.
        """
        # The goods arrive by the hands of people who may not write orders.
        waiting = self.sudo().filtered(
            lambda order: order.state == "sale" and not order.completion_date
        )
        complete = waiting._filter_gated()._filter_complete()
        if complete:
            complete.completion_date = fields.Datetime.now()
            for order in complete:
                order._notify_complete()
            complete._touch_progress()

    def _reopen_completion(self):
        """Wait for completion again where a change of the order asks for more."""
        told = self.sudo().filtered("completion_date")  # as above
        (told - told._filter_complete()).completion_date = False

    def _filter_complete(self):
        """Return the orders of which every stocked line is in stock or has left."""
        lines = self.order_line.filtered(lambda line: line._is_stocked())
        present = self._get_present_quantities(lines)
        missing = lines.filtered(lambda line: not line._is_complete(present[line.id]))
        return lines.order_id - missing.order_id

    @api.model
    def _get_present_quantities(self, lines):
        """Return what is reserved for lines and what has left for them, net of returns.

        A unit counts where it is: reserved on one leg of its way, or at the customer.

        :return: ``{line id: {product id: quantity in the product's unit}}``
        """
        present = defaultdict(dict)
        if not lines:
            return present
        self.env["stock.move"].flush_model()
        self.env["stock.move.line"].flush_model()
        rows = self.env.execute_query(SQL(PRESENT_QUANTITIES, tuple(lines.ids)))
        for line_id, product_id, quantity in rows:
            present[line_id][product_id] = quantity
        return present

    def _notify_complete(self):
        """Tell the salesperson that the order is complete (H1.12)."""
        self.ensure_one()
        self.message_post(
            body=self.env._("Order complete: all goods of %s are in stock.", self.name),
            partner_ids=self.user_id.partner_id.ids,
        )
        if self.user_id:
            # The message tells by e-mail already; this is what waits for the user.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.company_id._get_local_day(),
                summary=self.env._("Order complete: collect the balance and ship"),
                user_id=self.user_id.id,
            )

    @api.model
    def _cron_refresh_completion(self):
        """Find what the events missed; resumes where the time ran out."""
        companies = self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        )
        domain = [
            ("company_id", "in", companies.ids),
            ("state", "=", "sale"),
            ("completion_date", "=", False),
            ("order_to_delivery_exempt", "!=", True),
        ]
        remaining = self.search_count(domain) if companies else 0
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        last = 0
        while remaining > 0:
            orders = self.search(
                [*domain, ("id", ">", last)], order="id", limit=COMPLETION_BATCH
            )
            if not orders:
                break
            last = orders[-1].id
            remaining -= len(orders)
            if not take_turns(orders, lambda orders: orders._refresh_completion()):
                break
