"""A choice as it is kept, without personal values, and what of it can be chosen again.

Of a postcode only as much is kept as a surcharge for remote places asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from engine.policy_books import as_values
from fulfillment.shipping.choosing import Candidate
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.desk import Expected, LaneSeen
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.feasible import Offer
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.selecting import Selected
from fulfillment.shipping.service import Service
from fulfillment.shipping.stating import OfOrder, terms_of
from fulfillment.shipping.wishing import OwnWishes, as_stated

Json = Mapping[str, object]


def kept(selected: Selected, own: OwnWishes, services: Mapping[str, Service]) -> Json:
    """All that a choice rested on and led to."""
    judgement, choice = selected.judged.judgement, selected.choice
    return {
        "dispatch": _dispatch(selected.dispatch, services),
        "says": _says(selected.says),
        "seen": {service: asdict(each) for service, each in sorted(selected.seen.items())},
        "compared_in": selected.currency,
        "wishes": {**as_stated(own), "of": own.of},
        "named": {"words": selected.named.words, "services": sorted(selected.named.services or ()),
                  "foreign": selected.named.foreign},
        "candidates": [
            _candidate(each, offer)
            for each in choice.candidates
            if (offer := selected.offer_of(each.values.service)) is not None
        ],
        "ruled_out": {service: [str(each) for each in unmet] for service, unmet in sorted(choice.ruled_out.items())},
        "refused": {
            each.service.id: [{"why": str(one.why), "parcel": one.parcel, "told": dict(one.told)}
                              for one in each.refusals]
            for each in selected.feasible.refused
        },
        "against": {
            service: [{"rule": each.rule, "verdict": each.verdict, "reason": each.reason} for each in found]
            for service, found in sorted(selected.judged.of_service.items()) if found
        },
        "judgement": None if judgement is None else as_values(judgement),
        "last_resort": choice.is_last_resort,
        "flips": [asdict(each) for each in selected.flips],
        "apart": [_apart(each, offer) for each in selected.apart if (offer := each.offer) is not None],
    }  # fmt: skip


def dispatch_of(data: Json) -> Dispatch:
    """A kept dispatch."""
    told = _map(data["dispatch"])
    terms = told["terms"]
    return Dispatch(
        parcels=tuple(_parcel(_map(each)) for each in _list(told["parcels"])),
        origin=str(told["origin"]),
        country=str(told["country"]),
        on=date.fromisoformat(str(told["on"])),
        postcode=str(told["postcode"]),
        values={currency: int(str(minor)) for currency, minor in _map(told["values"]).items()},
        identifiers=frozenset(str(each) for each in _list(told["identifiers"])),
        terms=None if terms is None else Terms(str(terms)),
        barred=str(told["barred"]),
        struck={service: str(why) for service, why in _map(told.get("struck", {})).items()},
    )


def says_of(data: Json) -> OfOrder:
    """What the order said then."""
    told = dict(_map(data["says"]))
    categories, expected = told.pop("categories"), told.pop("expected")
    return OfOrder(
        categories=None if categories is None else frozenset(str(each) for each in _list(categories)),
        expected=None if expected is None else Expected(**_map(expected)),  # type: ignore[arg-type]
        **told,  # type: ignore[arg-type]
    )


def seen_then(data: Json) -> Mapping[str, LaneSeen]:
    """What was seen of the lane by then."""
    return {
        service: LaneSeen(**_map(each))  # type: ignore[arg-type]
        for service, each in _map(data["seen"]).items()
    }


def _dispatch(dispatch: Dispatch, services: Mapping[str, Service]) -> Json:
    return {
        "parcels": [
            {"weight_g": each.weight_g, "sides_mm": None if each.sides_mm is None else list(each.sides_mm),
             "goods": sorted(each.goods)}
            for each in dispatch.parcels
        ],
        "origin": dispatch.origin,
        "country": dispatch.country,
        "on": dispatch.on.isoformat(),
        "postcode": _area(dispatch, services),
        "values": dict(dispatch.values),
        "identifiers": sorted(dispatch.identifiers),
        "terms": None if dispatch.terms is None else str(dispatch.terms),
        "barred": dispatch.barred,
        "struck": dict(dispatch.struck),
    }  # fmt: skip


def _area(dispatch: Dispatch, services: Mapping[str, Service]) -> str:
    """The beginning of the postcode for which some service asks a surcharge; else nothing."""
    place = f"{dispatch.country} {dispatch.postcode}"
    areas = (area for each in services.values() for charge in each.surcharges for area in charge.postcodes)
    met = sorted((area for area in areas if place.startswith(area)), key=len)
    return met[-1].removeprefix(f"{dispatch.country} ") if met else ""


def _says(says: OfOrder) -> Json:
    told = asdict(says)
    return {**told, "categories": None if says.categories is None else sorted(says.categories)}


def _candidate(candidate: Candidate, offer: Offer) -> Json:
    return {
        "service": offer.service.id,
        "carrier": offer.service.carrier,
        "price_minor": offer.price.total.minor,
        "currency": offer.price.total.currency,
        "is_least": offer.price.is_least,
        "own_rates": offer.is_own,
        "compared": _by_name(candidate.values.of),
        "felt": _by_name(candidate.felt),
        "felt_minor": candidate.felt_minor,
        "is_best": candidate.is_best,
        "is_avoided": candidate.is_avoided,
    }


def _apart(selected: Selected, offer: Offer) -> Json:
    terms = terms_of(offer, selected.dispatch)
    return {
        "service": offer.service.id,
        "carrier": offer.service.carrier,
        "price_minor": offer.price.total.minor,
        "currency": offer.price.total.currency,
        "terms": "" if terms is None else str(terms),
    }


def _by_name(values: Mapping[Criterion, int]) -> Mapping[str, int]:
    return {str(name): value for name, value in values.items()}


def _parcel(told: Json) -> Parcel:
    sides = told["sides_mm"]
    longest, middle, shortest = (0, 0, 0) if sides is None else [int(str(each)) for each in _list(sides)]
    return Parcel(
        weight_g=int(str(told["weight_g"])),
        goods=frozenset(GoodsClass(str(each)) for each in _list(told["goods"])),
        sides_mm=None if sides is None else (longest, middle, shortest),
    )


def _map(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
