"""An evidence pack as what is sent: JSON for programs, a page for people, both in one archive; made in memory.

The archive is the same bytes for the same pack: its files bear the moment at which the pack was made.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from datetime import datetime
from html import escape
from io import BytesIO

import orjson

from fulfillment.payments.disputes.evidence import Exhibit, Pack
from fulfillment.payments.disputes.wording import BESIDE, TITLES, WEIGHTS

STYLE = """
:root { --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
.note { color: var(--faint); margin: 0 0 .5rem; } .weight { color: var(--faint); font-weight: 400; font-size: .85rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--faint); font-weight: 500; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def document(pack: Pack) -> Mapping[str, object]:
    """The pack as JSON holds it."""
    return {
        pack.matter.kind: dict(pack.matter.about),
        "order": pack.reference,
        "made_at": pack.made_at,
        "wanting": list(pack.wanting),
        "exhibits": [
            {"kind": each.kind, "weight": each.weight, "rows": [dict(row) for row in each.rows]}
            for each in pack.exhibits
        ],
    }


def digest(pack: Pack) -> str:
    """SHA-256 of what the evidence says, whenever it was made: what was submitted can be told from what is not."""
    said = {name: part for name, part in document(pack).items() if name not in ("made_at", pack.matter.kind)}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def archive(pack: Pack) -> bytes:
    """A ZIP of `evidence.json` and `evidence.html`; what is wanting is no business of whoever judges."""
    said = {name: part for name, part in document(pack).items() if name != "wanting"}
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, text in (
            ("evidence.json", orjson.dumps(said, option=orjson.OPT_INDENT_2)),
            ("evidence.html", page(pack).encode()),
        ):
            entry = zipfile.ZipInfo(name, date_time=pack.made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, text)
    return content.getvalue()


def page(pack: Pack) -> str:
    """One page without script, that asks for nothing else."""
    title = pack.matter.title
    facts = {"order": pack.reference, **pack.matter.heading}
    parts = [_listed(facts), *(_exhibit(each) for each in pack.exhibits if each.rows)]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n"
        f'<p class="note">Made {_text(pack.made_at)} from the order, its decision, its payments and its parcels.</p>\n'
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )


def _exhibit(exhibit: Exhibit) -> str:
    heading = f'<h2>{TITLES[exhibit.kind]} <span class="weight">{WEIGHTS[exhibit.weight]}</span></h2>'
    note = f'<p class="note">{BESIDE[exhibit.kind]}</p>'
    body = _listed(exhibit.rows[0]) if len(exhibit.rows) == 1 else _table(exhibit)
    return f"<section>{heading}{note}{body}</section>"


def _listed(facts: Mapping[str, object]) -> str:
    rows = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_text(value)}</dd>"
        for name, value in facts.items()
        if value != ""
    )
    return f"<dl>{rows}</dl>"


def _table(exhibit: Exhibit) -> str:
    names = list(dict.fromkeys(name for row in exhibit.rows for name in row))
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_text(row.get(name, ''))}</td>" for name in names) + "</tr>" for row in exhibit.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value))
