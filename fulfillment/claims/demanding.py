"""What is claimed: goods at price or cost, the freight where the terms give it back, within the carrier's liability."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.bundled import data_folder
from engine.counted import counted
from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.aftersales.comebacks import contents_of, worth
from fulfillment.casefile import CaseFile
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.liability import Liability, liability
from fulfillment.claims.terms import Basis, Terms
from fulfillment.claims.terms_book import XDR
from fulfillment.claims.way import weight_of
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.errors import ClaimRefused, NoRate
from fulfillment.payments.rates import EURO, convert, units_in
from fulfillment.records import Claim, Shipment

FREIGHT = "freight_told"  # what a person said the freight was


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """Minor units of `currency`. `price` and `cost` are those of the goods, `goods` what is claimed for them by
    `basis` before the limit; `cost` None is unknown. `limit` cuts down only where it is sure."""

    currency: str
    price: int
    cost: int | None
    basis: Basis
    goods: int
    freight: int
    limit: Liability | None
    lines: Mapping[str, int]

    @property
    def is_limited(self) -> bool:
        """Whether the carrier's liability cuts the goods down."""
        return self.limit is not None and self.limit.is_sure and self.limit.minor < self.goods

    @property
    def total(self) -> int:
        """What is claimed."""
        goods = self.limit.minor if self.is_limited and self.limit is not None else self.goods
        return goods + self.freight

    def as_data(self) -> Mapping[str, object]:
        """What is kept with the claim, so that everybody sees of what the amount consists."""
        limit = None
        if self.limit is not None:
            limit = {"minor": self.limit.minor, "source": self.limit.source, "is_sure": self.limit.is_sure}
        return {
            "basis": str(self.basis),
            "price": self.price,
            "cost": self.cost,
            "goods": self.total - self.freight,
            "freight": self.freight,
            "limit": limit,
            "limited": self.is_limited,
        }


def demanded(file: CaseFile, claim: Claim, terms: Terms, shipment: Shipment) -> Demanded:
    """What this claim amounts to as things stand."""
    lines = pieces_of_claim(file, claim, shipment)
    price, cost = worth(file.order, lines), _cost(file, lines)
    basis = Basis.COST if terms.basis is Basis.COST and cost is not None else Basis.PRICE
    goods = cost if basis is Basis.COST and cost is not None else price
    return Demanded(
        currency=file.case.currency,
        price=price,
        cost=cost,
        basis=basis,
        goods=0 if claim.kind == Mishap.LATE else goods,
        freight=_freight(file, claim, shipment) if terms.pays_freight(claim.kind) else 0,
        limit=liability(
            terms.limits,
            weight_of(file, shipment),
            file.case.currency,
            lambda units, base: _in_units(file, units, base),
        ),
        lines=lines,
    )


def pieces_of_claim(file: CaseFile, claim: Claim, shipment: Shipment) -> Mapping[str, int]:
    """Number of the order's line -> pieces that are claimed: those that were named, else all that was in the parcel."""
    return dict(claim.lines) or {str(line): many for line, many in contents_of(file, shipment).items()}


def checked_lines(file: CaseFile, shipment: Shipment, lines: Mapping[int, int]) -> Mapping[str, int]:
    """The pieces of a parcel that are claimed. Raises ClaimRefused for more than was in it."""
    inside = contents_of(file, shipment)
    for line, many in lines.items():
        if not 0 < many <= inside.get(line, 0):
            held = counted(inside.get(line, 0), "piece", "pieces")
            msg = f"the parcel had {held} of line `{line}`, not {many}; claim what was in it"
            raise ClaimRefused(msg)
    return {str(line): many for line, many in sorted(lines.items())}


def in_euro_cents(session: ReadSession, merchant: str, minor: int, currency: str, at: datetime) -> int | None:
    """An amount in cents of euro by the stored rates; None where there is none."""
    try:
        return convert(session, merchant, Money(minor, currency), EURO, at).amount.minor
    except NoRate:
        return None


def _in_units(file: CaseFile, units: Decimal, base: str) -> Decimal | None:
    if base == XDR:
        # By the rate and day that the customs forms use too.
        units, base = units / load_paper_book(data_folder()).values.sdr.per_eur, EURO
    try:
        return units_in(file.session, file.merchant, units, base, file.case.currency, file.now)
    except NoRate:
        return None


def _cost(file: CaseFile, lines: Mapping[str, int]) -> int | None:
    """What the pieces cost, in the order's currency; None where that of one of them is unknown."""
    support, total = file.site.claims, 0
    for number, many in lines.items():
        sku = file.order.lines[int(number) - 1].sku
        unit = None if support is None or not sku else support.unit_cost(file.session, file.merchant, sku)
        if unit is None:
            return None
        try:
            total += convert(file.session, file.merchant, unit, file.case.currency, file.now).amount.minor * many
        except NoRate:
            return None
    return total if lines else None


def _freight(file: CaseFile, claim: Claim, shipment: Shipment) -> int:
    """As a person told it, else as the carrier charged it; nothing where nobody knows."""
    told = claim.data.get(FREIGHT)
    if isinstance(told, int):
        return told
    charged = None if file.site.claims is None else file.site.claims.freight(file.session, shipment)
    if charged is None:
        return 0
    try:
        return convert(file.session, file.merchant, charged, file.case.currency, file.now).amount.minor
    except NoRate:
        return 0
