from . import order_confirmation_unclear, order_confirmation_upload
