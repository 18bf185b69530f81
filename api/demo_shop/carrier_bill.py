"""A carrier's bill of the demonstration: parcels at the price of the rate card, and a few things asked too much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from api.composition.money_sources import money_sources
from api.demo_shop.names import DEMO
from api.demo_shop.sheets import amount, table
from api.demo_shop.town import Town
from engine.bundled import data_folder
from fulfillment.freight.auditing import SURCHARGES
from fulfillment.freight.expected import Expectations, ExpectedBill
from fulfillment.freight.kinds import Charge
from fulfillment.freight.rated import Rated
from fulfillment.freight.readers.mapping import bundled_bill_mapping
from fulfillment.freight.readers.reading import read_bill
from fulfillment.freight.taking_in import Importing
from fulfillment.freight.tolerances import load_tolerances
from fulfillment.store.cases import parts_after
from fulfillment.store.shipments import shipments_of

CARRIER, WORD, SERVICE, BY = "express", "Express Worldwide", "intl-express", "Omar"
SHAPE, NAME, INVOICE = "generic", "demonstration-freight.csv", "DEMO-EX-11"
HOUSE, MOST = "SZX-1", 12
BILL_AT = timedelta(hours=18)
SETTLES = timedelta(days=4)  # parcels that left later come with the next bill
DEARER, REMOTE = 130, 9_000  # percent of what one parcel costs; what another one is asked for a remote area
NOBODYS = "DEMO000000001"
COLUMNS = (
    "tracking_number", "invoice_number", "invoice_date", "billed_weight_g", "zone", "service", "currency",
    *(str(each) for each in (Charge.FREIGHT, *SURCHARGES)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Billed:
    """A parcel and its price by the card."""

    number: str
    rated: Rated


def plan_carrier_bill(town: Town) -> None:
    """Has it come in the last day."""
    town.at(town.ends - BILL_AT, partial(_take, town))


def _take(town: Town) -> None:
    parcels = list(_parcels(town))[-MOST:]
    if not parcels:
        return
    mapping = replace(bundled_bill_mapping(SHAPE), services=((WORD, SERVICE),))
    content = table(COLUMNS, _rows(parcels, town.now))
    work = Importing(
        database=town.house.database,
        site=town.site,
        sources=money_sources(town.house.desk),
        tolerances=load_tolerances(data_folder()),
        merchant=DEMO,
        now=town.now,
        actor=BY,
    )
    work.take(read_bill(content, SHAPE, NAME, mapping, carrier=CARRIER))


def _parcels(town: Town) -> Iterator[Billed]:
    """What the carrier has had for a while and the card has a price for."""
    expectations = Expectations(money_sources(town.house.desk), DEMO, {WORD.casefold(): SERVICE})
    with town.house.database.read() as session:
        orders = dict.fromkeys(each.order_id for each in parts_after(session, DEMO, 1_000, warehouse=HOUSE))
        sent = [each for order in orders for each in shipments_of(session, DEMO, order) if each.carrier == CARRIER]
        for each in sent[-3 * MOST :]:
            expected = expectations.of(session, each.number, WORD)
            if expected is not None and isinstance(expected.rated, Rated) and _is_over(expected, town.now):
                yield Billed(each.number, expected.rated)


def _is_over(expected: ExpectedBill, now: datetime) -> bool:
    return expected.handed_on is not None and expected.handed_on <= (now - SETTLES).date()


def _rows(parcels: Sequence[Billed], now: datetime) -> Iterator[Mapping[str, object]]:
    """The first is dearer than its card says, the second asks for a remote area; the last is nobody's parcel."""
    for place, each in enumerate(parcels):
        base = each.rated.base * (DEARER if place == 0 else 100) // 100
        yield _row(each, each.number, base, REMOTE if place == 1 else 0, now)
    yield _row(parcels[-1], NOBODYS, parcels[-1].rated.base, 0, now)


def _row(each: Billed, number: str, base: int, remote: int, now: datetime) -> Mapping[str, object]:
    currency, rated = each.rated.card.currency, each.rated
    due = {str(charge): rated.surcharges.get(why, 0) for charge, why in SURCHARGES.items()}
    charges = {**due, str(Charge.REMOTE): due[Charge.REMOTE] + remote, str(Charge.FREIGHT): base}
    return {
        "tracking_number": number,
        "invoice_number": INVOICE,
        "invoice_date": (now - timedelta(days=1)).date().isoformat(),
        "billed_weight_g": rated.weighed.billed_g,
        "zone": rated.zone.id,
        "service": WORD,
        "currency": currency,
        **{name: amount(minor, currency) for name, minor in charges.items()},
    }
