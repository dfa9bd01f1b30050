"""What a gate is: reasons, refuse, hold."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

# What floors have found open in this transaction.
FOUND_OPEN = "order_to_delivery.found_open"


class Reason(NamedTuple):
    """Why a gate is closed: one sentence, who can mend it, and where.

    ``department`` is a key of DEPARTMENT_KINDS; ``action`` is the external id
    of an action, or False where the order itself is the place to mend it.
    """

    text: str
    department: str
    action: str = ""
    gate: str = ""


class OrderGate(models.AbstractModel):
    _name = "order.gate"
    _description = "Rule That Must Hold before a Station"

    _gate_station = None
    _gate_model = None
    # The rule whose waivers open this one too; by default its own.
    _gate_waived_as = None

    # What a rule implements

    def _reasons_closed(self, records):
        """Tell for each record of a batch why this rule does not hold.

        The number of queries does not grow with the batch. A gate reads and
        never writes; its sentences carry no amount.

        :return: ``{record: [Reason]}``; a record without reasons may be left out
        """
        raise NotImplementedError

    def _waivers(self, records):
        """Return the kinds of department that may waive this rule, or nobody."""
        return ()

    def _check_may_waive(self, order):
        """Refuse a member of those departments who may not waive this rule himself.

        :raise AccessError: naming who may
        :raise UserError: when this order may not pass, whoever waives
        """

    def _get_waiver_limit(self, order):
        """Return the most that a waiver may let pass, in the order's currency.

        None where the waiver is not about money. A limit makes a cap mandatory.
        """
        return None

    def _is_limited(self, order):
        """Tell whether a waiver needs a cap in quantity and an end, too."""
        return False

    def _is_paper_owed(self, order):
        """Tell whether a waiver only lets a paper follow, by a date to be named."""
        return False

    def _get_paper_name(self):
        """Return how people call the paper that a waiver of this rule lets follow."""
        return self.env._("what was to follow")

    def _filter_owing(self, waivers):
        """Return the waivers of this rule for which a paper has to follow."""
        return waivers

    def _get_waivable(self, order, record):
        """Return what the waivers are asked about: the record, if it is the rule's."""
        if record._name == self._gate_model:
            return record
        return order if self._gate_model == order._name else self.env[self._gate_model]

    def _get_orders(self, record):
        """Return the sale order that a waiver for the record would name."""
        if record._name == "sale.order":
            return record
        if record._name == "stock.move":
            return record._get_customer_order()
        return record.sale_order_id

    # What everybody asks

    @api.model
    def _get_gates(self, station=None, model=None):
        """Return the rules before a station for a model, other addons' included."""
        gates = [
            self.env[name]
            for name in sorted(self.env.registry["order.gate"]._inherit_children)
        ]
        return [
            gate
            for gate in gates
            if gate._gate_station
            and station in (None, gate._gate_station)
            and model in (None, gate._gate_model)
        ]

    @api.model
    def _get_reasons(self, station, records, waived=None):
        """Ask every gate before a station, and return what is closed.

        Records whose company has the switch off, or that were under way when it
        was switched on, have no gates. Waivers in force are taken into account.

        :param waived: a dictionary to fill with ``{rule: records}`` that pass by a
            waiver only, so that its use can be booked
        :return: ``{record: [Reason]}`` with the closed records only
        """
        return self._ask_gates(station, records._filter_gated(), waived)

    @api.model
    def _ask_gates(self, station, records, waived=None):
        """Ask the same about records of which the caller knows that gates govern them.

        For those who are governed by something else than their order.
        """
        closed = defaultdict(list)
        if not records:
            return closed
        for gate in self._get_gates(station, records._name):
            # The reader may lack the right to see what the rule looks at.
            reasons = gate.sudo()._reasons_closed(records.sudo())
            reasons = {record: texts for record, texts in reasons.items() if texts}
            if reasons:
                asked = records.browse(record.id for record in reasons)
                gate._drop_waived(reasons)
                passed = asked - records.browse().union(*reasons)
                if passed and waived is not None:
                    waived[gate._name] = passed
            for record, texts in reasons.items():
                closed[record.sudo(False).with_env(self.env)].extend(
                    reason._replace(gate=gate._name) for reason in texts
                )
        return closed

    def _drop_waived(self, reasons):
        """Leave out the records for which somebody waived this rule."""
        orders = {record: self._get_orders(record) for record in reasons}
        all_orders = self.env["sale.order"].union(*orders.values())
        waived = self.env["order.gate.waiver"]._get_waived(
            self._gate_waived_as or self._name, all_orders
        )
        for record in [r for r, order in orders.items() if order and order in waived]:
            if self._is_waiver_enough(record, waived[orders[record]]):
                del reasons[record]

    def _is_waiver_enough(self, record, waivers):
        """Tell whether waivers in force cover this record (caps included)."""
        return True

    @api.model
    def _refuse(self, station, records):
        """Refuse a person, or a write, with all reasons of all records at once.

        :return: ``{rule: records}`` that pass by a waiver only
        :raise UserError: when a gate before the station is closed
        """
        waived = {}
        closed = self._get_reasons(station, records, waived)
        if closed:
            raise UserError(self._format_refusal(closed))
        return waived

    @api.model
    def _note_open(self, station, records):
        """Note that a floor has just found all gates before a station open.

        The hint of what is done next need not ask them again in this transaction.
        """
        noted = self.env.cr.precommit.data.setdefault(FOUND_OPEN, {})
        noted.setdefault((station, records._name), set()).update(records.ids)

    @api.model
    def _get_held(self, station, records):
        """Return the records that a machine has to leave waiting."""
        closed = self._get_reasons(station, records)
        return records.filtered(lambda record: record in closed)

    def _format_refusal(self, closed):
        departments = self.env["order.department"]
        blocks = []
        for record, reasons in closed.items():
            lines = [
                self.env._(
                    "• %(reason)s (%(department)s)",
                    reason=reason.text,
                    department=departments._get_kind_labels([reason.department]),
                )
                for reason in reasons
            ]
            # Naming the record must not fail for who may not read it.
            name = record.sudo().display_name
            blocks.append("\n".join([self.env._("%s has to wait:", name), *lines]))
        return "\n\n".join(blocks)
