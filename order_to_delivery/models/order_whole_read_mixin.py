"""Small documents that are found and read in one query."""

from odoo import api, models

# In the context of who reads the lines of orders in the query that finds them: True, or
# the names of the fields to read.
READ_WHOLE = "order_to_delivery_read_whole"


class OrderWholeReadMixin(models.AbstractModel):
    _name = "order.whole.read.mixin"
    _description = "Document That Is Read As It Is Found"

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Fetch all that a document says where only its ids were asked for.

        Gates look up an order's documents and read them at once: finding and reading
        in one query halves what they cost. Lists name the fields that they show.
        """
        if not any(
            self._fields[name].type != "many2one" and name != self._active_name
            for name in field_names or ()
        ):
            field_names = None
        return super().search_fetch(domain, field_names, offset, limit, order)
