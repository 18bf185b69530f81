"""Which tax regimes a seller is registered for."""

from dataclasses import replace
from datetime import date

import pytest

from engine.bundled import data_folder
from engine.customs.regimes import load_regimes
from engine.customs.registered import regimes_of
from engine.facts.context import Context
from engine.order.terms import Incoterm
from engine.registration import Registration
from tests.builders import an_order
from tests.desks import NOW, bundled

REGIMES = load_regimes(data_folder() / "customs" / "tax_regimes.yaml")
TODAY = date(2026, 11, 25)
IOSS = Registration(id="reg_1", kind="ioss", country="EU", number="IM2760000742", valid_to=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("kind", "country", "regimes"),
    [
        ("ioss", "EU", {"ioss", "ioss_ni"}),
        ("vat", "GB", {"gb_vat"}),
        ("gst", "NZ", {"nz_gst"}),
        ("voec", "NO", {"voec"}),
        ("vat", "DE", set()),
        ("lucid", "DE", set()),
    ],
)
def test_registration_when_it_is_for_a_regime_then_the_seller_is_registered_for_it(
    kind: str, country: str, regimes: set[str]
) -> None:
    assert regimes_of([Registration(id="reg_1", kind=kind, country=country, number="1")], REGIMES, TODAY) == regimes


def test_registration_when_it_has_ended_then_it_counts_for_nothing() -> None:
    assert regimes_of([IOSS], REGIMES, date(2027, 2, 1)) == frozenset()


@pytest.mark.parametrize(("registrations", "collector"), [((), "importer"), ((IOSS,), "seller")])
def test_order_when_its_seller_is_registered_then_the_tax_is_collected_at_sale(
    registrations: tuple[Registration, ...], collector: str
) -> None:
    order = an_order()
    assert order.shipping is not None
    order = replace(order, shipping=replace(order.shipping, incoterm=Incoterm.DAP))
    decision = bundled().admission.decide(order, Context(decided_at=NOW, registrations=registrations))
    assert decision.evaluation is not None
    assert decision.evaluation.sheet.whole["tax.collector"] == collector
