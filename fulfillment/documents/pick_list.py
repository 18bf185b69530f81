"""Pick lists and count sheets as paper, in the language of who works by them: plain rows in, a sheet out; a wave or a
cycle count brings the rows.

Rows stand in the order in which they come. Bins and articles carry Code 128, so that the same list serves a scanner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fulfillment.documents.barcode import LONGEST, fitting_code
from fulfillment.documents.copy import Json
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.letters import Scribe
from fulfillment.documents.pick_words import WORDS, Language, route_words, said
from fulfillment.documents.sheet import PaperSize, Sheet

HEAD_MM, BIN_MM, SKU_MM = 110.0, 42.0, 48.0  # how wide codes are on the list


@dataclass(frozen=True, slots=True, kw_only=True)
class PickHead:
    """What stands on top. Distances in millimetres, 0 where no route was planned; `made_at` carries its zone."""

    number: str
    warehouse: str
    made_at: datetime
    method: str = ""
    wave: str = ""
    policy: str = ""
    distance_mm: int = 0
    best_mm: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """One stop: `note` says which tote or order the pieces are for."""

    bin: str
    sku: str
    title: str
    quantity: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One place to count; the expected figure is left out on purpose."""

    bin: str
    sku: str
    title: str
    lot: str = ""


def pick_sheet(head: PickHead, rows: Sequence[PickRow], scribe: Scribe, language: Language = "en") -> Sheet:
    """Raises PaperEmpty without rows, CodeRefused when the list's own number cannot be a bar code."""
    if not rows:
        raise PaperEmpty
    data = {
        "words": _words(scribe, language),
        "number": scribe.json(head.number),
        "code": fitting_code(head.number, HEAD_MM).as_json(),
        "facts": _facts(head, len(rows), sum(row.quantity for row in rows), scribe, language),
        "rows": [
            {
                **_place(row.bin, row.sku, row.title, scribe),
                "sku_code": _code(row.sku, SKU_MM),
                "quantity": str(row.quantity),
                "note": scribe.json(row.note) if row.note else None,
            }
            for row in rows
        ],
        "notes": [scribe.json(each) for each in head.notes],
    }
    return Sheet("pick_list", PaperSize.A4, f"{said(WORDS['pick_list'], language)} {head.number}", data)


def count_sheet(head: PickHead, rows: Sequence[CountRow], scribe: Scribe, language: Language = "en") -> Sheet:
    """Raises PaperEmpty without rows."""
    if not rows:
        raise PaperEmpty
    data = {
        "words": _words(scribe, language),
        "number": scribe.json(head.number),
        "code": fitting_code(head.number, HEAD_MM).as_json(),
        "facts": _facts(head, len(rows), 0, scribe, language),
        "rows": [{**_place(row.bin, row.sku, row.title, scribe), "lot": scribe.json(row.lot)} for row in rows],
    }
    return Sheet("count_sheet", PaperSize.A4, f"{said(WORDS['count_sheet'], language)} {head.number}", data)


def _words(scribe: Scribe, language: Language) -> Json:
    return {name: scribe.json(said(pair, language)) for name, pair in WORDS.items()}


def _facts(head: PickHead, stops: int, pieces: int, scribe: Scribe, language: Language) -> list[Json]:
    pairs = (
        ("warehouse", head.warehouse),
        ("wave", head.wave),
        ("method", head.method),
        ("made", head.made_at.strftime("%Y-%m-%d %H:%M %Z")),
        ("stops", str(stops)),
        ("pieces", str(pieces) if pieces else ""),
        ("route", route_words(head.policy, head.distance_mm, head.best_mm, language)),
    )
    return [
        {"name": scribe.json(said(WORDS[name], language)), "value": scribe.json(value)}
        for name, value in pairs
        if value
    ]


def _place(bin_: str, sku: str, title: str, scribe: Scribe) -> Json:
    return {
        "bin": scribe.json(bin_),
        "bin_code": _code(bin_, BIN_MM),
        "sku": scribe.json(sku),
        "title": scribe.json(title),
    }


def _code(text: str, width_mm: float) -> Json | None:
    # A name that no code carries is still printed; it is typed in then.
    carried = 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()
    return fitting_code(text, width_mm).as_json() if carried else None
