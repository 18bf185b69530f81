"""What goods must carry and their seller must have at a destination: asked, and held against what is known.

Pure: requirements come from `data/customs`, evidence from the order line and its product, registrations from the
context. Nothing is called missing unless the source is sure, the goods are known by code or attribute, and the
merchant keeps the sort of data in which the evidence would stand; everything short of that is unknown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from engine.customs.conformity_goods import Bound, Goods, GoodsIndex
from engine.customs.register import Register, State
from engine.customs.requirement import EVERYWHERE, UNION, Requirement
from engine.goods.restriction import Trust

CERTIFICATES, PERSON, PAPERS, ATTRIBUTES = "certificates", "responsible_person", "papers", "attributes"
_NORTHERN_IRELAND = "BT"
REMEMBERED = 8192


class Standing(StrEnum):
    """How evidence stands. `expired`: the registration that did has run out, which is told once for the order."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEvidence:
    """What a line or its product states. `registrations` are (territory, kind); `keeps` says which sorts of evidence
    its seller keeps at all, out of `certificates`, `responsible_person`, `papers`, `attributes`."""

    certificates: frozenset[str] = frozenset()
    responsible_person: str | None = None
    registrations: frozenset[tuple[str, str]] = frozenset()
    papers: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    keeps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Where goods go (see `market_of`) and how. `numbers` are kinds of the seller's own tax numbers on the order, in
    capitals. Hashable, so that answers can be remembered."""

    market: str
    movement: str | None = None
    party: str = "b2c"
    on: date
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement that binds a line, and how it stands."""

    requirement: Requirement
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantNeeds:
    """Registrations as `kind:territory` that the order's lane needs and that are not in force, or soon will not be."""

    missing: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    expired: frozenset[str] = frozenset()
    expiring: frozenset[str] = frozenset()


def market_of(country: str, postcode: str | None) -> str:
    """The market of a place: Northern Ireland (`XI`) follows the Union's product law, Great Britain its own."""
    northern = country == "GB" and postcode is not None and postcode.strip().upper().startswith(_NORTHERN_IRELAND)
    return "XI" if northern else country


class Conformity:
    """All requirements. `members` are the states of the union."""

    def __init__(self, requirements: Sequence[Requirement], members: frozenset[str]) -> None:
        self.requirements = tuple(requirements)
        self.members = members
        self._marks = {word for each in self.requirements for word in each.wanted.certificates}
        self._index = lru_cache(maxsize=None)(self._indexed)
        # What binds the goods of a sale: each once, in order of ids.
        self.binding = lru_cache(maxsize=REMEMBERED)(self._bound)
        self.marks = lru_cache(maxsize=REMEMBERED)(self._marked)

    def at(self, market: str) -> tuple[Requirement, ...]:
        """What may be asked for at a destination, whenever."""
        names = {market, EVERYWHERE} | ({UNION} if market in self.members else set())
        return tuple(each for each in self.requirements if each.destinations & names and market not in each.but_not)

    def _marked(self, certificates: frozenset[str]) -> bool:
        """Whether one of these is a mark that some destination asks for: who names one, keeps account of them."""
        return any(_names(certificate, mark) for certificate in certificates for mark in self._marks)

    def _bound(self, goods: Goods, sale: Sale) -> tuple[Bound, ...]:
        return tuple(
            bound
            for bound in self._index(sale.market).bound(goods)
            if bound.requirement.in_force(sale.on)
            and bound.requirement.binds(sale.movement, sale.party)
            and (not bound.requirement.numbers or bound.requirement.numbers & sale.numbers)
        )

    def _indexed(self, market: str) -> GoodsIndex:
        return GoodsIndex(self.at(market), market)


def of_line(binding: Iterable[Bound], sale: Sale, evidence: ProductEvidence, register: Register) -> tuple[Asked, ...]:
    """How what binds a line's goods themselves stands."""
    return tuple(
        Asked(bound.requirement, _line_standing(bound, sale, evidence, register))
        for bound in binding
        if not bound.requirement.wanted.of_the_merchant
    )


def of_merchant(
    lines: Iterable[tuple[Iterable[Bound], ProductEvidence]], sale: Sale, register: Register
) -> MerchantNeeds:
    """What the order's lane asks of its seller, each once whatever number of lines asks for it."""
    found: dict[str, set[str]] = {name: set() for name in ("missing", "unknown", "expired", "expiring")}
    for binding, evidence in lines:
        for bound in binding:
            for name, need in _needs(bound, sale, evidence, register):
                found[name].add(need)
    found["unknown"] -= found["missing"] | found["expired"]
    return MerchantNeeds(**{name: frozenset(needs) for name, needs in found.items()})


def _line_standing(bound: Bound, sale: Sale, evidence: ProductEvidence, register: Register) -> Standing:
    wanted, state = bound.requirement.wanted, register.state(bound.needs)
    if _shown(bound.requirement, sale.market, evidence) or state in {State.IN_FORCE, State.EXPIRING}:
        return Standing.MET
    if state is State.EXPIRED:
        return Standing.EXPIRED
    sorts = {
        CERTIFICATES: bool(wanted.certificates),
        PERSON: wanted.responsible_person,
        PAPERS: bool(wanted.papers),
        ATTRIBUTES: bool(wanted.attributes),
    }
    # Where a sort is not kept the evidence may exist all the same, and nobody wrote it down.
    asked = {sort for sort, is_asked in sorts.items() if is_asked}
    kept = asked <= evidence.keeps or state is State.LACKING
    return Standing.MISSING if kept and _is_sure(bound) else Standing.UNKNOWN


def _needs(bound: Bound, sale: Sale, evidence: ProductEvidence, register: Register) -> Iterator[tuple[str, str]]:
    needs, requirement = bound.needs, bound.requirement
    if not needs or _shown(requirement, sale.market, evidence):
        return
    state = register.state(needs)
    if state is State.EXPIRING:
        yield "expiring", register.meant(needs)
    elif state is State.EXPIRED:
        certain = bound.sure and requirement.trust is not Trust.LOW
        yield ("expired" if certain else "unknown"), register.meant(needs)
    elif state is not State.IN_FORCE and requirement.wanted.of_the_merchant:
        yield ("missing" if state is State.LACKING and _is_sure(bound) else "unknown"), needs[0]


def _shown(requirement: Requirement, market: str, evidence: ProductEvidence) -> bool:
    """Whether line or product states something that does."""
    wanted = requirement.wanted
    if wanted.responsible_person and evidence.responsible_person is not None:
        return True
    where = requirement.registered_in or market
    return bool(
        wanted.papers & evidence.papers
        or wanted.attributes & evidence.attributes
        or {(where, kind) for kind in wanted.registrations} & evidence.registrations
        or any(_names(certificate, word) for certificate in evidence.certificates for word in wanted.certificates)
    )


@lru_cache(maxsize=REMEMBERED)
def _names(certificate: str, word: str) -> bool:
    """Whether the name of a certificate has these words in a row: `CE-EMC` names CE, `RACE` does not."""
    return f" {_plain(word)} " in f" {_plain(certificate)} "


@lru_cache(maxsize=REMEMBERED)
def _plain(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.upper()).split())


def _is_sure(bound: Bound) -> bool:
    return bound.sure and bound.requirement.trust is Trust.HIGH
