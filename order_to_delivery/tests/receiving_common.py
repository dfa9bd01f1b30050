"""The ways by which a vendor's goods might get into stock."""

from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError

from .inspection_common import InspectionCase
from .routes_common import RouteMixin

AT_ONCE = {"skip_backorder": True, "picking_ids_not_to_backorder": []}


class Undone(Exception):
    """What was tried is taken back."""


class ReceivingCase(RouteMixin, InspectionCase):
    def _ways_in(self, picking, quantity=None, kind="warehouse"):
        """Return the routes by which the goods of a transfer might enter stock."""
        move = picking.move_ids[:1]
        quantity = move.product_uom_qty if quantity is None else quantity
        return {
            "form": lambda: (
                self.save(
                    kind,
                    picking,
                    move_ids=[(1, move.id, {"quantity": quantity, "picked": True})],
                ),
                self._press(kind, picking),
            ),
            "list": lambda: (self._pick(picking, quantity), self._list(kind, picking)),
            "rpc": lambda: (self._pick(picking, quantity), self._press(kind, picking)),
            "import": lambda: self.import_(
                kind, move, quantity=quantity, picked=True, state="done"
            ),
            "create": lambda: self.create_copy(
                kind, move, state="done", quantity=quantity, picked=True
            ),
            "batch": lambda: (
                self._pick(picking, quantity),
                self._press_with_others(kind, picking),
            ),
            "wizard": lambda: self._press_in_part(kind, picking, quantity),
            **self._direct_ways_in(picking, quantity),
        }

    def _direct_ways_in(self, picking, quantity):
        """Return the routes that other addons, and machines, would go."""
        move = picking.move_ids[:1]
        return {
            "cron": lambda: (
                self._pick(picking, quantity),
                self.env["stock.rule"].run_scheduler(company_id=self.company.id),
                move.sudo()._action_done(),
            ),
            "direct": lambda: (
                self._pick(picking, quantity),
                picking.sudo()._action_done(),
            ),
            "direct, move": lambda: (
                self._pick(picking, quantity),
                move.sudo()._action_done(cancel_backorder=True),
            ),
            "direct, state": lambda: (
                self._pick(picking, quantity),
                self.write_straight(move, state="done"),
            ),
        }

    def _pick(self, picking, quantity):
        picking.move_ids.write({"quantity": quantity, "picked": True})

    def _press(self, kind, pickings):
        return self.call(kind, pickings, "button_validate", context=AT_ONCE)

    def _list(self, kind, picking):
        action = self.env.ref("stock.action_validate_picking")
        context = {"active_model": "stock.picking", "active_ids": picking.ids}
        self.as_(kind, action).with_context(**context, **AT_ONCE).run()
        self.env.flush_all()

    def _press_with_others(self, kind, picking):
        """Validate a transfer together with one that nothing holds."""
        other = self._buy()
        self._judge(self._get_inspections(other))
        free = other.picking_ids
        free.move_ids.picked = True
        if picking.picking_type_id != free.picking_type_id:
            free = picking.browse()
        if "stock.picking.batch" not in self.env:
            self._press(kind, free | picking)
            return
        batch = self.as_(kind, self.env["stock.picking.batch"]).create(
            {"picking_ids": [(4, one.id) for one in free | picking]}
        )
        batch.action_confirm()
        self.call(kind, batch.with_env(self.env), "action_done", context=AT_ONCE)

    def _press_in_part(self, kind, picking, quantity):
        self._pick(picking, quantity)
        wizard = self.as_(kind, self.env["stock.backorder.confirmation"]).create(
            {
                "pick_ids": [(4, picking.id)],
                "backorder_confirmation_line_ids": [
                    (0, 0, {"picking_id": picking.id, "to_backorder": True})
                ],
            }
        )
        wizard.with_context(button_validate_picking_ids=picking.ids).process()
        self.env.flush_all()

    def _try_for(self, ways, most, product=None):
        """Try each route; whatever it does, no more is in stock than was accepted.

        :return: the routes that brought in something
        """
        passed = set()
        before = self._get_gain(product)
        for route, act in ways.items():
            with self.subTest(route=route):
                gain = self._get_gain_of(act, product) - before
                self.assertLessEqual(gain, most)
                passed |= {route} if gain else set()
        return passed

    def _get_gain_of(self, act, product):
        """Return what is in stock after an act, which is undone."""
        gains = [self._get_gain(product)]
        try:
            with self._undone():
                act()
                self.env.flush_all()
                gains.append(self._get_gain(product))
        except (UserError, AccessError):
            self.env.invalidate_all()
        return gains[-1]

    @contextmanager
    def _undone(self):
        """Try something, and take it back as a failed request does."""
        try:
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
                raise Undone
        except Undone:
            self.env.invalidate_all()
