from odoo.tests import tagged

from .after_common import AfterMixin
from .inspection_common import REFUSED as UNJUDGED
from .test_with_dropship import DropshipCase


@tagged("post_install", "-at_install")
class TestAfterDropship(AfterMixin, DropshipCase):
    """What the vendor sent goes back to him: what he sends again is judged anew."""

    def test_what_the_vendor_took_back_does_not_leave_him_unjudged(self):
        order, purchase, picking = self._approved()
        self._certify(self._get_inspection(purchase))
        self._judge(purchase)
        self._let_go(order)
        self._pick(picking)
        self._validate(picking)
        self._assert_quantities(order, 10, 10, 10)
        returned = self._give_back(picking, 4)
        self._pick(returned, 4)
        self._validate(returned)
        self._assert_quantities(order, 10, 6, 6)
        again = self._give_back(returned, 4)
        self._pick(again, 4)
        with self._refusal(UNJUDGED):
            self._validate(again)
        self._assert_quantities(order, 10, 6, 6)
