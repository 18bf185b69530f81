"""Reads `data/shipping/services.yaml` and the rate cards beside it. All figures in them are made up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.order.currency import exponents
from engine.order.money import Money
from engine.order.terms import TransportMode
from fulfillment.packing.sources import whole, whole_or_none
from fulfillment.packing.weights import CarrierTerms, Rounding
from fulfillment.shipping.criteria import Worth
from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.goods_class import ClassTerms, GoodsClass, load_classes
from fulfillment.shipping.rate_card import RateCard
from fulfillment.shipping.rate_table import read_rate_table
from fulfillment.shipping.service import Adds, Identifier, Kind, Pause, Service, Surcharge, Zone

FILE = "shipping/services.yaml"
RATES = "shipping/rates"
WHOLE = 10_000
Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingData:
    """All that comes with Clearway: services by id, their rate cards, goods classes, and usual weights of a choice, in
    cents of `worth_currency`."""

    services: Mapping[str, Service]
    cards: tuple[RateCard, ...]
    classes: Mapping[GoodsClass, ClassTerms]
    groups: Groups
    worth: Worth
    worth_currency: str

    @property
    def zones(self) -> Mapping[str, frozenset[str]]:
        """Names of each service's zones."""
        return zones_of(self.services.values())


def zones_of(services: Iterable[Service]) -> Mapping[str, frozenset[str]]:
    """Names of the zones by service."""
    return {each.id: frozenset(zone.id for zone in each.zones) for each in services}


@cache
def load_shipping(data: Path) -> ShippingData:
    """Reads and checks all of it. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    groups = read_groups(file.part("groups"))
    services = {each.id: each for each in file.each("services", lambda record: read_service(record, groups))}
    worth, currency = _worth(file.part("worth"))
    file.close()
    return ShippingData(
        services=services,
        cards=_cards(data / RATES, services),
        classes=load_classes(data),
        groups=groups,
        worth=worth,
        worth_currency=currency,
    )


def _cards(folder: Path, services: Mapping[str, Service]) -> tuple[RateCard, ...]:
    zones = zones_of(services.values())
    found: list[RateCard] = []
    for path in sorted(folder.glob("*.csv")):
        read = read_rate_table(path.read_bytes(), zones)
        for fault in read.faults:
            raise DataRejected(f"{RATES}/{path.name}:{fault.line}", f"{fault.column}: {fault.detail}")
        found += read.cards
    odd = next((each for each in found if each.currency != services[each.service].currency), None)
    if odd is not None:
        raise DataRejected(RATES, f"`{odd.service}` is priced in {odd.currency}, and its surcharges are not")
    priced = {(each.service, each.zone) for each in found}
    for service, names in zones.items():
        for zone in sorted(names):
            if (service, zone) not in priced:
                raise DataRejected(RATES, f"no card prices zone `{zone}` of `{service}`; add one")
    return tuple(found)


def read_groups(record: Record) -> Groups:
    """Names of several countries."""
    found = {name: frozenset(record.texts(name)) for name in record.names()}
    record.close()
    return found


def _worth(record: Record) -> tuple[Worth, str]:
    names = ("day", "late_point", "customs_point", "duty", "co2_kg")
    found = Worth(**{name: whole(record, name) for name in names})
    currency = record.choice("currency", frozenset(exponents()))
    record.close()
    return found, currency


def _countries(record: Record, key: str, groups: Groups) -> frozenset[str]:
    found: set[str] = set()
    for word in record.texts(key):
        found |= groups.get(word, {word})
    if any(len(each) != 2 or not each.isalpha() or not each.isupper() for each in found):
        record.wrong(key, "countries as two letters, or groups of this file")
    return frozenset(found)


def read_service(record: Record, groups: Groups) -> Service:
    """One service of a file. Raises, or gathers, what is wrong with it."""
    service = Service(
        id=record.text("id"),
        name=record.text("name"),
        name_zh=record.text("name_zh"),
        carrier=record.text("carrier"),
        kind=Kind(record.choice("kind", frozenset(Kind))),
        mode=TransportMode(record.choice("mode", frozenset(TransportMode))),
        currency=record.choice("currency", frozenset(exponents())),
        origins=_countries(record, "from", groups),
        domestic=_yes(record, "domestic"),
        zones=record.each("zones", lambda each: _zone(each, groups)),
        size=_size(record.part("size"), record.text("id"), record.text("name")),
        least_billed_g=whole_or_none(record, "least_billed_g") or 0,
        by_consignment=_yes(record, "by_consignment"),
        single_parcel=_yes(record, "single_parcel"),
        goods=frozenset(GoodsClass(each) for each in record.choices("goods", frozenset(GoodsClass))),
        cap=_money(record.part("cap")) if record.states("cap") else None,
        terms=frozenset(Terms(each) for each in record.choices("terms", frozenset(Terms))),
        identifiers=record.each("identifiers", lambda each: _identifier(each, groups)),
        refuses=tuple(pair for pairs in record.each("refuses", lambda each: _refused(each, groups)) for pair in pairs),
        pauses=record.each("pauses", lambda each: _pause(each, groups)),
        surcharges=record.each("surcharges", _surcharge),
        valid_from=record.needed_day("valid_from"),
        valid_until=record.day("valid_until"),
        tracked=_yes(record, "tracked"),
        insured=_yes(record, "insured"),
        punctual_bp=_basis_points(record, "punctual"),
        cleared_bp=_basis_points(record, "cleared"),
        channel_codes=_codes(record.part("channel_codes")),
    )
    record.close()
    return _checked(service, record.where)


def _checked(service: Service, where: str) -> Service:
    named = [country for zone in service.zones for country in zone.countries]
    if len(set(named)) != len(named):
        raise DataRejected(where, f"`{service.id}` names a country in two zones; keep one of them")
    if not service.zones or (service.domestic and len(service.zones) > 1):
        raise DataRejected(where, f"`{service.id}` must have a zone, and a domestic one exactly one")
    return service


def _zone(record: Record, groups: Groups) -> Zone:
    days = record.digits("days")
    if len(days) != 2 or int(days[0]) > int(days[1]):
        raise DataRejected(record.where, "`days` must be the fewest and the most, such as [3, 5]")
    zone = Zone(
        id=record.text("id"),
        countries=_countries(record, "countries", groups),
        days=(int(days[0]), int(days[1])),
        co2_g_per_kg=whole(record, "co2_g_per_kg"),
    )
    record.close()
    return zone


def _size(record: Record, id_: str, name: str) -> CarrierTerms:
    terms = CarrierTerms(
        id=id_,
        name=name,
        divisor=whole_or_none(record, "divisor"),
        dimensional_from_mm=whole_or_none(record, "dimensional_from_mm") or 0,
        rounding=Rounding(record.choice("rounding", frozenset(Rounding), Rounding.NONE)),
        step_g=max(whole(record, "step_g"), 1),
        max_g=whole_or_none(record, "max_g"),
        longest_mm=whole_or_none(record, "longest_mm"),
        girth_mm=whole_or_none(record, "girth_mm"),
        sum_mm=whole_or_none(record, "sum_mm"),
        confidence="low",
    )
    record.close()
    return terms


def _surcharge(record: Record) -> Surcharge:
    words = record.texts("goods")
    found = Surcharge(
        why=Adds(record.choice("why", frozenset(Adds))),
        basis_points=_basis_points(record, "percent") if record.states("percent") else 0,
        minor=whole_or_none(record, "minor") or 0,
        over_mm=whole_or_none(record, "over_mm"),
        over_g=whole_or_none(record, "over_g"),
        postcodes=record.texts("postcodes"),
        goods=frozenset(GoodsClass(each) for each in (record.choices("goods", frozenset(GoodsClass)) if words else ())),
    )
    record.close()
    return found


def _identifier(record: Record, groups: Groups) -> Identifier:
    terms = record.choice("terms", frozenset(Terms)) if record.states("terms") else None
    found = Identifier(
        number=record.text("number"),
        countries=_countries(record, "countries", groups),
        terms=None if terms is None else Terms(terms),
    )
    record.close()
    return found


def _refused(record: Record, groups: Groups) -> tuple[tuple[str, str, str], ...]:
    reason, chinese = record.text("reason"), record.optional("reason_zh") or ""
    found = tuple((country, reason, chinese) for country in sorted(_countries(record, "countries", groups)))
    record.close()
    return found


def _pause(record: Record, groups: Groups) -> Pause:
    found = Pause(
        countries=_countries(record, "countries", groups),
        since=record.needed_day("since"),
        until=record.day("until"),
        notice=record.text("notice"),
        notice_zh=record.optional("notice_zh") or "",
    )
    record.close()
    return found


def _money(record: Record) -> Money:
    found = Money(whole(record, "minor"), record.choice("currency", frozenset(exponents())))
    record.close()
    return found


def _basis_points(record: Record, key: str) -> int:
    percent = record.number(key)
    found = round(percent * 100)
    if not 0 <= found <= WHOLE:
        record.wrong(key, "a percentage from 0 to 100")
    return found


def _codes(record: Record) -> tuple[tuple[str, str], ...]:
    found = tuple((name, record.text(name)) for name in sorted(record.names()))
    record.close()
    return found


def _yes(record: Record, key: str) -> bool:
    return record.choice(key, frozenset({"yes", "no"}), "no") == "yes"
