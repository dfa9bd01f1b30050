"""Debian and its relatives: system packages, and Odoo's own package unpacked."""

import contextlib
import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from . import command, say
from .paths import cache

SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Odoo's package, and those that its relative links point into.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
)


def has_apt():
    """Say whether this system has Debian's package tools."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


def apt_environment():
    """Return an environment in which apt asks nothing."""
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


@contextlib.contextmanager
def locked(name):
    """Let one `./dev` at a time change the shared cache."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install(packages):
    """Install system packages as root; return whether that worked."""
    environment = apt_environment()
    with say.step(f"System packages: {' '.join(packages)}"):
        argv = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
        for attempt in (["apt-get", "update"], None):
            try:
                command.logged(argv, "apt.log", env=environment)
            except say.Stop as error:
                failure = error
                if attempt is None:
                    break
                _try_update(environment)
            else:
                return True
    say.warn(f"{failure}")
    return False


def _try_update(environment):
    with contextlib.suppress(say.Stop):
        command.logged(["apt-get", "update"], "apt-update.log", env=environment)


def archive():
    """Return the address of the archive this system was installed from."""
    listed = command.output(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"]
        + ["Created-By: Packages"]
    )
    pairs = [row.split() for row in listed.splitlines() if len(row.split()) == 2]
    for uri, release in pairs:
        if release == codename():
            return uri
    raise say.Stop(
        "apt knows no package archive of this system, so Odoo's package cannot be"
        " fetched.\nPass an Odoo 19 of your own: --odoo PATH or ODOO_HOME=PATH."
    )


def codename():
    """Return the name of this system's release."""
    text = Path("/etc/os-release").read_text("utf-8")
    for row in text.splitlines():
        if row.startswith("VERSION_CODENAME="):
            return row.partition("=")[2].strip('"')
    return SUITE


def is_debian():
    """Say whether this is Debian itself, whose archive holds Odoo."""
    release = Path("/etc/os-release")
    return (
        has_apt() and release.exists() and "\nID=debian" in release.read_text("utf-8")
    )


def unpack_odoo(target):
    """Fetch Odoo's package and unpack it, without installing anything."""
    folder = cache() / "debian"
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    sources = folder / f"{SUITE}.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {archive()} {SUITE} main\n", "utf-8")
    options = _private_apt(folder, sources)
    with say.step(f"List of packages of Debian {SUITE}"):
        _apt([*options, "update"], folder)
    with say.step("Odoo 19, from Debian's package (about 130 MB, once)"):
        _apt([*options, "download", *PACKAGES], folder)
    with say.step("Unpacking Odoo"):
        for package in sorted(folder.glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, target], check=True)


def _private_apt(folder, sources):
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    return [
        part for key, value in settings.items() for part in ("-o", f"{key}={value}")
    ]


def _apt(arguments, folder):
    try:
        command.logged(
            ["apt-get", *arguments], "apt.log", cwd=folder, env=apt_environment()
        )
    except say.Stop as error:
        raise say.Stop(
            f"{error}\nIs there a network? Otherwise pass an Odoo 19 of your own:"
            " --odoo PATH or ODOO_HOME=PATH."
        ) from error
