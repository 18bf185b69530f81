"""What lands on top of the price: duty-free limit, flat duty by item, fixed charges. Hints, none of them a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.customs.knowledge import CustomsKnowledge
from engine.customs.law import CHARGES, Money, Statute
from engine.customs.thresholds import FREE_OF_DUTY, FREE_OF_TAX, GIFT, Threshold
from engine.customs.worth import Worth
from engine.goods.restriction import Clock, Trust

FLAT_DUTY = "EU-FLAT-DUTY"
GIFTS = "c2c_gift"


class FlatScope(StrEnum):
    """Whether the flat duty by item is due: by every reading of the law, or by the wide one only."""

    CERTAIN = "certain"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What decides about duty. `duty_places` and `tax_places` are codes of country and union, the narrower first.

    `tax_settled`: tax was paid at the sale, and customs can see so; `one_stop`: under the one-stop shop for imports.
    """

    duty_places: tuple[str, ...]
    tax_places: tuple[str, ...]
    party: str
    mode: str | None
    origin: str | None
    days: Mapping[Clock, date]
    worth: Worth
    items: int
    grams: int | None = None
    tax_settled: bool = False
    one_stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """`fixed` are charges with an amount that are certain; `hints` is in force by weak sources, or read differently."""

    free_of_duty: Threshold | None
    duty_due: bool | None
    vat_due: bool | None
    flat_scope: FlatScope | None
    flat_duty: Money | None
    fixed: tuple[Statute, ...]
    hints: tuple[Statute, ...]
    in_force: tuple[Statute, ...]


def landed(arrival: Arrival, knowledge: CustomsKnowledge) -> Landed:
    """Everything that is known of the day and the place. Law counts on the day of the decision."""
    duty = _free_of(arrival, knowledge, arrival.duty_places, FREE_OF_DUTY)
    tax = _free_of(arrival, knowledge, arrival.tax_places, FREE_OF_TAX)
    statutes = tuple(
        knowledge.law.in_force(arrival.duty_places, arrival.days[Clock.DECIDED_AT], arrival.party, arrival.mode)
    )
    due = [one for one in statutes if one.kind in CHARGES and _within(one, arrival.worth)]
    flat = next((one for one in due if one.id == FLAT_DUTY), None)
    scope = None if flat is None else _scope(arrival)
    certain = [one for one in due if one.amount is not None and one.trust is not Trust.LOW]
    fixed = tuple(one for one in certain if one is not flat or scope is FlatScope.CERTAIN)
    return Landed(
        free_of_duty=duty,
        duty_due=None if duty is None else arrival.worth.over((duty.minor, duty.currency), duty.basis),
        vat_due=_vat_due(arrival, tax),
        flat_scope=scope,
        flat_duty=None if flat is None else _amount(flat, arrival),
        fixed=fixed,
        hints=tuple(one for one in statutes if one.trust is Trust.LOW or (one is flat and scope is FlatScope.DISPUTED)),
        in_force=statutes,
    )


def charges_eur_minor(charges: tuple[Statute, ...], arrival: Arrival) -> int | None:
    """The sum of fixed charges in euro cents; None when one cannot be told."""
    total = 0
    for one in charges:
        amount = _amount(one, arrival)
        if amount is None:
            return None
        euros = Worth(minor=amount[0], currency=amount[1], dearest=0, rates=arrival.worth.rates).eur_minor
        if euros is None:
            return None
        total += euros
    return total


def _free_of(
    arrival: Arrival, knowledge: CustomsKnowledge, places: tuple[str, ...], taxes: frozenset[str]
) -> Threshold | None:
    find = knowledge.thresholds.find
    present = find(places, frozenset({GIFT}), arrival.days) if arrival.party == GIFTS else None
    return present or find(places, taxes, arrival.days, arrival.mode, arrival.origin)


def _vat_due(arrival: Arrival, tax: Threshold | None) -> bool | None:
    if arrival.tax_settled:
        return False
    return None if tax is None else arrival.worth.over((tax.minor, tax.currency), tax.basis)


def _within(statute: Statute, worth: Worth) -> bool:
    return statute.up_to is None or worth.over(statute.up_to) is False


def _scope(arrival: Arrival) -> FlatScope:
    return FlatScope.CERTAIN if arrival.one_stop or arrival.mode == "post" else FlatScope.DISPUTED


def _amount(statute: Statute, arrival: Arrival) -> Money | None:
    if statute.amount is None:
        return None
    minor, currency = statute.amount
    if statute.per == "item":
        return minor * arrival.items, currency
    if statute.per == "kg":
        return None if arrival.grams is None else (minor * arrival.grams // 1000, currency)
    return minor, currency
