"""Find what belongs to one machine: paths, and hosts of package registries."""

import functools
import re
from pathlib import Path
from urllib.parse import urlsplit

from . import command, node

# Written in pieces, so that this file passes its own check.
PATHS = re.compile(
    r"(?<![\w.~}])/(?:root|work|" + r"home/\w+|Users/\w+|tmp/boot)/[\w.]"
)
PUBLIC = ("://registry." + "npmjs", "://deb." + "debian", "files." + "pythonhosted")
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".pdf", ".xlsx", ".woff2", ".ttf"}
HARMLESS = {"", "localhost", "127.0.0.1"}


@functools.cache
def _hosts():
    """Return the registries that this machine is set up to use."""
    npm = node.npm()
    addresses = [
        *command.output(["pip", "config", "list"]).split(),
        command.output([*npm, "config", "get", "registry"]) if npm else "",
        *command.output(
            [
                "apt-get",
                "indextargets",
                "--format",
                "$(REPO_URI)",
                "Created-By: Packages",
            ]
        ).split(),
    ]
    hosts = {urlsplit(address.strip("'\"")).hostname or "" for address in addresses}
    public = {"pypi.org", "registry." + "npmjs.org"}
    return tuple(sorted(hosts - HARMLESS - public))


def traces(root, name):
    """Yield the traces in one file, as file:line."""
    path = Path(root, name)
    if path.suffix in BINARY:
        return
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        if PATHS.search(line):
            yield f"{name}:{number}: a path of one machine"
        if any(host in line for host in (*_hosts(), *PUBLIC)):
            yield f"{name}:{number}: a registry's host"
