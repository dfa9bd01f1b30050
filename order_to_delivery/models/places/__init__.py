"""Places and kinds of transfers, by which is told what has left."""

from . import kept_kind_mixin, stock_location, stock_picking_type
