"""The Python environment: Odoo's needs, the test tools, and OCA's purchase_request."""

import hashlib
import os
import sys
from pathlib import Path

from . import command, debian, say
from .paths import ROOT, cache

REQUIREMENTS = ROOT / "requirements-dev.txt"
# Installed without their needs, which is Odoo: pip does not see it.
ODOO_ADDONS = ROOT / "requirements-odoo-addons.txt"


def folder():
    """Return where the environment lies."""
    return cache() / "venv"


def python():
    """Return the environment's interpreter."""
    return folder() / "bin/python"


def script(name):
    """Return a program of the environment."""
    return folder() / "bin" / name


def site_packages():
    """Return where the environment's packages lie."""
    return next(folder().glob("lib/python3*/site-packages"))


def ensure():
    """Make the environment, or bring it up to the requirements."""
    stamp = folder() / ".order_to_delivery"
    if stamp.is_file() and stamp.read_text("utf-8") == _wanted():
        return
    with debian.locked("venv"):
        if stamp.is_file() and stamp.read_text("utf-8") == _wanted():
            return
        if not _works():
            _create()
        with say.step("Python packages (about 200 MB, once)"):
            _pip("install", "-r", REQUIREMENTS)
            _pip("install", "--no-deps", "-r", ODOO_ADDONS)
        stamp.write_text(_wanted(), "utf-8")


def _wanted():
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("requirements*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _works():
    probe = command.output([python(), "-c", "import pip, sys; print(sys.version_info)"])
    return bool(probe)


def _create():
    with say.step(f"Python environment ({sys.version.split()[0]})"):
        argv = [sys.executable, "-m", "venv", "--clear", folder()]
        try:
            command.logged(argv, "venv.log")
        except say.Stop:
            if not (command.is_root() and debian.has_apt()):
                raise say.Stop(
                    "Python cannot make a virtual environment here.\nInstall its venv"
                    " package (Debian, Ubuntu: apt-get install python3-venv)."
                ) from None
            debian.install(["python3-venv"])
            command.logged(argv, "venv.log")
        _pip("install", "--upgrade", "pip", "wheel")


def _pip(*arguments):
    argv = [python(), "-m", "pip", "--disable-pip-version-check", *arguments]
    try:
        command.logged(argv, "pip.log", env={**os.environ, "PIP_NO_INPUT": "1"})
    except say.Stop as error:
        raise say.Stop(
            f"{error}\nIf the network is the trouble, try again when it is there: what"
            " was fetched so far is kept."
        ) from error


def add(*packages):
    """Install packages that only some machines need."""
    _pip("install", *packages)


def reenter(arguments):
    """Replace this process by the same command under the environment's Python."""
    if Path(sys.prefix).resolve() == folder().resolve():
        return
    sys.stdout.flush()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    os.execve(python(), [str(python()), "-m", "tools", *arguments], environment)
