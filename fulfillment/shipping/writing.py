"""A service in the form of `data/shipping/services.yaml`, with groups of countries written out: what `read_service`
reads back as the same."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from engine.order.money import Money
from fulfillment.packing.weights import CarrierTerms
from fulfillment.shipping.service import Identifier, Pause, Service, Surcharge, Zone

Json = dict[str, object]
SIZES = ("divisor", "max_g", "longest_mm", "girth_mm", "sum_mm")
PLAIN = ("id", "name", "name_zh", "carrier", "currency")
SWITCHES = ("domestic", "by_consignment", "single_parcel", "tracked", "insured")
HUNDRED = 100


def written(service: Service) -> Json:
    """As a mapping of plain values; what is left out is absent."""
    found: Json = {name: getattr(service, name) for name in PLAIN}
    found |= {name: "yes" for name in SWITCHES if getattr(service, name)}
    found |= {
        "kind": service.kind.value,
        "mode": service.mode.value,
        "from": sorted(service.origins),
        "zones": [_zone(each) for each in service.zones],
        "size": _size(service.size),
        "least_billed_g": service.least_billed_g,
        "goods": sorted(service.goods),
        "cap": _money(service.cap),
        "terms": sorted(service.terms),
        "identifiers": [_identifier(each) for each in service.identifiers],
        "refuses": [
            _without_nothing({"countries": [country], "reason": reason, "reason_zh": chinese})
            for country, reason, chinese in service.refuses
        ],
        "pauses": [_pause(each) for each in service.pauses],
        "surcharges": [_surcharge(each) for each in service.surcharges],
        "valid_from": service.valid_from.isoformat(),
        "valid_until": _day(service.valid_until),
        "punctual": service.punctual_bp / HUNDRED,
        "cleared": service.cleared_bp / HUNDRED,
        "channel_codes": dict(service.channel_codes),
    }
    return _without_nothing(found)


def _zone(zone: Zone) -> Json:
    return {
        "id": zone.id,
        "countries": sorted(zone.countries),
        "days": [str(each) for each in zone.days],
        "co2_g_per_kg": zone.co2_g_per_kg,
    }


def _size(size: CarrierTerms) -> Json:
    stated = {name: value for name, value in asdict(size).items() if name in SIZES and value is not None}
    return {**stated, "dimensional_from_mm": size.dimensional_from_mm, "rounding": size.rounding.value,
            "step_g": size.step_g}  # fmt: skip


def _surcharge(each: Surcharge) -> Json:
    return _without_nothing({
        "why": each.why.value, "percent": each.basis_points / HUNDRED if each.basis_points else None,
        "minor": each.minor or None, "over_mm": each.over_mm, "over_g": each.over_g,
        "postcodes": list(each.postcodes), "goods": sorted(each.goods),
    })  # fmt: skip


def _identifier(each: Identifier) -> Json:
    terms = None if each.terms is None else each.terms.value
    return _without_nothing({"number": each.number, "countries": sorted(each.countries), "terms": terms})


def _pause(each: Pause) -> Json:
    return _without_nothing({
        "countries": sorted(each.countries), "since": each.since.isoformat(), "until": _day(each.until),
        "notice": each.notice, "notice_zh": each.notice_zh,
    })  # fmt: skip


def _money(money: Money | None) -> Json | None:
    return None if money is None else {"minor": money.minor, "currency": money.currency}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _without_nothing(found: Mapping[str, object]) -> Json:
    return {name: value for name, value in found.items() if value not in (None, [], {}, "")}
