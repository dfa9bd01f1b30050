"""Find the guards of the addon and write each of them empty.

Guards are found by themselves:
- every `_reasons_closed`, and every rule that inherits it;
- every constraint, every refusal to delete, every `_has_field_access`;
- every statement that calls `_refuse`, a `_check_…` method or `_ask_shipping`;
- every statement that notes a version (`_touch`, `_note`), and the notes themselves;
- every other statement that raises an error of Odoo's.
Anything else is marked by a comment on the line above a `def` or a statement:

    # mutate                      empty it
    # mutate: return self         put this in its place
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass, replace

MARK = re.compile(r"#\s*mutate(?::\s*(?P<instead>.+))?$")
CHECK = re.compile(r"_check_\w+$|_ask_shipping$|_touch$|_touch_guards$|_note$")
FLOORS = ("api.constrains", "api.ondelete")
BODIES = ("_has_field_access", "_touch", "_touch_guards", "_note")
ERRORS = ("UserError", "AccessError", "ValidationError")
RULE = "_reasons_closed"


@dataclass(frozen=True)
class Mutant:
    """One guard, emptied."""

    path: str  # relative to the checkout
    line: int
    name: str
    source: str  # the whole file, with the guard emptied
    place: tuple  # first line, indent and last line of what was emptied
    is_inherited: bool = False  # a rule whose body stands in what it inherits
    number: int = 0  # among those of this name in the file

    @property
    def key(self):
        """Name the guard in the map of tests, wherever its lines move."""
        return f"{self.path} {self.name} {self.number}"

    def __str__(self):
        return f"{self.path}:{self.line} {self.name}"


def find(root, folders):
    """Return all mutants of the addons in these folders."""
    return [
        mutant
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
        if not {"tests", "demo", "migrations"}.intersection(path.parts)
        for mutant in _numbered(
            _mutants(path.read_text("utf-8"), str(path.relative_to(root)))
        )
    ]


def _numbered(found):
    seen = Counter()
    for mutant in found:
        yield replace(mutant, number=seen[mutant.name])
        seen[mutant.name] += 1


def _mutants(text, name):
    lines = text.splitlines()
    tree = ast.parse(text, name)
    if "/gates/" in name and "order.gate" in text and RULE not in text:
        yield _emptied_rule(tree, lines, name)
    for element, function in _statements(tree):
        instead = _instead(element, lines, name)
        if instead is None:
            continue
        if isinstance(element, ast.Raise) and re.match("_check_|_unlink_", function):
            continue  # the check is emptied as a whole
        if isinstance(element, ast.FunctionDef):
            label, body = element.name, _body(element)
        else:
            call = ast.unparse(element).splitlines()[0]
            label, body = f"{function}: {call[:60]}", [element]
        if body:
            place = body[0].lineno, body[0].col_offset, body[-1].end_lineno
            source = _replaced(lines, place, instead)
            yield Mutant(name, element.lineno, label, source, place)


def _emptied_rule(tree, lines, name):
    """Return a rule that only inherits its body, with an empty body of its own."""
    rule = next(part for part in tree.body if isinstance(part, ast.ClassDef))
    place = rule.end_lineno + 1, 4, rule.end_lineno
    body = "def _reasons_closed(self, records): return {}"
    source = _replaced(lines, place, body)
    return Mutant(name, rule.lineno, rule.name, source, place, is_inherited=True)


def _statements(tree, function=""):
    """Yield all statements with the function they stand in."""
    for element in ast.iter_child_nodes(tree):
        inner = element.name if isinstance(element, ast.FunctionDef) else function
        if isinstance(element, ast.stmt):
            yield element, function
        yield from _statements(element, inner)


def _instead(element, lines, name):
    """Return what to put in place of an element; None when it is no guard."""
    is_function = isinstance(element, ast.FunctionDef)
    mark = MARK.search(lines[_first_line(element) - 2].strip())
    if mark and mark["instead"]:
        return mark["instead"]
    if mark:
        return _neutral(element) if is_function else "pass"
    if is_function and _is_guard(element, name):
        return _neutral(element)
    return "pass" if _calls_guard(element) or _raises(element) else None


def _raises(element):
    """Tell whether a statement refuses; what a `_check_…` says is asked as a whole."""
    error = getattr(getattr(element, "exc", None), "func", None)
    return isinstance(element, ast.Raise) and getattr(error, "id", "") in ERRORS


def _calls_guard(element):
    if not (isinstance(element, ast.Expr) and isinstance(element.value, ast.Call)):
        return False
    called = getattr(element.value.func, "attr", "")
    # A gate is asked with a station and records; without them it is an action.
    asks_gate = called == "_refuse" and element.value.args
    return bool(CHECK.match(called) or asks_gate)


def _first_line(element):
    decorators = getattr(element, "decorator_list", [])
    return min([element.lineno, *(decorator.lineno for decorator in decorators)])


def _is_guard(function, name):
    if function.name == RULE:
        return not name.endswith("/order_gate.py")  # there it is only described
    decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
    return function.name in BODIES or any(
        decorator.startswith(FLOORS) for decorator in decorators
    )


def _neutral(function):
    """Return a body as if the guard were not there."""
    if function.name == RULE:
        return "return {}"
    if f"super().{function.name}(" in ast.unparse(function):
        return f"return super().{function.name}({_passed_on(function.args)})"
    return "return None"


def _passed_on(arguments):
    names = [argument.arg for argument in arguments.posonlyargs + arguments.args][1:]
    names += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    names += [f"{argument.arg}={argument.arg}" for argument in arguments.kwonlyargs]
    names += [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return ", ".join(names)


def _body(function):
    """Return a function's statements, without its docstring."""
    first, *rest = function.body
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return rest if is_docstring else function.body


def _replaced(lines, place, instead):
    first, indent, last = place
    changed = [*lines[: first - 1], " " * indent + instead, *lines[last:]]
    return "\n".join(changed) + "\n"


def traced(text, found):
    """Return a file that tells, while tests run, which of its guards are reached.

    And which are left again: a guard that is not has most likely refused.
    """
    lines, calls = text.splitlines(), []
    for mutant in found:
        if mutant.is_inherited:
            continue
        first, indent, last = mutant.place
        calls += [(first - 1, indent, 0, "hit", mutant.key)]
        calls += [(last, indent, 1, "left", mutant.key)]
    # From the end, and between the same two lines the outermost first.
    for line, indent, _order, name, key in sorted(
        calls, key=lambda call: (-call[0], call[1], call[2])
    ):
        call = f"__import__('tools.trace').trace.{name}({key!r})"
        lines.insert(line, " " * indent + call)
    return "\n".join(lines) + "\n"
