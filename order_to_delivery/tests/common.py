"""A small factory, and the steps that walk an order through it as each department."""

from contextlib import contextmanager

from odoo import Command, fields
from odoo.tests import TransactionCase

from .factory import KINDS as KINDS
from .factory import FactorySetUp
from .kept import KeepingMixin
from .making_common import MakingMixin

# What seats owe of materials and recipe.
POSITIONS = {"technical": {"recipe_kind": "same"}}
HAS_MATERIALS = {"material_position": "available"}
# The stations that `_walk_to` can stop before, in the order of the way.
WAY = (
    "review",
    "circulation",
    "answers",
    "closing",
    "confirmation",
    "signature",
    "deposit",
    "instruction",
    "acceptance",
    "production",
    "release",
    "handover",
    "shipping",
    "receipt",
    "end",
)


class FactoryMixin(MakingMixin, FactorySetUp):
    """The factory with its steps; used by transaction and browser tests alike."""

    def _take_order(self, grade="B", lines=None, **values):
        lines = lines or [(self.product, 10)]
        order = (
            self.env["sale.order"]
            .with_user(self.users["sales"])
            .create(
                {
                    "partner_id": self.partners[grade].id,
                    "client_order_ref": "PO-1",
                    "intake_channel": "phone",
                    "intake_words": "Ten cabinets as last time, by next month.",
                    "intake_is_read_back": True,
                    "wanted_date": fields.Date.add(fields.Date.today(), days=30),
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": quantity}
                        )
                        for product, quantity in lines
                    ],
                    **values,
                }
            )
        )
        return order.with_env(self.env)

    def _submit(self, order):
        self.as_("sales", order).action_submit_for_review()
        order.invalidate_recordset()  # the last review comes first
        return order.order_review_ids[:1]

    def _circulate(self, order):
        review = order.order_review_ids[:1]
        # A standard order is circulated and closed by itself.
        if review.state == "submitted":
            self.as_("deputy_general_manager", review).action_circulate()

    def _write_answer(self, signoff, **values):
        """Write all that a seat is asked for, and sign nothing yet."""
        signoff = self.as_(signoff.kind, signoff)
        signoff.write(
            {
                "text": "Checked and possible.",
                **POSITIONS.get(signoff.kind, {}),
                **(HAS_MATERIALS if signoff._owes_material_position() else {}),
                **values,
            }
        )
        today = fields.Date.today()
        for line in signoff.line_ids.filtered(lambda line: not line.finished_date):
            line.write(
                {"start_date": today, "finished_date": fields.Date.add(today, days=15)}
            )
        return signoff

    def _answer(self, signoff, verdict="agree", **values):
        signoff = self._write_answer(signoff, **values)
        {
            "agree": signoff.action_agree,
            "conditions": signoff.action_agree_with_conditions,
            "refuse": signoff.action_refuse,
        }[verdict]()

    def _answer_all(self, order):
        review = order.order_review_ids[:1]
        for _turn in range(len(review.signoff_ids) + 1):
            for signoff in review.signoff_ids.filtered(lambda s: s.state == "open"):
                self._answer(signoff)

    def _close(self, order, **values):
        review = self.as_("deputy_general_manager", order.order_review_ids[:1])
        if review.state == "closed":
            return
        today = fields.Date.today()
        review.write(
            {
                "production_start_date": today,
                "finished_date": fields.Date.add(today, days=20),
                "promised_date": fields.Date.add(today, days=25),
                "packing": "Wooden case",
                **values,
            }
        )
        self._agree_date(review)
        review.action_close()

    def _agree_date(self, review):
        """Let Sales agree to a promise that is later than the customer wants."""
        if review.needs_rep_agreement:
            self.as_("sales", review).action_agree_date()

    def _send_confirmation(self, order):
        self.as_("customer_service", order).action_send_confirmation()
        return order.order_confirmation_ids[:1]

    def _upload_confirmation(self, order):
        confirmation = order.order_confirmation_ids[:1]
        paper = self.env["ir.attachment"].create(
            {
                "name": "signed.pdf",
                "raw": b"%PDF-1.4 signed",
                "res_model": "order.confirmation",
                "res_id": confirmation.id,
            }
        )
        clerk = self.as_("customer_service", confirmation)
        clerk.action_upload_signed(paper.ids, "Mr Chen")

    def _sign_quietly(self, confirmation):
        """Have it signed, without what goes on by the signature."""
        confirmation._set_state("accepted", ("sent",), signed_by="Mr Chen")

    def _sign_confirmation(self, order):
        self._upload_confirmation(order)
        self.as_("clerk", order.order_confirmation_ids[:1]).action_accept()

    def _pay(self, order, amount):
        """Let Finance register a bank transfer for an order."""
        payment = (
            self.env["account.payment"]
            .with_user(self.users["finance"])
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": order.partner_invoice_id.id,
                    "amount": amount,
                    "currency_id": order.currency_id.id,
                    "sale_order_id": order.id,
                }
            )
        )
        payment.action_post()
        return payment.with_env(self.env)

    def _issue_instruction(self, order):
        self.as_("customer_service", order).action_issue_instruction()
        return order.order_production_instruction_ids[:1]

    def _accept_instruction(self, order):
        self.as_(
            "production", order.order_production_instruction_ids[:1]
        ).action_accept()

    def _produce(self, order):
        for production in order.order_production_instruction_ids.production_ids:
            self._inspect_made(production)
            production = self.as_("production", production)
            production.qty_producing = production.product_qty
            production._set_qty_producing()
            production.button_mark_done()

    def _request_shipping(self, order):
        self.as_("customer_service", order).action_request_shipping()
        return order.order_shipping_request_ids[:1]

    def _verify(self, order):
        self.as_("finance", order.order_shipping_request_ids[:1]).action_verify()

    def _release(self, order):
        self.as_(
            "customer_service", order.order_shipping_request_ids[:1]
        ).action_release()

    def _ship(self, order):
        for picking in order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ):
            picking = self.as_("warehouse", picking)
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            picking.button_validate()

    def _walk_to(self, station, order=None, grade="B", **values):
        """Walk an order as far as before a station of WAY, as each department."""
        order = order or self._take_order(grade, **values)
        steps = {
            "review": self._submit,
            "circulation": self._circulate,
            "answers": self._answer_all,
            "closing": self._close,
            "confirmation": self._send_confirmation,
            "signature": self._sign_confirmation,
            "deposit": lambda o: o.deposit_due and self._pay(o, o.deposit_due),
            "instruction": self._issue_instruction,
            "acceptance": self._accept_instruction,
            "production": self._produce,
            "release": lambda o: (
                o.release_due > o.money_received
                and self._pay(o, o.release_due - o.money_received),
                self._request_shipping(o),
                self._verify(o),
            ),
            "handover": self._release,
            "shipping": self._ship,
            "receipt": lambda o: None,
        }
        for name in WAY[: WAY.index(station)]:
            is_making = name in ("instruction", "acceptance", "production")
            if is_making and "make" not in order.order_line.mapped("supply_kind"):
                order._resume_held()  # stocked goods need no instruction
            else:
                steps[name](order)
            order.invalidate_recordset()
        return order


class OrderToDeliveryCase(KeepingMixin, FactoryMixin, TransactionCase):
    def _run_cron(self, name):
        """Run one of the addon's crons, which commits and undoes as it likes."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"order_to_delivery.cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _get_version(self, records):
        """Return how often somebody counted on quantities of records under guard."""
        self.env.flush_all()
        guards = self.env["order.quantity.guard"].sudo()
        guards.invalidate_model()
        own = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        return sum(guards.search(own).mapped("version"))

    @contextmanager
    def assertRaisesRegex(self, exception, regex):
        """Expect a refusal, and undo what was written, as the server does."""
        with super().assertRaisesRegex(exception, regex) as refusal:
            with self.env.cr.savepoint():
                yield refusal

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_factory()
