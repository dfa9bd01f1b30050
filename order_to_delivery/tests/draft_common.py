"""An order whose seats have something to be told: a pump that lacks its cams."""

from datetime import timedelta

from .promise_cases import PromiseCase

SEATS = (
    "technical",
    "quality",
    "purchasing",
    "material_control",
    "production",
    "finance",
    "marketing_director",
)


class DraftCase(PromiseCase):
    """Three pumps of two cams and a rod each; cams come twelve days after ordering."""

    def setUp(self):
        super().setUp()
        self.cam = self._build_bought("Cam", delay=12)
        self.cam.seller_ids.price = 7
        self.rod = self._build_bought("Rod", stock=100)
        self.pump = self._build_made(
            "Pump", [(self.cam, 2), (self.rod, 1)], [(self.workcenter, 30)]
        )

    def _circulated(self, *seats, lines=None, **values):
        """Circulate an order; these departments have a seat in any case."""
        for kind in seats:
            self.departments[kind].seat = "always"
        order = self._take_order(lines=lines or [(self.pump, 3)], **values)
        self.review = self._walk_to("answers", order=order).order_review_ids[:1]
        return order

    def _seat(self, kind, by=None):
        """Return a seat as its department sees it, or as another one does."""
        seats = self.review.signoff_ids.filtered(lambda seat: seat.kind == kind)
        return self.as_(by or kind, seats)

    def _agree(self, seat):
        """Open the page, and press the button."""
        seat.invalidate_recordset()
        seat.with_context(draft_key=seat.draft_key).action_agree_as_drafted()
        return seat

    def _get_facts(self, seat):
        seat.invalidate_recordset()
        panel = seat.draft_panel or {}
        return "\n".join(fact["text"] for fact in panel.get("facts", ()))

    def _day(self, days):
        return self.company._get_local_day() + timedelta(days)
