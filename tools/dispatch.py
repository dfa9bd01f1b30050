"""Start programs of ours that others write: `benchmarks/`, `tools/walk.py`."""

import importlib.util

from . import say
from .paths import ROOT


def has_module(name):
    """Say whether a module of this checkout is there yet."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def require(name):
    """Stop when a part is not written yet."""
    if not has_module(name):
        path = ROOT / name.replace(".", "/")
        raise say.Stop(f"This part is not in the checkout yet: {path.name}")
