"""Pairs of acts on the same money or goods, at the same time, by two people."""

from odoo.tests import tagged

from .race_booking import BookingRacesMixin
from .race_change import ChangeRacesMixin
from .race_ending import EndingRacesMixin
from .race_hold import HoldRacesMixin
from .race_invoicing import InvoicingRacesMixin
from .race_judged import JudgedRaceCase
from .race_sharing import SharingRacesMixin


@tagged("post_install", "-at_install", "races")
class TestPairRaces(
    SharingRacesMixin,
    BookingRacesMixin,
    InvoicingRacesMixin,
    EndingRacesMixin,
    HoldRacesMixin,
    ChangeRacesMixin,
    JudgedRaceCase,
):
    """All pairs share one copy of the database, which takes as long as many rounds."""
