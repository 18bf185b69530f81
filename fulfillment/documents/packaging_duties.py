"""What a destination asks of the packaging of one parcel, and whether it is met: used by packing and by papers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.goods.restriction import Trust
from engine.registration import Registration
from fulfillment.documents.packaging_rows import DutyKind, DutyRow, PackagingBook, Printed
from fulfillment.packing.materials import Material

# The family `producer` of data/customs/registration_kinds.yaml.
PRODUCERS = frozenset({"lucid", "packaging", "weee", "battery", "textile"})

# What boxes are filled up with, those preferred first.
FILLERS = ("paper_cushion", "air_cushion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A market (country, or XI), its customs territory, the day, and whether the parcel crosses a customs border."""

    market: str
    territory: str
    on: date
    crosses: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty on this packaging. `number` is the registration that meets it, `materials` those it is about.

    `is_met` is None where nobody here can know, as with marks printed on a box. `is_kept`: the merchant keeps numbers
    of such registers at all; who keeps none is told of it and not stopped.
    """

    row: DutyRow
    is_met: bool | None
    number: str = ""
    materials: tuple[str, ...] = ()
    is_kept: bool = True

    @property
    def stops(self) -> bool:
        """Nothing is printed before it is met. What rests on weak sources never stops."""
        return self.is_met is False and self.is_kept and self.row.stops and self.row.trust is not Trust.LOW

    @property
    def marks(self) -> tuple[str, ...]:
        """What packaging or papers have to show: a sign, or the number where an invoice must bear it."""
        if self.row.kind is DutyKind.REGISTRATION:
            return (self.number,) if self.number and self.row.printed is Printed.INVOICE else ()
        return (self.row.mark,) if self.row.mark else ()


def packaging_duties(
    destination: Destination,
    materials: Iterable[str],
    registrations: Iterable[Registration],
    book: PackagingBook,
    *,
    treated: bool = False,
) -> tuple[Duty, ...]:
    """All duties on packaging of these materials, in the order of the data. `treated`: its raw wood bears the mark of
    ISPM 15. A material that the book does not know is met by no duty of a family."""
    own = [book.materials[name] for name in dict.fromkeys(materials) if name in book.materials]
    held = tuple(registrations)
    return tuple(_duties(destination, own, held, book, treated=treated))


def choose_materials(destination: Destination, wanted: Iterable[str], book: PackagingBook) -> tuple[str, ...]:
    """Materials to pack with, best first: without those forbidden there, recyclable ones before others."""
    forbidden = {
        name
        for row in book.at(destination.market, destination.territory, destination.on)
        if row.kind is DutyKind.FORBIDDEN
        for name in row.materials
    }
    known = [book.materials[name] for name in dict.fromkeys(wanted) if name in book.materials and name not in forbidden]
    return tuple(each.id for each in sorted(known, key=lambda each: (not each.recyclable, each.is_raw_wood)))


def codes(materials: Iterable[str], book: PackagingBook) -> tuple[str, ...]:
    """The material codes of Decision 97/129/EC, each once, in order."""
    found = (book.materials[name].code for name in materials if name in book.materials)
    return tuple(dict.fromkeys(code for code in found if code))


def _duties(
    destination: Destination, own: list[Material], held: tuple[Registration, ...], book: PackagingBook, *, treated: bool
) -> Iterator[Duty]:
    for row in book.at(destination.market, destination.territory, destination.on):
        meant = tuple(each.id for each in own if _is_about(row, each))
        if row.kind is DutyKind.REGISTRATION:
            number = _number(row, destination, held)
            yield Duty(row=row, is_met=bool(number), number=number, is_kept=_keeps(held))
        elif meant and row.kind is DutyKind.TREATMENT and destination.crosses:
            yield Duty(row=row, is_met=treated, materials=meant)
        elif meant and row.kind is DutyKind.FORBIDDEN:
            yield Duty(row=row, is_met=False, materials=meant)
        elif meant and row.kind in {DutyKind.MARK, DutyKind.CODES}:
            # Codes are printed on the papers, so that is met by them; a sign on the box nobody sees from here.
            yield Duty(row=row, is_met=True if row.kind is DutyKind.CODES else None, materials=meant)


def _is_about(row: DutyRow, material: Material) -> bool:
    return material.id in row.materials or material.family in row.families


def _keeps(held: tuple[Registration, ...]) -> bool:
    return any(each.kind in PRODUCERS for each in held)


def _number(row: DutyRow, destination: Destination, held: tuple[Registration, ...]) -> str:
    places = {destination.market, destination.territory}
    fits = (
        each.number
        for each in held
        if each.kind in row.registrations and each.country in places and each.in_force(destination.on)
    )
    return next(fits, "")
