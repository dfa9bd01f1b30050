from odoo.tests import tagged

from .beside_common import BesideMixin
from .cases import covers
from .inspection_common import REFUSED, InspectionMixin
from .receiving_common import ReceivingCase
from .routes_common import RouteMixin
from .shipping_common import REFUSED as UNRELEASED
from .shipping_common import ShippingCase

ROUTES = (
    "form",
    "list",
    "rpc",
    "import",
    "create",
    "batch",
    "wizard",
    "cron",
    "direct",
)
AT_ONCE = {"skip_backorder": True, "picking_ids_not_to_backorder": []}


class BatchMixin(BesideMixin, RouteMixin):
    def _validate_batch(self, batch, kind="warehouse"):
        self.call(kind, batch, "action_done", context=AT_ONCE)


@tagged("post_install", "-at_install")
class TestWithReceiptBatches(BatchMixin, ReceivingCase):
    """H1.8: several receipts validated together, by a batch or a wave."""

    def setUp(self):
        super().setUp()
        self.purchases = [self._buy(), self._buy()]
        self.receipts = self.purchases[0].picking_ids | self.purchases[1].picking_ids

    def test_batch_with_one_receipt_that_was_not_inspected_is_refused_whole(self):
        self._judge(self._get_inspections(self.purchases[0]))
        batch = self._batch(self.receipts)
        self._count(batch.move_line_ids)
        with self._refusal(f"{self.purchases[1].name}.*100 Units more"):
            self._validate_batch(batch)
        self.assertEqual(set(self.receipts.mapped("state")), {"assigned"})
        self.assertEqual(batch.state, "in_progress")
        self._judge(self._get_inspections(self.purchases[1]))
        self._validate_batch(batch)
        self.assertEqual(batch.state, "done")
        self.assertEqual(self._get_gain(), 200)

    def test_refusal_of_a_batch_names_all_that_is_missing_at_once(self):
        batch = self._batch(self.receipts)
        self._count(batch.move_line_ids)
        names = ".*".join(purchase.name for purchase in self.purchases)
        with self._refusal(names):
            self._validate_batch(batch)

    def test_batch_brings_in_what_is_accepted_and_the_rest_waits(self):
        for purchase in self.purchases:
            self._judge(self._get_inspections(purchase), 80)
        batch = self._batch(self.receipts)
        self._count(batch.move_line_ids, 81)
        with self._refusal("1 Units more"):
            self._validate_batch(batch)
        self._count(batch.move_line_ids, 80)
        self._validate_batch(batch)
        self.assertEqual(self._get_gain(), 160)
        for purchase in self.purchases:
            rest = self._get_open(purchase)
            self.assertEqual(rest.move_ids.product_uom_qty, 20)
            self._count(rest.move_line_ids)
            with self._refusal(REFUSED):
                self.call("warehouse", rest, "button_validate")

    def test_operations_of_a_wave_leave_no_check_behind(self):
        batch = self._wave(self.receipts[0].move_line_ids)
        self._count(batch.move_line_ids)
        with self._refusal(REFUSED):
            self._validate_batch(batch)
        self._judge(self._get_inspections(self.purchases[0]))
        self._validate_batch(batch)
        self.assertEqual(self._get_gain(), 100)

    @covers("receive.wave", route=ROUTES, role="warehouse")
    def test_what_a_wave_took_off_its_receipt_does_not_enter_unjudged(self):
        purchase = self._buy([(self.component, 30), (self.stocked, 30)])
        boards = purchase.picking_ids.move_line_ids[0]
        wave = self._wave(boards)
        ways = self._ways_in(wave.picking_ids)
        ways["batch"] = lambda: (
            self._count(wave.move_line_ids),
            self._validate_batch(wave),
        )
        self._try(ways, REFUSED)

    def test_part_of_a_receipt_in_a_wave_is_asked_by_its_purchase(self):
        purchase = self._buy([(self.component, 30), (self.stocked, 30)])
        receipt = purchase.picking_ids
        boards, fuses = receipt.move_line_ids
        wave = self._wave(boards)
        self.assertNotEqual(wave.picking_ids, receipt)
        self.assertEqual(wave.move_ids.purchase_line_id, purchase.order_line[0])
        for picking in (wave.picking_ids, receipt):
            self.assertEqual(
                self.as_("warehouse", picking).order_inspection_count, 1, picking.name
            )
        self._count(boards)
        with self._refusal("30 Units more"):
            self._validate_batch(wave)
        inspection = self.as_("inspector", self._get_inspections(purchase))
        inspection.line_ids.filtered(
            lambda line: line.product_id == self.component
        ).action_accept()
        inspection.line_ids.filtered(
            lambda line: line.product_id == self.stocked
        ).write({"rejected_quantity": 30, "disposition": "return"})
        inspection.action_judge()
        self._validate_batch(wave)
        self.assertEqual(self._get_gain(), 30)
        # What was rejected is set apart by the receipt that it stayed on.
        self._count(receipt.move_line_ids)
        self.call("warehouse", receipt, "button_validate")
        self.assertEqual(self._get_stock(self.quarantine, self.stocked), 30)

    def test_split_operation_in_a_wave_shares_what_was_accepted(self):
        purchase, receipt = self.purchases[0], self.receipts[0]
        line = receipt.move_line_ids
        part = line.copy({"quantity": 40})
        line.quantity = 60
        wave = self._wave(part)
        self._judge(self._get_inspections(purchase), 50)
        self._count(wave.move_line_ids)
        self._validate_batch(wave)
        self._count(receipt.move_line_ids, 11)
        with self._refusal("1 Units more"):
            self.call("warehouse", receipt, "button_validate", context=AT_ONCE)
        self._count(receipt.move_line_ids, 10)
        self.call("warehouse", receipt, "button_validate", context=AT_ONCE)
        self.assertEqual(self._get_gain(), 50)

    def test_scanner_that_writes_operations_of_a_done_batch_is_refused(self):
        for purchase in self.purchases:
            self._judge(self._get_inspections(purchase), 80)
        batch = self._batch(self.receipts)
        self._count(batch.move_line_ids, 80)
        self._validate_batch(batch)
        done = self.receipts.move_line_ids[:1]
        ways = {
            "operation": lambda: self.call(
                "warehouse", done, "write", {"quantity": 90}
            ),
            "batch": lambda: self.call(
                "warehouse",
                batch,
                "write",
                {"move_line_ids": [(1, done.id, {"quantity": 90})]},
            ),
            "new operation": lambda: self.call(
                "warehouse",
                done.browse(),
                "create",
                {
                    "move_id": done.move_id.id,
                    "product_id": self.component.id,
                    "quantity": 5,
                    "location_id": done.location_id.id,
                    "location_dest_id": done.location_dest_id.id,
                },
            ),
        }
        self._try(ways, REFUSED)


@tagged("post_install", "-at_install")
class TestWithPutAwayBatches(BatchMixin, InspectionMixin, ShippingCase):
    """H1.8: what waits for Quality is put away by a batch, or not."""

    steps = "two_steps"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_incoming()

    def test_batch_of_put_aways_waits_for_each_inspection(self):
        purchases = [self._buy(), self._buy()]
        for purchase in purchases:
            self._receive(purchase.picking_ids)
        steps = self._get_open(purchases[0]) | self._get_open(purchases[1])
        self._judge(self._get_inspections(purchases[0]), 80, 20)
        batch = self._batch(steps)
        self._count(batch.move_line_ids)
        with self._refusal(f"{purchases[1].name}.*100 Units more"):
            self._validate_batch(batch)
        self._judge(self._get_inspections(purchases[1]))
        self._validate_batch(batch)
        self.assertEqual(self._get_gain(), 180)


@tagged("post_install", "-at_install")
class TestWithDeliveryBatches(BatchMixin, ShippingCase):
    """H9.17: several deliveries validated together, by a batch or a wave."""

    def test_batch_with_one_delivery_that_was_not_released_is_refused_whole(self):
        released = self._get_released_order()[0]
        held = self._get_ready_order()
        deliveries = released.picking_ids | held.picking_ids
        batch = self._batch(deliveries)
        self._count(batch.move_line_ids)
        with self._refusal(f"order {held.name}.*{UNRELEASED[6:]}"):
            self._validate_batch(batch)
        self.assertEqual(self._get_shipped(released), 0)
        self._request_shipping(held)
        self._verify(held)
        self._release(held)
        self._validate_batch(batch)
        self.assertEqual(self._get_shipped(released) + self._get_shipped(held), 20)
        receipts = (released | held).sudo().order_delivery_receipt_ids
        self.assertEqual(receipts.picking_id, deliveries)

    def test_operations_of_a_wave_keep_their_release(self):
        order = self._get_released_order(quantity=4)[0]
        delivery = order.picking_ids
        line = delivery.move_line_ids
        part = line.copy({"quantity": 5})
        line.quantity = 5
        wave = self._wave(part)
        self.assertEqual(wave.move_ids.sale_line_id, order.order_line)
        self._count(wave.move_line_ids)
        with self._refusal(UNRELEASED):
            self._validate_batch(wave)
        self._count(wave.move_line_ids, 4)
        self._validate_batch(wave)
        self.assertEqual(self._get_shipped(order), 4)
        self._count(delivery.move_line_ids, 1)
        with self._refusal(UNRELEASED):
            self.call("warehouse", delivery, "button_validate", context=AT_ONCE)

    def test_wave_of_operations_of_several_orders_asks_for_each(self):
        released = self._get_released_order()[0]
        held = self._get_ready_order()
        lines = (released | held).picking_ids.move_line_ids
        wave = self._wave(lines)
        self._count(wave.move_line_ids)
        with self._refusal(held.name):
            self._validate_batch(wave)
        self.assertEqual(self._get_shipped(released), 0)
