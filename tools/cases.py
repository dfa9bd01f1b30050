"""`./dev test --cases`: print the table of cases that the tests cover.

The table itself belongs to the addon: `order_to_delivery/tests/cases.py` may offer a
function `main(arguments)`, which prints case × route × role with each test's id.
"""

import importlib.util

from . import say
from .paths import ADDON, ROOT


def main(arguments):
    """Hand over to the addon's own table."""
    path = ROOT / ADDON / "tests/cases.py"
    if not path.exists():
        raise say.Stop(f"There is no table of cases yet: {path.relative_to(ROOT)}")
    spec = importlib.util.spec_from_file_location("order_to_delivery_cases", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main(arguments)
