"""data/inbox/clocks.yaml, read: whose clock a case runs by, what follows when it is over, and what answers a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from fulfillment.inbox.words import MARKETPLACE_CLAIMS, CaseKind, Passed
from fulfillment.payments.disputes.book import Asked
from fulfillment.payments.disputes.category import Category, Evidence
from fulfillment.payments.gateways.vocabulary import SourceOf, sources_of

MESSAGE, UNMATCHED, OUTCOME = "message", "unmatched", "outcome"
A_DAY, SATURDAY = timedelta(days=1), 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Until when to answer: so many hours, or so many working days after the day of opening."""

    name: str
    hours: int
    working_days: int
    passed: Passed
    source: str

    def due(self, opened: datetime) -> datetime:
        """The end. Working days are Mondays to Fridays, and the hour of the day stays the same."""
        if not self.working_days:
            return opened + timedelta(hours=self.hours)
        at, left = opened, self.working_days
        while left:
            at += A_DAY
            left -= at.isoweekday() < SATURDAY
        return at


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTemplate:
    """What answers one kind of claim, by category. `usual` is the category unless one is told."""

    channel: str
    usual: Category
    exhibits: Mapping[Category, Asked]

    def asked(self, category: str) -> Asked:
        """What a category asks for; that of the usual one for any other."""
        found = self.exhibits.get(Category(category)) if category else None
        return found or self.exhibits[self.usual]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxBook:
    """All of it. `messages`: channel -> name of the clock by which its messages run."""

    sources: Mapping[str, SourceOf]
    clocks: Mapping[str, Clock]
    messages: Mapping[str, str]
    claims: Mapping[str, ClaimTemplate]
    remind: timedelta
    quiet: timedelta
    reopen: timedelta

    def clock_of_message(self, channel: str) -> Clock:
        """By which the next message of a channel is to be answered."""
        return self.clocks[self.messages.get(channel, MESSAGE)]

    def source_of(self, clock: str) -> str:
        """Who says so, in words; empty for a clock that is not listed."""
        found = self.clocks.get(clock)
        if found is None:
            return ""
        source = self.sources[found.source]
        return f"{source.title}; read {source.read}"


@cache
def inbox_book() -> InboxBook:
    """The file that this version came with. Raises DataRejected when it is not as it must be."""
    record = read_yaml(data_folder() / "inbox" / "clocks.yaml")
    sources = sources_of(record)
    clocks = _clocks(record.part("clocks"), frozenset(sources))
    read = InboxBook(
        sources=sources,
        clocks=clocks,
        messages=_messages(record.part("messages"), frozenset(clocks)),
        claims=_claims(record.part("claims"), frozenset(sources)),
        remind=timedelta(hours=record.number("remind_hours")),
        quiet=timedelta(days=record.number("quiet_days")),
        reopen=timedelta(days=record.number("reopen_days")),
    )
    record.close()
    return read


def _clocks(part: Record, sources: frozenset[str]) -> Mapping[str, Clock]:
    found = {}
    for name in part.names():
        each = part.part(name)
        days = each.optional("working_days")
        found[name] = Clock(
            name=name,
            hours=0 if days is not None else int(each.number("hours")),
            working_days=int(days or 0),
            passed=Passed(each.choice("passed", frozenset(Passed))),
            source=each.choice("source", sources),
        )
        each.close()
    return MappingProxyType(found)


def _messages(part: Record, clocks: frozenset[str]) -> Mapping[str, str]:
    return MappingProxyType({name: part.choice(name, clocks) for name in part.names()})


def _claims(part: Record, sources: frozenset[str]) -> Mapping[str, ClaimTemplate]:
    found: dict[str, ClaimTemplate] = {}
    for kind in sorted(MARKETPLACE_CLAIMS):
        each = part.part(kind)
        each.choice("source", sources)
        found[kind] = ClaimTemplate(
            channel=each.text("channel"),
            usual=Category(each.choice("usual", frozenset(Category))),
            exhibits=_exhibits(each.part("exhibits")),
        )
        each.close()
    part.close()
    return MappingProxyType(found)


def _exhibits(part: Record) -> Mapping[Category, Asked]:
    found = {}
    for name in part.names():
        each = part.part(name)
        lists = [tuple(map(Evidence, each.choices(key, frozenset(Evidence)))) for key in ("needed", "helpful")]
        found[Category(name)] = Asked(*lists)
        each.close()
    return MappingProxyType(found)


def clock_of_kind(kind: str, channel: str, *, is_matched: bool = True) -> Clock:
    """By which a case that is opened now is to be answered."""
    book = inbox_book()
    if kind == CaseKind.MESSAGE:
        return book.clock_of_message(channel) if is_matched else book.clocks[UNMATCHED]
    return book.clocks[kind]
