"""A line of a bill held against what we expect of its parcel. Pure: it knows no database.

What a parcel is billed too much for is split without rest and counted once: by weight first, then by zone, then by
rate; so the stakes of a line never add up to more than it asks too much. What is billed too low opens nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.order.money import Money
from fulfillment.freight.advances import advanced
from fulfillment.freight.difference import Audited, Difference, charges_of, grams, sums_of, told
from fulfillment.freight.expected import ExpectedBill
from fulfillment.freight.kinds import ADVANCED, UNAUDITED, Charge, FreightDiffers, Place
from fulfillment.freight.rated import Rated
from fulfillment.freight.tolerances import Tolerances
from fulfillment.records import FreightLine
from fulfillment.shipping.errors import WeightUnrated
from fulfillment.shipping.rate_card import RateCard
from fulfillment.shipping.service import Adds, Zone

A_DAY = timedelta(days=1)  # a bill's day is the carrier's, a hand-over's is UTC
EXCHANGE_BP, WHOLE = 300, 10_000  # room for a bank's margin where card and bill are of two currencies
CUSTOMS_KINDS = ADVANCED | {Charge.ADVANCE_FEE}
SURCHARGES: Mapping[Charge, Adds] = {
    Charge.FUEL: Adds.FUEL,
    Charge.REGISTRATION: Adds.REGISTRATION,
    Charge.REMOTE: Adds.REMOTE,
    Charge.OVERSIZE: Adds.OVERSIZE,
    Charge.BATTERY: Adds.BATTERY,
    Charge.CUSTOMS: Adds.CUSTOMS,
}


def audit(
    line: FreightLine, expected: ExpectedBill | None, earlier: Sequence[FreightLine], tolerances: Tolerances
) -> Audited:
    """What differs. `earlier` are lines of the same carrier that were kept before and name the same parcel."""
    if line.amount < 0 or line.place == Place.ACCOUNT:
        return Audited((), ("account",) if line.place == Place.ACCOUNT and line.amount > 0 else ())
    if expected is None:
        return Audited((_whole(FreightDiffers.NOT_OURS, line, {}),) if line.amount > 0 else ())
    undue = _undue(line, expected)
    if undue is not None:
        return Audited((undue,))
    twice, left = _twice(line, earlier)
    found = [] if twice is None else [twice]
    unchecked: list[str] = []
    if left.keys() - CUSTOMS_KINDS:
        if isinstance(expected.rated, str):
            unchecked.append(expected.rated)
        else:
            judged = _Judged(line, expected, expected.rated, left, tolerances)
            found += judged.differences()
            unchecked += judged.unchecked()
    if left.keys() & CUSTOMS_KINDS:
        before = sums_of(charge for each in earlier for charge in charges_of(each) if each.currency == line.currency)
        advanced_before = sum(before.get(kind, 0) for kind in ADVANCED)
        customs = advanced(line.currency, expected, left, advanced_before, tolerances)
        found += customs.differences
        unchecked += customs.unchecked
    return Audited(tuple(found), tuple(unchecked))


def _whole(kind: FreightDiffers, line: FreightLine, data: dict[str, object]) -> Difference:
    return Difference(kind=kind, charge="", billed=line.amount, amount=line.amount, expected=0, data=data)


def _undue(line: FreightLine, expected: ExpectedBill) -> Difference | None:
    """Nothing is due for a label that was taken back, nor before the carrier has the parcel."""
    if line.amount <= 0 or expected.sent is None:
        return None
    if expected.is_voided:
        return _whole(FreightDiffers.VOIDED, line, {"state": expected.shipment.state})
    handed = expected.handed_on
    if not expected.is_taken:
        return _whole(FreightDiffers.EARLY, line, {"handed_over": ""})
    if handed is not None and line.billed_on and date.fromisoformat(line.billed_on) < handed - A_DAY:
        return _whole(FreightDiffers.EARLY, line, {"handed_over": handed.isoformat(), "billed_on": line.billed_on})
    return None


def _twice(line: FreightLine, earlier: Sequence[FreightLine]) -> tuple[Difference | None, dict[Charge, int]]:
    """Charges that an earlier line asked for already and that were not given back; and the rest of the line."""
    before = sums_of(charge for each in earlier for charge in charges_of(each) if each.currency == line.currency)
    sums = {kind: minor for kind, minor in sums_of(charges_of(line)).items() if kind not in UNAUDITED}
    again = {kind: minor for kind, minor in sums.items() if minor > 0 and before.get(kind, 0) > 0}
    left = {kind: minor for kind, minor in sums.items() if kind not in again}
    if not again:
        return None, left
    first = next(each for each in earlier if any(charge.kind in again for charge in charges_of(each)))
    data = {"first_bill": first.bill, "first_line": first.id, "charges": {kind.value: again[kind] for kind in again}}
    many = sum(again.values())
    return Difference(kind=FreightDiffers.TWICE, charge="", billed=many, amount=many, expected=0, data=data), left


@dataclass(frozen=True, slots=True)
class _Judged:
    """Freight and surcharges of one line."""

    line: FreightLine
    expected: ExpectedBill
    rated: Rated
    left: dict[Charge, int]
    tolerances: Tolerances

    def differences(self) -> Iterator[Difference]:
        yield from self._freight()
        yield from self._surcharges()

    def unchecked(self) -> Iterator[str]:
        if self._in(0) is None:
            yield f"no_rate:{self.rated.card.currency}"
        if self.rated.weighed.dimensional_g is None:
            yield "size_unknown"

    def _in(self, minor: int) -> int | None:
        return self.expected.in_currency(Money(minor, self.rated.card.currency), self.line.currency)

    def _room(self, kind: Charge, expected: int) -> int:
        exchanged = self.rated.card.currency != self.line.currency
        return self.tolerances.room(kind, expected, self.line.currency) + (
            abs(expected) * EXCHANGE_BP // WHOLE if exchanged else 0
        )

    def _freight(self) -> Iterator[Difference]:
        billed, due = self.left.get(Charge.FREIGHT, 0), self._in(self._due())
        if due is None or billed - due <= self._room(Charge.FREIGHT, due):
            return
        excess = billed - due
        weight = min(excess, self._by_weight())
        zone = min(excess - weight, self._by_zone())
        rest = excess - weight - zone
        room = self._room(Charge.FREIGHT, due)
        if rest <= room and (weight or zone):  # what is within room goes with what is not
            weight, zone, rest = (weight + rest, zone, 0) if weight else (weight, zone + rest, 0)
        for kind, amount in ((FreightDiffers.WEIGHT, weight), (FreightDiffers.ZONE, zone), (FreightDiffers.RATE, rest)):
            if amount:
                yield Difference(kind=kind, charge=Charge.FREIGHT, billed=billed, expected=due, amount=amount,
                                 data=self._evidence())  # fmt: skip

    def _due(self) -> int:
        """By our weights; by the carrier's where nobody measured the parcel and size may have made it heavier."""
        stated = grams(self.line, "billed_g")
        if self.rated.weighed.dimensional_g is None and stated is not None and stated > self.rated.weighed.billed_g:
            return _at(self.rated.card, stated) or self.rated.base
        return self.rated.base

    def _by_weight(self) -> int:
        """What the card asks more for the weight that the bill states."""
        stated, own = grams(self.line, "billed_g"), self.rated.weighed.billed_g
        if stated is None or self.rated.weighed.dimensional_g is None:
            return 0
        if stated - own <= self.tolerances.weight_room(own):
            return 0
        at = _at(self.rated.card, stated)
        return 0 if at is None else max(0, self._in(at - self.rated.base) or 0)

    def _by_zone(self) -> int:
        """What another zone's card asks more, where the bill names one."""
        zone = self._billed_zone()
        card = None if zone is None else self.expected.cards.get(zone.id)
        if card is None or card.zone == self.rated.zone.id:
            return 0
        weight = grams(self.line, "billed_g") or self.rated.weighed.billed_g
        here, there = _at(self.rated.card, weight), _at(card, weight)
        return 0 if here is None or there is None else max(0, self._in(there - here) or 0)

    def _billed_zone(self) -> Zone | None:
        zone, country = told(self.line, "zone"), told(self.line, "country").upper()
        for each in self.rated.service.zones:
            if zone == each.id or country in each.countries:
                return each
        return None

    def _surcharges(self) -> Iterator[Difference]:
        for kind in (*SURCHARGES, Charge.OTHER):
            billed = self.left.get(kind, 0)
            why = SURCHARGES.get(kind)
            due = self._in(0 if why is None else self.rated.surcharges.get(why, 0))
            if due is None or billed - due <= self._room(kind, due):
                continue
            yield Difference(kind=FreightDiffers.SURCHARGE, charge=kind, billed=billed, expected=due,
                             amount=billed - due, data=self._evidence())  # fmt: skip

    def _evidence(self) -> dict[str, object]:
        weighed, sent = self.rated.weighed, self.expected.sent
        sides = None if sent is None else sent.parcel.sides_mm
        return {
            "rate_card": self.rated.source,
            "own_card": self.rated.is_own,
            "zone": self.rated.zone.id,
            "billed_zone": told(self.line, "zone") or told(self.line, "country"),
            "packed_g": weighed.gross_g,
            "dimensional_g": weighed.dimensional_g,
            "divisor": self.rated.service.size.divisor,
            "sides_mm": None if sides is None else list(sides),
            "expected_g": weighed.billed_g,
            "billed_g": grams(self.line, "billed_g"),
            "card_currency": self.rated.card.currency,
            "handed_over": "" if self.expected.handed_on is None else self.expected.handed_on.isoformat(),
        }


def _at(card: RateCard, billed_g: int) -> int | None:
    """Freight of a weight, whole steps as the card has them; None where it has no band for it."""
    try:
        band = card.band(billed_g)
    except WeightUnrated:
        return None
    return band.base + band.by_weight(billed_g)
