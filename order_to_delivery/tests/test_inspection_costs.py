from odoo.tests import tagged

from .inspection_common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionCosts(InspectionCase):
    """What inspections ask of the database does not grow with the lines."""

    def setUp(self):
        super().setUp()
        self.products = self.env["product.product"].create(
            [{"name": f"Part {turn}", "is_storable": True} for turn in range(50)]
        )

    def _count(self, picking):
        """Return how many queries it takes to validate a transfer read by nobody."""
        picking = self.as_("warehouse", picking)
        picking.move_ids.picked = True
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        picking.button_validate()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _count_receipt(self, is_on, steps):
        """Return the queries of a receipt, and of putting away what waited first."""
        self.warehouse.reception_steps = steps
        self.company.sudo().use_order_to_delivery = is_on
        purchase = self._buy([(product, 10) for product in self.products])
        counts = []
        if steps == "two_steps":
            counts.append(self._count(purchase.picking_ids))
        if is_on:
            self._judge(self._get_inspections(purchase))
        put_away = purchase.picking_ids.move_ids.move_dest_ids.picking_id
        counts.append(self._count(put_away or purchase.picking_ids))
        return counts

    def _get_additional(self, steps):
        # The first rounds fill what is read once a process.
        self._count_receipt(False, steps)
        self._count_receipt(True, steps)
        without = self._count_receipt(False, steps)
        return [
            count - other
            for count, other in zip(
                self._count_receipt(True, steps), without, strict=True
            )
        ]

    def test_fifty_lines_are_received_with_seven_queries_more(self):
        [received] = self._get_additional("one_step")
        self.assertLessEqual(received, 7)

    def test_fifty_lines_are_put_away_with_seven_queries_more(self):
        arrived, put_away = self._get_additional("two_steps")
        self.assertLessEqual(put_away, 7)
        # The arrival brings its inspection along.
        self.assertLessEqual(arrived, 7)
