"""What every carrier can be asked, in plain values. An adapter is made for one account and knows no database.

All calls may raise `CarrierError`s (`errors.py`): `CarrierThrottled` and `CarrierDown` to be tried again,
`CarrierSignInRefused` and `CarrierRefused` for people. What an API lacks is missing in `acts`, and asking for it raises
`CarrierCannot`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from engine.order.money import Money
from fulfillment.carriers.words import Act, AdapterName
from fulfillment.documents.declaration import Consignee, Declaration, Sender


class LabelForm(StrEnum):
    """How a label is wanted."""

    PDF = "pdf"
    ZPL = "zpl"


MEDIA: Mapping[LabelForm, str] = {LabelForm.PDF: "application/pdf", LabelForm.ZPL: "application/vnd.zebra.zpl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierAccount:
    """What an adapter is made of: where to call, as whom, and what was set for this connection."""

    connection: str
    adapter: AdapterName
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Gross grams and outer millimetres, longest first; None where nobody measured it."""

    weight_g: int
    sides_mm: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """As much of an address as a rate needs."""

    country: str
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesAsked:
    """`crosses`: over a customs border; `worth` of the goods, None unknown; `terms` DDP, DAP or IOSS, "" open."""

    origin: Place
    destination: Place
    boxes: tuple[Box, ...]
    on: date
    crosses: bool
    worth: Money | None = None
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one of the carrier's products costs for all boxes together, and in how many days it promises to arrive."""

    product: str
    total: Money
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingAsked:
    """One parcel to be booked.

    `reference` names it at the carrier, unique and the same at each try (letters and digits, at most 35). `declaration`
    has customs data and terms, `filled` with licences' numbers; `crosses`: customs will read it.
    """

    reference: str
    product: str
    at: datetime
    box: Box
    declaration: Declaration
    consignee: Consignee
    crosses: bool
    has_battery: bool
    label: LabelForm = LabelForm.PDF


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label as the carrier drew it: it bears the consignee's address."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """`number` is what the parcel is tracked by, `remote` the carrier's own name of the booking. `already`: it was
    booked by an earlier try. `charge`, where the answer says it."""

    number: str
    label: LabelFile
    remote: str = ""
    charge: Money | None = None
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A booking as it was kept."""

    reference: str
    number: str = ""
    remote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupAsked:
    """When a carrier is to come, local to the place: parcels are ready at `ready`, nobody is there after `closes`."""

    reference: str
    product: str
    day: date
    ready: time
    closes: time
    zone: str
    parcels: int
    weight_g: int
    sender: Sender
    spot: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupBooked:
    """`remote` is the carrier's confirmation; `day` where it comes on another than was asked."""

    remote: str
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestAsked:
    """Parcels that are handed over together."""

    reference: str
    at: datetime
    numbers: tuple[str, ...]


class Carrier(Protocol):
    """One account at one carrier.

    Where the API has no idempotency key, a call with `unsure` (an earlier try may have worked) asks by reference first.
    """

    @property
    def acts(self) -> frozenset[Act]:
        """What the API has beside booking."""
        ...

    @property
    def settling_s(self) -> float:
        """For how long after a lost answer the carrier may not find a booking by its reference yet."""
        ...

    def check(self) -> str:
        """Signs in and answers who we are there, in words for people."""
        ...

    def rates(self, asked: RatesAsked) -> tuple[Rate, ...]:
        """What its products cost."""
        ...

    def book(self, asked: BookingAsked, *, unsure: bool) -> Booked:
        """A number and a label, once by `reference`. Raises CarrierRefused, and LabelLost where it is booked and the
        label cannot be had."""
        ...

    def label(self, known: Known, form: LabelForm) -> LabelFile:
        """The label once more."""
        ...

    def void(self, known: Known, *, unsure: bool) -> bool:
        """Calls off what was booked; false where there is nothing to call off. Raises CarrierRefused."""
        ...

    def pick_up(self, asked: PickupAsked, *, unsure: bool) -> PickupBooked:
        """Has the carrier come. Raises CarrierRefused outside of its hours, or where it cannot say whether it comes."""
        ...

    def call_off_pickup(self, remote: str, by: str) -> bool:
        """It need not come; false where it knows of none."""
        ...

    def close(self, asked: ManifestAsked) -> str:
        """Tells what is handed over; answers the carrier's own name of it."""
        ...

    def recall(self, known: Known, reference: str) -> str:
        """Asks for a parcel on its way to be sent back; answers the carrier's own name of it."""
        ...
