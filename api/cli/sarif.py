"""Faults of rule files in SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code review."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import orjson

from api.cli.lint_pages import summary_of
from engine import __version__
from engine.rulebook.lints import LINTS, Level, Lint
from engine.rulebook.source import RuleFault

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_PLACES = {lint.code: place for place, lint in enumerate(LINTS)}


def sarif(faults: Sequence[RuleFault], folder: Path) -> str:
    """One run as a document. Files are named from the working folder when the rule book lies in it."""
    root = _root(folder)
    run = {
        "tool": {
            "driver": {
                "name": "clearway",
                "semanticVersion": __version__,
                "rules": [_descriptor(lint) for lint in LINTS],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, root) for fault in faults],
    }
    document = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def _root(folder: Path) -> str:
    """What the address of every file begins with, as RFC 3986 writes it."""
    whole, here = folder.resolve(), Path.cwd()
    if whole.is_relative_to(here):
        return quote(f"{whole.relative_to(here).as_posix()}/").removeprefix("./")
    return f"{whole.as_uri()}/"


def _descriptor(lint: Lint) -> dict[str, object]:
    return {
        "id": lint.code,
        "shortDescription": {"text": lint.summary},
        "fullDescription": {"text": summary_of(lint.code) or lint.summary},
        "helpUri": lint.page,
        "defaultConfiguration": {"level": LEVELS[lint.level]},
        "properties": {"tags": [lint.group]},
    }


def _result(fault: RuleFault, root: str) -> dict[str, object]:
    span = fault.span
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.width}
    place: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": f"{root}{quote(span.path)}"}, "region": region},
    }
    if fault.rule:
        place["logicalLocations"] = [{"name": fault.rule, "kind": "rule"}]
    text = f"{fault.message}: {fault.hint}" if fault.hint else fault.message
    result: dict[str, object] = {
        "ruleId": fault.code,
        "level": LEVELS[fault.level],
        "message": {"text": text},
        "locations": [place],
    }
    return result | ({"ruleIndex": _PLACES[fault.code]} if fault.code in _PLACES else {})
