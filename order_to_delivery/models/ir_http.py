from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Let who acts for a department begin at his desk, unless he chose a page.

        What waits for him is the first thing that he sees, on a telephone as well.
        """
        info = super().session_info()
        if not info.get("home_action_id") and self._begins_at_desk():
            desk = self.env.ref("order_to_delivery.order_desk_entry_action")
            info["home_action_id"] = desk.id
        return info

    def _begins_at_desk(self):
        # The switch is the company's, which the user may not see.
        companies = self.env.user.company_ids.sudo()
        return any(companies.mapped("use_order_to_delivery")) and bool(
            self.env["order.desk.entry"]._get_own_kinds()
        )
