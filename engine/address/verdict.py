"""What is said of an address: a level for each field, findings with codes, signals, and the repaired address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.order.address import Address


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class PoBox(StrEnum):
    NONE = "none"
    BOX_ONLY = "box_only"
    STREET_AND_BOX = "street_and_box"


FIELDS = ("country", "name", "street", "city", "state", "postcode")
SEVERITY = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}


@dataclass(frozen=True, slots=True)
class AddressFinding:
    """One remark. `level` ok is a note only, for instance that a postcode moved the country to a territory."""

    field: str
    code: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What an address looks like beyond being complete. Signals never change a level of their own."""

    po_box: PoBox = PoBox.NONE
    military: bool = False
    forwarder_score: int = 0
    vague_street: bool = False
    gibberish: bool = False
    placeholder: bool = False
    house_number_missing: bool = False
    contact_in_street: bool = False
    postcode_contradicts_state: bool = False
    territory_moved: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressVerdict:
    """`stated` is the country as written, `territory` the one its postcode lies in; None when none could be told."""

    fields: Mapping[str, Level]
    findings: tuple[AddressFinding, ...]
    normalised: Address
    stated: str | None
    territory: str | None
    signals: Signals

    @property
    def result(self) -> Level:
        return worst(self.fields.values())


def worst(levels: Iterable[Level]) -> Level:
    """The severest; ok when there is none."""
    return max(levels, key=SEVERITY.__getitem__, default=Level.OK)


def levels_of(findings: Iterable[AddressFinding]) -> dict[str, Level]:
    """Each field's severest finding; a field without findings is ok."""
    levels = dict.fromkeys(FIELDS, Level.OK)
    for finding in findings:
        if SEVERITY[finding.level] > SEVERITY[levels[finding.field]]:
            levels[finding.field] = finding.level
    return levels
