from . import test_amount_in_capitals
from . import test_money_collection
from . import test_money_due
from . import test_money_gates
from . import test_money_guards
from . import test_money_received
from . import test_progress_desk
from . import test_progress_milestones
from . import test_review_way
from . import test_confirmation_paper
from . import test_shipping_floor
from . import test_ground_companies, test_ground_departments, test_ground_grades
from . import test_ground_ledger, test_ground_plans, test_ground_switch
from . import test_progress_js
from . import test_ground_views, test_ground_waivers
from . import test_ground_waivers
from . import test_shipping_release
from . import test_shipping_emergency
from . import test_shipping_receipt
