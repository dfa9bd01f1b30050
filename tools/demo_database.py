"""The database of `./dev run`: installed once, then brought up to the addon's files."""

from . import say
from .paths import ADDON, LANGUAGES, addon_folders, content_hash

PARAMETER = f"{ADDON}.files"
DEFAULT = "en_US"
MARK = f"made by ./dev run of {ADDON}"
# The factory stands in a database without Odoo's own demo data, which is another firm.
FURNISH = f"""
language = {{language!r}}
from odoo.addons.{ADDON}.demo import factory
factory.load(env, language)
env.cr.commit()
"""


def prepare(site, name, reset=False, language=None):
    """Install the addon, or bring the database up to the addon's files."""
    if ADDON not in [folder.name for folder in addon_folders(site.root)]:
        raise say.Stop(f"The folder {ADDON} is not in this checkout.")
    if reset and site.server.exists(name):
        _refuse_foreign(site, name)
        with say.step(f"Dropping the database {name}"):
            site.server.drop(name, site.data_dir)
    made_from, files = _made_from(site, name), content_hash(demo=True, root=site.root)
    if made_from is None:
        _install(site, name, language or DEFAULT)
    elif made_from != files:
        with say.step("The addon's files have changed: updating the database"):
            site.update(name, ADDON)
    if made_from is not None and language:
        _set_language(site, name, language)
    if made_from != files:
        _write_stamp(site, name, files)


def _install(site, name, language):
    if site.server.exists(name) and _has_odoo(site, name):
        _refuse_foreign(site, name)
        say.line("==> The last installation did not finish; starting afresh")
        site.server.drop(name, site.data_dir)
    if not site.server.exists(name):
        site.server.create(name)
    site.server.query(f'COMMENT ON DATABASE "{name}" IS %s', [MARK])
    modules = [folder.name for folder in addon_folders(site.root)]
    with say.step("Installing Odoo and the addon (a minute or two)"):
        site.install(name, modules, f"--load-language={LANGUAGES}")
    with say.step("Furnishing the demo factory and walking its orders (minutes)"):
        site.run_script(name, FURNISH.format(language=language))


def _refuse_foreign(site, name):
    """Never drop a database that somebody else made."""
    rows = site.server.query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = %s",
        [name],
    )
    if rows and rows[0][0] != MARK and _has_odoo(site, name):
        raise say.Stop(
            f"The database {name} is there and was not made by ./dev run, so it stays"
            " as it is.\nName another one at the end of the address:"
            " --database-url postgresql://…/NAME"
        )


def _has_odoo(site, name):
    query = "SELECT 1 FROM pg_tables WHERE tablename = 'ir_config_parameter'"
    return bool(site.server.query(query, name=name))


def _made_from(site, name):
    """Return which files the database was made from; None when it must be made."""
    if not site.server.exists(name) or not _has_odoo(site, name):
        return None
    query = "SELECT value FROM ir_config_parameter WHERE key = %s"
    rows = site.server.query(query, [PARAMETER], name)
    return rows[0][0] if rows else None


def _write_stamp(site, name, value):
    site.server.query(
        "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
        " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        [PARAMETER, value],
        name,
    )


def _set_language(site, name, language):
    """Let everybody who logs in see this language."""
    site.server.query(
        "UPDATE res_partner SET lang = %s WHERE id IN"
        " (SELECT partner_id FROM res_users WHERE share IS NOT TRUE)",
        [language],
        name,
    )
