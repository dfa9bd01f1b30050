from odoo import models

# Context: what a signature takes off the lists is counted off with what it tells.
COUNT_LATER = "order_count_activities_later"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _bus_send(self, notification_type, message, /, *, subchannel=None):
        """Leave counting activities to who said so.

        The bus opens a connection to the server for each message, which takes a fifth
        of what signing takes.
        """
        if notification_type == "mail.activity/updated" and self.env.context.get(
            COUNT_LATER
        ):
            return
        super()._bus_send(notification_type, message, subchannel=subchannel)
