from . import order_confirmation_unclear, order_confirmation_upload

from . import order_revision_propose
from . import order_revision_propose_line
from . import order_delivery_receipt_sign, order_shipping_request_withdraw
