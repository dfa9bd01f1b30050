"""H9.15, H9.17: no department alone lets goods out, whatever it writes by hand."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .recovery_common import RecoveryCase
from .thief_common import ThiefCase


@tagged("post_install", "-at_install")
class TestSeatsAlone(ThiefCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold = cls._build_product("Gold", "GOLD", is_storable=True, list_price=9000)
        cls._stock(cls.gold, 100)

    # Other goods than the move's

    def _get_operation(self, move):
        return {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "product_id": self.gold.id,
            "product_uom_id": self.gold.uom_id.id,
            "quantity": 50,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.customers.id,
            "picked": True,
        }

    def test_no_other_goods_leave_on_a_released_move(self):
        order, _request = self._get_released_order()
        move = self.as_("warehouse", order.picking_ids.move_ids)
        with self._refused("this move is for"):
            move.move_line_ids.create(self._get_operation(move))
        self._set_quantity(move.picking_id)
        with self._refused("this move is for"):
            move.move_line_ids.write({"product_id": self.gold.id, "state": "draft"})

    def test_no_other_goods_leave_on_a_move_that_is_done(self):
        order, _request = self._get_released_order()
        done = self._validate(order.picking_ids).move_ids
        for kind in ("warehouse", "sales", "finance"):
            move = self.as_(kind, done)
            with self.subTest(kind), self._refused("this move is for"):
                move.env["stock.move.line"].create(self._get_operation(move))

    # The total

    def _get_total_by_hand(self, line, quantity=None):
        return {
            "currency_id": line.currency_id.id,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "quantity": line.product_uom_qty if quantity is None else quantity,
            "manual_tax_amounts": {"0": {}},
            "manual_total_excluded_currency": 0.02,
            "manual_total_excluded": 0.02,
        }

    def test_a_total_written_beside_the_price_lowers_nothing(self):
        order = self._take_order("B", [(self.stocked, 10)])
        line = self.as_("sales", order.order_line)
        line.extra_tax_data = self._get_total_by_hand(line)
        line.price_unit = line.price_unit
        term = self.env["account.payment.term"].create({"name": "Later"})
        self.as_("sales", order).payment_term_id = term
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((line.price_total, order.amount_total), (200, 200))

    def test_a_discount_of_odoo_s_own_keeps_its_rounding(self):
        order = self._take_order("B", [(self.stocked, 10)])
        wizard = self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": 0.1,
            }
        )
        wizard.action_apply_discount()
        self.assertEqual(order.amount_total, 180)

    def test_a_term_with_an_early_discount_does_not_come_later(self):
        tax = self.env["account.tax"].create({"name": "VAT", "amount": 13})
        order = self._get_ready_order("B")
        order.order_line.sudo().tax_ids = tax
        order.sudo().is_content_locked = True
        values = {
            "name": "Early",
            "early_discount": True,
            "discount_percentage": 50,
            "early_pay_discount_computation": "mixed",
        }
        term = self.env["account.payment.term"].create(values)
        with self._refused("Press Propose a Change"):
            self.as_("sales", order).payment_term_id = term

    # The product

    def test_what_is_sold_keeps_its_type_and_unit(self):
        self._get_ready_order("B")
        template = self.as_("technical", self.stocked.product_tmpl_id)
        changes = ({"type": "service"}, {"uom_id": self.env.ref("uom.product_uom_ton")})
        for values in changes:
            with self.subTest(values), self._refused("type and unit stay as they are"):
                template.write({k: getattr(v, "id", v) for k, v in values.items()})
        self.as_("technical", self.gold.product_tmpl_id).type = "service"

    # Ties

    def test_no_default_ties_a_line_to_a_foreign_invoice(self):
        paid = self._invoice_and_pay(self._get_ready_order("A")).invoice_line_ids
        order = self._take_order("B", [(self.stocked, 10)])
        lines = self.as_("sales", self.env["sale.order.line"])
        values = {"order_id": order.id, "product_id": self.service.id}
        with self._refused("invoice_lines follows"):
            lines.with_context(default_invoice_lines=paid.ids).create(values)
        defaults = self.as_("sales", self.env["ir.default"])
        defaults.set("sale.order.line", "invoice_lines", paid.ids, user_id=True)
        with self._refused("invoice_lines follows"):
            lines.create(values)

    def test_a_line_stays_in_its_order_s_company(self):
        other = self.env["res.company"].create({"name": "Sister"})
        order = self._get_ready_order("A")
        with self._refused("belong to the company of the order"):
            self.as_("sales", order.order_line).company_id = other

    def test_a_request_is_not_hung_on_another_order(self):
        mine, other = self._get_ready_order("B"), self._get_ready_order("A")
        requests = self.as_("customer_service", self.env["order.shipping.request"])
        request = requests.create({"sale_order_id": other.id})
        request.sale_order_id = mine
        values = {"sale_line_id": mine.order_line.id, "quantity": 10}
        request.line_ids = [Command.create(values)]
        with self.assertRaisesRegex(ValidationError, "stands on another order"):
            request.sale_order_id = other

    # The receiver

    def test_a_delivery_names_its_receiver(self):
        order, _request = self._get_released_order()
        self.as_("warehouse", order.picking_ids).partner_id = False
        with self._refused("names no receiver"):
            self._validate(order.picking_ids)

    def test_the_receiver_of_what_has_left_stays(self):
        order, _request = self._get_released_order()
        delivery = self._validate(order.picking_ids)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            self.as_("warehouse", delivery).partner_id = self.thief.partner_id
        self.company.use_order_to_delivery = False  # and as in Odoo elsewhere
        self.as_("warehouse", delivery).partner_id = self.thief.partner_id


@tagged("post_install", "-at_install")
class TestHeldCustomerStays(RecoveryCase):
    def test_a_customer_who_is_held_does_not_leave_his_company(self):
        partners = self.env["res.partner"]
        company = partners.create({"name": "Acme", "is_company": True})
        values = {"name": "Branch", "parent_id": company.id, "street": "Road 1"}
        branch = partners.create({**values, "city": "G", "email": "b@example.com"})
        lost, payment = self._ship_paid(partner_id=branch.id)
        self._lose(payment)
        self.assertEqual(self._get_cases(lost).partner_id, company)
        sales = self.as_("sales", branch)
        with self._refused("is to be recovered there"):
            sales.write({"parent_id": False, "is_company": True})
        self._get_cases(lost)._settle()
        sales.write({"parent_id": False, "is_company": True})

    def test_a_customer_who_is_held_is_not_merged_into_another(self):
        lost, payment = self._ship_paid()
        self._lose(payment)
        customer, people = lost.partner_id, self.as_("sales", self.env["res.partner"])
        other = people.create({"name": "Other", "is_company": True})
        values = {"name": "Contact", "parent_id": other.id, "email": customer.email}
        contact = people.create(values)
        merges = self.as_("sales", self.env["base.partner.merge.automatic.wizard"])
        merge = merges.create(
            {
                "partner_ids": [Command.set((customer | contact).ids)],
                "dst_partner_id": contact.id,
            }
        )
        with self._refused("is to be recovered"):
            merge.action_merge()

    def _cancel(self, order):
        cancel = self.as_("sales", order).with_context(disable_cancel_warning=True)
        cancel.action_cancel()

    def test_an_order_whose_goods_are_out_stays_what_was_signed(self):
        order, payment = self._ship_paid()
        self._put_revision_in_force(order)
        self._lose(payment)
        self._cancel(order)
        sales = self.as_("sales", order)
        with self._refused("have the Warehouse take them back"):
            sales.action_draft()
        plan = self.as_("sales", order.payment_plan_line_ids)
        for act in (
            lambda: sales.order_line.unlink(),
            lambda: sales.order_line.write({"price_unit": 0.01}),
            lambda: sales.order_line.write({"product_uom_qty": 0}),
            lambda: plan.write({"kind": "after"}),
        ):
            with self._refused("Press Propose a Change"):
                act()
        self.assertEqual(self._get_cases(order).state, "open")

    def test_an_order_whose_goods_are_back_is_taken_up_again(self):
        order, _payment = self._ship_paid()
        self._put_revision_in_force(order)
        self._return(order.picking_ids, 10)
        self._cancel(order)
        self.as_("sales", order).action_draft()
        self.as_("sales", order.order_line).price_unit = 30
        self.assertEqual(order.amount_total, 300)

    def test_what_is_nothing_in_the_move_s_unit_is_asked_for_too(self):
        order = self._get_ready_order()
        delivery = order.picking_ids
        move = delivery.move_ids.copy(
            {
                "is_inventory": True,
                "product_uom_qty": 0,
                "product_uom": self.env.ref("uom.product_uom_ton").id,
                "picking_id": False,
                "sale_line_id": order.order_line.id,
            }
        )
        values = {
            "move_id": move.id,
            "product_id": self.stocked.id,
            "product_uom_id": self.stocked.uom_id.id,
            "quantity": 4,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "picked": True,
        }
        self.env["stock.move.line"].create(values)
        with self._refused("above what a released"):
            move.with_user(self.users["warehouse"])._action_done()
