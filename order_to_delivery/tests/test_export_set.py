from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_destination_rules import DestinationCase
from .test_routes_shipping import ShippingRouteCase

GATE = "order.gate.shipping.needs.documents"


@tagged("post_install", "-at_install")
class TestExportSet(DestinationCase):
    """H3.5: the documents are complete before the goods leave."""

    def _get_exported(self, documents=None, **values):
        documents = documents or [("bill_of_lading", True), ("packing_list", True)]
        self._rule(country_id=self.austria.id, documents=documents)
        return self._get_released_order(**values)

    def _ready(self, document, number="BL-1", kind="logistics"):
        file = (
            self.env["ir.attachment"]
            .with_user(self.users[kind])
            .create({"name": "paper.pdf", "raw": b"%PDF-1.4"})
        )
        clerk = self.as_(kind, document)
        clerk.write({"number": number, "file_ids": [Command.link(file.id)]})
        clerk.action_mark_ready()

    def test_goods_wait_for_all_documents_at_once(self):
        order, request = self._get_exported()
        self.assertEqual(
            set(request.document_ids.mapped("kind")), {"bill_of_lading", "packing_list"}
        )
        with self._refused("lacks Bill of Lading, Packing List"):
            self._validate(order.picking_ids)
        self._ready(request.document_ids[0])
        with self._refused("lacks Packing List"):
            self._validate(order.picking_ids)
        self._ready(request.document_ids[1], "PL-1")
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_a_rule_that_asked_for_documents_is_not_deleted_under_them(self):
        order, request = self._get_exported()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                request.document_ids.rule_id.unlink()
        request.document_ids.rule_id.active = False
        with self._refused("lacks Bill of Lading, Packing List"):
            self._validate(order.picking_ids)

    def test_what_may_follow_holds_nothing(self):
        order, request = self._get_exported([("certificate_of_origin", False)])
        self.assertFalse(request.missing_document_count)
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_each_shipment_waits_for_its_own_documents(self):
        self._rule(country_id=self.austria.id, documents=[("waybill", True)])
        order = self._get_ready_order()
        requests = []
        for quantity in (4, 6):
            request = self._request_shipping(order)
            self.as_("customer_service", request.line_ids).quantity = quantity
            self._verify(order)
            self._release(order)
            requests.append(request)
        self._ready(requests[0].document_ids)
        lacking = f"{requests[1].name} of order {order.name} lacks Land Waybill"
        with self._refused(lacking):
            self._validate(order.picking_ids, 5)
        self._validate(order.picking_ids, 4)
        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        with self._refused("lacks Land Waybill"):
            self._validate(rest)

    def test_papers_of_others_need_a_file_and_ours_a_number(self):
        _order, request = self._get_exported()
        lading, packing = request.document_ids
        self.as_("logistics", lading).number = "BL-1"
        with self._refused("write down its number and attach it"):
            self.as_("logistics", lading).action_mark_ready()
        with self._refused("write down its number."):
            self.as_("logistics", packing).action_mark_ready()
        self.as_("logistics", packing).number = "PL-1"
        self.as_("logistics", packing).action_mark_ready()
        self.assertEqual(packing.state, "ready")
        self.assertEqual(packing.ready_by_id, self.users["logistics"])

    def test_what_is_ready_stays_as_it_is(self):
        order, request = self._get_exported([("bill_of_lading", True)])
        document = request.document_ids
        with self.assertRaisesRegex(AccessError, "state"):
            self.as_("logistics", document).state = "ready"
        self._ready(document)
        with self._refused("is ready and stays"):
            self.as_("logistics", document).number = "BL-2"
        with self._refused("is ready and stays"):
            self.as_("logistics", document).unlink()
        with self._refused("which is signed"):
            document.file_ids.sudo().unlink()
        self.as_("logistics", document).action_mark_missing()
        self._ready(document, "BL-2")
        self._validate(order.picking_ids)
        with self._refused("Goods have left"):
            self.as_("logistics", document).action_mark_missing()

    def test_nobody_does_without_what_the_destination_asks_for(self):
        _order, request = self._get_exported([("bill_of_lading", True)])
        for act in (
            lambda document: document.write({"is_required": False}),
            lambda document: document.write({"kind": "other"}),
            lambda document: document.unlink(),
        ):
            with self._refused("asked for by the destination's rules"):
                act(self.as_("logistics", request.document_ids))

    def test_documents_are_the_step_of_logistics_and_customer_service(self):
        _order, request = self._get_exported([("bill_of_lading", True)])
        for kind in ("sales", "warehouse", "finance"):
            document = self.as_(kind, request.document_ids)
            for step in (document.action_mark_ready, document.action_mark_missing):
                with self.subTest(kind=kind, step=step):
                    with self.assertRaises(AccessError):
                        step()

    def test_who_takes_a_document_back_collides_with_who_ships(self):
        order, request = self._get_exported([("bill_of_lading", True)])
        self._ready(request.document_ids)
        before = self._get_version(order.order_line)
        self.as_("logistics", request.document_ids).action_mark_missing()
        self.assertGreater(self._get_version(order.order_line), before)

    def test_the_supervisor_lets_documents_follow(self):
        """H9.17: an emergency; the paper follows, and settles it."""
        order, request = self._get_exported([("bill_of_lading", True)])
        self.assertEqual(
            self.env[GATE]._waivers(order.picking_ids.move_ids), ("supervisor",)
        )
        waiver = (
            self.env["order.gate.waiver"]
            .sudo()
            .create(
                {
                    "sale_order_id": order.id,
                    "gate": GATE,
                    "reason": "The vessel sails tonight.",
                    "paper_due_date": fields.Date.today(),
                }
            )
        )
        self._validate(order.picking_ids)
        self._ready(request.document_ids)
        self.assertEqual(waiver.state, "settled")

    def test_a_delivery_without_documents_costs_one_query(self):
        self.walk_anew()
        order, _request = self._get_released_order(
            lines=[(self.stocked, 1)] * 5, grade="A"
        )
        moves = order.sudo().picking_ids.move_ids
        gate = self.env[GATE].sudo()
        gate._reasons_closed(moves)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertFalse(gate._reasons_closed(moves))

    def test_shipping_needs_documents(self):
        order, request = self._get_exported([("bill_of_lading", True)])
        picking = order.picking_ids
        self.assertEqual(picking.with_env(self.env).shipping_release, "held")
        self._ready(request.document_ids)
        picking.invalidate_recordset()
        self.assertEqual(picking.shipping_release, "released")

    def test_logistics_writes_how_goods_are_packed_and_nothing_else(self):
        """H6.4: weights and packages are known after Finance has signed."""
        _order, request = self._get_exported()
        line = self.as_("logistics", request.line_ids)
        line.write({"package_count": 3, "gross_weight": 120.5})
        self.assertEqual(request.line_ids.gross_weight, 120.5)
        draft = self._request_shipping(self._get_ready_order()).line_ids
        with self.assertRaisesRegex(AccessError, "how goods are packed"):
            self.as_("logistics", draft).quantity = 3
        with self.assertRaises(AccessError):
            line.create({"request_id": request.id})


@tagged("post_install", "-at_install")
class TestRoutesDocuments(ShippingRouteCase, DestinationCase):
    def test_goods_without_their_documents_leave_by_no_route(self):
        """H3.5: the gate is asked at the floor, whatever the route."""
        self._rule(country_id=self.austria.id, documents=[("bill_of_lading", True)])
        order, request = self._get_released_order()
        self._try_all(order.picking_ids, text="lacks Bill of Lading")
        self.as_("logistics", request).transport_mode = "air"
        self._try_all(order.picking_ids, text="lacks Bill of Lading")
