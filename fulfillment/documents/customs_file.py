"""All that a declaration is built from, as the desk hands it out: one order with its goods, law and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from engine.order.order import Order, ShipFrom
from engine.products.effective import EffectiveLine
from engine.registration import Registration
from engine.store.sessions import ReadSession
from fulfillment.documents.converting import StoredRates
from fulfillment.documents.declaration import Consignee, Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Where the order goes and how customs see it, as the decision's facts state it.

    `market` is the country, or XI for Northern Ireland; `movement` import, intra_union or domestic, None unknown.
    `regime` is the tax regime that settles the tax at sale, None where it is paid on arrival; `must_number` that its
    number has to go with the parcel. `ids_…` are kinds of numbers of the consignee. `duty_due` and `tax_due` are of the
    arrival, None where nobody can tell; `charges_eur_minor` are the fixed charges of that day, in euro cents, and
    `flat_duty` says that a duty for each item is certainly among them. `po_box`: it goes to nothing but a post office
    box; None where that is not known.
    """

    market: str
    territory: str
    movement: str | None
    regime: str | None
    collector: str
    number_shown: str
    mode: str
    carrier: str
    on: date
    must_number: bool = False
    ids_required: frozenset[str] = frozenset()
    ids_missing: frozenset[str] = frozenset()
    ids_invalid: frozenset[str] = frozenset()
    duty_due: bool | None = None
    tax_due: bool | None = None
    charges_eur_minor: int | None = None
    flat_duty: bool = False
    po_box: bool | None = None

    @property
    def is_free_of_tariff(self) -> bool:
        """Whether no rate of the tariff counts: nothing is due, or a flat duty is, in its place."""
        return self.duty_due is False or (self.flat_duty and bool(self.charges_eur_minor))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One effective line: the goods, what law asks of them, and what is at hand.

    `asked` are documents that law asks for and nobody has verified, `licences` those verified; `un` are UN numbers with
    their hazard class, `band` the size of its lithium, `refused` that the chosen way takes it not. `categories` are
    those of import law, None where they are not known.
    """

    effective: EffectiveLine
    asked: frozenset[str] = frozenset()
    licences: tuple[Licence, ...] = ()
    un: Mapping[str, str] = field(default_factory=dict)
    band: str | None = None
    refused: bool = False
    is_vague: bool = False
    categories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The order whose goods are replaced, with its effective lines."""

    order: Order
    lines: tuple[EffectiveLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsFile:
    """One order as customs will see it. `original` is the order that this one replaces goods of, where it is known."""

    order_id: str
    version: int
    order: Order
    lane: Lane
    lines: tuple[GoodsLine, ...]
    registrations: tuple[Registration, ...] = ()
    original: Original | None = None
    rates: StoredRates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What lies in one parcel: number of the order's line -> pieces of it as it was ordered, kits as kits.

    `before` are pieces of the same lines that earlier parcels hold, so that shares of several parcels add up.
    `materials` are what the box is made of, `is_cushioned` that the filler of the destination is added to them.
    `leaves` is where the parcel leaves from, None where that is what the order says.
    """

    number: str
    pieces: Mapping[int, int]
    before: Mapping[int, int] = field(default_factory=dict)
    gross_g: int = 0
    materials: tuple[str, ...] = ()
    is_cushioned: bool = False
    leaves: ShipFrom | None = None
    fulfilment_id: str = ""
    warehouse: str = ""
    tracking: str = ""
    service: str = ""


class CustomsView(Protocol):
    """What papers may ask of the desk about one order, in the transaction that asks."""

    def file_of(
        self, session: ReadSession, merchant: str, order_id: str, leaves: ShipFrom | None = None
    ) -> CustomsFile:
        """The file of an order, or of what of it leaves from there. Raises NotFound for another merchant's."""
        ...

    def licence_numbers(self, session: ReadSession, merchant: str, order_id: str) -> Mapping[str, str]:
        """Numbers of verified papers by the papers' ids, as far as they can still be read: never kept."""
        ...

    def consignee_of(self, session: ReadSession, merchant: str, order_id: str) -> Consignee:
        """Who receives it, with numbers: personal, never kept. Raises NotFound, and PersonErased after erasure."""
        ...


def whole(file: CustomsFile, *, number: str, gross_g: int = 0) -> Contents:
    """All of an order as one parcel."""
    pieces = {at: line.quantity for at, line in enumerate(file.order.lines, start=1) if line.quantity}
    return Contents(number=number, pieces=pieces, gross_g=gross_g)
