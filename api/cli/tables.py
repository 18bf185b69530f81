"""A decision table on a terminal or as JSON, and its sheet as CSV or as a workbook."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from api.cli.columns import padded, width_of
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.phrases import Language
from api.cli.rule_folder import rule_folder
from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.folder import load_rulebook, read_folder
from engine.rulebook.operand_reading import Known
from engine.rulebook.source import RuleBookRejected
from engine.rulebook.table import Table
from engine.rulebook.table_findings import Findings, findings_of, told
from engine.rulebook.table_sheet import read_sheet
from engine.rulebook.table_workbook import workbook_of

_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "policy": "hit policy",
        "complete": "complete",
        "gaps": "cases that no row takes",
        "overlaps": "rows that share cases",
        "none": "none",
        "since": "from",
        "tangled": "too many cases to look at all of them",
    },
    Language.ZH: {
        "policy": "命中策略",
        "complete": "须完整",
        "gaps": "没有任何行覆盖的情形",
        "overlaps": "情形重叠的行",
        "none": "无",
        "since": "自",
        "tangled": "情形过多，无法全部列出",
    },
}
_OUTPUTS = ("outcome", "severity", "score", "reason")


def show(name: str, folder: Path | None, language: Language, *, as_json: bool) -> Exit:
    """Prints the table and what was found in it. A book that cannot be read is said to be so, with every fault."""
    where = rule_folder(folder)
    try:
        book = load_rulebook(where, ADMISSION)
    except RuleBookRejected as rejected:
        say(str(rejected))
        return Exit.SOME_BAD
    table = _named(book, name)
    found = findings_of(table, Known(book.domain, book.lists, book.params))
    if as_json:
        sys.stdout.write(json.dumps(_document(table, found), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(table, found, _SAYS[language]))
    return Exit.DONE


def convert(name: str, folder: Path | None, file: Path) -> Exit:
    """Writes the sheet of a table to a file: a workbook or CSV, by the file's ending. Faulty tables are written too."""
    texts = read_folder(rule_folder(folder))
    path = f"tables/{name}.csv"
    if path not in texts:
        names = [each.removeprefix("tables/").removesuffix(".csv") for each in texts if each.startswith("tables/")]
        fail(
            Wrong.NOT_FOUND,
            f"there is no table `{name}`; {did_you_mean(name, [each for each in names if '.' not in each])}",
        )
    faults = Faults()
    rows = [[cell.text for cell in record] for record in read_sheet(path, texts[path], faults)]
    if faults.found:
        say(str(RuleBookRejected(faults.found, texts)))
        return Exit.SOME_BAD
    if file.suffix == ".xlsx":
        file.write_bytes(workbook_of(rows))
    elif file.suffix == ".csv":
        file.write_text(_csv(rows), encoding="utf-8")
    else:
        fail(Wrong.REFUSED, f"{file}: name a file that ends in .xlsx or .csv")
    return Exit.DONE


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _named(book: RuleBook, name: str) -> Table:
    tables = {table.name: table for table in book.tables}
    if name not in tables:
        fail(Wrong.NOT_FOUND, f"there is no table `{name}`; {did_you_mean(name, tables)}")
    return tables[name]


def _outputs(table: Table) -> list[tuple[str, ...]]:
    return [
        (row.rule.then.verdict, row.rule.then.severity, str(row.rule.then.score), row.rule.then.reason)
        for row in table.rows
    ]


def _lines(table: Table, found: Findings, says: Mapping[str, str]) -> list[str]:
    also = f", {says['complete']}" if table.complete else ""
    rows = [("id", *table.columns, *_OUTPUTS)]
    for row, outputs in zip(table.rows, _outputs(table), strict=True):
        rows.append((row.rule.id, *(text or "-" for text in row.texts), *outputs))
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [f"{table.name}: {table.title}", f"{says['policy']}: {table.hit_policy}{also}", ""]
    lines += ["  ".join(padded(text, width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    gaps = [f"  {told(gap)} ({says['since']} {day})" for day, gap in found.gaps]
    overlaps = [f"  {one}, {other}: {told(case)}" for one, other, case in found.overlaps]
    for title, told_of in (("gaps", gaps), ("overlaps", overlaps)):
        lines += ["", f"{says[title]}:", *(told_of or [f"  {says['none' if found.all_seen else 'tangled']}"])]
    return lines


def _document(table: Table, found: Findings) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "hit_policy": str(table.hit_policy),
        "complete": table.complete,
        "columns": list(table.columns),
        "rows": [
            {
                "id": row.rule.id,
                "cells": dict(zip(table.columns, row.texts, strict=True)),
                **dict(zip(_OUTPUTS, outputs, strict=True)),
            }
            for row, outputs in zip(table.rows, _outputs(table), strict=True)
        ],
        "all_seen": found.all_seen,
        "gaps": [{"from": day.isoformat(), "case": gap} for day, gap in found.gaps],
        "overlaps": [{"rows": [one, other], "case": told(case)} for one, other, case in found.overlaps],
    }
