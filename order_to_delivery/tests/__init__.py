from . import test_amount_in_capitals
from . import test_money_due
from . import test_money_received
<<<<<<< HEAD
from . import test_progress_desk
from . import test_progress_milestones
=======
from . import test_review_way
>>>>>>> 8c0cbbd (Review orders: circulate, sign, close, and lock what was submitted)
