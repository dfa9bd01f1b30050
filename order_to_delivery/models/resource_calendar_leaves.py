from odoo import models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    # What is planned from now on is read for all work centers of a promise at once.
    _order_busy = models.Index("(resource_id, date_to) WHERE time_type = 'other'")
