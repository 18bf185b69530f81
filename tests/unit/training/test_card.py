"""A card comes back as it was written, and one that is not right is refused by the place of what is wrong."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.training.card import Card, read_card
from engine.training.refusals import CardRefused
from tests.model_card import a_card, a_tested


@pytest.mark.parametrize("card", [a_card(), a_card(a_tested())], ids=["untested", "tested"])
def test_card_when_written_and_read_then_is_the_same(card: Card) -> None:
    assert read_card(card.text()) == card
    assert read_card(card.text()).text() == card.text()


def changed(change: Callable[[dict[str, object]], object]) -> str:
    document = json.loads(a_card(a_tested()).text())
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda card: card.update(colour="red"), "/colour"),
        (lambda card: card.pop("schema"), "/schema"),
        (lambda card: card["terms"].update(seed="7"), "/terms/seed"),
        (lambda card: card["terms"].update(seed=True), "/terms/seed"),
        (lambda card: card["tested"]["segments"][1].update(rows=1.5), "/tested/segments/1/rows"),
        (lambda card: card["tested"]["models"]["fraud"].update(brier="good"), "/tested/models/fraud/brier"),
        (lambda card: card.update(features="all"), "/features"),
        (lambda card: card.update(made=None), "/made"),
        (lambda card: card.update(format=2), "/format"),
    ],
)
def test_card_when_something_is_wrong_then_is_refused_by_its_place(
    change: Callable[[dict[str, object]], object], where: str
) -> None:
    with pytest.raises(CardRefused) as refused:
        read_card(changed(change))
    assert refused.value.where == where


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": NaN}', "null"])
def test_card_when_the_file_is_none_then_says_where_cards_come_from(text: str) -> None:
    with pytest.raises(CardRefused, match="that training wrote"):
        read_card(text)


def test_digest_when_only_the_artefact_is_named_then_stays() -> None:
    card = a_card()
    assert replace(card, version="other", artefact="f" * 64).digest() == card.digest()
    assert replace(card, schema="other").digest() != card.digest()
