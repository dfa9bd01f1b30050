from . import company_check_mixin
