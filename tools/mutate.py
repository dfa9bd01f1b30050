"""`./dev test --mutate`: not written yet."""

from . import say


def main(site, arguments):
    """Say so."""
    raise say.Stop("./dev test --mutate is not written yet.")
