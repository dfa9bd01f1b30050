from . import test_amount_in_capitals
