from . import order_confirmation_unclear, order_confirmation_upload

from . import order_revision_propose
from . import order_revision_propose_line
