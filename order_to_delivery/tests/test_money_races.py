"""At the commit of each release and shipment, the money then received covers it."""

from odoo.tests import tagged

from .race_acts import RacesMixin
from .race_common import RaceCase


@tagged("post_install", "-at_install", "races")
class TestMoneyRaces(RacesMixin, RaceCase):
    """The races on connections of their own, in this process."""
