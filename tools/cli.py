"""Read the command line and prepare what the command needs."""

import importlib
import sys

from . import dispatch, python_env, say

# command: module with main(arguments), and what it is for
COMMANDS = {
    "run": ("run", "Odoo with the demo factory on http://localhost:8069"),
    "test": ("suite", "the tests, browser tours included"),
    "lint": ("lint", "the checks: style, size, forbidden words, translations"),
    "walk": ("walk", "take orders along the whole way on the running server"),
    "bench": ("bench", "figures against plain Odoo"),
    "shell": ("shell", "Odoo's Python prompt on the running database"),
    "i18n": ("i18n", "export the terms and update the Chinese translation"),
    "setup": ("setup", "fetch everything now, so that later commands work offline"),
}


def usage():
    """Print the commands."""
    say.line("Usage: ./dev COMMAND [options]      (./dev COMMAND --help tells more)\n")
    for name, (_module, purpose) in COMMANDS.items():
        say.line(f"  {name:<8}{purpose}")
    return 0


def main(arguments):
    """Run one command and return its exit code."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        return usage()
    name, *rest = arguments
    if name not in COMMANDS:
        usage()
        return say.stop_with(f"there is no command {name!r}.")
    try:
        python_env.ensure()
        python_env.reenter(arguments)
        module = f"{__package__}.{COMMANDS[name][0]}"
        dispatch.require(module)
        return importlib.import_module(module).main(rest)
    except say.Stop as error:
        return say.stop_with(error)
    except KeyboardInterrupt:
        say.line("\nStopped by you.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
