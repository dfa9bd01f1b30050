from . import portal
from . import quotation_portal
from . import delivery_receipt_portal
from . import shipment_portal
from . import dispatch_archive
from . import balance_portal
