"""What holds of customs for any value, any day, any line."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customs.check_digits import iin, twid
from engine.customs.identifiers import IdKind
from engine.customs.law import Statute
from engine.customs.numbers import UNCHECKED
from engine.customs.position import Collector
from engine.customs.regimes import Regime
from engine.customs.secrecy import without_secret_numbers
from engine.customs.worth import Worth, tariff_items
from engine.customs.written import written_numbers
from engine.desk.forgetting import FORGOTTEN, _masked
from engine.order.line import Line
from engine.order.order import Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Incoterm, OrderKind, TransportMode
from engine.simulation.identities import COMPANY_IDENTITIES, IDENTITIES
from tests.builders import a_line
from tests.unit.customs.builders import by, facts, knowledge, to

DAY = timedelta(days=1)
CODES = st.one_of(st.none(), st.from_regex(r"[0-9]{4,10}", fullmatch=True))
LINES = st.builds(
    lambda code, price, pieces: a_line(hs_code=code, unit_price=price, quantity=pieces, discount=0),
    CODES,
    st.integers(0, 10**6),
    st.integers(1, 50),
)
MINOR = st.integers(1, 10**9)
MAKERS = {country: maker for country, maker in (IDENTITIES | COMPANY_IDENTITIES).items() if maker[0] != "PCCC"}
REGIMES = knowledge().regimes.regimes
STATUTES = knowledge().law.statutes


@given(st.lists(LINES, min_size=1, max_size=8), LINES)
def test_line_when_added_then_neither_value_nor_items_become_less(lines: list[Line], more: Line) -> None:
    before, after = (facts(to("DE", lines=tuple(each), totals=Totals(total=0))) for each in (lines, [*lines, more]))
    for name in ("tax.intrinsic_value_eur_minor", "duties.items"):
        assert _number(before[name]) <= _number(after[name])


@given(st.lists(LINES, min_size=1, max_size=8))
def test_items_when_lines_are_told_twice_then_coded_ones_do_not_count_again(lines: list[Line]) -> None:
    coded = [line for line in lines if len(line.hs_code or "") >= 6]
    assert tariff_items([*lines, *coded]) == tariff_items(lines) <= len(lines)


@given(MINOR, st.sampled_from(["consignment", "item"]))
def test_limit_when_met_exactly_then_not_over_and_one_more_is(limit: int, basis: str) -> None:
    at, above = (
        Worth(minor=each, currency="EUR", dearest=each).over((limit, "EUR"), basis) for each in (limit, limit + 1)
    )
    assert (at, above) == (False, True)


@pytest.mark.parametrize("regime", REGIMES, ids=[one.id for one in REGIMES])
def test_regime_when_its_first_day_comes_then_it_holds_and_not_the_day_before(regime: Regime) -> None:
    find = knowledge().regimes.of
    assert find(regime.territory, None, regime.since) == regime
    assert find(regime.territory, None, regime.since - DAY) != regime


@pytest.mark.parametrize("statute", STATUTES, ids=[one.id for one in STATUTES])
def test_statute_when_its_days_come_then_both_count_and_their_neighbours_do_not(statute: Statute) -> None:
    party = min(statute.parties, default="b2c")
    mode = min(statute.modes, default=None)
    assert statute.holds(statute.since, party, mode)
    assert not statute.holds(statute.since - DAY, party, mode)
    if statute.until is not None:
        assert statute.holds(statute.until, party, mode)
        assert not statute.holds(statute.until + DAY, party, mode)


@given(
    st.integers(0, 10**6), st.sampled_from(sorted(MAKERS)), st.sampled_from(["{} ", "x {}", "{}, obrigado", "a\n{}"])
)
def test_number_when_it_is_asked_for_then_found_wherever_it_stands(seed: int, country: str, around: str) -> None:
    kind, maker = MAKERS[country]
    value = maker(Random(seed))
    found = written_numbers((around.format(value),), country, frozenset({kind}), knowledge().consignee_ids)
    assert [(one.kind, one.value) for one in found] == [(kind, value)]


@given(st.integers(0, 10**6), st.sampled_from(sorted(MAKERS)), st.text(max_size=20))
def test_number_when_forgotten_then_no_text_holds_it(seed: int, country: str, text: str) -> None:
    value = MAKERS[country][1](Random(seed))
    masked = _masked(f"{text} {value} {text}", country, knowledge())
    assert value not in masked
    assert FORGOTTEN in masked


@given(st.text(max_size=300))
def test_text_when_it_is_anything_then_reading_it_ends(text: str) -> None:
    for country in ("BR", "KR", "DE", "CN"):
        written_numbers((text,), country, frozenset({"CPF", "RIC"}), knowledge().consignee_ids)
    assert without_secret_numbers(without_secret_numbers(text)) == without_secret_numbers(text)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_own_check_digits_when_all_last_places_are_tried_then_at_most_one_fits(body: str) -> None:
    assert sum(iin(body + last) for last in "0123456789") <= 1
    assert sum(twid("A1" + body[:7] + last) for last in "0123456789") == 1


KINDS = [kind for country in knowledge().consignee_ids.countries.values() for kind in country.kinds.values()]


@given(st.sampled_from([kind for kind in KINDS if kind.check != UNCHECKED]), st.text(max_size=30))
def test_kind_when_asked_about_any_text_then_answers(kind: IdKind, text: str) -> None:
    assert kind.accepts(text) in {True, False}


@given(
    country=st.sampled_from(["DE", "GB", "NO", "US", "AU", "NZ", "SG", "MY", "CH", "CL", "BR", "JP", "PY"]),
    cents=st.integers(0, 10**7),
    channel=st.sampled_from(["own_shop", "amazon", "ebay"]),
    holder=st.sampled_from(list(TaxHolder)),
    incoterm=st.sampled_from([None, *Incoterm]),
    mode=st.sampled_from([None, *TransportMode]),
    kind=st.sampled_from(list(OrderKind)),
    day=st.dates(date(2019, 1, 1), date(2030, 1, 1)),
)
def test_position_when_anything_is_sold_then_its_parts_agree(
    country: str,
    cents: int,
    channel: str,
    holder: TaxHolder,
    incoterm: Incoterm | None,
    mode: TransportMode | None,
    kind: OrderKind,
    day: date,
) -> None:
    numbers = (TaxIdentifier(kind="IOSS", value="IM2760000742", holder=holder),)
    order = to(country, channel=channel, kind=kind, tax_identifiers=numbers, shipping=by(mode, incoterm))
    found = facts(replace(order, lines=(a_line(unit_price=cents, quantity=1),)), on=day)
    if found["tax.regime"] == "none":
        assert not found["tax.number_required"]
    if found.get("tax.over_limit") is True:
        assert found["tax.collector"] != Collector.MARKETPLACE
        assert not found["tax.number_required"]
    if found["tax.number_own_on_marketplace"]:
        assert not found["tax.number_given"]
    if found.get("duties.flat_scope") is not None:
        assert date(2026, 7, 1) <= day <= date(2028, 7, 1)


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
