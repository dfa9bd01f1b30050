"""The books of a whole day balance, and one breach of each is found."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.books.order_books import RULES, SIGNERS
from .factory_day_case import FactoryDayCase


@tagged("post_install", "-at_install")
class TestFactoryDay(FactoryDayCase):
    def _get_breaches(self):
        self.env.invalidate_all()
        return self.env["order.books"]._get_breaches(self.company)

    def _break(self, statement, *values):
        """Write past everything, as no route of the product can."""
        self.env.flush_all()
        self.env.cr.execute(SQL(statement, *values))
        self.assertEqual(self.env.cr.rowcount, 1, "One record is enough.")

    def _assert_found(self, rule, record, over=1):
        """Expect exactly one breach, of this rule, that names this record."""
        found = self._get_breaches()
        self.assertEqual(
            [(row["rule"], row["res_model"], row["res_id"]) for row in found],
            [(rule, record._name, record.id)],
        )
        self.assertAlmostEqual(float(found[0]["over"]), over)

    def _get_judged(self, kind, *domain):
        return self.env["order.inspection"].search(
            [
                ("kind", "=", kind),
                ("state", "=", "judged"),
                ("previous_id", "=", False),
                ("next_ids", "=", False),
                *domain,
            ],
            limit=1,
        )

    # The day, and its books

    def test_the_day_is_as_full_as_a_day_is(self):
        count = self.day.count()
        self.assertEqual(count["orders"], 20)
        self.assertGreaterEqual(count["manufacturing orders"], 60)
        self.assertGreaterEqual(count["operations"], 200)
        self.assertGreaterEqual(count["receipts"], 40)
        self.assertEqual(self.day.exception.state, "closed")
        self.assertEqual(len(self.day.dropped), 1)

    def test_every_order_but_the_cancelled_one_is_with_its_customer(self):
        for order in self.day.orders - self.day.dropped:
            line = order.order_line
            self.assertEqual(line.qty_delivered, line.product_uom_qty, order.name)
            self.assertEqual(order.order_delivery_receipt_ids.state, "signed")

    def test_the_books_of_the_day_balance(self):
        self.assertEqual(self._get_breaches(), [], f"seed {self.seed}")

    def test_the_seals_of_the_day_hold(self):
        """H9.4: whatever was signed says what its signer saw, at the day's end too."""
        reports = self.as_("deputy_general_manager", self.env["order.seal.check"])
        report = reports.create({})
        report.action_check()
        self.assertGreater(report.seal_count, 100)
        self.assertFalse(report.finding_ids.mapped("document"), f"seed {self.seed}")

    def test_what_vendors_brought_was_accepted_or_went_back(self):
        """Moved = accepted - returned, product by product, counted in SQL."""
        self.env.flush_all()
        for product in self.drive | self.sheet | self.spare:
            [[brought, returned, consumed, accepted, stock, waiting]] = (
                self.env.execute_query(self._query_balance(product))
            )
            with self.subTest(product.name):
                self.assertAlmostEqual(brought - returned, accepted)
                self.assertAlmostEqual(accepted - consumed, stock)
                self.assertFalse(waiting, "All that was brought is judged.")
                self.assertEqual(bool(returned), product == self.spare)

    def _query_balance(self, product):
        return SQL(
            """
            WITH flow AS (
                SELECT source.usage AS origin, target.usage AS goal,
                       line.quantity_product_uom AS quantity
                  FROM stock_move_line line
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE line.state = 'done' AND line.product_id = %(product)s
            ), place AS (
                SELECT location.awaits_inspection, SUM(quant.quantity) AS quantity
                  FROM stock_quant quant
                  JOIN stock_location location ON location.id = quant.location_id
                 WHERE location.usage = 'internal' AND quant.product_id = %(product)s
              GROUP BY location.awaits_inspection
            )
            SELECT COALESCE(SUM(quantity) FILTER (WHERE origin = 'supplier'), 0),
                   COALESCE(SUM(quantity) FILTER (WHERE goal = 'supplier'), 0),
                   COALESCE(SUM(quantity) FILTER (WHERE goal = 'production'), 0),
                   (SELECT SUM(line.accepted_product_quantity)
                      FROM order_inspection_line line
                      JOIN order_inspection inspection
                        ON inspection.id = line.inspection_id
                     WHERE line.product_id = %(product)s
                       AND inspection.state = 'judged'),
                   (SELECT COALESCE(SUM(quantity), 0) FROM place
                     WHERE awaits_inspection IS NOT TRUE),
                   (SELECT COALESCE(SUM(quantity), 0) FROM place
                     WHERE awaits_inspection)
              FROM flow
            """,
            product=product.id,
        )

    # One breach each

    def test_more_in_stock_than_was_accepted_is_found(self):
        inspection = self._get_judged("incoming")
        self._break(
            "UPDATE order_inspection_line SET accepted_product_quantity ="
            " accepted_product_quantity - 1 WHERE id = %s",
            inspection.line_ids[:1].id,
        )
        self._assert_found("incoming", inspection.purchase_id)

    def test_an_operation_that_went_on_unsigned_is_found(self):
        productions = self.day._get_productions(self.day.orders[0])
        workorder = productions.workorder_ids.filtered("blocked_by_workorder_ids")[:1]
        last = max(
            workorder.production_id.production_group_id.production_ids.workorder_ids.filtered(
                lambda one: one.name == workorder.name
            ).ids
        )
        self._break(
            "UPDATE mrp_workorder SET qty_produced = qty_produced + 1 WHERE id = %s",
            last,
        )
        self._assert_found("operation", workorder.browse(last))

    def test_finished_goods_without_the_second_signature_are_found(self):
        inspection = self._get_judged("finished", ("second_signer_id", "!=", False))
        accepted = inspection.line_ids.accepted_product_quantity
        group = inspection.production_group_id
        self._break(
            "UPDATE order_inspection SET second_signer_id = NULL WHERE id = %s",
            inspection.id,
        )
        last = max(group.production_ids.filtered(lambda mo: mo.state == "done").ids)
        self._assert_found("finished", group.production_ids.browse(last), accepted)

    def _get_bought_line(self):
        return self.env["purchase.order.line"].search(
            [("state", "=", "purchase"), ("product_id", "=", self.sheet.id)], limit=1
        )

    def test_more_bought_than_was_approved_is_found(self):
        line = self._get_bought_line()
        self._break(
            "UPDATE purchase_order_line SET product_qty = product_qty + 1"
            " WHERE id = %s",
            line.id,
        )
        self._assert_found("bought", line.order_id)

    def test_what_was_bought_dearer_than_approved_is_found(self):
        line = self._get_bought_line()
        self._break(
            "UPDATE purchase_order_line SET price_subtotal = price_subtotal + 5"
            " WHERE id = %s",
            line.id,
        )
        self._assert_found("price", line.order_id, 5)

    def test_what_left_beyond_its_release_is_found(self):
        request = self.env["order.shipping.request"].search(
            [("state", "=", "released")], limit=1
        )
        self._break(
            "UPDATE order_shipping_request_line SET quantity = quantity - 1"
            " WHERE id = %s",
            request.line_ids.id,
        )
        self._assert_found("shipped", request.sale_order_id)

    def test_stock_that_nobody_inspected_is_found(self):
        productions = self.day._get_productions(self.day.orders - self.day.dropped)
        alone = productions.filtered(
            lambda mo: len(mo.production_group_id.production_ids) == 1
        )
        inspection = self._get_judged("finished", ("production_id", "in", alone.ids))
        move = inspection.production_id.move_finished_ids
        self._break(
            "UPDATE order_inspection SET state = 'closed' WHERE id = %s",
            inspection.id,
        )
        found = [
            (row["rule"], row["res_model"], row["res_id"])
            for row in self._get_breaches()
        ]
        self.assertIn(("uninspected", "stock.move", move.id), found)
        self.assertEqual({rule for rule, *_ in found}, {"finished", "uninspected"})

    def test_stock_that_was_not_there_is_found(self):
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.component.id),
                ("location_id.usage", "=", "internal"),
            ],
            limit=1,
        )
        self._break("UPDATE stock_quant SET quantity = -3 WHERE id = %s", quant.id)
        self._assert_found("negative", quant, 3)

    def test_every_state_without_its_signer_is_found(self):
        for model, states, signer in SIGNERS:
            record = self.env[model].search([("state", "in", states)], limit=1)
            if not record:
                continue
            with self.subTest(model=model, signer=signer), self.env.cr.savepoint():
                self._break(
                    "UPDATE %s SET %s = NULL WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(signer),
                    record.id,
                )
                found = {(r["rule"], r["res_model"]) for r in self._get_breaches()}
                self.assertIn(("unsigned", model), found)

    # Who looks, and at what

    def _open_books(self, kind):
        self.env.flush_all()
        return self.as_(kind, self.env["order.book.breach"]).action_check_books()

    def _read_books(self, kind):
        action = self._open_books(kind)
        rows = self.as_(kind, self.env[action["res_model"]]).search(action["domain"])
        return rows.read(["rule", "document", "over"])

    def test_who_answers_for_the_whole_sees_the_record_by_its_name(self):
        line = self._get_bought_line()
        self._break(
            "UPDATE purchase_order_line SET product_qty = product_qty + 1"
            " WHERE id = %s",
            line.id,
        )
        for kind in ("deputy_general_manager", "supervisor"):
            [row] = self._read_books(kind)
            self.assertEqual(row["rule"], "bought")
            self.assertIn(line.order_id.name, row["document"])
        breach = self.env["order.book.breach"].search([], limit=1)
        action = self.as_("deputy_general_manager", breach).action_open_document()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("purchase.order", line.order_id.id),
        )

    def test_nobody_else_opens_the_books(self):
        for kind in ("sales", "warehouse", "quality", "purchasing", "finance"):
            with self.assertRaises(AccessError):
                self._open_books(kind)

    def test_what_was_under_way_before_going_live_is_left_out(self):
        line = self._get_bought_line()
        self._break(
            "UPDATE purchase_order_line SET product_qty = product_qty + 1"
            " WHERE id = %s",
            line.id,
        )
        line.order_id.sudo().order_to_delivery_exempt = True
        self.assertEqual(self._get_breaches(), [])

    def test_with_the_switch_off_there_are_no_books(self):
        quant = self.env["stock.quant"].search([("quantity", ">", 0)], limit=1)
        self._break("UPDATE stock_quant SET quantity = -3 WHERE id = %s", quant.id)
        self.company.sudo().use_order_to_delivery = False
        with self.assertQueryCount(0):
            self.assertEqual(self.env["order.books"]._get_breaches(self.company), [])

    def test_each_rule_has_its_query_and_its_words(self):
        for rule in RULES:
            self.assertTrue(hasattr(self.env["order.books"], f"_query_{rule}"), rule)
        labels = self.env["order.book.breach"]._selection_rule()
        self.assertEqual([rule for rule, _label in labels], list(RULES))
