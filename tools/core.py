"""`./dev test --core`: not written yet."""

from . import say


def main(site, arguments):
    """Say so."""
    raise say.Stop("./dev test --core is not written yet.")
