"""What `clearway labels` shows and does."""

import csv
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, say
from api.cli.phrases import Language
from engine.desk.label_file import MAY_BE, NEEDED, Taken, take_labels
from engine.spreadsheets import harmless
from engine.store.labels import Listed, all_labels

SUMMARY = {
    Language.EN: "{added} added, {moved} known earlier than was thought, {stood} there already, {faults} faulty",
    Language.ZH: "新增 {added}，知晓时间提前 {moved}，已存在 {stood}，有误 {faults}",
}
NONE_TAKEN = {
    Language.EN: "none was taken, since --strict was asked for",
    Language.ZH: "由于使用了 --strict，未导入任何标签",
}
SHOWN = ("known_at", "order_id", "kind", "source", "reason_code", "note")
COLUMNS = ("order_id", "kind", "source", "reason_code", "known_at", "note")


def import_file(clerk: Clerk, file: Path, language: Language, *, strict: bool) -> Exit:
    """Exit code 1 where a row is faulty."""
    with file.open(encoding="utf-8-sig", newline="") as lines, at_home() as house:
        taken = take_labels(house.desk, clerk.caller, lines, strict=strict)
    code = _told(taken, [f"{file.name}:{fault}" for fault in taken.faults], language)
    if strict and taken.faults:
        say(NONE_TAKEN[language])
    return code


def add(clerk: Clerk, row: Mapping[str, str], language: Language) -> Exit:
    """One label, judged as a row of a file is."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*NEEDED, *MAY_BE))
    writer.writeheader()
    writer.writerow(row)
    text.seek(0)
    with at_home() as house:
        taken = take_labels(house.desk, clerk.caller, text)
    return _told(taken, [fault.in_row for fault in taken.faults], language)


def show(merchant: str, *, as_json: bool) -> Exit:
    """All, oldest first."""
    with at_home() as house, house.database.read() as session:
        for each in all_labels(session, merchant):
            if as_json:
                sys.stdout.write(orjson.dumps(_values(each)).decode() + "\n")
            else:
                values = _values(each) | {"order_id": each.ref}
                told = (values[name] for name in SHOWN)
                sys.stdout.write("  ".join(value for value in told if value) + "\n")
    return Exit.DONE


def export(merchant: str, file: str) -> Exit:
    """The CSV that `import` reads."""
    with at_home() as house, house.database.read() as session:
        rows = all_labels(session, merchant)
        if file == "-":
            _write(sys.stdout, rows)
        else:
            with Path(file).open("w", encoding="utf-8", newline="") as out:
                _write(out, rows)
    return Exit.DONE


def _write(out: TextIO, rows: Iterable[Listed]) -> None:
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(text) for name, text in _values(each).items()} for each in rows)


def _values(listed: Listed) -> dict[str, str]:
    label = listed.label
    return {
        "order_id": label.order_id,
        "kind": label.kind,
        "source": label.source,
        "reason_code": label.reason_code or "",
        "known_at": label.known_at.isoformat(),
        "note": label.note,
    }


def _told(taken: Taken, faults: Iterable[str], language: Language) -> Exit:
    for fault in faults:
        say(fault)
    counts = {name: taken.counted.get(name, 0) for name in ("added", "moved", "stood")}
    sys.stdout.write(SUMMARY[language].format(**counts, faults=len(taken.faults)) + "\n")
    return Exit.SOME_BAD if taken.faults else Exit.DONE
