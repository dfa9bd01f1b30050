"""Find an Odoo 19, or fetch one."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import command, debian, node, say
from .paths import cache

PACKAGED = Path("usr/lib/python3/dist-packages")
STRIPPED = Path("addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js")
STRIPPED_PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"


@dataclass(frozen=True)
class OdooTree:
    """An Odoo on disk."""

    path: Path  # what PYTHONPATH must name
    version: str

    @property
    def addons_path(self):
        """Return the folders that hold Odoo's own addons, as packaged or in git."""
        packaged, in_git = self.path / "odoo/addons", self.path / "addons"
        # Debian's package holds a second, incomplete `addons` beside the whole one.
        return [packaged] if (packaged / "sale").is_dir() else [packaged, in_git]


def find(given=None):
    """Return the Odoo to use: the one asked for, ours, the system's, or a new one."""
    asked = given or os.environ.get("ODOO_HOME")
    if asked:
        tree = _read(Path(asked).expanduser().resolve())
        if tree is None:
            raise say.Stop(
                f"{asked} holds no Odoo 19: expected {asked}/odoo/release.py of"
                " version 19.\nName an unpacked release or a git checkout."
            )
        return tree
    return _read(cache() / "odoo" / PACKAGED) or _read(Path("/") / PACKAGED) or _fetch()


def _read(folder):
    for path in (folder, folder / PACKAGED):
        release = path / "odoo/release.py"
        if release.is_file():
            text = release.read_text("utf-8")
            if "version_info = (19," in text:
                return OdooTree(path, _version(path))
    return None


def _version(path):
    if (path / ".git").exists():
        commit = command.output(["git", "-C", path, "rev-parse", "--short", "HEAD"])
        return f"19.0-{commit}"
    return f"19.0-{int((path / 'odoo/release.py').stat().st_mtime)}"


def _fetch():
    if not debian.is_debian():
        raise say.Stop(
            "Odoo 19 is fetched by itself on Debian only, and this is another system."
            "\nPass an Odoo 19 of your own (a git checkout or an unpacked release):"
            "\n    ./dev … --odoo PATH     or     ODOO_HOME=PATH ./dev …"
        )
    with debian.locked("odoo"):
        target = cache() / "odoo"
        done = _read(target)
        if done:
            return done
        unfinished = target.with_name("odoo.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        debian.unpack_odoo(unfinished)
        _put_back_stripped_file(unfinished / PACKAGED / "odoo")
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
        shutil.rmtree(cache() / "debian", ignore_errors=True)
        return _read(target)


def _put_back_stripped_file(odoo):
    """Debian leaves one script out, without which the web client does not build.

    Only the background blur of video calls needs its content.
    """
    path = odoo / STRIPPED
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_stripped_file() or b"")


def _stripped_file():
    npm = node.npm()
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                [*npm, "pack", "--silent", STRIPPED_PACKAGE],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
                env=node.environment(),
            )
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                member = f"package/{STRIPPED.name}"
                return archive.extractfile(member).read()
        except (OSError, subprocess.CalledProcessError, StopIteration, KeyError):
            return None
