"""Whatever the parameters: as many orders as asked for, by time, readable, with labels after them."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.order.reading import read_order, to_document
from engine.simulation import SCHEMES, Scenario, simulate, with_shares
from engine.simulation.draws import drawn_from
from engine.simulation.hours import Calendar
from engine.simulation.lanes import MARKETS

SHARES = st.floats(0, 1)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    scenario = Scenario(
        orders=draw(st.integers(0, 80)),
        days=draw(st.integers(1, 40)),
        first_day=draw(st.dates(date(2020, 1, 1), date(2035, 1, 1))),
        seed=draw(st.integers(0, 2**40)),
        season=draw(SHARES),
        customers_before=draw(st.integers(0, 60)),
        customers_remembered=draw(st.integers(10, 80)),
        returning=draw(SHARES),
        accounts=draw(SHARES),
        gifts=draw(SHARES),
        travellers=draw(SHARES),
        families=draw(SHARES),
        students=draw(SHARES),
        corporate=draw(SHARES),
        forwarder_users=draw(SHARES),
        slips=draw(SHARES),
        cash_on_delivery=draw(SHARES),
    )
    share = st.floats(0, 0.14)
    return with_shares(scenario, {scheme: draw(share) for scheme in SCHEMES})


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_stream_when_parameters_are_any_then_is_whole_ordered_and_readable(scenario: Scenario) -> None:
    stream = list(simulate(scenario))
    moments = [each.order.placed_at for each in stream]
    start = datetime.combine(scenario.first_day, time(), UTC)
    assert len(stream) == scenario.orders
    assert moments == sorted(moments)
    assert all(start <= moment < start + timedelta(days=scenario.days) for moment in moments)
    assert all(read_order(to_document(each.order)) == each.order for each in stream)
    assert all(each.label is None or each.label.known_at > each.order.placed_at for each in stream)
    assert list(simulate(scenario)) == stream


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.integers(1, 30), st.integers(0, 2**40), SHARES)
def test_arrivals_when_drawn_then_are_as_many_by_time_and_of_known_countries(
    count: int, days: int, seed: int, season: float
) -> None:
    first = date(2026, 11, 1)
    calendar = Calendar(first, days, (("US", 2.0), ("NZ", 1.0)), season)
    arrivals = list(calendar.arrivals(count, drawn_from(seed)))
    assert len(arrivals) == count
    assert arrivals == sorted(arrivals, key=lambda each: each[0])
    assert {country for _, country in arrivals} <= set(MARKETS)
