"""H9.4: what was signed and changed since is named: which record, which field."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .seal_common import SealCase

# What a column is changed into past Odoo, by the type of its field.
FORGED = {
    "char": "forged",
    "text": "forged",
    "selection": "forged",
    "integer": 4711,
    "float": 4711,
    "monetary": 4711,
    "many2one_reference": 4711,
    "date": "2001-02-03",
    "datetime": "2001-02-03 04:05:06",
    "json": '{"forged": 1}',
}


@tagged("post_install", "-at_install")
class TestSealReport(SealCase):
    def _get_forged(self, record, field):
        """Return another value that the column of a field takes."""
        if field.type == "boolean":
            return not record[field.name]
        if field.name == "accepted_by_id":
            return None  # whoever issued an instruction cannot have accepted it
        if field.type == "many2one":
            others = self.env[field.comodel_name].with_context(active_test=False)
            own = [("id", "!=", record[field.name].id)]
            return others.search(own, order="id desc", limit=1).id or None
        return FORGED[field.type]

    def _forge_all(self, record, names):
        """Change columns of a row, and return what a report has to find of it."""
        forged = {
            name: self._get_forged(record, record._fields[name])
            for name in names
            if record._fields[name].column_type
        }
        self._forge(record, **forged)
        return sorted(forged)

    def _assert_named(self, document):
        """Forge all that is sealed; the report names each field, and nothing else."""
        names = self._get_sealed_names(document)
        lines = {}
        for name in names:
            list_name, _dot, part_name = name.partition(".")
            if part_name:
                lines.setdefault(list_name, []).append(part_name)
        with self.subTest(model=document._name):
            savepoint = self.env.cr.savepoint(flush=False)
            own = (document._name, document.id)
            expected = []
            for list_name, part_names in lines.items():
                line = document[list_name][:1]
                for name in self._forge_all(line, part_names):
                    expected.append(("changed", *own, line.id, name))
            for name in self._forge_all(document, [n for n in names if "." not in n]):
                expected.append(("changed", *own, 0, name))
            self.assertGreater(len(expected), 8)
            self.assertEqual(sorted(self._find()), sorted(expected))
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _get_sealed_names(self, record):
        """Return the names of the fields that are sealed by now."""
        reached = self._get_seals(record).mapped("event")
        sealed = record._get_sealed_fields()
        return sorted({name for state in reached for name in sealed[state]})

    def test_what_was_signed_and_left_alone_gives_no_finding(self):
        self._grant()
        self._approve()
        check = self._verify_seals()
        self.assertFalse(check.finding_ids)
        self.assertTrue(check.is_complete)
        self.assertGreater(check.seal_count, 8)
        self.assertFalse(check.upgrade_count)

    def test_each_sealed_field_of_each_document_is_named(self):
        # There is another one of each to point to.
        self._walk_to("acceptance", order=self._take_order())
        self._submit(self._take_order())
        self._take_order()
        self.env["res.company"].create({"name": "Elsewhere"})
        documents = [
            *(self.answer, self.review, self.order.current_revision_id),
            *(self.confirmation, self.instruction, self._grant(), self._approve()),
        ]
        for document in documents:
            self._assert_named(document)

    def test_a_single_word_is_named_alone(self):
        self._forge(self.answer, text="Not possible.")
        check = self._verify_seals()
        self.assertEqual(check.finding_count, 1)
        found = check.finding_ids
        self.assertEqual(
            found.document, f"{self.answer.display_name} ({self.answer.id})"
        )
        self.assertEqual(found.field_label, "Written Answer")
        self.assertEqual(found.action_open_document()["res_id"], self.answer.id)

    def test_a_state_that_was_written_past_odoo_is_named(self):
        waiver = self._grant()
        self.as_("supervisor", waiver).action_revoke()
        self._forge(waiver, state="granted")
        self.assertEqual(self._find(), [self._changed(waiver, "state")])

    def test_a_signature_that_nobody_gave_has_no_seal(self):
        other = self._take_order()
        review = self._submit(other)
        self._circulate(other)
        seat = review.signoff_ids[:1]
        self._forge(
            seat, state="signed", verdict="agree", signed_by_id=self.env.user.id
        )
        self.assertEqual(self._find(), [self._told("unsealed", seat)])

    def test_a_signed_row_that_is_put_in_has_no_seal(self):
        self._tamper(
            """INSERT INTO order_gate_waiver
                      (company_id, sale_order_id, gate, origin, reason, state)
               VALUES (%s, %s, 'order.gate.instruction.needs.deposit', 'person', 'x',
                       'granted')""",
            self.company.id,
            self.order.id,
        )
        waiver = self.env["order.gate.waiver"].search([], limit=1)
        self.assertEqual(self._find(), [self._told("unsealed", waiver)])

    def test_a_deleted_answer_is_named(self):
        first, *_others, last = self._get_chain().filtered(
            lambda seal: seal.res_model == "order.review.signoff"
        )
        for seal in (first, last):
            with self.subTest(number=seal.number):
                savepoint = self.env.cr.savepoint(flush=False)
                answer = self.review.signoff_ids.browse(seal.res_id)
                self._delete(answer.line_ids, answer)
                self.assertEqual(self._find(), [self._told("gone", answer)])
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_the_last_answer_is_missed_though_its_seals_went_with_it(self):
        """The review names the last answer; each answer names the one before."""
        order = self._walk_to("closing", order=self._take_order())
        review = order.order_review_ids
        last = review.signoff_ids.filtered(lambda s: s.seal == review.seal_head)
        self._delete(self._get_seals(last), last.line_ids, last)
        self.assertEqual(self._find(), [self._told("answer_gone", review)])

    def test_a_line_that_is_deleted_or_added_is_named(self):
        line = self.answer.line_ids
        savepoint = self.env.cr.savepoint(flush=False)
        self._delete(line)
        expected = ("gone", self.answer._name, self.answer.id, line.id, False)
        self.assertEqual(self._find(), [expected])
        savepoint.close(rollback=True)
        self._tamper(
            """INSERT INTO order_review_signoff_line (signoff_id, line_key)
               SELECT %s, 'forged'""",
            self.answer.id,
        )
        self.assertEqual(self._find(), [self._changed(self.answer, "line_ids")])

    def test_a_signed_paper_that_was_exchanged_is_named(self):
        paper = self.confirmation.file_ids
        owner = self.confirmation
        for name, values in {
            "checksum": {"checksum": "0" * 40},
            # Another file of the store, under the old checksum.
            "store": {"store_fname": "00/" + "0" * 40},
            "name": {"name": "other.pdf"},
        }.items():
            with self.subTest(name):
                savepoint = self.env.cr.savepoint(flush=False)
                self._forge(paper, **values)
                named = "name" if name == "name" else "checksum"
                expected = ("changed", owner._name, owner.id, paper.id, named)
                self.assertEqual(self._find(), [expected])
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_two_answers_that_were_exchanged_are_both_named(self):
        one, other = self.review.signoff_ids[:2]
        words = {one: one.technical_notes or "", other: "exchanged"}
        self._forge(one, text=words[other])
        self._forge(other, text=one.department_id.name)
        self.assertEqual(
            sorted(self._find()),
            sorted(self._changed(answer, "text") for answer in (one, other)),
        )

    def test_days_that_move_before_production_signs_are_no_finding(self):
        order = self._walk_to("acceptance", order=self._take_order())
        instruction = order.order_production_instruction_ids
        instruction.line_ids.sudo().finished_date = "2099-01-01"
        self.env.flush_all()
        self._accept_instruction(order)
        self.assertFalse(self._find())

    def test_merging_contacts_is_no_finding_and_says_that_it_was_done(self):
        change = self._approve()
        other = self.env["res.partner"].create({"name": "The same customer"})
        merger = self.env["base.partner.merge.automatic.wizard"].create({})
        merger._merge([change.partner_id.id, other.id], other)
        self.assertEqual(change.partner_id, other)
        self.assertFalse(self._find())
        self.assertEqual(self._get_seals(change)[-1:].origin, "merge")
        self._forge(change, partner_id=self.partners["B"].id)
        self.assertEqual(self._find(), [self._changed(change, "partner_id")])

    def test_what_is_sealed_later_counts_and_not_what_was_before(self):
        """An instruction goes on under a revision that changes nothing for it."""
        revision = self.order.current_revision_id
        other = revision.sudo().copy({"number": 9, "state": "refused"})
        self.instruction.sudo()._carry_over(other)
        self.assertFalse(self._find())
        self._forge(self.instruction, revision_id=revision.id)
        self.assertEqual(self._find(), [self._changed(self.instruction, "revision_id")])

    def test_who_may_only_open_the_report_does_not_press_it(self):
        check = self.env["order.seal.check"]
        self.env["ir.model.access"].create(
            {
                "name": "Quality opens reports",
                "model_id": self.env["ir.model"]._get_id(check._name),
                "group_id": self.env.ref("order_to_delivery.group_quality").id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create"), True),
            }
        )
        own = self.as_("quality", check).create({})
        for step in ("action_check", "action_go_on", "action_print"):
            with (
                self.subTest(step=step),
                self.assertRaisesRegex(AccessError, "This step belongs to"),
            ):
                getattr(own, step)()
