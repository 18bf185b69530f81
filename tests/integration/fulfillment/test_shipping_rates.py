"""A merchant's own rate cards: taken in, kept with their history, and read back."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from fulfillment.shipping.own_rates import Entry, RatesTaken, import_rates, rate_book
from fulfillment.shipping.rate_card import RateCard
from fulfillment.store.shipping import shipping_rates_after
from tests.fulfilment_site import House
from tests.shipping_goods import DATA, DAY

HEAD = "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg"
JUNE = "line-4px,us,CNY,2026-06-01,,0,20000,10,0,1,50"
PEAK = "line-4px,us,CNY,2026-11-01,2026-12-31,0,20000,10,0,1,80"
EARLIER, LATER = date(2026, 10, 31), date(2027, 1, 1)


def take(house: House, *rows: str, merchant: str = "main", only_look: bool = False) -> RatesTaken:
    return take_bytes(house, "\n".join((HEAD, *rows)).encode(), merchant, only_look=only_look)


def take_bytes(house: House, content: bytes, merchant: str = "main", *, only_look: bool = False) -> RatesTaken:
    entry = Entry(merchant=merchant, actor="tests", now=house.clock.now(), only_look=only_look)
    with house.database.write() as session:
        return import_rates(session, house.site.ids, DATA, entry, content)


def card(house: House, on: date, merchant: str = "main") -> tuple[RateCard, bool]:
    with house.database.read() as session:
        found = rate_book(session, merchant, DATA, on).card("line-4px", "us", on)
    assert found is not None
    return found


def test_cards_when_dated_then_each_counts_in_its_time_and_only_for_its_merchant(house: House) -> None:
    assert take(house, JUNE, PEAK) == RatesTaken(2, 0, ())
    prices = [card(house, on)[0].bands[0].per_kg for on in (EARLIER, DAY, LATER)]
    assert prices == [5_000, 8_000, 5_000]
    assert card(house, DAY, "other")[1] is False


def test_table_when_imported_again_then_nothing_is_new_and_a_correction_counts_with_its_history_kept(
    house: House,
) -> None:
    take(house, JUNE)
    assert take(house, JUNE) == RatesTaken(0, 1, ())
    take(house, JUNE.replace(",50", ",55"))
    assert card(house, EARLIER)[0].bands[0].per_kg == 5_500
    with house.database.read() as session:
        assert len(shipping_rates_after(session, "main")) == 2


def test_table_when_only_looked_at_or_faulty_then_nothing_is_kept(house: House) -> None:
    assert take(house, JUNE, only_look=True) == RatesTaken(1, 0, ())
    faulty = take(house, JUNE, PEAK.replace("us", "moon"))
    assert [(each.line, each.column) for each in faulty.faults] == [(3, "zone")]
    with house.database.read() as session:
        assert shipping_rates_after(session, "main") == ()


def test_table_when_it_is_a_workbook_then_days_and_numbers_are_read(house: House) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD.split(","))
    sheet.append(["line-4px", "us", "CNY", date(2026, 6, 1), None, 0, 20000, 10, 0, 1, 50.5])
    made = BytesIO()
    book.save(made)
    assert take_bytes(house, made.getvalue()) == RatesTaken(1, 0, ())
    found, is_own = card(house, DAY)
    assert (found.bands[0].per_kg, found.valid_from, is_own) == (5_050, date(2026, 6, 1), True)
