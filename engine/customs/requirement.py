"""One thing that goods must carry, or their seller must have, to be sold at a destination, as the data state it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.errors import DataRejected
from engine.goods.files import Record
from engine.goods.restriction import Movement, Source, Trust
from engine.goods.vocabulary import Vocabulary, read_vocabulary

PARTIES = frozenset({"any", "b2c"})
MOVEMENTS = frozenset({Movement.MARKET, Movement.IMPORT})
UNION, EVERYWHERE = "EU", "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What would do as evidence, any one of it: words of certificates, kinds of registrations and of papers,
    attributes that the product states, a responsible person that it names."""

    certificates: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    papers: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    responsible_person: bool = False

    @property
    def of_the_merchant(self) -> bool:
        """Only a registration does, so it is asked once an order and not of each line."""
        return not (self.certificates or self.papers or self.attributes or self.responsible_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """`goods` and `categories` say which goods it binds; with `all_goods`, all. `registered_in` None is the
    destination itself. `numbers`: it binds orders that bear a tax number of these kinds of the seller's own."""

    id: str
    destinations: frozenset[str]
    but_not: frozenset[str]
    movement: Movement
    item: str
    all_goods: bool
    goods: Vocabulary
    categories: frozenset[str]
    wanted: Wanted
    registered_in: str | None
    numbers: frozenset[str]
    parties: str
    trust: Trust
    valid_from: date | None
    valid_to: date | None
    sources: tuple[Source, ...]
    reviewed_on: date

    def in_force(self, on: date) -> bool:
        """Both ends of its validity are days on which it holds."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def binds(self, movement: str | None, party: str) -> bool:
        """Whether it concerns such a way of the goods, and such a sale: a gift to a consumer counts like a sale."""
        moved = self.movement is Movement.MARKET or movement == Movement.IMPORT
        return moved and (self.parties == "any" or party in {self.parties, "c2c_gift"})

    def needs(self, destination: str) -> tuple[str, ...]:
        """The registrations that would do, each as `kind:territory`."""
        where = self.registered_in or destination
        return tuple(f"{kind}:{where}" for kind in self.wanted.registrations)


def read_requirement(record: Record, reviewed_on: date) -> Requirement:
    """One entry. Raises DataRejected, naming the place."""
    goods = record.part("goods")
    evidence = record.part("evidence")
    requirement = Requirement(
        id=record.text("id"),
        destinations=frozenset(record.texts("destinations")),
        but_not=frozenset(record.texts("but_not")),
        movement=Movement(record.choice("movement", MOVEMENTS)),
        item=record.text("item"),
        all_goods=goods.choice("all", frozenset({"yes", "no"}), "no") == "yes",
        categories=frozenset(goods.texts("categories")),
        goods=read_vocabulary(goods),
        wanted=_wanted(evidence),
        registered_in=record.optional("registered_in"),
        numbers=frozenset(record.texts("number")),
        parties=record.choice("parties", PARTIES, "any"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        valid_from=record.day("valid_from"),
        valid_to=record.day("valid_to"),
        sources=_sources(record.records("sources")),
        reviewed_on=record.day("reviewed_on") or reviewed_on,
    )
    for part in (goods, evidence, record):
        part.close()
    if not requirement.sources or requirement.wanted == Wanted():
        raise DataRejected(record.where, "needs a source and some evidence that would do")
    return requirement


def _wanted(record: Record) -> Wanted:
    return Wanted(
        certificates=record.texts("certificates"),
        registrations=record.texts("registrations"),
        papers=frozenset(record.texts("papers")),
        attributes=frozenset(record.texts("attributes")),
        responsible_person=record.choice("responsible_person", frozenset({"yes", "no"}), "no") == "yes",
    )


def _sources(records: Iterable[Record]) -> tuple[Source, ...]:
    found = []
    for record in records:
        found.append(Source(record.text("id"), record.text("locator")))
        record.close()
    return tuple(found)
