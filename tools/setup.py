"""`./dev setup`: fetch everything that the other commands need."""

import argparse

from . import node, odoo_tree, say, system


def main(arguments):
    """Fetch it."""
    options = argparse.ArgumentParser(prog="./dev setup", description=__doc__)
    options.add_argument("--odoo", metavar="PATH", help="an Odoo 19 of your own")
    given = options.parse_args(arguments)
    system.ensure()
    tree = odoo_tree.find(given.odoo)
    node.ensure()
    say.line(f"All there. Odoo: {tree.path}")
    return 0
