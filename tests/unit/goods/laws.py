"""Restrictions and law books of our own making, for tests of what law says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from engine.goods.embargo import Embargoes
from engine.goods.exceptions import Exceptions
from engine.goods.law import LawBook
from engine.goods.restriction import Clock, Kind, Movement, Reach, Restriction, Source, Trust
from engine.goods.screening import Applied, Goods, Journey
from engine.order.line import Line
from tests.unit.goods.builders import TODAY, knowledge

BAN = Restriction(
    id="XX-TOBACCO-001",
    kind=Kind.PROHIBITED,
    movements=frozenset({Movement.IMPORT}),
    reaches=frozenset({Reach.LAW}),
    carriers=frozenset(),
    category="tobacco",
    item="Tobacco",
    match=None,
    limits=(),
    documents=frozenset(),
    origins=frozenset(),
    parties="any",
    trust=Trust.HIGH,
    valid_from=None,
    valid_to=None,
    by=Clock.DECIDED_AT,
    sources=(Source("usps-imm", "a made-up place"),),
    reviewed_on=TODAY,
)


def a_ban(**changes: object) -> Restriction:
    """A prohibition of tobacco, but for the changes."""
    return replace(BAN, **changes)  # type: ignore[arg-type]


def a_book(
    files: Mapping[str, list[Restriction]],
    *,
    members: frozenset[str] = frozenset(),
    exceptions: Exceptions | None = None,
) -> LawBook:
    """A law book with the project's categories."""
    return LawBook(files, members, knowledge().classifier.categories, Embargoes([]), exceptions)


def a_journey(
    destination: str = "DE", ship_from: str | None = None, movement: str | None = "import", on: date = TODAY
) -> Journey:
    """A parcel to private buyers, by no chosen carriage."""
    return Journey(destination=destination, ship_from=ship_from, movement=movement, decided_on=on, placed_on=on)


def applied(book: LawBook, journey: Journey, *lines: Line) -> tuple[tuple[Applied, ...], ...]:
    """What applies to each line of one consignment."""
    goods = [Goods(line, knowledge().classifier.classify(line), line.unit_price * line.quantity) for line in lines]
    return book.screen_lines(goods, journey)


def ids(found: tuple[Applied, ...]) -> list[str]:
    """The ids of what applies."""
    return [one.restriction.id for one in found]
