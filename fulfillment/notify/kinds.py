"""What kinds of notices there are for customers: their topics, which may ring at night, and what makes them needless,
and by when people see to one that nobody took. Read from data/notices/kinds.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml

FILE = "notices/kinds.yaml"
OTHER = "other"  # the phrase for reasons that we have no words of our own for


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`urgent`: also sent at night. `overtaken_by`: kinds told later that make this one needless."""

    name: str
    topic: str
    urgent: bool = False
    overtaken_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From one time of the day to another, mostly past midnight, by a local clock."""

    begin: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class KindBook:
    """All of it. `always`: topics that are sent whatever the customer chose. `reasons`: a carrier's code -> the phrase
    for it; `kind_by_reason`: a word of tracking -> such a code -> the kind that it makes of it. `see_to` and
    `see_to_urgent`: how long people have for one that was refused or waits."""

    topics: tuple[str, ...]
    always: frozenset[str]
    kinds: Mapping[str, Kind]
    reasons: Mapping[str, str]
    kind_by_reason: Mapping[str, Mapping[str, str]]
    quiet: QuietHours
    see_to: timedelta
    see_to_urgent: timedelta

    def see_to_by(self, name: str, now: datetime) -> datetime:
        """By when people should see to a notice of a kind that does not leave by itself from now on."""
        return now + (self.see_to_urgent if self.kind(name).urgent else self.see_to)

    def kind(self, name: str) -> Kind:
        """A kind; one that the file does not have is always sent, and never at night."""
        return self.kinds.get(name) or Kind(name=name, topic=min(self.always))

    @property
    def optional(self) -> tuple[str, ...]:
        """Topics that a customer may do without."""
        return tuple(each for each in self.topics if each not in self.always)


@cache
def kind_book() -> KindBook:
    """What the file says. Raises DataRejected."""
    file = read_yaml(data_folder() / FILE, name=FILE)
    topics = file.texts("topics")
    always = file.choices("always", frozenset(topics))
    listed = file.part("kinds")
    known = frozenset(listed.names())
    kinds = {name: _kind(name, listed.part(name), frozenset(topics), known) for name in listed.names()}
    reasons = _words(file.part("reasons"))
    made = file.part("kind_by_reason")
    by_reason = {word: _words(made.part(word), known) for word in made.names()}
    quiet = _quiet(file.part("quiet_hours"))
    see_to = file.part("see_to_hours")
    hours = {name: timedelta(hours=see_to.number(name)) for name in ("urgent", "other")}
    see_to.close()
    file.close()
    return KindBook(
        topics=topics,
        always=frozenset(always),
        kinds=MappingProxyType(kinds),
        reasons=reasons,
        kind_by_reason=MappingProxyType(by_reason),
        quiet=quiet,
        see_to=hours["other"],
        see_to_urgent=hours["urgent"],
    )


def _kind(name: str, record: Record, topics: frozenset[str], known: frozenset[str]) -> Kind:
    overtaken = record.choices("overtaken_by", known) if record.states("overtaken_by") else ()
    kind = Kind(
        name=name,
        topic=record.choice("topic", topics),
        urgent=record.choice("urgent", frozenset({"yes", "no"}), "no") == "yes",
        overtaken_by=frozenset(overtaken),
    )
    record.close()
    return kind


def _words(record: Record, known: frozenset[str] | None = None) -> Mapping[str, str]:
    found = {name: record.text(name) if known is None else record.choice(name, known) for name in record.names()}
    return MappingProxyType(found)


def _quiet(record: Record) -> QuietHours:
    hours = QuietHours(begin=_time(record, "from"), end=_time(record, "until"))
    record.close()
    return hours


def _time(record: Record, key: str) -> time:
    try:
        return time.fromisoformat(record.text(key))
    except ValueError:
        record.wrong(key, "a time such as 21:00")
        return time.min
