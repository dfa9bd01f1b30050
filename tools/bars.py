"""Our own bars: sizes, forbidden words, traces of a machine, translations."""

import ast
import itertools
import re
from pathlib import Path

from . import command, machine, words
from .paths import ADDON, LANGUAGE, ROOT, addon_folders

FILE_LINES = 300
FUNCTION_LINES = 40
FUNCTION_LINES_P90 = 20
REPEAT_LINES = 6
MEASURED = ("tools", "benchmarks")
# Latin punctuation where Chinese has its own.
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:!?]|[,;!?](?=[\u4e00-\u9fff])")


def files(*patterns):
    """Return the files of the repository, new ones included, as relative names."""
    argv = ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "--", *patterns]
    found = command.output(argv).splitlines()
    return [name for name in found if (ROOT / name).is_file()]


def _folders():
    ours = [folder.name for folder in addon_folders()]
    return ours + [name for name in MEASURED if (ROOT / name).is_dir()]


def _python_files(folders):
    return [name for name in files("*.py") if Path(name).parts[0] in folders]


def _functions(name):
    tree = ast.parse((ROOT / name).read_text("utf-8"), name)
    for element in ast.walk(tree):
        if isinstance(element, ast.FunctionDef | ast.AsyncFunctionDef):
            yield element, element.end_lineno - element.lineno + 1


def sizes():
    """Small files and functions."""
    found = []
    for folder in _folders():
        lengths = []
        for name in _python_files([folder]):
            lines = (ROOT / name).read_text("utf-8").count("\n")
            if lines > FILE_LINES:
                found.append(f"{name}:1: {lines} lines, at most {FILE_LINES}")
            for element, length in _functions(name):
                lengths.append(length)
                if length > FUNCTION_LINES:
                    where = f"{name}:{element.lineno}: {element.name}"
                    found.append(f"{where}: {length} lines, at most {FUNCTION_LINES}")
        p90 = sorted(lengths)[int(len(lengths) * 0.9)] if lengths else 0
        if p90 > FUNCTION_LINES_P90:
            found.append(f"{folder}: p90 of lines {p90}, at most {FUNCTION_LINES_P90}")
    return found


def forbidden():
    """Words that have no place in an addon."""
    addons = [folder.name for folder in addon_folders()]
    return [row for name in _python_files(addons) for row in words.in_addon(ROOT, name)]


def excuses():
    """Each suppressed check has its reason, each TODO its issue."""
    texts = files("*.py", "*.js", "*.xml", "*.cjs")
    return [row for name in texts for row in words.excuses(ROOT, name)]


def traces():
    """No path of a developer's machine and no registry host in any file."""
    return [row for name in files() for row in machine.traces(ROOT, name)]


def repeats():
    """No six equal lines twice in the models."""
    seen, found = {}, []
    names = [name for name in files(f"{ADDON}/models/*.py") if "__init__" not in name]
    for name in names:
        covered = 0
        for start, block in _blocks(name):
            if block in seen and seen[block] != (name, start) and start > covered:
                other = "{}:{}".format(*seen[block])
                found.append(f"{name}:{start}: the same six lines as {other}")
                covered = start + REPEAT_LINES - 1
            seen.setdefault(block, (name, start))
    return found


def _blocks(name):
    rows = enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
    told = [(number, row.strip()) for number, row in rows]
    told = [
        (number, row)
        for number, row in told
        if re.search(r"\w", row) and not row.startswith(("#", "from ", "import "))
    ]
    for index in range(len(told) - REPEAT_LINES + 1):
        block = told[index : index + REPEAT_LINES]
        yield block[0][0], tuple(row for _number, row in block)


def strays():
    """Odoo's own runner finds each test file, as pytest does."""
    found = []
    for name in files("*/tests/test_*.py"):
        package = (ROOT / name).parent / "__init__.py"
        stem = Path(name).stem
        if not re.search(rf"\b{stem}\b", package.read_text("utf-8")):
            found.append(f"{name}:1: not imported by its package")
    return found


def translations():
    """Every term of ours has its Chinese."""
    import polib

    catalogs = [folder / "i18n" / f"{LANGUAGE}.po" for folder in addon_folders()]
    read = [(path, polib.pofile(str(path))) for path in catalogs if path.exists()]
    return list(itertools.chain.from_iterable(_open_terms(*pair) for pair in read))


def _open_terms(path, catalog):
    name = path.relative_to(ROOT)
    for entry in catalog:
        if entry.obsolete:
            continue
        if not entry.msgstr or entry.fuzzy:
            yield f"{name}:{entry.linenum}: not translated: {entry.msgid[:60]!r}"
        elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
            yield f"{name}:{entry.linenum}: placeholders differ: {entry.msgid[:60]!r}"
        elif HALF_WIDTH.search(entry.msgstr):
            yield f"{name}:{entry.linenum}: half-width mark: {entry.msgstr[:60]!r}"


def _placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[sdf]|%s|%d", text))


CHECKS = {
    f"sizes (file {FILE_LINES}, function {FUNCTION_LINES} lines)": sizes,
    "forbidden words": forbidden,
    "excuses (noqa, pylint, TODO)": excuses,
    "traces of a machine": traces,
    "repeats in models": repeats,
    "tests imported": strays,
    "translations": translations,
}
