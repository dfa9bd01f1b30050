"""What a dialog holds is its user's own, whatever the model."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderToDeliveryCase

MODULE = "order_to_delivery"


@tagged("post_install", "-at_install")
class TestDialogsAreOwn(OrderToDeliveryCase):
    def _get_dialogs(self):
        """Return the names of our models whose rows Odoo clears away."""
        own = set(
            self.env["ir.model.data"]
            .search([("module", "=", MODULE), ("model", "=", "ir.model")])
            .mapped("res_id")
        )
        models = self.env["ir.model"].search([("transient", "=", True)])
        return [
            model.model
            for model in models
            # Odoo's own dialogs that we extend are Odoo's to guard.
            if model.id in own and self.env[model.model]._original_module == MODULE
        ]

    def test_each_dialog_keeps_its_rows_to_who_opened_it(self):
        names = self._get_dialogs()
        self.assertGreater(len(names), 20)
        rules = self.env["ir.rule"].with_user(self.users["sales"])
        for name in names:
            with self.subTest(name):
                domain = str(rules._compute_domain(name, "read"))
                self.assertIn("create_uid", domain)

    def test_what_one_is_shown_another_cannot_read(self):
        breach = (
            self.as_("supervisor", self.env["order.book.breach"])
            .sudo()  # the books write it for whoever asks
            .create({"document": "S00001"})
        )
        self.as_("supervisor", breach).read(["document"])
        with self.assertRaises(AccessError):
            self.as_("deputy_general_manager", breach).read(["document"])
