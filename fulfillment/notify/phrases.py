"""Phrases that stand in notices and on the page of an order, from data/notices/phrases: one file a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from fulfillment.notify.kinds import OTHER, kind_book
from fulfillment.notify.local_time import zone_name

CUSTOMER, SELLER, OPEN = "customer", "seller", "open"  # who pays what customs ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Of one language. `letter` stand around a notice, `reasons` and `pays` within, `page` on the page of an order,
    `words` are those of tracking, `samples` what a preview shows."""

    letter: Mapping[str, str]
    reasons: Mapping[str, str]
    pays: Mapping[str, str]
    page: Mapping[str, str]
    words: Mapping[str, str]
    samples: Mapping[str, str]


@cache
def phrases_of(language: str) -> Phrases:
    """Those of one of our languages. Raises DataRejected."""
    name = f"notices/phrases/{language}.yaml"
    file = read_yaml(data_folder() / name, name=name)
    found = Phrases(
        letter=_texts(file.part("letter")),
        reasons=_texts(file.part("reasons")),
        pays=_texts(file.part("pays")),
        page=_texts(file.part("page")),
        words=_texts(file.part("words")),
        samples=_texts(file.part("samples")),
    )
    file.close()
    return found


def reason_phrase(code: str, language: str) -> str:
    """What a carrier gives as its reason, in a customer's words; never the carrier's own."""
    phrases = phrases_of(language).reasons
    return phrases[kind_book().reasons.get(code, OTHER)]


def day_in(day: date, language: str) -> str:
    """A day as a language writes it in a sentence (Unicode CLDR, `dateFormat` long); French counts the first of a month
    as such."""
    says = phrases_of(language).page
    first = says["first"] if day.day == 1 else day.day
    month = says["months"].split()[day.month - 1]
    return says["date"].format(day=first, month=month, number=day.month, year=day.year)


def hour_in(at: datetime, language: str) -> str:
    """Day and time of a moment by its own clock, whose zone stands elsewhere."""
    day = day_in(at.date(), language)
    return phrases_of(language).page["at"].format(date=day, time=f"{at:%H:%M}")


def moment_in(at: datetime, zone: ZoneInfo, language: str) -> str:
    """A moment by the clock of a zone, which is named: somebody may read it elsewhere."""
    here = hour_in(at.astimezone(zone), language)
    return phrases_of(language).page["moment"].format(at=here, zone=zone_name(zone))


def _texts(record: Record) -> Mapping[str, str]:
    return MappingProxyType({name: record.text(name) for name in record.names()})
