"""H9.4: seals themselves: who writes them, and who alters them afterwards."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL
from odoo.tools.misc import file_path

from .common import KINDS
from .seal_common import SealCase


@tagged("post_install", "-at_install")
class TestSealChain(SealCase):
    def _reseal(self, seals):
        """Make hashes and links fit again, as a careful forger does."""
        for seal in seals.sorted("number"):
            self._tamper(
                """UPDATE order_seal seal SET previous = COALESCE((
                          SELECT before.hash FROM order_seal before
                           WHERE before.chain_model = seal.chain_model
                             AND before.chain_id = seal.chain_id
                             AND before.number = seal.number - 1), '')
                    WHERE id = %s""",
                seal.id,
            )
            self._tamper(
                "UPDATE order_seal seal SET hash = %s WHERE id = %s",
                self.env["order.seal"]._hash_of("seal"),
                seal.id,
            )

    def _rehash(self, block):
        blocks = self.env["order.seal.block"]
        self._tamper(
            """UPDATE order_seal_block block SET content = (
                      SELECT %s FROM order_seal seal WHERE seal.block_id = block.id)
                WHERE id = %s""",
            blocks._content_of("seal"),
            block.id,
        )
        self._tamper(
            "UPDATE order_seal_block block SET hash = %s WHERE id = %s",
            blocks._hash_of("block"),
            block.id,
        )

    def test_a_review_is_sealed_answer_by_answer_and_then_closed(self):
        chain = self._get_chain()
        self.assertEqual(chain.mapped("number"), [*range(1, len(chain) + 1)])
        self.assertEqual(len(chain), len(self.review.signoff_ids) + 1)
        self.assertEqual(chain[-1:].event, "closed")
        self.assertEqual(chain.mapped("previous"), ["", *chain[:-1].mapped("hash")])

    def test_what_is_sealed_is_listed(self):
        with open(file_path("order_to_delivery/readme/DEVELOP.md")) as handle:
            listed = handle.read().partition("## What is sealed")[2]
        models = self.env["order.seal"]._get_sealed_models()
        rows = [
            f"| `{name}` | {', '.join(self.env[name]._get_sealed_fields())} |"
            for name in models
        ]
        self.assertGreater(len(rows), 6)
        self.assertEqual(
            [row for row in listed.splitlines() if row.startswith("| `")], rows
        )

    def test_nobody_writes_seals_and_blocks_not_even_the_server(self):
        self._close_block()
        for record in (self._get_chain()[:1], self._get_blocks()[:1]):
            with self.assertRaisesRegex(UserError, "nobody writes or deletes"):
                record.write({"hash": "x"})
            with self.assertRaisesRegex(UserError, "nobody writes or deletes"):
                record.unlink()
            with self.assertRaisesRegex(UserError, "nobody writes or deletes"):
                record.copy()
            for kind in KINDS:
                self.assertFalse(self.as_(kind, record).has_access("read"))

    def test_a_seal_that_was_altered_is_told_with_its_record(self):
        seal = self._get_seals(self.answer)
        self._forge(seal, event="void")
        self.assertIn(self._told("seal_altered", self.answer), self._find())

    def test_a_value_and_its_seal_altered_together_are_told(self):
        other = self.review.signoff_ids - self.answer
        self._forge(self.answer, text="forged")
        seal = self._get_seals(self.answer)
        self._tamper(
            "UPDATE order_seal SET digests = digests || %s WHERE id = %s",
            '{"text": "%s"}' % seal.digests["verdict"],
            seal.id,
        )
        self.assertEqual(self._find(), [self._told("seal_altered", self.answer)])
        self._reseal(seal)
        # Now it is the chain that does not fit.
        found = self._find()
        self.assertIn(self._told("seal_altered", self.answer), found)
        self.assertFalse({row[2] for row in found} & set(other.ids))

    def test_two_seals_that_were_exchanged_are_told(self):
        one, other = self._get_chain()[:2]
        ids = one.res_id, other.res_id
        self._forge(one, res_id=ids[1])
        self._forge(other, res_id=ids[0])
        found = {row[:3] for row in self._find()}
        for res_id in ids:
            self.assertIn(("seal_altered", self.answer._name, res_id), found)

    def test_a_seal_that_was_taken_out_is_told(self):
        seal = self._get_chain()[1]
        answer = self.answer.browse(seal.res_id)
        self._delete(seal)
        self.assertEqual(
            self._find(),
            [self._told("unsealed", answer), self._told("seal_gone", self.review)],
        )

    def test_a_chain_that_was_made_anew_differs_from_its_block(self):
        self._close_block()
        self._forge(self.answer, text="forged")
        chain = self._get_chain()
        seal = self._get_seals(self.answer)
        digest = self.env.execute_query(
            SQL("SELECT left(encode(sha256('\"forged\"'), 'hex'), 32)")
        )[0][0]
        self._tamper(
            "UPDATE order_seal SET digests = digests || %s WHERE id = %s",
            '{"text": "%s"}' % digest,
            seal.id,
        )
        self._reseal(chain)
        block = self._get_blocks()[-1:]
        self.assertEqual(self._find(), [self._told("block_altered", block)])

    def test_a_block_made_anew_differs_from_the_next_and_from_the_noted_head(self):
        self._close_block()
        first = self._get_blocks()[-1:]
        head = first.hash
        self.assertEqual(self._verify_seals(noted_head=head).head_state, "known")
        self._grant()
        self._close_block()
        chain = self._get_chain()
        self._tamper(
            "UPDATE order_seal SET origin = 'merge' WHERE id = %s", chain[0].id
        )
        self._reseal(chain)
        self._rehash(first)
        second = self._get_blocks()[-1:]
        self.assertEqual(self._find(), [self._told("block_altered", second)])
        # The next ones made anew, too: only what was noted elsewhere tells.
        self._tamper(
            "UPDATE order_seal_block SET previous = (SELECT hash FROM order_seal_block"
            " WHERE id = %s) WHERE id = %s",
            first.id,
            second.id,
        )
        self._rehash(second)
        check = self._verify_seals(noted_head=head[:16].upper())
        self.assertFalse(check.finding_ids)
        self.assertEqual(check.head_state, "unknown")

    def test_a_document_taken_out_with_its_seals_is_missed_by_its_block(self):
        waiver = self._grant()
        self._close_block()
        self._delete(self._get_seals(waiver), waiver)
        block = self._get_blocks()[-1:]
        self.assertEqual(self._find(), [self._told("block_short", block)])

    def test_what_is_in_no_block_yet_is_said(self):
        check = self._verify_seals()
        self.assertEqual(check.waiting_count, check.seal_count)
        self.assertTrue(check.waiting_since)
        self._run_cron("seal_blocks")
        check = self._verify_seals()
        self.assertFalse(check.waiting_count)
        self.assertFalse(check.waiting_since)
        block = self._get_blocks()[-1:]
        self.assertIn(block.hash, check.heads)
        self.assertEqual(block.seal_count, check.seal_count)
        self._run_cron("seal_blocks")
        self.assertEqual(self._get_blocks()[-1:], block, "nothing to seal")

    def test_what_was_signed_before_an_upgrade_is_told_from_what_has_no_seal(self):
        self._tamper("DELETE FROM order_seal")
        parameters = self.env["ir.config_parameter"].sudo()
        self.assertTrue(parameters.get_param("order_to_delivery.sealed_since"))
        self.env["order.seal"]._begin()
        self.assertIn(self._told("unsealed", self.answer), self._find())
        parameters.set_param("order_to_delivery.sealed_since", False)
        self.env["order.seal"]._begin()
        check = self._verify_seals()
        self.assertFalse(check.finding_ids)
        self.assertEqual(check.upgrade_count, check.seal_count)
        self._forge(self.answer, text="forged")
        self.assertEqual(self._find(), [self._changed(self.answer, "text")])

    def test_who_answers_for_the_whole_verifies_and_nobody_else(self):
        new = new_test_user(
            self.env, "otd_keeper", "order_to_delivery.group_manager", name="Keeper"
        )
        self.users = {**self.users, "manager": new}
        for kind in ("deputy_general_manager", "supervisor", "manager"):
            with self.subTest(kind=kind):
                self.assertTrue(self._verify_seals(kind).is_complete)
        for kind in set(KINDS) - {"deputy_general_manager", "supervisor"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._verify_seals(kind)

    def test_the_page_opens_without_findings_and_shows_them_then(self):
        checks = self.as_("deputy_general_manager", self.env["order.seal.check"])
        check = Form(checks).save()
        self.assertFalse(check.is_checked)
        check.action_check()
        self._forge(self.answer, text="forged")
        check.action_check()
        with Form(check) as form:
            self.assertEqual(len(form.finding_ids), 1)
            self.assertEqual(form.finding_count, 1)

    def test_nobody_writes_what_was_found(self):
        self._forge(self.answer, text="forged")
        check = self._verify_seals()
        for values in (
            {"seal_count": 9},
            {"is_complete": False},
            {"finding_ids": [(5, 0, 0)]},
        ):
            with self.assertRaises(AccessError):
                check.write(values)
        with self.assertRaises(AccessError):
            check.finding_ids.write({"kind": "gone"})
        with self.assertRaises(AccessError):
            check.finding_ids.unlink()
