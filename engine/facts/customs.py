"""Facts of customs: which numbers of the consignee are there, who pays the tax, what lands on top of the price.

Tax that is collected at sale is settled by the day of sale, duty and papers by the day of the decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.address.customs import customs_place
from engine.customs.identifiers import Consignment
from engine.customs.knowledge import CustomsKnowledge
from engine.customs.landed import Arrival, Landed, charges_eur_minor, landed
from engine.customs.position import Sale, SellersNumber, TaxPosition, tax_position
from engine.customs.worth import Money, ToEuro, Worth, tariff_items, worded_money
from engine.customs.written import Written, written_numbers
from engine.facts.known import known
from engine.facts.notes import buyer_texts
from engine.facts.sale import party_of
from engine.facts.values import goods_value
from engine.goods.law import WITHOUT_IMPORT
from engine.goods.restriction import Clock
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.order.terms import Fulfiller, Incoterm, OrderKind

Facts = dict[str, Value]
SOLD = frozenset({OrderKind.RETAIL, OrderKind.PRE_ORDER, OrderKind.RESHIP})
NORTHERN_IRELAND, UNION = "XI", "EU"
ANY_ID = "TAX_ID"  # what channels call a number of which they do not know the kind
US_CODE_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where an order goes and when: what the facts of customs need beside the order.

    `country` is after territory resolution, None when it cannot be told; `registered` are ids of regimes that the
    seller is registered for; `product_ids` says by line which product numbers the product file has, None unknown.
    """

    country: str | None
    territory: str | None
    movement: str | None
    decided_on: date
    placed_on: date
    registered: frozenset[str] = frozenset()
    product_ids: Sequence[frozenset[str] | None] = ()


def customs_facts(
    order: Order, way: Way, knowledge: CustomsKnowledge, rates: ToEuro | None
) -> tuple[Facts, tuple[Facts, ...]]:
    """Facts of the order and of each line. Without a destination there are only those of the lines' codes."""
    worth = _worth(order, rates)
    items = tariff_items(_sent(order))
    whole: Facts = known({"duties.items": items, "tax.intrinsic_value_eur_minor": worth.eur_minor})
    lines = tuple(_line_facts(line, way, number) for number, line in enumerate(order.lines))
    if way.country is None:
        return whole, lines
    whole |= _consignee_facts(order, way, knowledge, worth)
    if way.movement != "import":
        return whole, lines
    position = tax_position(_sale(order, way, worth), knowledge.regimes)
    arrival = _arrival(order, way, worth, position)
    return whole | _tax_facts(position) | _duty_facts(landed(arrival, knowledge), arrival, knowledge), lines


def consignee_numbers(
    order: Order, way: Way, knowledge: CustomsKnowledge, rates: ToEuro | None
) -> tuple[tuple[Written, str], ...]:
    """The consignee's numbers with their values, and the field of the customs data that each goes to.

    Personal: for papers and customs data alone; facts name kinds only.
    """
    if way.country is None:
        return ()
    consignment = _consignment(order, way, knowledge, _worth(order, rates))
    kinds, mode = knowledge.consignee_ids.kinds(way.country), _mode(order)
    return tuple(
        (one, kinds[one.kind].field(mode)) for one in _given(order, consignment, knowledge)[0] if one.kind in kinds
    )


def _worth(order: Order, rates: ToEuro | None) -> Worth:
    return Worth(
        minor=goods_value(order),
        currency=order.currency,
        dearest=max((line.unit_price for line in _sent(order)), default=0),
        freight=order.totals.shipping or 0,
        rates=rates,
    )


def _sent(order: Order) -> tuple[Line, ...]:
    """Without lines that were cancelled."""
    return tuple(line for line in order.lines if line.quantity)


def _mode(order: Order) -> str | None:
    return None if order.shipping is None or order.shipping.mode is None else order.shipping.mode.value


def _consignment(order: Order, way: Way, knowledge: CustomsKnowledge, worth: Worth) -> Consignment:
    country = way.country or ""
    limits = {limit: worth.over(limit) for limit in knowledge.consignee_ids.limits(country)}
    return Consignment(
        country=country,
        party=party_of(order),
        mode=_mode(order),
        postcode=order.shipping_address.postcode,
        on=way.decided_on,
        over={limit: over for limit, over in limits.items() if over is not None},
    )


def _consignee_facts(order: Order, way: Way, knowledge: CustomsKnowledge, worth: Worth) -> Facts:
    consignment = _consignment(order, way, knowledge, worth)
    given, written = _given(order, consignment, knowledge)
    found = knowledge.consignee_ids.judge(consignment, [(one.kind, one.value) for one in given])
    bound = way.movement not in WITHOUT_IMPORT
    return {
        "tax.consignee_ids": found.given,
        "tax.consignee_ids_written": written,
        "tax.consignee_ids_invalid": found.invalid,
        "tax.consignee_ids_required": found.required if bound else frozenset(),
        "tax.consignee_ids_missing": found.missing if bound else frozenset(),
        "tax.consignee_ids_expiring": found.expiring if bound else frozenset(),
    }


def _given(
    order: Order, consignment: Consignment, knowledge: CustomsKnowledge
) -> tuple[tuple[Written, ...], frozenset[str]]:
    """Numbers in fields, then those in writing whose kind no field gives; the kinds of the latter."""
    ids = knowledge.consignee_ids
    asked = ids.asked(consignment)
    fields = [one for one in order.tax_identifiers if one.holder is TaxHolder.CONSIGNEE]
    named = [Written(one.kind.strip().upper(), one.value) for one in fields]
    stated = [one for one in named if one.kind != ANY_ID]
    # A number without a kind is read like one behind a general label.
    loose = [f"{ids.labels[0]}: {one.value}" for one in named if one.kind == ANY_ID] if ids.labels else []
    stated += written_numbers(loose, consignment.country, asked, ids)
    have = {one.kind for one in stated}
    written = [
        one
        for one in written_numbers(_texts(order), consignment.country, asked, ids, _phones(order))
        if one.kind not in have
    ]
    return (*stated, *written), frozenset(one.kind for one in written)


def _texts(order: Order) -> tuple[str, ...]:
    address = order.shipping_address
    lines = (address.line2, address.line3, address.company, address.name, address.line1, order.seller_note)
    return (*buyer_texts(order), *(line for line in lines if line))


def _phones(order: Order) -> frozenset[str]:
    phones = (order.shipping_address.phone, None if order.customer is None else order.customer.phone)
    digits = ("".join(one for one in phone if one.isdigit()) for phone in phones if phone)
    return frozenset(one for one in digits if one)


def _sale(order: Order, way: Way, worth: Worth) -> Sale:
    channel, chosen = order.channel_data, order.shipping
    territory, country = _tax_place(order, way)
    return Sale(
        territory=territory,
        country=country,
        channel=order.channel,
        sold_to_consumer=order.kind in SOLD,
        placed_on=way.placed_on,
        worth=worth,
        paid_duty=chosen is not None and chosen.incoterm is Incoterm.DDP,
        unpaid_duty=chosen is not None and chosen.incoterm is Incoterm.DAP,
        collected=None if channel is None else channel.tax_collected,
        shipped_by_marketplace=channel is not None and channel.fulfilled_by is Fulfiller.MARKETPLACE,
        tax_in_price=order.totals.tax or 0,
        duty_in_price=order.totals.duty or 0,
        numbers=tuple(
            SellersNumber(one.kind.strip().upper(), one.value, one.holder is TaxHolder.MARKETPLACE)
            for one in order.tax_identifiers
            if one.holder is not TaxHolder.CONSIGNEE
        ),
        registered=way.registered,
    )


def _tax_place(order: Order, way: Way) -> tuple[str | None, str | None]:
    """Northern Ireland is in the Union for goods; the Canary Islands are in its customs territory and not its VAT."""
    postcode = order.shipping_address.postcode or ""
    if way.country == "GB" and postcode.strip().upper().startswith("BT"):
        return NORTHERN_IRELAND, None
    if way.territory == UNION and way.country is not None and not customs_place(way.country, postcode).inside_vat:
        return None, None
    return way.territory, way.country


def _arrival(order: Order, way: Way, worth: Worth, position: TaxPosition) -> Arrival:
    taxed_in, country = _tax_place(order, way)
    duty = (NORTHERN_IRELAND,) if taxed_in == NORTHERN_IRELAND else (way.country or "", way.territory or "")
    sent = _sent(order)
    weights = [line.weight_g * line.quantity for line in sent if line.weight_g is not None]
    return Arrival(
        duty_places=duty,
        tax_places=tuple(place for place in (country, taxed_in) if place is not None),
        party=party_of(order),
        mode=_mode(order),
        origin=None if order.ship_from is None else order.ship_from.country,
        days={Clock.DECIDED_AT: way.decided_on, Clock.PLACED_AT: way.placed_on},
        worth=worth,
        items=tariff_items(sent),
        grams=sum(weights) if len(weights) == len(sent) else None,
        tax_settled=position.settled,
        one_stop=position.regime is not None and position.regime.id == "ioss" and position.settled,
    )


def _tax_facts(position: TaxPosition) -> Facts:
    regime = position.regime
    limit: Money | None = None if regime is None else regime.limit
    facts: Mapping[str, Value | None] = {
        "tax.regime": "none" if regime is None else regime.id,
        "tax.collector": position.collector.value,
        "tax.number_required": position.required,
        "tax.number_given": position.given,
        "tax.number_own_on_marketplace": position.own_on_marketplace,
        "tax.numbers_wrong": position.wrong,
        "tax.number_shown": None if regime is None else regime.shown,
        "tax.over_limit": position.over_limit,
        "tax.limit": None if limit is None else worded_money(limit),
        "tax.twice": frozenset(str(one) for one in position.twice),
    }
    return known(facts)


def _duty_facts(found: Landed, arrival: Arrival, knowledge: CustomsKnowledge) -> Facts:
    free = found.free_of_duty
    facts: dict[str, Value | None] = {
        "duties.duty_due": found.duty_due,
        "duties.vat_due": found.vat_due,
        "duties.flat_scope": None if found.flat_scope is None else found.flat_scope.value,
        "duties.flat_duty_eur_minor": None if found.flat_duty is None else found.flat_duty[0],
        "duties.charges": frozenset(one.id for one in found.fixed),
        "duties.charges_eur_minor": charges_eur_minor(found.fixed, arrival),
        "duties.hints": frozenset(one.id for one in found.hints),
        "duties.in_force": frozenset(one.id for one in found.in_force),
    }
    if free is not None:
        facts |= {
            "duties.free_up_to": worded_money((free.minor, free.currency)),
            "duties.de_minimis_minor": free.minor,
            "duties.de_minimis_currency": free.currency,
            "duties.since": free.since,
            "duties.source": str(knowledge.sources[free.source]),
        }
    return known(facts)


def _line_facts(line: Line, way: Way, number: int) -> Facts:
    if not line.quantity:
        return {}
    digits = sum(character.isdigit() for character in line.hs_code or "")
    facts: Facts = {"line.hs_digits": digits} if line.hs_code is not None else {}
    if way.movement != "import" or way.country is None:
        return facts
    if way.country == "US":
        stated = {"code": digits >= US_CODE_DIGITS, "origin": line.origin is not None, "value": line.unit_price > 0}
        facts["line.us_entry_missing"] = frozenset(part for part, is_there in stated.items() if not is_there)
    if way.territory == UNION:
        facts["line.product_ids_missing"] = _product_ids_missing(line, way, number)
    return facts


def _product_ids_missing(line: Line, way: Way, number: int) -> frozenset[str]:
    """The maker's and the standard number are missing only where a product file was asked and has none."""
    known_ids = way.product_ids[number] if number < len(way.product_ids) else None
    missing = {"merchant"} if line.sku is None else set()
    if known_ids is not None:
        missing |= {"manufacturer", "standard"} - known_ids
        missing -= known_ids
    return frozenset(missing)
