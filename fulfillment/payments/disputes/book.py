"""data/payments/disputes.yaml, read: windows of schemes, meanings of reason codes, evidence, and labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

from engine.anomaly.kept_label import KINDS
from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from fulfillment.payments.disputes.category import Category, Evidence
from fulfillment.payments.gateways.vocabulary import CONFIDENCES, SourceOf, sources_of

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Who disputes: days to file (and the longest in special cases), days to answer by gateway."""

    name: str
    file_days: int
    longest_days: int
    respond_days: Mapping[str, int]
    inquiry_days: int | None
    source: str
    respond_source: str
    is_sure: bool

    def answer_by(self, opened: datetime, gateway: str, *, is_inquiry: bool) -> datetime:
        """Until when the merchant may answer, by the table alone."""
        days = self.respond_days.get(gateway, self.respond_days["default"])
        return opened + timedelta(days=self.inquiry_days if is_inquiry and self.inquiry_days is not None else days)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which evidence a category asks for."""

    needed: tuple[Evidence, ...]
    helpful: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeBook:
    """All of it. `labels`: category -> outcome (`won`, `lost`, `delivered`) -> kind of label."""

    sources: Mapping[str, SourceOf]
    schemes: Mapping[str, Scheme]
    aliases: Mapping[str, str]
    codes: Mapping[tuple[str, str], Category]
    evidence: Mapping[Category, Asked]
    labels: Mapping[Category, Mapping[str, str]]

    def scheme(self, name: str) -> Scheme:
        """A scheme by any of its names; one that is not listed is answered soon, as `other`."""
        plain = name.strip().lower()
        return self.schemes.get(self.aliases.get(plain, plain), self.schemes[OTHER])

    def category(self, scheme: str, code: str, gateways_own: Category | None) -> Category:
        """What a reason code means: the gateway's own word first, then the scheme's table, else `general`."""
        if gateways_own is not None and gateways_own is not Category.GENERAL:
            return gateways_own
        named = self.scheme(scheme).name
        return self.codes.get((named, code), gateways_own or Category.GENERAL)


@cache
def dispute_book() -> DisputeBook:
    """The file that this version came with. Raises DataRejected when it is not as it must be."""
    record = read_yaml(data_folder() / "payments" / "disputes.yaml")
    sources = sources_of(record)
    read = DisputeBook(
        sources=sources,
        schemes=_schemes(record.part("schemes"), frozenset(sources)),
        aliases=_texts(record.part("aliases")),
        codes=_codes(record.part("reasons"), frozenset(sources)),
        evidence=_evidence(record.part("evidence"), frozenset(sources)),
        labels=_labels(record.part("labels")),
    )
    record.close()
    return read


def _schemes(part: Record, sources: frozenset[str]) -> Mapping[str, Scheme]:
    found = {}
    for name in part.names():
        each = part.part(name)
        found[name] = _scheme(name, each, sources)
        each.close()
    return MappingProxyType(found)


def _scheme(name: str, record: Record, sources: frozenset[str]) -> Scheme:
    file_days = int(record.number("file_days"))
    inquiry = record.optional("inquiry_days")
    days = record.part("respond_days")
    sure = [record.choice(key, CONFIDENCES, "medium") for key in ("file_confidence", "respond_confidence")]
    return Scheme(
        name=name,
        file_days=file_days,
        longest_days=int(record.optional("longest_days") or file_days),
        respond_days=MappingProxyType({each: int(days.number(each)) for each in ("default", *days.names())}),
        inquiry_days=None if inquiry is None else int(inquiry),
        source=record.choice("source", sources),
        respond_source=record.choice("respond_source", sources, "networks"),
        is_sure="low" not in sure,
    )


def _codes(part: Record, sources: frozenset[str]) -> Mapping[tuple[str, str], Category]:
    found = {}
    for scheme in part.names():
        record = part.part(scheme)
        record.choice("source", sources)
        codes = record.part("codes")
        for category in codes.names():
            for code in codes.texts(category):
                found[scheme, code] = Category(category)
        record.close()
    return MappingProxyType(found)


def _evidence(part: Record, sources: frozenset[str]) -> Mapping[Category, Asked]:
    part.choice("source", sources)
    found = {}
    for category in Category:
        record = part.part(category)
        lists = [tuple(map(Evidence, record.choices(key, frozenset(Evidence)))) for key in ("needed", "helpful")]
        found[category] = Asked(*lists)
        record.close()
    part.close()
    return MappingProxyType(found)


def _labels(part: Record) -> Mapping[Category, Mapping[str, str]]:
    found = {}
    for category in Category:
        record = part.part(category)
        found[category] = MappingProxyType(
            {outcome: record.choice(outcome, frozenset(KINDS)) for outcome in record.names()}
        )
    part.close()
    return MappingProxyType(found)


def _texts(part: Record) -> Mapping[str, str]:
    return MappingProxyType({name: part.text(name) for name in part.names()})
