"""Two who sign in the same moment: their seals stand one behind the other."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.order_to_delivery.models.order_seal import OrderSeal

from .race_common import IS_LONG, Act, RaceCase
from .race_orders import Round


def agreeing(seat):
    return Act(seat.kind, seat._name, seat.ids, "action_agree")


@tagged("post_install", "-at_install", "races")
class TestSealRaces(RaceCase):
    rounds = 50 if IS_LONG else 6

    def _prepare_answers(self):
        """Return rounds in which two departments answer one review."""
        rounds = []
        with self._committed():
            for _turn in range(self.rounds):
                order = self._take_order("B", lines=[(self.goods[0], 10)])
                # At another price than the list's, it is no standard order.
                order.order_line.sudo().price_unit = 19
                self._submit(order)
                self._circulate(order)
                seats = order.order_review_ids.signoff_ids
                seats = seats.filtered(lambda seat: seat.state == "open")[:2]
                seats.sudo().text = "Checked."
                racers = [[agreeing(seat)] for seat in seats]
                rounds.append(Round(racers, order.ids, 0))
        return rounds

    def _get_chains(self, env, rounds):
        """Return for each round whether both are signed and stand in one chain."""
        chains = []
        for one in rounds:
            review = env["sale.order"].browse(one.order_ids).order_review_ids
            own = [("chain_model", "=", review._name), ("chain_id", "=", review.id)]
            seals = env["order.seal"].search(own, order="number")
            is_whole = seals.mapped("number") == [1, 2] and seals.mapped(
                "previous"
            ) == ["", seals[:1].hash]
            chains.append(0 if is_whole else 1)
        return chains

    def test_two_answers_of_the_same_moment_are_sealed_one_behind_the_other(self):
        rounds = self._prepare_answers()
        results, broken = self._race_for(
            rounds, 0, lambda env: self._get_chains(env, rounds)
        )
        for outcomes in results:
            self.assertTrue(all(one.succeeded for one in outcomes))
        self.assertFalse(any(broken))
        with self._committed() as env:
            audit, companies = env["order.seal.audit"], self.company.ids
            last = env["order.seal"].search([], order="id desc", limit=1).id
            self.assertFalse(audit._find_in_seals(companies, 0, last, SQL("TRUE")))
            self.assertFalse(audit._find_answers_gone(companies))

    def test_the_next_number_alone_makes_one_of_two_try_again(self):
        """Without the review's row, which both write, the chain holds by itself."""
        rounds = self._prepare_answers()
        with patch.object(OrderSeal, "_get_head", lambda *_: SQL()):
            results, broken = self._race_for(
                rounds, 0, lambda env: self._get_chains(env, rounds)
            )
        for outcomes in results:
            self.assertTrue(all(one.succeeded for one in outcomes))
        self.assertFalse(any(broken))
