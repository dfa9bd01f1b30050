"""Databases made once and copied: plain Odoo, and Odoo with our addons."""

import contextlib
import fcntl
import hashlib
import os

from . import python_env, say
from .paths import (
    LANGUAGES,
    addon_folders,
    checkout_id,
    content_hash,
    data,
    outer_depends,
)

KEPT = 3  # templates of our addons kept for switching between branches
KINDS = ("plain", "ours", "beside")
# Apps of Odoo that ours neither needs nor may trip over: other ways for goods to go.
# What Odoo installs by itself where these meet comes along.
NEIGHBOURS = ("stock_picking_batch", "stock_dropshipping", "mrp_subcontracting")


def prefix():
    """Return what the names of this checkout's databases start with."""
    return f"otd_{checkout_id()}_"


@contextlib.contextmanager
def _building():
    with data("template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def plain(site):
    """Return a database with everything ours needs and nothing of ours."""
    modules = sorted({*outer_depends(site.root), "purchase_request"})
    addons = sorted(python_env.site_packages().glob("odoo_addon_*.dist-info"))
    key = f"{site.odoo.version} {LANGUAGES} {modules} {[path.name for path in addons]}"
    name = f"{prefix()}plain_{_digest(key)}"
    with _building():
        if not site.server.exists(name):
            with say.step("Database with plain Odoo, in Chinese too (once)"):
                _build(site, name, None, modules, f"--load-language={LANGUAGES}")
    return name


def ours(site):
    """Return a database with our addons, made anew when their files changed."""
    source = plain(site)
    key = f"{source} {content_hash(root=site.root)}"
    name = f"{prefix()}ours_{_digest(key)}"
    with _building():
        if not site.server.exists(name):
            _forget_old(site, "ours")
            modules = [folder.name for folder in addon_folders(site.root)]
            with say.step(f"Installing {', '.join(modules)} into a fresh database"):
                _build(site, name, source, modules)
    return name


def beside(site):
    """Return a database with our addons beside apps that they do not need."""
    source = ours(site)
    name = f"{prefix()}beside_{_digest(f'{source} {NEIGHBOURS}')}"
    with _building():
        if not site.server.exists(name):
            _forget_old(site, "beside")
            with say.step(f"Installing {', '.join(NEIGHBOURS)} beside ours"):
                _build(site, name, source, NEIGHBOURS)
    return name


def _digest(key):
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _build(site, name, source, modules, *options):
    """Build under another name, so that a name always means a finished database."""
    unfinished = f"{name}_unfinished"
    if source:
        site.server.clone(source, unfinished, site.data_dir)
    else:
        site.server.drop(unfinished, site.data_dir)
        site.server.create(unfinished)
    site.install(unfinished, modules, *options)
    # The test server plans by these statistics alone.
    site.server.query("ANALYZE", name=unfinished)
    site.server.rename(unfinished, name, site.data_dir)


def _forget_old(site, kind):
    """Keep the newest templates only; a database's number tells its age."""
    rows = site.server.query(
        "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC",
        [f"{prefix()}{kind}_%"],
    )
    for (name,) in rows[KEPT - 1 :]:
        site.server.drop(name, site.data_dir)


@contextlib.contextmanager
def copy(site, source, purpose="test"):
    """Provide a throw-away copy of a template."""
    _forget_orphans(site)
    name = f"{prefix()}{purpose}_{os.getpid()}"
    with _building():
        site.server.clone(source, name, site.data_dir)
    try:
        yield name
    finally:
        site.server.drop(name, site.data_dir)


def _forget_orphans(site):
    """Drop copies whose process is gone."""
    for name in site.server.names(prefix()):
        # A copy that one of several processes made of a copy ends in its name.
        owner = name.rpartition("_")[2].partition("-")[0]
        is_template = any(f"_{kind}_" in name for kind in KINDS)
        if owner.isdigit() and not is_template and not _is_alive(int(owner)):
            site.server.drop(name, site.data_dir)


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
