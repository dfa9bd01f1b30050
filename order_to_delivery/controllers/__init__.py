from . import portal
from . import delivery_receipt_portal
from . import shipment_portal
from . import dispatch_archive
