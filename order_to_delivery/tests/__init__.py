from . import test_amount_in_capitals
from . import test_money_due
from . import test_money_received
from . import test_progress_desk
from . import test_progress_milestones
from . import test_review_way
from . import test_confirmation_paper
from . import test_shipping_floor
