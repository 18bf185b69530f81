"""What a told event means: word and reason by its source's table, the side of the border by its country, the time by
its zone. Pure: the same event on the same lane is read the same whatever else is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from fulfillment.tracking.code_tables import Side, code_table
from fulfillment.tracking.told import Told
from fulfillment.tracking.vocabulary import Word
from fulfillment.tracking.zones import Happened, happened


@dataclass(frozen=True, slots=True)
class Lane:
    """From where to where a parcel goes: ISO 3166-1 alpha-2, empty where not known."""

    origin: str = ""
    country: str = ""

    @property
    def is_abroad(self) -> bool:
        """Whether there is a border on it."""
        return self.origin != self.country


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An event as it is understood; `is_known` is false for a code that no row has, which counts as no news."""

    word: Word
    reason: str
    when: Happened
    is_known: bool
    table_digest: str


# Before the border, and behind it. Where no country was told, the side before counts: it never claims too much.
BEFORE: Mapping[str, Word] = MappingProxyType({
    Side.HUB: Word.ORIGIN_HUB, Side.CUSTOMS: Word.EXPORT_CUSTOMS, Side.CUSTOMS_HELD: Word.EXPORT_HELD,
    Side.CUSTOMS_RELEASED: Word.EXPORT_RELEASED,
})  # fmt: skip
BEHIND: Mapping[str, Word] = MappingProxyType({
    Side.HUB: Word.ARRIVED_DESTINATION, Side.CUSTOMS: Word.IMPORT_CUSTOMS, Side.CUSTOMS_HELD: Word.IMPORT_HELD,
    Side.CUSTOMS_RELEASED: Word.CUSTOMS_CLEARED,
})  # fmt: skip


def read(told: Told, lane: Lane, received: datetime) -> Read:
    """What it means on this lane. `received` counts only where no time can be read."""
    table = code_table(told.table)
    row = table.row(told.code, told.detail)
    when = happened(told.stated, told.zone, told.country, told.place, received)
    if row is None:
        return Read(word=Word.NO_NEWS, reason="", when=when, is_known=False, table_digest=table.digest)
    word = on_side(row.word, told.country, lane)
    return Read(word=word, reason=told.reason or row.reason, when=when, is_known=True, table_digest=table.digest)


def on_side(word: str, country: str, lane: Lane) -> Word:
    """The word on the side of the border on which it happened; a hub in a third country is one of transit, customs
    there are those of the destination, such as the first country of a customs union."""
    if word not in BEFORE:
        return Word(word)
    if not country or country == lane.origin or not lane.is_abroad:
        return BEFORE[word]
    if word == Side.HUB and country != lane.country:
        return Word.TRANSIT_HUB
    return BEHIND[word]
