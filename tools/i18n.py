"""`./dev i18n`: export our terms, bring the Chinese up to them, list what is open."""

import argparse

import polib

from . import command, say, server, templates
from .paths import LANGUAGE, ROOT, addon_folders


def main(arguments):
    """Export, merge and report; return 1 while terms are not translated."""
    options = argparse.ArgumentParser(prog="./dev i18n", description=__doc__)
    options.add_argument("--database-url", metavar="URL")
    options.add_argument("--odoo", metavar="PATH")
    given = options.parse_args(arguments)
    with server.site("test", given.odoo, given.database_url) as site:
        with templates.copy(site, templates.ours(site), "i18n") as name:
            for folder in addon_folders():
                with say.step(f"Terms of {folder.name}"):
                    _export(site, name, folder)
    still_open = [row for folder in addon_folders() for row in _merge(folder)]
    say.line("\n".join(still_open) or "Everything is translated.")
    return 1 if still_open else 0


def _export(site, name, folder):
    target = folder / "i18n" / f"{folder.name}.pot"
    target.parent.mkdir(exist_ok=True)
    argv = site.odoo_command("i18n", "export", "-c", site.config(name), "-d", name)
    command.logged(
        [*argv, "-o", target, folder.name], "i18n.log", env=site.environment(), cwd=ROOT
    )
    _settle(target)


def _settle(path):
    """Leave out what changes at each export: the dates."""
    catalog = polib.pofile(str(path))
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        catalog.metadata.pop(key, None)
    catalog.save(str(path))


def _merge(folder):
    """Bring the translation up to the exported terms; yield what is open."""
    exported = polib.pofile(str(folder / "i18n" / f"{folder.name}.pot"))
    path = folder / "i18n" / f"{LANGUAGE}.po"
    catalog = polib.pofile(str(path)) if path.exists() else _new(exported)
    catalog.merge(exported)
    for entry in list(catalog.obsolete_entries()):
        catalog.remove(entry)
    catalog.save(str(path))
    catalog = polib.pofile(str(path))  # read again, for the numbers of lines
    for entry in catalog.untranslated_entries() + catalog.fuzzy_entries():
        yield f"{path.relative_to(ROOT)}:{entry.linenum}: {entry.msgid[:70]!r}"


def _new(exported):
    catalog = polib.POFile(wrapwidth=78)
    catalog.metadata = {**exported.metadata, "Language": LANGUAGE}
    catalog.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
    return catalog
