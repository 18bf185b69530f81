"""Values up to which goods enter free of duty or tax, dated: `deminimis.csv`.

A row of duty counts on the day of the decision, since customs debt falls due when goods are declared; a row of tax that
sellers collect counts on the day of sale. The column `by` says which.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.restriction import Clock, Trust

FREE_OF_DUTY = frozenset({"duty", "duty_tax", "duty_vat"})
FREE_OF_TAX = frozenset({"vat", "gst", "sales_tax", "tax", "duty_tax", "duty_vat"})
# What other rows say: a flat amount, a fee, an amount of duty or tax that is waived, presents, a certified programme.
OTHERS = frozenset({"duty_flat", "admin_fee", "clearance_fee", "gift", "duty_amount", "tax_amount", "duty_programme"})
FLAT, GIFT = "duty_flat", "gift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Free up to and including `minor` units of `currency`; both days count."""

    place: str
    tax: str
    minor: int
    currency: str
    basis: str
    modes: frozenset[str]
    origins: frozenset[str]
    since: date | None
    until: date | None
    by: Clock
    note: str
    source: str
    trust: Trust

    def holds(self, on: Mapping[Clock, date], mode: str | None, origin: str | None) -> bool:
        """Whether it counts on that day, for goods that travel so. A special row needs to be known to fit."""
        day = on[self.by]
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and (not self.modes or mode in self.modes)
            and (not self.origins or origin in self.origins)
        )


class Thresholds:
    """All rows, special ones (a mode, an origin) before general ones."""

    def __init__(self, rows: Iterable[Threshold]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: not (row.modes or row.origins)))
        self._of: dict[str, list[Threshold]] = {}
        for row in self.rows:
            self._of.setdefault(row.place, []).append(row)

    def find(
        self,
        places: tuple[str, ...],
        taxes: frozenset[str],
        on: Mapping[Clock, date],
        mode: str | None = None,
        origin: str | None = None,
    ) -> Threshold | None:
        """The row that counts, looked for place by place; None where nothing is known. Weak sources do not count."""
        for place in places:
            for row in self._of.get(place, ()):
                if row.tax in taxes and row.trust is not Trust.LOW and row.holds(on, mode, origin):
                    return row
        return None


def load_thresholds(path: Path) -> Thresholds:
    """Raises DataRejected, naming the line, for what cannot be used."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(_rows(csv.DictReader(file), path.name))
    except OSError as error:
        raise DataRejected(path.name, "the file cannot be read; restore it from the repository") from error
    return Thresholds(rows)


def _rows(reader: "csv.DictReader[str]", name: str) -> Iterator[Threshold]:
    for number, row in enumerate(reader, 2):
        where = f"{name}:{number}"
        try:
            yield Threshold(
                place=row["iso2"],
                tax=row["tax"],
                minor=int(row["threshold_minor"]),
                currency=row["currency"],
                basis=row["basis"],
                modes=frozenset(row["modes"].split()),
                origins=frozenset(row["origins"].split()),
                since=_day(row["valid_from"]),
                until=_day(row["valid_to"]),
                by=Clock(row["by"]),
                note=row["note"],
                source=row["source"],
                trust=Trust(row["confidence"]),
            )
        except (KeyError, ValueError, AttributeError) as error:
            raise DataRejected(where, f"cannot be read: {error}; compare it with its neighbours") from error
        if row["tax"] not in FREE_OF_DUTY | FREE_OF_TAX | OTHERS:
            raise DataRejected(where, f"has the unknown tax `{row['tax']}`; use one of engine/customs/thresholds.py")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
