"""Scenarios out of files: defaults, and every fault at once."""

from dataclasses import replace
from datetime import date

import pytest

from engine.errors import DataRejected
from engine.simulation import Scenario, simulate
from engine.simulation.checking import read_scenario


def test_scenario_when_empty_then_is_the_usual_one() -> None:
    assert read_scenario("") == Scenario()


def test_scenario_when_it_names_some_terms_of_a_scheme_then_keeps_the_others() -> None:
    scenario = read_scenario("first_day: 2026-03-01\ncard_testing: {share: 0.01}\nlanes: {CN-US: 2}")
    assert scenario.card_testing == replace(Scenario().card_testing, share=0.01)
    assert (scenario.first_day, scenario.lanes) == (date(2026, 3, 1), {"CN-US": 2.0})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("orders: [", "not YAML"),
        ("- orders", "write a mapping"),
        ("ordres: 3", "ordres: there is no such parameter; did you mean `orders`"),
        ("wibble: 3", "wibble: .* `clearway docs scenario` lists all"),
        ("card_testing: {mots: 3}", "card_testing.mots: .* did you mean `most`"),
        ("orders: -1\nreturning: 2", "returning"),
        ("card_testing: {known: 3}", "card_testing.known"),
        ("card_testing: 3", "card_testing"),
        ("lanes: {CN-XX: 1, FR-DE: 1}", "lanes.FR-DE"),
        ("lanes: {CN-US: 0}", "weight above 0"),
        ("channels: {market: 1}", "channels.market"),
        ("channels: {own_shop: 0}", "channels: one"),
        ("reshipping: {least: 9, most: 2}", "reshipping.least"),
        ("reshipping: {shortest: 900}", "reshipping.shortest"),
        ("reshipping: {share: 0.9}\ntriangulation: {share: 0.9}", "more than 1"),
    ],
)
def test_scenario_when_it_cannot_be_then_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(DataRejected, match=said):
        read_scenario(text, "mine.yaml")


def test_stream_when_its_parameters_do_not_fit_together_then_is_refused() -> None:
    with pytest.raises(DataRejected, match="lanes"):
        next(simulate(Scenario(lanes={})))
