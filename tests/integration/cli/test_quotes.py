"""A reason that rests on a note shows the words that were written: in the table, as JSON, in the file, explained."""

import json
from pathlib import Path

import pytest

from api.cli.phrases import PHRASES, Language
from engine.facts.note_vocabulary import load_vocabulary
from engine.facts.notes import note_evidence
from tests.builders import an_order
from tests.integration.cli.conftest import AT, Clearway, written

DATA = Path(__file__).parents[3] / "data"
WISH = "Please declare it as a gift worth 5 dollars"
SELLER = "declare a lower value"
ORDER = an_order(id="N-1", ip=None, buyer_note=f"Hello! {WISH}. Leave it at the door", seller_note=SELLER)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return written(tmp_path / "orders.jsonl", ORDER)


def quotes(document: dict[str, object], rule: str) -> object:
    reasons = document["reasons"]
    assert isinstance(reasons, list)
    return next(each["quotes"] for each in reasons if each["rule"] == rule)


def test_table_when_a_reason_rests_on_a_note_then_quotes_it(clearway: Clearway, orders: Path) -> None:
    ran = clearway("screen", orders, "--at", AT)
    assert f"the buyer wrote: “{WISH}”" in ran.out
    assert f"the seller wrote: “{SELLER}”" in ran.out


def test_table_when_chinese_is_asked_for_then_says_so_in_chinese(clearway: Clearway, orders: Path) -> None:
    assert f"买家写道：“{WISH}”" in clearway("screen", orders, "--at", AT, "--lang", "zh").out


def test_json_when_a_reason_rests_on_a_note_then_names_fact_word_and_text(clearway: Clearway, orders: Path) -> None:
    (document,) = clearway("screen", orders, "--at", AT, "--json").documents()
    assert quotes(document, "IMP-060") == [
        {"fact": "order.note_intents", "word": "false_description", "text": WISH},
        {"fact": "order.seller_note_intents", "word": "undervalue", "text": SELLER},
    ]


def test_json_when_a_rule_asks_for_another_wish_then_quotes_only_that(clearway: Clearway, orders: Path) -> None:
    (document,) = clearway("screen", orders, "--at", AT, "--json").documents()
    reasons = document["reasons"]
    assert isinstance(reasons, list)
    words = {each["rule"]: [quote["word"] for quote in each["quotes"]] for each in reasons if each["quotes"]}
    assert "leave_unattended" not in words["IMP-060"]


def test_out_when_a_reason_rests_on_a_note_then_the_cell_quotes_it(
    clearway: Clearway, orders: Path, tmp_path: Path
) -> None:
    target = tmp_path / "decided.jsonl"
    clearway("screen", orders, "--at", AT, "--out", target)
    assert f"the buyer wrote: “{WISH}”" in json.loads(target.read_text(encoding="utf-8"))["reasons"]


def test_explain_when_a_reason_rests_on_a_note_then_quotes_it(clearway: Clearway, orders: Path) -> None:
    assert f"the buyer wrote: “{WISH}”" in clearway("explain", orders, "--at", AT).out


@pytest.mark.parametrize("language", Language)
def test_phrases_when_a_fact_can_be_quoted_then_both_languages_name_its_writer(language: Language) -> None:
    evidence = note_evidence(ORDER, load_vocabulary(DATA / "notes" / "intents.yaml"))
    assert set(evidence) == set(PHRASES[language].quotes)
