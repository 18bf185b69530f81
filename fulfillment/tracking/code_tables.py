"""Tables of data/tracking that say what a source's codes mean, read strictly. Each has a digest, by which it is known
what was read by an older one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.goods.files import Record, read_csv
from fulfillment.tracking.vocabulary import Word

COLUMNS = frozenset({"code", "detail", "word", "reason"})
FAMILIES = ("carrier", "consignee", "customs", "weather", "other")
DIGEST = 16


class TableName(StrEnum):
    """The tables that there are."""

    SEVENTEEN_TRACK = "17track"
    DHL = "dhl"
    UPU = "upu"
    OWN = "own"


class Side(StrEnum):
    """What becomes a word by the side of the border on which it happened."""

    HUB = "hub"
    CUSTOMS = "customs"
    CUSTOMS_HELD = "customs_held"
    CUSTOMS_RELEASED = "customs_released"


@dataclass(frozen=True, slots=True)
class Row:
    """`detail`: words that must stand in the source's own, too."""

    detail: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Rows by code, in their order."""

    rows: Mapping[str, Sequence[Row]]
    digest: str

    def row(self, code: str, detail: str) -> Row | None:
        """The first row whose words stand in the detail; the bare code's else; None for an unknown code."""
        said = f" {detail} "
        fits = (each for each in self.rows.get(code, ()) if not each.detail or f" {each.detail} " in said)
        return next(fits, None)


@cache
def code_table(name: str) -> CodeTable:
    """A table by its name. Raises DataRejected with the place of what is wrong."""
    path = data_folder() / "tracking" / f"{name}.csv"
    rows: dict[str, list[Row]] = {}
    for record in read_csv(path, COLUMNS):
        rows.setdefault(record.text("code"), []).append(_row(record))
    for code, each in rows.items():
        if any(not row.detail for row in each[:-1]):
            raise DataRejected(path.name, f"`{code}` has rows behind its bare one; put that one last")
    return CodeTable(rows, hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST])


def family_of(reason: str) -> str:
    """The family of a reason; empty for one that is none of ours."""
    family = reason.partition("_")[0]
    return family if family in FAMILIES else ""


def _row(record: Record) -> Row:
    reason = record.optional("reason") or ""
    if reason and not family_of(reason):
        record.wrong("reason", "empty, or begin with " + ", ".join(FAMILIES))
    return Row(record.optional("detail") or "", record.choice("word", frozenset((*Word, *Side))), reason)
