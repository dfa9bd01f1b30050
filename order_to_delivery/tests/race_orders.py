"""Orders by the dozen that are about to be released and shipped."""

from typing import NamedTuple

from odoo import Command, fields

from .common import FactoryMixin

LANES = 3  # rounds that may run at once; each has goods of its own
QUANTITY = 10
# Goods need longer than money until they collide.
GOODS_AND_MONEY = (0.05, 0.4)
# What follows from money is written at its commit: who is to meet it comes later.
AFTER_MONEY = (0.6, 0.02)


class Round(NamedTuple):
    """One round of a race: who does what, and what it is about."""

    racers: list  # for each racer the acts, one after the other
    order_ids: list
    payment_id: int
    # Each racer starts up to so many seconds late, so that either may be the first.
    delays: tuple = (0.1, 0.1)
    variant: int = 0  # where the rounds of a race differ, for who judges them


class RaceOrdersMixin(FactoryMixin):
    """Sets up all rounds of a race at once: each step is one call for all orders."""

    @classmethod
    def _build_goods(cls):
        # All before release, the paper may follow: only money is at stake here.
        cls.grades["R"] = cls.grades["A"].copy(
            {
                "code": "TR",
                "payment_plan_line_ids": [
                    Command.create({"kind": "release", "percent": 100})
                ],
            }
        )
        cls.partners["R"] = cls.partners["A"].copy({"name": "Customer R"})
        cls.partners["R"].sudo().customer_grade_id = cls.grades["R"]
        cls.goods = cls.env["product.product"].create(
            [
                {
                    "name": f"Fuse {lane}",
                    "default_code": f"T-FUSE-{lane}",
                    "is_storable": True,
                    "list_price": 20,
                    "invoice_policy": "order",
                    "taxes_id": False,
                }
                for lane in range(LANES)
            ]
        )
        for product in cls.goods:
            cls._stock(product, 1000000)

    def _bind(self, env):
        """Let the factory's records, of an older transaction, belong to this one."""
        for name in ("company", "warehouse", "goods"):
            setattr(self, name, getattr(type(self), name).with_env(env))
        for name in ("users", "grades", "partners"):
            records = getattr(type(self), name).items()
            setattr(self, name, {key: record.with_env(env) for key, record in records})

    def _get_ready_orders(self, number, partners=None):
        """Return confirmed orders, their content reviewed, their goods in stock.

        The way as far as here has tests of its own: it is set up, not walked.

        :param partners: a customer for each; by default they have one together
        """
        partners = partners or [self.partners["R"]] * number
        # All races have one customer: what an earlier one lost holds him no more.
        lost = self.env["order.recovery.case"].search([("state", "=", "open")])
        lost._settle()
        self.company.use_order_to_delivery = False
        plan = self.grades["R"].payment_plan_line_ids._get_copy_values()
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": partners[index].id,
                    "user_id": self.users["sales"].id,
                    "wanted_date": fields.Date.add(fields.Date.today(), days=30),
                    "customer_grade_id": self.grades["R"].id,
                    "payment_plan_line_ids": [Command.create(line) for line in plan],
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.goods[index % LANES].id,
                                "product_uom_qty": QUANTITY,
                            }
                        )
                    ],
                }
                for index in range(number)
            ]
        )
        orders.action_confirm()
        self.company.use_order_to_delivery = True
        self._put_revisions_in_force(orders)
        orders.picking_ids.move_ids._action_assign()
        return orders

    def _put_revisions_in_force(self, orders):
        orders._give_line_keys()
        self.env.flush_all()
        hashes = orders._get_content_hashes()
        revisions = self.env["order.revision"].create(
            [
                {
                    "sale_order_id": order.id,
                    "number": 1,
                    "state": "in_force",
                    "content_hash": hashes[order]["content"],
                    **{
                        f"{aspect}_hash": hashes[order][aspect]
                        for aspect in ("goods", "price", "dates", "destination")
                    },
                }
                for order in orders
            ]
        )
        for order, revision in zip(orders, revisions, strict=True):
            order.current_revision_id = revision
        # As on the way; else whoever signs writes it on the line, and collides there.
        self.env["order.shipping.quantity"]._keep_kit_needs(orders.order_line)

    def _get_paid_orders(self, number, partners=None):
        """Return ready orders, and for each the payment that covers it."""
        orders = self._get_ready_orders(number, partners)
        payments = self._draft_payments(orders)
        payments.action_post()
        return orders, payments

    def _draft_payments(self, orders, **values):
        """Return a payment for each order, of all that it costs, not posted yet."""
        return self.env["account.payment"].create(
            [
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": order.partner_invoice_id.id,
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "sale_order_id": order.id,
                    "date": fields.Date.today(),
                    **values,
                }
                for order in orders
            ]
        )

    def _request_all(self, orders, quantity=None):
        """Request the shipping of orders, each as a whole unless said otherwise."""
        requests = self.as_("customer_service", orders.order_shipping_request_ids)
        requests = requests.create(
            [order._prepare_shipping_request() for order in orders]
        )
        if quantity:
            requests.line_ids.quantity = quantity
        return requests.sudo().with_env(self.env)

    def _verify_all(self, requests):
        self.as_("finance", requests).action_verify()

    def _release_all(self, requests):
        self.as_("customer_service", requests).action_release()

    def _get_released_orders(self, number, quantity=None, partners=None):
        """Return orders, their payments, and their deliveries that may leave."""
        orders, payments = self._get_paid_orders(number, partners)
        requests = self._request_all(orders, quantity)
        self._verify_all(requests)
        self._release_all(requests)
        pickings = orders.mapped(lambda order: order.picking_ids)
        self._pick(pickings)
        return orders, payments

    def _pick(self, pickings):
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
        pickings.move_ids.picked = True

    def _split_deliveries(self, pickings, quantity):
        """Put part of each delivery on a delivery of its own."""
        others = self.env["stock.picking"]
        pickings.do_unreserve()
        for picking in pickings:
            other = picking.copy({"move_ids": []})
            move = self.env["stock.move"].create(picking.move_ids._split(quantity))
            move.picking_id = other
            move._action_confirm(merge=False)
            others += other
        (pickings + others).action_assign()
        self._pick(pickings + others)
        return others
