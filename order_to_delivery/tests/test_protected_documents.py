"""H10.4, H9.15: states, signers, days and posted amounts are nobody's to write."""

from contextlib import contextmanager, suppress

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import KINDS
from .offset_common import OffsetMixin
from .receipt_common import ReceiptMixin
from .routes_common import RouteMixin

# What of each document stays once it is posted, signed, chosen or shown, beside its
# protected fields.
CONTENT = {
    "order.receipt": ("company_id", "amount", "charge_amount", "date", "rest_amount"),
    "order.receipt.line": ("company_id", "amount", "sale_order_id"),
    "order.offset": ("company_id", "partner_id", "amount", "account_reason"),
    "order.door.report": ("counted_amount", "difference_reason", "journal_id"),
    "order.carrier.offer": ("company_id", "cost", "carrier_name", "arrival_date"),
    "order.shipping.request.line": ("kept_quantity", "needs_inspection", "quantity"),
    "order.shipping.document": ("number", "document_date", "request_id"),
    "order.collection.note": ("date", "words", "promised_date", "promised_amount"),
}


@tagged("post_install", "-at_install")
class TestProtectedDocuments(OffsetMixin, ReceiptMixin, RouteMixin, CollectionCase):
    # Of these, Finance says the company while they are drafts.
    drafted = {"order.receipt": {"company_id"}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})

    def setUp(self):
        super().setUp()
        order = self._deliver(("release", 10), ("door", 90), signs=False)
        order.invalidate_recordset()
        receipt = self._post(10, (order, 10))
        offset = self._set_off(order, 20)
        deliverer = self.as_("logistics", order.order_delivery_receipt_ids)
        deliverer.action_report_collected(30, "cash", collected_by="Driver Wu")
        report = self.env["order.door.report"].search([("amount", "=", 30)])
        self.as_("finance", report).action_book()
        notes = self.as_("sales", self.env["order.collection.note"])
        words = {"sale_order_id": order.id, "words": "On Friday."}
        note = notes.create({**words, "promised_date": fields.Date.today()})
        self.documents = {
            document._name: document.sudo(False)
            for document in (
                receipt,
                receipt.line_ids,
                offset,
                report,
                self._get_offer(order),
                self._get_paper(order),
                order.order_shipping_request_ids.line_ids[:1],
                note,
            )
        }

    def _get_offer(self, order):
        request = self._request_shipping(self._get_ready_order())
        offers = self.as_("logistics", self.env["order.carrier.offer"])
        offer = offers.create(
            {"request_id": request.id, "carrier_name": "Ocean Line", "cost": 300}
        )
        offer.action_choose()
        return offer

    def _get_paper(self, order):
        clerk = self.as_("logistics", self.env["order.shipping.document"])
        file = self.as_("logistics", self.env["ir.attachment"]).create(
            {"name": "paper.pdf", "raw": b"%PDF-1.4"}
        )
        paper = clerk.create(
            {
                "request_id": order.order_shipping_request_ids[:1].id,
                "kind": "bill_of_lading",
                "number": "BL-1",
                "file_ids": [Command.link(file.id)],
            }
        )
        paper.action_mark_ready()
        return paper

    def test_nobody_writes_what_the_steps_and_the_money_tell(self):
        for model, document in self.documents.items():
            for kind in KINDS:
                for name, value in self._get_forged(document, kind).items():
                    for route, act in self._get_routes(kind, document, name, value):
                        with self.subTest(model, kind=kind, field=name, route=route):
                            self._assert_harmless(document, name, act)

    def test_nobody_deletes_what_was_posted_signed_chosen_or_said(self):
        for model, document in self.documents.items():
            for kind in KINDS:
                with (
                    self.subTest(model, kind=kind),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.call(kind, document, "unlink")

    def test_none_of_them_can_be_put_out_of_sight(self):
        for model in self.documents:
            self.assertNotIn("active", self.env[model]._fields)

    def test_a_copy_begins_anew(self):
        for model, document in self.documents.items():
            for kind in KINDS:
                with self.subTest(model, kind=kind):
                    self._assert_copy_is_new(document, kind)

    def _assert_copy_is_new(self, document, kind):
        with self._undone(), suppress(UserError):
            copy = self.as_(kind, document).copy().sudo()
            for name in self._get_protected(document):
                told = copy[name]
                if told and document._fields[name].type not in ("char", "selection"):
                    self.assertIn(name, ("company_id", "user_id", "received_amount"))
            if "state" in self._get_protected(document):
                self.assertIn(copy.state, ("draft", "missing", "none"))

    @contextmanager
    def _undone(self):
        """Undo what is tried, also where it was not refused."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.rollback()
            self.env.invalidate_all()

    # What is tried

    def _get_protected(self, document):
        """Return what is never anybody's to write, whatever the state."""
        return {"company_id", *getattr(document, "_protected_fields", ())} & {
            *document._fields
        } - self.drafted.get(document._name, set())

    def _get_forged(self, document, kind):
        """Return what somebody might write; one field for whoever may write nothing."""
        names = [*sorted(self._get_protected(document)), *CONTENT[document._name]]
        names = [name for name in dict.fromkeys(names) if name != "file_ids"]
        model = self.as_(kind, document)
        if not any(model.has_access(act) for act in ("write", "create")):
            names = names[:1]
        return {name: self._forge(document, name) for name in names}

    def _forge(self, document, name):
        """Return another value than the field has."""
        field, value = document._fields[name], document.sudo()[name]
        if field.type == "many2one":
            domain = [("id", "!=", value.id)]
            others = self.env[field.comodel_name].sudo().search(domain, limit=1)
            return self.elsewhere.id if name == "company_id" else others.id
        if field.type == "selection":
            keys = reversed(field.get_values(self.env))
            return next(key for key in keys if key != value)
        forged = {"boolean": not value, "monetary": 7.0, "float": 7.0}
        forged |= {"date": "2020-02-02", "datetime": "2020-02-02 02:02:02"}
        return forged.get(field.type, "Forged")

    def _get_routes(self, kind, document, name, value):
        column = f"{name}/.id" if document._fields[name].type == "many2one" else name
        model = document.browse()
        by_default = {f"default_{name}": value}
        return {
            "write": lambda: self.call(kind, document, "write", {name: value}),
            "form": lambda: self.save(kind, document, **{name: value}),
            "import": lambda: self.import_(kind, document, **{column: value}),
            "create": lambda: self.create_copy(kind, document, **{name: value}),
            "default": lambda: self.call(
                kind, model, "create", self._get_plain(document), context=by_default
            ),
        }.items()

    def _get_plain(self, document):
        """Return the values of a new document that say nothing protected."""
        data = document.sudo().copy_data()[0]
        skipped = {*self._get_protected(document), *CONTENT[document._name]}
        kept = {"words", "carrier_name", "cost", "request_id", "date", "amount"}
        kept |= {"sale_order_id"}
        return {
            name: value
            for name, value in data.items()
            if name in document._fields
            and (name not in skipped or name in kept)
            and document._fields[name].type not in ("one2many", "many2many")
        }

    def _assert_harmless(self, document, name, act):
        """Expect a refusal, or that nothing was told by anybody's hand."""
        before, known = document.sudo()[name], self._count(document)
        with self._undone(), suppress(UserError):
            act()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(document.sudo()[name], before)
            if self._count(document) > known:
                self._assert_new(document, name)

    def _count(self, document):
        return document.sudo().search_count([])

    def _assert_new(self, document, name):
        """Expect that a document made by hand is a draft that tells nothing."""
        new = document.sudo().search([], order="id desc", limit=1)
        forged = self._forge(document, name)
        begins = document.default_get([name]).get(name)
        is_told = name in self._get_protected(document)
        if is_told and forged != begins:
            told = document._fields[name].convert_to_write(new[name], new)
            self.assertNotEqual(told, forged)
