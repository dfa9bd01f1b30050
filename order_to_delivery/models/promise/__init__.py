"""Capable to promise: the earliest date of an order, worked out in plain Python."""

from . import (
    order_promise_bill,
    order_promise_own,
    order_promise_supply,
    order_promise_route,
    order_promise_hours,
    order_promise_reason,
    order_promise_production,
    order_promise,
    order_load,
)
