"""How the money of an order is asked for: deposit invoice, balance notice, lists."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BALANCE_TEMPLATE = "order_to_delivery.mail_template_balance_notice"


class OrderCollectionMixin(models.AbstractModel):
    _name = "order.collection.mixin"
    _description = "Collection of an Order's Money"

    is_to_collect = fields.Boolean(
        string="To Collect",
        store=False,
        search="_search_is_to_collect",
        help="Waits for its deposit or its balance, is payable after delivery, or has "
        "an open invoice. For lists.",
    )

    def _search_is_to_collect(self, operator, value):
        if operator != "in":
            return NotImplemented
        # A hint, searched by the partial index on where orders stand.
        waiting = Domain(
            "order_milestone_ids",
            "any",
            [("is_here", "=", True), ("station", "in", ("deposit", "collection"))],
        )
        owing = Domain("state", "=", "sale") & Domain(
            "order_line.invoice_lines.move_id",
            "any",
            [
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ],
        )
        later = Domain("settlement_state", "in", ("awaiting", "confirmed"))
        wanted = waiting | owing | later
        return Domain.OR([wanted if flag else ~wanted for flag in value])

    # Deposit

    def action_create_deposit_invoice(self):
        """Invoice what the plan asks as deposit and no invoice asks for yet (H9.8).

        :return: the action that shows the invoice
        :raise UserError: when no deposit is left to invoice
        """
        self._check_department("finance", "sales", "customer_service")
        self.ensure_one()
        # Whoever asks for the deposit need not have the right to invoice: the
        # department is checked above, and the amount is the plan's.
        order = self.sudo()
        wizard = order.env["sale.advance.payment.inv"].create(
            order._prepare_deposit_invoice()
        )
        invoice = wizard._create_invoices(order)
        return self.action_view_invoice(invoices=invoice)

    def _prepare_deposit_invoice(self):
        """Return the values of Odoo's down-payment wizard for what is left to ask."""
        self.ensure_one()
        amount = self._get_deposit_to_invoice()
        if self.state != "sale" or self.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "Order %(order)s has no deposit to invoice: it is not confirmed, "
                    "its payment plan asks for none, or all of it is invoiced. Look at "
                    "its payment plan and its invoices.",
                    order=self.name,
                )
            )
        return {
            "sale_order_ids": self.ids,
            "advance_payment_method": "fixed",
            "fixed_amount": amount,
        }

    def _get_deposit_to_invoice(self):
        """Return the plan's deposit less what is invoiced, in the order's currency.

        A deposit that was credited may be invoiced anew; the negative lines by which
        the final invoice takes deposits off ask for nothing.
        """
        self.ensure_one()
        deposit = self._get_money()[self].deposit_due
        deposited = invoiced = 0.0
        for line in self.order_line.invoice_lines:
            move = line.move_id
            if move.state == "cancel" or move.move_type not in (
                "out_invoice",
                "out_refund",
            ):
                continue
            sign = 1 if move.move_type == "out_invoice" else -1
            amount = sign * line.currency_id._convert(
                line.price_total, self.currency_id, self.company_id, move.date
            )
            invoiced += amount
            if line.price_total > 0 and any(
                line.sale_line_ids.mapped("is_downpayment")
            ):
                deposited += amount
        return min(deposit - deposited, self.amount_total - invoiced)

    # Balance

    def action_send_balance_notice(self):
        """Ask the customer for the balance of finished goods (H1.13, H6.6, H9.16).

        :raise UserError: when the goods are not finished, or nothing is due
        """
        self._check_department("sales", "customer_service", "finance")
        for order in self:
            order._check_balance_notice()
        for order in self:
            order._send_balance_notice()
        self._touch_progress()
        return True

    def _check_balance_notice(self):
        self.ensure_one()
        # What is finished and due is judged alike for whoever sends the notice.
        order = self.sudo()
        missing = []
        if order.state != "sale":
            missing.append(self.env._("the confirmation of the order"))
        if not order._has_finished_goods():
            missing.append(self.env._("finished goods in stock for the order"))
        if not order._get_balance_due():
            missing.append(self.env._("a balance that is still due"))
        elif order._needs_settlement():
            missing.append(
                self.env._("Finance's confirmation that all was delivered and is due")
            )
        if missing:
            raise UserError(
                self.env._(
                    "The balance notice of %(order)s needs: %(missing)s.",
                    order=order.name,
                    missing=", ".join(missing),
                )
            )

    def _has_finished_goods(self):
        """Tell whether goods are in stock for the order; services need none."""
        self.ensure_one()
        goods = self.order_line.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )
        if self.completion_date or not goods:
            return True
        return any(
            move.quantity > 0 and move.state != "cancel" for move in goods.move_ids
        )

    def _get_balance_due(self):
        """Return what the customer owes by now, in the order's currency, or zero.

        Before goods left it is what is due before release; after that, or once
        Finance confirmed completion, all (H6.6). Where the plan is paid by what ships,
        goods that wait are not asked for until their shipment is.
        """
        self.ensure_one()
        money = self._get_money()
        due, cost = self._get_dues_by_now(money)[self], self._get_costs(money)[self]
        money = money[self]
        has_left = self.settlement_state == "confirmed" or any(
            line.qty_delivered > 0 for line in self.order_line
        )
        if has_left and not (money.shipment > 0 and self._has_open_deliveries()):
            due = cost
        if self._is_covered(money.received, due):
            return 0.0
        return due - money.received

    def _get_payment_deadline(self):
        """Return the day by which what is paid after delivery is due (H6.6).

        Calendar days after the last delivery, as the plan has them; False where
        nothing was delivered or nothing may be paid later.
        """
        self.ensure_one()
        # Sales asks for money without a right to the warehouse's transfers.
        order = self.sudo()
        later = order.payment_plan_line_ids.filtered(lambda line: line.kind == "after")
        done = order.picking_ids.filtered(
            lambda picking: (
                picking.state == "done" and picking.picking_type_code == "outgoing"
            )
        )
        if not (later and done):
            return False
        delivered = order.company_id._get_local_day(max(done.mapped("date_done")))
        return fields.Date.add(delivered, days=max(later.mapped("days")))

    def _send_balance_notice(self):
        self.ensure_one()
        template = self.env.ref(BALANCE_TEMPLATE, raise_if_not_found=False)
        has_address = self.partner_invoice_id.email or self.partner_id.email
        if template and has_address:
            self._send_order_notification_mail(template, allow_deferred_sending=False)
            body = self.env._("Balance notice sent by %s.", self.env.user.name)
        else:
            # Customers by fax and post get the printed paper.
            body = self.env._(
                "Balance notice of %s, to be printed: the customer has no e-mail "
                "address.",
                self.env.user.name,
            )
        self.message_post(body=body, message_type="notification")
        # Protected, so that the date tells of a notice that was really sent.
        order = self.sudo()
        order.balance_notice_date = fields.Datetime.now()
        if not order.balance_due_date:
            order.balance_due_date = order.company_id._get_local_day()

    # Documents behind the amounts

    def action_view_payments(self):
        """Show the payments for the order: tied to it, online, or on its invoices."""
        self._check_department("finance")
        self.ensure_one()
        orders = self.sudo()  # what the user may not see, the list will not show
        payments = orders._get_payments()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payments of %s", self.name),
            "res_model": "account.payment",
            "view_mode": "list,form",
            "domain": [("id", "in", payments.ids)],
            "context": {
                "default_payment_type": "inbound",
                "default_partner_type": "customer",
                "default_partner_id": self.partner_invoice_id.id,
                "default_currency_id": self.currency_id.id,
                "default_sale_order_id": self.id,
                "default_amount": orders._get_next_payment(),
            },
        }

    def _get_next_payment(self):
        """Return what the plan asks for next: the deposit, then what is due before
        goods leave, then the rest; in the order's currency.
        """
        self.ensure_one()
        return self._get_next_payments().get(self._origin, 0.0)

    def _get_payments(self):
        """Return all payments of orders, the undone ones too."""
        transactions = self.transaction_ids
        transactions |= transactions.child_transaction_ids
        tied = self.env["account.payment"].search([("sale_order_id", "in", self.ids)])
        invoices = self.order_line.invoice_lines.move_id
        return tied | transactions.payment_id | invoices.reconciled_payment_ids

    def action_view_receivables(self):
        """Show the entries behind the order's money: what is owed, what was paid."""
        self._check_department("finance")
        self.ensure_one()
        orders = self.sudo()  # what the user may not see, the list will not show
        moves = orders._get_settling_moves() | orders._get_payments().move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.name),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [
                ("move_id", "in", moves.ids),
                ("account_id.account_type", "=", "asset_receivable"),
            ],
        }

    def _get_settling_moves(self):
        """Return the invoices of orders, and all entries that settle them.

        Not only payments do: bank statements and offsets settle them, too (H1.16).
        """
        invoices = self.order_line.invoice_lines.move_id
        owed = invoices.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        settling = owed.matched_debit_ids.debit_move_id
        settling |= owed.matched_credit_ids.credit_move_id
        return invoices | settling.move_id
