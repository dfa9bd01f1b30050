"""Find words that an addon of ours must not contain."""

import ast
import re

FORBIDDEN_CALLS = {"print", "eval", "exec", "safe_eval"}
SWITCH = re.compile(r"(skip|bypass)_\w+$")
EXCUSE = re.compile(r"#\s*(?:noqa|type:\s*ignore|pylint:\s*disable)|eslint-disable")
REASONED = re.compile(
    r"#\s*noqa: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*\W+\w{3}"
    r"|#\s*pylint: ?disable=[\w-]+(?:,[\w-]+)*\W+\w{3}"
    r"|eslint-disable[\w-]* [\w-]+ -- \w{3}"
)
WORK_LEFT = re.compile(r"(?:#|//|<!--)\s*(?:TODO|FIXME|XXX)\b(?!.*#\d)")


def in_addon(root, name):
    """Yield the forbidden words of one Python file of an addon, as file:line."""
    text = (root / name).read_text("utf-8")
    lines = text.splitlines()
    in_tests = "/tests/" in name
    for element, statement in _with_statements(ast.parse(text, name)):
        for message in _complaints(element, statement, lines, in_tests):
            yield f"{name}:{element.lineno}: {message}"


def _with_statements(tree, statement=None):
    """Yield each element with the statement it is part of."""
    for element in ast.iter_child_nodes(tree):
        owner = element if isinstance(element, ast.stmt) else statement
        yield element, owner
        yield from _with_statements(element, owner)


def _complaints(element, statement, lines, in_tests):
    if isinstance(element, ast.Call):
        called = _called(element)
        if called in FORBIDDEN_CALLS and not _is_method(element):
            yield f"{called}() is not for an addon"
        if not in_tests:
            yield from _complaints_on_call(element, called)
            if called == "sudo" and not _is_explained(element, statement, lines):
                yield "sudo() without a comment that says why"


def _complaints_on_call(element, called):
    if called == "commit" and _is_on_cursor(element):
        yield "cr.commit() breaks the caller's transaction"
    if called in ("with_context", "get"):
        for switch in _switches(element, called):
            yield f"context key {switch!r} lets any caller pass a gate"


def _called(call):
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_method(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr != "safe_eval"


def _is_on_cursor(call):
    owner = getattr(call.func, "value", None)
    name = getattr(owner, "attr", None) or getattr(owner, "id", "")
    return name in ("cr", "_cr", "cursor")


def _is_explained(call, statement, lines):
    """Accept a comment in the statement up to the call, or on the line above it."""
    if any(getattr(value, "value", None) is False for value in call.args):
        return True  # sudo(False) gives rights back
    first = max((statement or call).lineno - 2, 0)
    return any("#" in line for line in lines[first : call.end_lineno])


def _switches(call, called):
    names = [keyword.arg for keyword in call.keywords if keyword.arg]
    values = call.args[:1] if called == "get" else []
    names += [value.value for value in values if isinstance(value, ast.Constant)]
    return [name for name in names if isinstance(name, str) and SWITCH.match(name)]


def excuses(root, name):
    """Yield suppressed checks without a reason and TODOs without an issue."""
    if name == "tools/words.py":
        return
    for number, line in enumerate((root / name).read_text("utf-8").splitlines(), 1):
        if EXCUSE.search(line) and not REASONED.search(line):
            yield f"{name}:{number}: a suppressed check needs its code and a reason"
        if WORK_LEFT.search(line):
            yield f"{name}:{number}: work left to do needs its issue (#number)"
