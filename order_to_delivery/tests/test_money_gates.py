"""Production waits for the deposit, goods wait for the balance (H1.14, H9.8)."""

from odoo import Command, fields
from odoo.tests import tagged

from .money_common import MoneyCase

INSTRUCTION = "order.gate.instruction.needs.deposit"
SUPPLY = "order.gate.supply.needs.deposit"
RELEASE = "order.gate.release.needs.collection"
SHIPPING = "order.gate.shipping.needs.collection"


@tagged("post_install", "-at_install")
class TestMoneyGates(MoneyCase):
    def _closed(self, gate, records):
        """Return the records for which one rule is closed, waivers regarded."""
        model = self.env[gate]
        self.assertEqual(model._gate_model, records._name)
        reasons = self.env["order.gate"]._get_reasons(model._gate_station, records)
        return records.filtered(
            lambda record: any(reason.gate == gate for reason in reasons[record])
        )

    def _request(self, order):
        """Return a shipping request, that has no lines and needs none here."""
        return (
            self.env["order.shipping.request"]
            .sudo()
            .create({"name": "SR", "sale_order_id": order.id})
        )

    def _instruction(self, order):
        revision = (
            self.env["order.revision"]
            .sudo()
            .create(
                {"sale_order_id": order.id, "number": 1, "company_id": self.company.id}
            )
        )
        return (
            self.env["order.production.instruction"]
            .sudo()
            .create({"sale_order_id": order.id, "revision_id": revision.id})
        )

    def _waive(self, order, gate, cap):
        return (
            self.env["order.gate.waiver"]
            .sudo()
            .create(
                {
                    "sale_order_id": order.id,
                    "gate": gate,
                    "reason": "Known for years",
                    "cap_amount": cap,
                    "granted_by_id": self.users["deputy_general_manager"].id,
                    "granted_date": fields.Datetime.now(),
                }
            )
        )

    def _allow_waivers(self, cap):
        self.company.sudo().write(
            {
                "order_money_waiver_policy": "deputy_general_manager",
                "order_money_waiver_cap": cap,
            }
        )

    def test_instruction_waits_for_the_deposit(self):
        order = self._confirmed("B")
        instruction = self._instruction(order)
        self._pay(order, 299.98)
        self.assertEqual(self._closed(INSTRUCTION, instruction), instruction)
        self._pay(order, 0.02)
        self.assertFalse(self._closed(INSTRUCTION, instruction))

    def test_instruction_without_a_deposit_does_not_wait(self):
        instruction = self._instruction(self._confirmed("A"))
        self.assertFalse(self._closed(INSTRUCTION, instruction))

    def test_supply_waits_for_the_deposit(self):
        order = self._confirmed("B")
        self.assertEqual(self._closed(SUPPLY, order), order)
        self._pay(order, 300)
        self.assertFalse(self._closed(SUPPLY, order))

    def test_release_waits_for_what_is_due_before_it(self):
        order = self._confirmed("B")
        request = self._request(order)
        self._pay(order, 300)
        self.assertEqual(self._closed(RELEASE, request), request)
        self._pay(order, 700)
        self.assertFalse(self._closed(RELEASE, request))

    def test_contract_customer_is_released_unpaid(self):
        request = self._request(self._confirmed("A"))
        self.assertFalse(self._closed(RELEASE, request))

    def test_any_small_payment_does_not_release(self):
        order = self._confirmed("B")
        request = self._request(order)
        self._pay(order, 1)
        self.assertEqual(self._closed(RELEASE, request), request)

    def test_line_added_after_payment_closes_the_release_again(self):
        order = self._confirmed("B")
        request = self._request(order)
        self._pay(order, 1000)
        order.sudo().order_line = [
            Command.create({"product_id": self.service.id, "price_unit": 50})
        ]
        self.assertEqual(self._closed(RELEASE, request), request)

    def test_bounced_payment_closes_every_gate_again(self):
        order = self._confirmed("B")
        request, instruction = self._request(order), self._instruction(order)
        payment = self._pay(order, 1000)
        self._reconcile(payment, self._invoice(order))
        self.as_("finance", payment).action_reject()
        self.assertEqual(self._closed(RELEASE, request), request)
        self.assertEqual(self._closed(INSTRUCTION, instruction), instruction)
        self.assertEqual(self._closed(SUPPLY, order), order)

    def test_goods_that_leave_are_asked_again(self):
        order = self._confirmed("B")
        order.sudo().order_line.product_id = self.stocked
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": order.partner_id.property_stock_customer.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.stocked.id,
                            "product_uom_qty": 1,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": (
                                order.partner_id.property_stock_customer.id
                            ),
                            "sale_line_id": order.order_line[:1].id,
                        }
                    )
                ],
            }
        )
        gate = self.env[SHIPPING].sudo()
        move = picking.move_ids.sudo()
        self.assertIn(move, gate._reasons_closed(move))
        self._pay(order, 1000)
        self.assertNotIn(move, gate._reasons_closed(move))

    def test_reasons_name_the_order_and_no_amount(self):
        order = self._confirmed("B", price=1234)
        reasons = self.env[RELEASE].sudo()._reasons_closed(self._request(order))
        (text,) = [reason.text for reason in reasons[next(iter(reasons))]]
        self.assertIn(order.name, text)
        self.assertIn("balance", text)
        self.assertNotIn("1234", text.replace(",", "").replace(order.name, ""))

    def test_twenty_requests_cost_one_query_on_money(self):
        self.walk_anew()
        orders = self.env["sale.order"].union(*(self._confirmed() for _i in range(20)))
        requests = self.env["order.shipping.request"].union(
            *(self._request(order) for order in orders)
        )
        self.env.flush_all()
        gate = self.env[RELEASE].sudo()
        counts = []
        for batch in (requests[:6], requests):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(gate._reasons_closed(batch)), len(batch))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_nobody_waives_money_by_default(self):
        order = self._confirmed("B")
        request = self._request(order)
        self.assertFalse(self.env[RELEASE]._waivers(request))
        self._waive(order, RELEASE, 5000)
        self.assertEqual(self._closed(RELEASE, request), request)

    def test_deputy_general_manager_waives_up_to_the_cap(self):
        self._allow_waivers(800)
        order = self._confirmed("B")
        request = self._request(order)
        self.assertEqual(
            self.env[RELEASE]._waivers(request), ("deputy_general_manager",)
        )
        self._pay(order, 300)
        waiver = self._waive(order, RELEASE, 600)
        self.assertEqual(self._closed(RELEASE, request), request)
        waiver.cap_amount = 700
        self.assertFalse(self._closed(RELEASE, request))

    def test_cap_of_the_company_limits_every_waiver(self):
        self._allow_waivers(500)
        order = self._confirmed("B")
        request = self._request(order)
        self._pay(order, 300)
        self._waive(order, RELEASE, 5000)
        self.assertEqual(self._closed(RELEASE, request), request)

    def test_waiver_does_not_cover_money_lost_beyond_its_cap(self):
        self._allow_waivers(800)
        order = self._confirmed("B")
        request = self._request(order)
        payment = self._pay(order, 300)
        self._waive(order, RELEASE, 700)
        self.assertFalse(self._closed(RELEASE, request))
        self.as_("finance", payment).action_cancel()
        self.assertEqual(self._closed(RELEASE, request), request)
