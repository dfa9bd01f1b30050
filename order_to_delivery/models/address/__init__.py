from . import order_address_mixin, order_addressed_request_mixin
