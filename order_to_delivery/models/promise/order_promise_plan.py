"""Planning what has to be made, as Odoo would plan it, in plain Python."""

from .order_promise_centre import Job
from .order_promise_node import Step
from .order_track import MINUTE

DAY = 24 * 60 * MINUTE
# As long as Odoo thinks that making takes where nobody says how.
USUAL_MINUTES = 60


class Planner:
    """Plans nodes one after the other, each where Odoo's ``button_plan`` would.

    :param floor: ``Floor``, the work centres
    :param timing: ``Timing``
    :param get_moment: called with a day; returns the moment at which work begins
    :param earliest: a moment; nothing starts before
    """

    def __init__(self, bills, floor, timing, get_moment, earliest):
        self._bills, self._floor, self._timing = bills, floor, timing
        self.get_moment, self.earliest = get_moment, earliest

    def plan(self, node):
        """Give a node its floor, its steps, its start and its end, once."""
        if node.end is not None or node.stuck_at is not None:
            return
        node.floor = self.get_ready(node.needs, node.children)
        if node.floor is None:
            return
        if node.operations:
            self._plan_steps(node)
        else:
            bill = self._bills.bills.get(node.bill_id)
            delay = bill.delay * DAY if bill else 0
            node.start = node.floor
            node.end = node.floor + (delay or USUAL_MINUTES * MINUTE)

    def get_ready(self, needs, children):
        """Return when all that something needs is there, nothing for never."""
        ready = [self.earliest]
        for need in needs:
            if need.kind == "nobody":
                return None
            if need.day:
                ready.append(self.get_moment(need.day))
        for child in children:
            if child.end is None:
                return None
            ready.append(child.end)
        return max(ready)

    def _plan_steps(self, node):
        before = self._get_before(node)
        steps = {}
        blocking = {index for indexes in before.values() for index in indexes}
        for index in range(len(node.operations)):
            if index not in blocking:
                self._plan_step(node, index, before, steps)
        node.steps = [steps[index] for index in sorted(steps)]
        if node.stuck_at is None:
            node.start = min(step.start for step in node.steps)
            node.end = max(step.end for step in node.steps)

    def _get_before(self, node):
        """Return by index the indexes of the operations that come right before."""
        operations = node.operations
        bill = self._bills.bills.get(node.bill_id)
        if not bill or bill.has_sequence:
            return {index: [index - 1] for index in range(1, len(operations))}
        index_of = {op.id: index for index, op in enumerate(operations)}
        return {
            index: sorted(index_of[id_] for id_ in op.after if id_ in index_of)
            for index, op in enumerate(operations)
        }

    def _plan_step(self, node, index, before, steps):
        """Plan an operation after those before it, which are planned first."""
        ready = node.floor
        for earlier in before.get(index, ()):
            if earlier not in steps:
                self._plan_step(node, earlier, before, steps)
            if node.stuck_at is not None:
                return
            ready = max(ready, steps[earlier].end)
        operation = node.operations[index]
        step = self._find_slot(node, operation, ready)
        if step is None:
            node.stuck_at = operation.workcenter_id
        else:
            steps[index] = step

    def _find_slot(self, node, operation, ready):
        own = self._floor.centres[operation.workcenter_id]
        bill = self._bills.bills.get(node.bill_id)
        job = Job(
            self._bills.goods[node.product_id],
            node.unit_id,
            node.quantity,
            bill.quantity if bill else 1.0,
            self._timing.get_cycle(operation),
        )
        best = None
        for id_ in (own.id, *own.alternatives):
            centre, track = self._floor.centres[id_], self._floor.tracks.get(id_)
            if track is None:
                return None  # Odoo refuses to plan where hours are missing
            minutes = (
                self._timing.get_minutes(job, own)
                if centre is own
                else self._timing.get_minutes_elsewhere(job, own, centre)
            )
            slot = track.find(ready, minutes)
            if slot and (best is None or slot[1] < best[1][1]):
                best = centre, slot, minutes
        if best is None:
            return None
        return self._take_slot(operation, own, job, ready, best)

    def _take_slot(self, operation, own, job, ready, best):
        centre, (start, end), minutes = best
        common = self._floor.common.get(centre.calendar_id)
        if centre is not own and common:
            # Odoo counts the end anew where it moved a work order, load or none.
            minutes = self._timing.get_minutes(job, centre)
            counted = common.find(start, minutes)
            end = counted[1] if counted else end
        self._floor.tracks[centre.id].take(start, end)
        return Step(operation.id, centre.id, ready, start, end, minutes)
