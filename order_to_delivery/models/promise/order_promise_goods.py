"""Bills of materials as plain Python: read once, exploded as Odoo does."""

from typing import NamedTuple

from odoo.tools import float_round


class Operation(NamedTuple):
    id: int
    workcenter_id: int
    minutes: float  # of one cycle, where no work order tells better
    is_automatic: bool
    has_values: bool
    after: tuple  # operations that come before this one


class Part(NamedTuple):
    id: int
    product_id: int
    unit_id: int
    quantity: float
    has_values: bool
    kit_id: int | None


class Bill:
    __slots__ = (
        "batch",
        "delay",
        "has_sequence",
        "id",
        "operations",
        "parts",
        "quantity",
        "unit_id",
    )

    def __init__(self, id_, quantity, unit_id, delay=0, is_free=False, batch=None):
        self.id, self.quantity, self.unit_id = id_, quantity or 1.0, unit_id
        self.delay, self.batch = delay or 0, batch or None
        self.has_sequence = not is_free
        self.parts, self.operations = [], []


class Goods(NamedTuple):
    id: int
    unit_id: int
    is_counted: bool
    is_bought: bool  # by its own routes, whatever bill it has
    routes: tuple  # of the product, of its category after
    bill_id: int | None
    kit_id: int | None


class Bills:
    """All that was read; explodes quantities as Odoo does, in plain Python.

    :param units: ``{unit id: factor}``
    :param digits: of quantities
    :param skips: called with model, id and product id for what only some variants have
    """

    def __init__(self, units, digits, skips):
        self.units, self.digits, self._skips = units, digits, skips
        self._step = 10**-digits
        self.goods, self.bills, self.samples = {}, {}, {}
        self.read = set()  # bills whose parts are known

    def is_made(self, product_id):
        goods = self.goods[product_id]
        return bool(goods.bill_id) and not goods.is_bought

    def convert(self, quantity, unit_id, to_unit_id):
        if unit_id == to_unit_id:
            return quantity
        return quantity * self.units[unit_id] / self.units[to_unit_id]

    def round_up(self, quantity):
        return float_round(
            quantity, precision_rounding=self._step, rounding_method="UP"
        )

    def exceeds(self, quantity):
        """Tell whether anything is left of a quantity."""
        return quantity > self._step / 2

    def explode(self, bill_id, product_id, quantity):
        """Return the parts and the operations of a quantity.

        :param quantity: in the unit of the bill
        :return: pairs of part and its quantity in the part's unit; operations in the
            order of Odoo's work orders, those of kits first
        """
        bill = self.bills[bill_id]
        parts, of_kits = [], []
        self._explode(bill, product_id, quantity / bill.quantity, parts, of_kits)
        return parts, of_kits + self._get_operations(bill, product_id)

    def _explode(self, bill, product_id, times, parts, of_kits):
        for part in bill.parts:
            if part.has_values and self._skips("mrp.bom.line", part.id, product_id):
                continue
            quantity = times * part.quantity
            if not part.kit_id:
                parts.append((part, self.round_up(quantity)))
                continue
            kit = self.bills[part.kit_id]
            times_kit = self.convert(quantity / kit.quantity, part.unit_id, kit.unit_id)
            of_kits += self._get_operations(kit, part.product_id)
            self._explode(kit, part.product_id, times_kit, parts, of_kits)

    def _get_operations(self, bill, product_id):
        return [
            operation
            for operation in bill.operations
            if not operation.has_values
            or not self._skips("mrp.routing.workcenter", operation.id, product_id)
        ]
