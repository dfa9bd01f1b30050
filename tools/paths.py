"""Where things lie: the cache of downloads, the data of this checkout, the addons."""

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "order_to_delivery"
LANGUAGE = "zh_CN"
# The first one becomes the default of new people and customers.
LANGUAGES = f"en_US,{LANGUAGE}"
# What is loaded into a database; tests and browser assets are read from disk instead.
LOADED_SUFFIXES = {".py", ".xml", ".csv", ".po", ".pot", ".sql", ".xlsx"}
NOT_LOADED = {"tests", "static", "__pycache__", "readme", "docs"}


def cache():
    """Return the folder of downloads that all checkouts share."""
    own = os.environ.get("ORDER_TO_DELIVERY_CACHE")
    if own:
        return Path(own).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "order-to-delivery"


def data(*parts):
    """Return a path under this checkout's own data, its folder made."""
    path = Path(os.environ.get("OTD_DATA") or ROOT / ".dev", *parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def checkout_id():
    """Return a short name for this checkout, for databases on a shared server."""
    return hashlib.sha256(str(data().resolve()).encode()).hexdigest()[:6]


def addon_folders(root=ROOT):
    """Return the addons that lie in this checkout."""
    return sorted(path.parent for path in root.glob("*/__manifest__.py"))


def manifest(folder):
    """Return an addon's manifest."""
    return ast.literal_eval((folder / "__manifest__.py").read_text("utf-8"))


def outer_depends(root=ROOT):
    """Return what our addons need from others."""
    folders = addon_folders(root)
    ours = {folder.name for folder in folders}
    wanted = [manifest(folder).get("depends", []) for folder in folders]
    return sorted(set().union(*wanted) - ours)


def loaded_files(folder, demo):
    """Yield the files of an addon that decide what its database holds."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if NOT_LOADED.intersection(parts) or (parts[0] == "demo" and not demo):
            continue
        if path.suffix in LOADED_SUFFIXES and path.is_file():
            yield path


def content_hash(demo=False, root=ROOT):
    """Return a digest that changes when an addon must be installed anew."""
    digest = hashlib.sha256()
    for folder in addon_folders(root):
        for path in loaded_files(folder, demo):
            digest.update(str(path.relative_to(root)).encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
