"""The steps of an order, each one a request of the person whose step it is."""

from contextlib import contextmanager, nullcontext
from itertools import cycle, islice
from unittest.mock import patch

from odoo import Command, fields

ORDER = "sale.order"
PAPER = b"%PDF-1.4 signed"


class PlainWalk:
    """The steps that plain Odoo has."""

    def __init__(self, database, ids):
        self.database = database
        self.ids = ids
        self.seller = "user"
        self.warehouse = "user"

    def take(self, kind, lines=5, **values):
        """Take an order and return its id."""
        return self.create(kind, lines, **values)[0]

    def create(self, kind, lines=5, **values):
        """Take an order, and return its id and its Cost."""

        def work(env):
            order = env[ORDER].create(
                {
                    "partner_id": self.ids["partner"],
                    "client_order_ref": "PO-1",
                    "order_line": [
                        Command.create({"product_id": product, "product_uom_qty": 10})
                        for product in islice(cycle(self.ids[kind]), lines)
                    ],
                    **values,
                }
            )
            return order.id

        return self.database.request(self.seller, work)

    def prepare(self, kind, lines=5):
        """Bring an order to where it may be confirmed, sent as a quotation."""
        order = self.take(kind, lines)
        self.database.do(self.seller, lambda env: self._send(env[ORDER].browse(order)))
        return order

    def _send(self, order):
        order.message_post(
            body="Our quotation",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=order.partner_id.ids,
        )
        order.action_quotation_sent()

    def confirm(self, ids):
        """Confirm orders in one request, and return its Cost."""
        return self.database.call(self.seller, ORDER, ids, "action_confirm")

    def prepare_delivery(self, lines=5):
        """Bring an order from stock to where its delivery may be validated."""
        order = self.prepare("stock", lines)
        self.confirm([order])
        return self.pick([order])

    def pick(self, orders):
        """Say that all goods of orders' deliveries are on the pallet."""

        def work(env):
            pickings = env["stock.picking"].search([("sale_id", "in", orders)])
            for move in pickings.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            return pickings.ids

        return self.database.do(self.warehouse, work)

    def validate(self, pickings):
        """Validate deliveries in one request, and return its Cost."""
        return self.database.call(
            self.warehouse, "stock.picking", pickings, "button_validate"
        )


class OurWalk(PlainWalk):
    """The steps between, each as the department that has to do it."""

    def __init__(self, database, ids):
        super().__init__(database, ids)
        self.seller = "sales"
        self.warehouse = "warehouse"

    def take(self, kind, lines=5, **values):
        """Take an order with its memo, and return its id."""
        memo = {
            "intake_channel": "phone",
            "intake_words": "Ten of each as last time.",
            "intake_is_read_back": True,
            "wanted_date": fields.Date.add(fields.Date.today(), days=30),
        }
        return super().take(kind, lines, **memo, **values)

    def prepare(self, kind, lines=5):
        """Bring an order to where no gate keeps it from being confirmed."""
        order = self.take(kind, lines)
        self.submit(order)
        self.review(order)
        self.send(order)
        self.sign(order)
        self.pay(order)
        return order

    def confirm(self, ids):
        """Confirm orders as the clerk, and return the request's Cost."""
        return self.database.call("clerk", ORDER, ids, "action_confirm")

    def submit(self, order):
        """Submit an order for review, and return the Cost."""
        return self.database.call("sales", ORDER, order, "action_submit_for_review")

    def review(self, order):
        """Have an order circulated, answered and closed; return the Cost of each.

        :return: ``{step: [Cost]}``
        """
        review, state = self._read(order, "order_review_ids", "state")
        costs = {"circulate": [], "answer": [], "last": [], "close": []}
        if state == "submitted":
            costs["circulate"].append(
                self._press("deputy_general_manager", review, "action_circulate")
            )
        while signoff := self._get_open_signoff(review):
            *seat, is_last = signoff
            costs["last" if is_last else "answer"].append(self.answer(*seat))
        if self._read(order, "order_review_ids", "state")[1] != "closed":
            costs["close"].append(self._close(review))
        return costs

    def answer(self, signoff, kind):
        """Sign for a department that has written its answer; return the Cost."""

        def write(env):
            record = env["order.review.signoff"].browse(signoff)
            record.text = "Checked and possible."
            if kind in ("technical", "material_control"):
                record.material_position = "available"
            today = fields.Date.today()
            record.line_ids.write(
                {"start_date": today, "finished_date": fields.Date.add(today, days=15)}
            )

        self.database.do(kind, write)
        return self.database.call(kind, "order.review.signoff", signoff, "action_agree")

    def send(self, order):
        """Send the confirmation, and return the Cost."""
        return self.database.call(
            "customer_service", ORDER, order, "action_send_confirmation"
        )

    def sign(self, order, is_held=True):
        """Bring in the signed paper and accept it; return the Cost of accepting.

        :param is_held: leave out that an order whose paper is accepted is confirmed
            in the same request, so that confirming is measured alone, as in plain Odoo
        """
        confirmation, _state = self._read(order, "order_confirmation_ids", "state")

        def upload(env):
            record = env["order.confirmation"].browse(confirmation)
            paper = env["ir.attachment"].create({"name": "signed.pdf", "raw": PAPER})
            record.action_upload_signed(paper.ids, "Mr Chen")

        self.database.do("customer_service", upload)
        with self._held() if is_held else nullcontext():
            return self.database.call(
                "clerk", "order.confirmation", confirmation, "action_accept"
            )

    def pay(self, order):
        """Register a bank transfer of the whole amount."""

        def work(env):
            record = env[ORDER].browse(order)
            payment = env["account.payment"].create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": record.partner_invoice_id.id,
                    "amount": record.amount_total,
                    "currency_id": record.currency_id.id,
                    "sale_order_id": order,
                }
            )
            payment.action_post()

        self.database.do("finance", work)

    def issue(self, orders):
        """Issue the production instructions of orders, a request each; return Costs."""
        return [
            self.database.call("clerk", ORDER, order, "action_issue_instruction")
            for order in orders
        ]

    def accept(self, orders):
        """Accept the instructions of orders in one request, and return the Cost."""
        ids = self.database.do(
            None, lambda env: env[ORDER].browse(orders).order_production_instruction_ids
        ).ids
        return self.database.call(
            "production", "order.production.instruction", ids, "action_accept"
        )

    def confirm_and_instruct(self, order):
        """Confirm and accept in one request, issuing uncounted; return the Cost."""

        def work(env):
            record = env[ORDER].browse(order)
            record.action_confirm()
            with self.database.uncounted(env):
                record.action_issue_instruction()
            instruction = record.order_production_instruction_ids
            instruction.with_user(self.database.users["production"]).action_accept()

        return self.database.request("clerk", work)[1]

    def prepare_delivery(self, lines=5):
        """Bring an order from stock to where its released delivery may leave."""
        order = self.prepare("stock", lines)
        self.confirm([order])
        self.release(order)
        return self.pick([order])

    def release(self, order):
        """Request shipping, verify its money and release it.

        :return: the Costs of verifying and of releasing
        """
        self.database.call("customer_service", ORDER, order, "action_request_shipping")
        request, _state = self._read(order, "order_shipping_request_ids", "state")
        shipping = "order.shipping.request"
        return (
            self.database.call("finance", shipping, request, "action_verify"),
            self.database.call("customer_service", shipping, request, "action_release"),
        )

    # What the walk looks up, unmeasured

    def _read(self, order, documents, field):
        def work(env):
            record = env[ORDER].browse(order)[documents][:1]
            return record.id, record[field]

        return self.database.do(None, work)

    def _get_open_signoff(self, review):
        def work(env):
            signoffs = env["order.review"].browse(review).signoff_ids
            waiting = signoffs.filtered(lambda s: s.state in ("open", "waiting"))
            for signoff in waiting.filtered(lambda s: s.state == "open"):
                return signoff.id, signoff.kind, len(waiting) == 1
            return None

        return self.database.do(None, work)

    def _press(self, user, review, method):
        return self.database.call(user, "order.review", review, method)

    def _close(self, review):
        today = fields.Date.today()
        values = {
            "production_start_date": today,
            "finished_date": fields.Date.add(today, days=20),
            "promised_date": fields.Date.add(today, days=25),
            "packing": "Wooden case",
        }
        self.database.call(
            "deputy_general_manager", "order.review", review, "write", values
        )
        return self._press("deputy_general_manager", review, "action_close")

    @contextmanager
    def _held(self):
        orders = self.database.registry[ORDER]
        with patch.object(orders, "_resume_held", lambda self: None):
            yield
