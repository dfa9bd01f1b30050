from . import (
    order_books_mixin,
    order_books_supply_mixin,
    order_books_making_mixin,
    order_books_shipping_mixin,
    order_books,
)
