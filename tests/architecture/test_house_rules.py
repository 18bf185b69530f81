"""House rules that no linter knows: sizes, names, and who may ask what time it is."""

import ast
import importlib.metadata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "fulfillment", "api")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "processor"}
ASKS_THE_MACHINE = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("os", "environ")}
MAY_ASK = {"engine/clock.py", "engine/settings.py"}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_module_when_read_then_is_of_reading_size_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    long = [
        f"{each.name} has {each.end_lineno - each.lineno + 1} lines"
        for each in functions(tree)
        if each.end_lineno is not None and each.end_lineno - each.lineno >= MOST_FUNCTION_LINES
    ]
    assert len(text.splitlines()) <= MOST_LINES
    assert not long
    assert ast.get_docstring(tree), "say in a docstring what the module is for"
    assert path.stem not in SAYS_NOTHING, "name it by the trade"


@pytest.mark.parametrize("path", [each for each in MODULES if short(each) not in MAY_ASK], ids=short)
def test_module_when_it_needs_time_or_environment_then_is_handed_them(path: Path) -> None:
    asked = [
        f"line {node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in ASKS_THE_MACHINE
    ]
    assert not asked, "pass it in; only engine.clock and engine.settings ask the machine"


def test_folders_of_data_when_listed_then_hold_no_python() -> None:
    assert not [short(path) for folder in ("rules", "data") for path in (ROOT / folder).rglob("*.py")]


def test_package_names_when_installed_then_belong_to_nobody_else() -> None:
    owners = importlib.metadata.packages_distributions()
    assert {owner for name in PACKAGES for owner in owners.get(name, [])} <= {"clearway"}


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_module_when_it_gives_a_name_then_means_one_thing_by_it(path: Path) -> None:
    body = ast.parse(path.read_text()).body
    named = [
        target.id
        for node in body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    named += [node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    assert not {name for name, times in Counter(named).items() if times > 1}, "the second hides the first"
