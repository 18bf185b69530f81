"""A gateway's words as data/payments/gateways/*.yaml lists them: statuses, types of messages, disputes, holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from engine.order.terms import PaymentStatus
from fulfillment.payments.disputes.category import Category

CONFIDENCES = frozenset({"high", "medium", "low"})
T = TypeVar("T")
GATEWAYS = ("stripe", "paypal", "adyen")


class Paid(StrEnum):
    """Whether a status counts as paid: always, never, or while the authorisation outlives the planned shipping."""

    YES = "yes"
    NEVER = "never"
    LASTING = "lasting"


class Kind(StrEnum):
    """What a message is to us. `warn` is an early fraud warning; an inquiry moves no money."""

    AUTHORISE = "authorise"
    CAPTURE = "capture"
    CAPTURE_FAILED = "capture_failed"
    FAIL = "fail"
    VOID = "void"
    EXPIRE = "expire"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE = "dispute"
    WIN = "win"
    LOSE = "lose"
    INQUIRY = "inquiry"
    INQUIRY_CLOSED = "inquiry_closed"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOf:
    """Where a part of a vocabulary was read, and when."""

    title: str
    url: str
    read: date
    confidence: str


@dataclass(frozen=True, slots=True)
class Status:
    """One status in our words."""

    means: PaymentStatus
    paid: Paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """How long an authorisation is good: days by card brand or method, and `lasts` after which it ends for good."""

    days: Mapping[str, int]
    lasts: int | None
    reauthorise: bool
    reauthorise_after: int
    most_percent: int

    def until(self, since: datetime, method: str) -> datetime:
        """When what was authorised `since` is not honoured any more."""
        return since + timedelta(days=self.days.get(method.lower(), self.days["default"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All of one gateway."""

    gateway: str
    sources: Mapping[str, SourceOf]
    statuses: Mapping[str, Status]
    messages: Mapping[str, Kind]
    failures: Mapping[str, Kind]
    disputes: Mapping[str, Kind]
    reasons: Mapping[str, Category]
    hold: Hold


@cache
def vocabulary_of(gateway: str) -> Vocabulary:
    """The words of one of GATEWAYS. Raises DataRejected when its file is not as it must be."""
    record = read_yaml(data_folder() / "payments" / "gateways" / f"{gateway}.yaml")
    read = Vocabulary(
        gateway=record.choice("gateway", frozenset({gateway})),
        sources=sources_of(record),
        statuses=_mapped(record.part("statuses"), _status),
        messages=_words(record, "messages"),
        failures=_words(record, "failures"),
        disputes=_words(record, "disputes"),
        reasons=_reasons(record.part("reasons")),
        hold=_hold(record.part("authorisation")),
    )
    record.close()
    return read


def sources_of(record: Record) -> Mapping[str, SourceOf]:
    """The part `sources` of a file."""
    part = record.part("sources")
    return _mapped(part, _source)


def _mapped(part: Record, read: Callable[[Record], T]) -> Mapping[str, T]:
    found = {}
    for name in part.names():
        each = part.part(name)
        found[name] = read(each)
        each.close()
    return MappingProxyType(found)


def _source(record: Record) -> SourceOf:
    return SourceOf(
        title=record.text("title"),
        url=record.text("url"),
        read=record.needed_day("read"),
        confidence=record.choice("confidence", CONFIDENCES),
    )


def _status(record: Record) -> Status:
    means = record.choice("means", frozenset(PaymentStatus))
    return Status(PaymentStatus(means), Paid(record.choice("paid", frozenset(Paid))))


def _words(record: Record, key: str) -> Mapping[str, Kind]:
    part = record.part(key)
    return MappingProxyType({name: Kind(part.choice(name, frozenset(Kind))) for name in part.names()})


def _reasons(part: Record) -> Mapping[str, Category]:
    return MappingProxyType({name: Category(part.choice(name, frozenset(Category))) for name in part.names()})


def _hold(record: Record) -> Hold:
    record.text("source")
    days = record.part("days")
    lasts = record.optional("lasts_days")
    hold = Hold(
        days=MappingProxyType({name: int(days.number(name)) for name in ("default", *days.names())}),
        lasts=None if lasts is None else int(lasts),
        reauthorise=record.choice("reauthorise", frozenset({"true", "false"})) == "true",
        reauthorise_after=int(record.optional("reauthorise_after_days") or 0),
        most_percent=int(record.optional("most_percent") or 100),
    )
    record.close()
    return hold
