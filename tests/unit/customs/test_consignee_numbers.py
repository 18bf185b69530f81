"""The consignee's numbers with the field of the customs data that each goes to."""

from dataclasses import replace

import pytest

from engine.facts.customs import Way, consignee_numbers
from engine.order.party import TaxIdentifier
from engine.order.terms import TransportMode
from tests.builders import an_order
from tests.unit.customs.builders import TODAY, Rates, knowledge

CPF = "529.982.247-25"


def fields(mode: TransportMode, country: str | None = "BR", note: str | None = None) -> list[tuple[str, str, str]]:
    order = an_order(buyer_note=note)
    assert order.shipping is not None
    order = replace(order, shipping=replace(order.shipping, mode=mode))
    if note is None:
        order = replace(order, tax_identifiers=(TaxIdentifier(kind="CPF", value=CPF),))
    way = Way(country=country, territory=country, movement="import", decided_on=TODAY, placed_on=TODAY)
    return [(one.kind, one.value, field) for one, field in consignee_numbers(order, way, knowledge(), Rates())]


@pytest.mark.parametrize("mode", [TransportMode.POST, TransportMode.COURIER])
def test_number_when_the_mode_is_known_then_it_comes_with_that_modes_field(mode: TransportMode) -> None:
    known = knowledge().consignee_ids.kinds("BR")["CPF"]
    assert fields(mode) == [("CPF", CPF, known.field(mode.value))]
    assert known.field(mode.value)


def test_number_when_it_stands_in_the_note_then_it_is_found_there_too() -> None:
    assert [each[:2] for each in fields(TransportMode.POST, note=f"CPF {CPF}")] == [("CPF", CPF)]


def test_number_when_the_destination_is_unknown_then_it_goes_nowhere() -> None:
    assert fields(TransportMode.POST, country=None) == []
