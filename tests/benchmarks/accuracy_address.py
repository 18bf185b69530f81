"""How often addresses and phones are judged rightly, on a folder of labelled rows: `python -m … FOLDER`.

The folder holds `valid.jsonl`, `invalid.jsonl` (with `blame`, the field at fault), `phones_*.jsonl`,
`provinces_*.jsonl`, `pobox.jsonl`, `postcode_normalize_*.jsonl` and `postcode_territory_*.jsonl`; what is not there
is not measured.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from engine.address.check import check_address
from engine.address.phone import check_phone
from engine.address.postcode import read_postcode
from engine.address.table import country_table
from engine.address.territory import resolve_country
from engine.address.verdict import Level
from engine.order.address import Address

BOX_KINDS = {"street_plus_po_box": "street_and_box", "po_box_only": "box_only"}
Row = dict[str, str]


def measure(folder: Path) -> dict[str, float]:
    """Shares of rows, 0 to 1, and microseconds of processor time a check."""
    shares: dict[str, float] = {}
    valid = [_address(row) for row in _rows(folder, "valid")]
    if valid:
        levels = [check_address(address).result for address in valid]
        shares["valid: error"] = levels.count(Level.ERROR) / len(levels)
        shares["valid: warning"] = levels.count(Level.WARNING) / len(levels)
        started = time.process_time()
        for address in valid:
            check_address(address)
        shares["microseconds a check"] = (time.process_time() - started) / len(valid) * 1e6
    shares |= _share("invalid: field blamed", [_blamed(row) is not Level.OK for row in _rows(folder, "invalid")])
    shares |= _share("invalid: as an error", [_blamed(row) is Level.ERROR for row in _rows(folder, "invalid")])
    phones = [check_phone(row["phone"], row["country_code"]) for row in _rows(folder, "phones_*")]
    shares |= _share("phones: refused", [phone.result is Level.ERROR for phone in phones])
    shares |= _share("phones: not known valid", [phone.status != "valid" for phone in phones])
    states = list(_rows(folder, "provinces_*"))
    for column in ("code", "name"):
        unknown = [country_table(row["country_code"]).index.code_of(row[column]) is None for row in states]
        shares |= _share(f"state {column}s: unknown", unknown)
    shares |= _share("post boxes: right kind", [_box_right(row) for row in _rows(folder, "pobox")])
    shares |= _share(
        "postcodes: repaired as expected", [_repaired(row) for row in _rows(folder, "postcode_normalize_*")]
    )
    moved = [
        resolve_country(row["claimed"], row["postcode"]) == row["actual"]
        for row in _rows(folder, "postcode_territory_*")
    ]
    return shares | _share("postcodes: right territory", moved)


def _rows(folder: Path, name: str) -> Iterator[Row]:
    for path in sorted(folder.glob(f"{name}.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _share(name: str, hits: list[bool]) -> dict[str, float]:
    return {name: sum(hits) / len(hits)} if hits else {}


def _address(row: Row) -> Address:
    return Address(
        country=row.get("country_code"),
        state=row.get("state"),
        city=row.get("city"),
        postcode=row.get("postcode"),
        line1=row.get("street"),
    )


def _blamed(row: Row) -> Level:
    return check_address(_address(row)).fields[row["blame"]]


def _box_right(row: Row) -> bool:
    return check_address(_address(row)).signals.po_box.value == BOX_KINDS[row["kind"]]


def _repaired(row: Row) -> bool:
    return read_postcode(country_table(row["country_code"]), row["raw"]).value == row["expected"]


if __name__ == "__main__":
    for label, value in measure(Path(sys.argv[1])).items():
        print(f"{label:34s} {value:8.1f}" if "micro" in label else f"{label:34s} {value:8.2%}")
