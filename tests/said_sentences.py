"""Every English sentence that an error's items or a gate may say, found in the code that makes them.

A sentence is a form with samples in the places of its values: what a test asks is whether it is told in Chinese.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = "7"
Makers = Mapping[str, tuple[int, str]]  # a name that is called -> which argument is the sentence, by place or by name
Known = Mapping[str, Sequence[ast.expr]]
ITEMS: Makers = {
    "Fault": (2, "detail"),
    "ParameterRejected": (2, "detail"),
    "fault": (1, "detail"),
    "refuse": (0, "wanted"),
    "ValueError": (0, "detail"),
}
GATES: Makers = {"_gate": (1, "detail"), "_not_needed": (1, "detail"), "ModelGate": (9, "detail")}
BARS: Makers = {"ModelGate": (9, "bar")}
# What a validator of pydantic raises is shown as it stands; elsewhere a ValueError is the code's own.
OF_BODIES = ("api/schemas/", "engine/order/currency.py", "engine/order/fields.py")
BEFORE = {"refuse": "write "}


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence and the file that says it; of what others said, `said` is None and `code` what hands it on."""

    path: str
    said: str | None
    code: str = ""


def sentences(makers: Makers, *places: str) -> Iterator[Found]:
    """Of all calls of these makers in modules, and in those below folders."""
    for place in places:
        for path in [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")):
            yield from _in_module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"), makers)


def _in_module(path: str, code: str, makers: Makers) -> Iterator[Found]:
    tree = ast.parse(code)
    if not any(maker in code for maker in makers):
        return
    known = _named(tree.body)
    scopes = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    for scope in scopes:
        own = {**known, **_given(scope, tree), **_named(ast.walk(scope))}
        yield from _of_calls(path, scope, own, makers)
    for each in tree.body:
        if isinstance(each, ast.Assign | ast.AnnAssign):
            yield from _of_calls(path, each, known, makers)


def _of_calls(path: str, scope: ast.AST, known: Known, makers: Makers) -> Iterator[Found]:
    for call in (each for each in ast.walk(scope) if isinstance(each, ast.Call)):
        maker = _called(call)
        if maker not in makers or (maker == "ValueError" and not path.startswith(OF_BODIES)):
            continue
        place, keyword = makers[maker]
        said = [each.value for each in call.keywords if each.arg == keyword] or call.args[place : place + 1]
        for each in said:
            forms = set(_forms(each, known))
            yield from (Found(path, f"{BEFORE.get(maker, '')}{form}") for form in forms if form)
            yield from (Found(path, None, ast.unparse(each)) for form in forms if form is None)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _named(nodes: Iterable[ast.AST]) -> Known:
    """Names and what is bound to them."""
    found: dict[str, list[ast.expr]] = {}
    for each in nodes:
        targets = (
            each.targets if isinstance(each, ast.Assign) else [each.target] if isinstance(each, ast.AnnAssign) else []
        )
        value = each.value if isinstance(each, ast.Assign | ast.AnnAssign) else None
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                found.setdefault(target.id, []).append(value)
    return found


def _given(scope: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Known:
    """Parameters and what calls of the same module give for them, beside what they have of their own."""
    names = [each.arg for each in scope.args.args]
    found: dict[str, list[ast.expr]] = {name: [] for name in names}
    for name, value in zip(reversed(names), reversed(scope.args.defaults), strict=False):
        found[name].append(value)
    places = names[1:] if names[:1] == ["self"] else names
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call) and _called(each) == scope.name):
        for name, value in zip(places, call.args, strict=False):
            found[name].append(value)
        for each in call.keywords:
            if each.arg in found:
                found[each.arg].append(each.value)
    return {name: values for name, values in found.items() if values}


def _forms(node: ast.expr, known: Known) -> Iterator[str | None]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield from _joined(parts, known)
        case ast.IfExp(body=body, orelse=other):
            yield from _forms(body, known)
            yield from _forms(other, known)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _forms(each, known)
        case ast.Call(
            func=ast.Name(id="counted"), args=[_, ast.Constant(value=str(one)), ast.Constant(value=str(many))]
        ):
            yield from (f"1 {one}", f"{SAMPLE} {many}")
        case ast.Name(id=name) if name in known:
            for each in known[name]:
                yield from _forms(each, {key: value for key, value in known.items() if key != name})
        case _:
            yield None


def _joined(parts: Sequence[ast.expr], known: Known) -> Iterator[str]:
    """All texts of an f-string: what else the code itself says in its places, and samples of other values."""
    texts = [""]
    for part in parts:
        inner = _forms(part.value, known) if isinstance(part, ast.FormattedValue) else _forms(part, known)
        found = dict.fromkeys(SAMPLE if each is None else each for each in inner)
        texts = [before + each for before in texts for each in found]
    yield from texts
