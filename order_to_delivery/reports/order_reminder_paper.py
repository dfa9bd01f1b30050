"""What the reminder of overdue payments lists: a customer's dues, level by level."""

from odoo import api, models


class OrderReminderPaper(models.AbstractModel):
    _name = "order.reminder.paper"
    _description = "Contents of the Reminder of Overdue Payments"

    @api.model
    def _get_sections(self, record, company):
        """Return what a customer owes, the highest level of reminding first (H1.13).

        A section is of one level and currency. Who prints it needs the right to see
        what is due, and sees what he may.

        :param record: an order, for all that its customer owes of the order's level,
            or a customer, for all levels
        :param company: to which the money is owed
        """
        due = self._get_dues(record, company)
        groups = due.grouped(
            lambda row: (self._get_level(row, company), row.currency_id)
        )
        ranked = sorted(
            groups, key=lambda key: (key[0].days or 0, key[1].id), reverse=True
        )
        return [
            self._prepare_section(level, currency, groups[level, currency])
            for level, currency in ranked
        ]

    def _get_dues(self, record, company):
        is_order = record._name == "sale.order"
        customer = (record.partner_id if is_order else record).commercial_partner_id
        due = self.env["order.ageing"].search(
            [("partner_id", "=", customer.id), ("company_id", "=", company.id)]
        )
        if not is_order:
            return due
        own = due.filtered(lambda row: row.sale_order_id == record)
        level = self._get_level(own, company)
        return due.filtered(lambda row: own and self._get_level(row, company) == level)

    def _get_level(self, row, company):
        """Return the highest level that a due has reached, or none."""
        levels = self.env["order.collection.level"].search(
            [("company_id", "in", (False, company.id))]
        )
        return levels.filtered(lambda level: level.days <= row.days_late)[-1:]

    def _prepare_section(self, level, currency, rows):
        money = rows.sale_order_id._get_money()
        lines = [self._prepare_line(row, money[row.sale_order_id]) for row in rows]
        return {
            "level": level.name,
            "is_overdue": any(rows.mapped("days_late")),
            "currency": currency,
            "lines": lines,
            "total": sum(line["open"] for line in lines),
        }

    def _prepare_line(self, row, money):
        order = row.sale_order_id
        invoices = order.sudo().invoice_ids  # named to whom they were sent
        invoices = invoices.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.payment_state in ("not_paid", "partial")
            )
        )
        return {
            "order": order.name,
            "reference": order.client_order_ref,
            "invoices": ", ".join(invoices.sorted("id").mapped("name")),
            "total": money.total,
            "due": row.amount + money.received,
            "paid": money.received,
            "open": row.amount,
            "due_date": row.due_date,
            "days_late": row.days_late,
            "promised_date": row.promised_date,
        }
