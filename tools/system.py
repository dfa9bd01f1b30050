"""Programs and fonts that only the system can provide."""

import shutil

from . import command, debian, say

# package: how to see that it is there, and what fails without it
PACKAGES = {
    "chromium": ("browser tours and JavaScript tests",),
    "wkhtmltopdf": ("papers as PDF",),
    "fonts-noto-cjk": ("Chinese on paper and in pictures",),
    "poppler-utils": ("reading the text of a PDF",),
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


def is_there(package):
    """Say whether a system package, or what it would bring, is installed."""
    if package in PROGRAMS:
        return any(shutil.which(name) for name in PROGRAMS[package])
    return bool(command.output(["fc-list", ":lang=zh", "family"]))


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
        absent = missing()
    if absent:
        say.warn(f"Not on this system: {', '.join(absent)}.")
        say.line(f"    Who has the rights can type: apt-get install {' '.join(absent)}")
    return absent


def what_suffers(absent):
    """Say in words what cannot work without these packages."""
    return "; ".join(
        f"{PACKAGES[name][0]} ({name} is not installed)" for name in absent
    )
