"""A new rule: in the right file, under a free id, a draft that proves itself and can never be live by accident."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domains import ADMISSION
from engine.lexicon.spec import Fact
from engine.rulebook.lints import Level
from engine.rulebook.lock import lock_text
from engine.rulebook.rule import Status
from engine.runtime.proving import prove
from engine.workbench.check import Checked, check_book
from engine.workbench.scaffold import NewRule, NotScaffolded, Scaffold, scaffold
from tests.airport_rules import OWN_CHECKS, RULES, SOUND, TODAY, read
from tests.tiny_rule_book import TEXTS
from tests.toy import AIRPORT

MESSAGES = {"en": ("", "", ""), "zh": ("", "", "")}
COMFORT = NewRule(set="comfort", fact="flight.cabin", messages=MESSAGES)


def _made(wanted: NewRule = COMFORT, lock: str = "", texts: dict[str, str] = SOUND) -> Scaffold:
    return scaffold(texts, AIRPORT, wanted, lock)


def _checked(made: Scaffold, swap: tuple[str, str] = ("", "")) -> Checked:
    files = {path: text.replace(*swap) if swap[0] else text for path, text in made.files.items()}
    return check_book({**SOUND, **files}, AIRPORT, TODAY, OWN_CHECKS)


def test_rule_when_new_then_is_a_draft_below_its_neighbours() -> None:
    made = _made()
    book = read({**SOUND, **made.files})
    assert (made.id, made.path) == ("CMF-002", RULES)
    assert [rule.status for rule in book.rules if rule.id == made.id] == [Status.DRAFT]


def test_rule_when_new_then_only_placeholders_are_left() -> None:
    checked = _checked(_made())
    assert {fault.code for fault in checked.faults} == {"R085"}
    assert len(checked.faults) == 11


def test_rule_when_its_placeholders_are_filled_then_nothing_is_left() -> None:
    assert _checked(_made(), ("<fill in: ", "<said: ")).faults == ()


def test_rule_when_made_live_before_it_is_filled_then_the_book_is_refused() -> None:
    checked = _checked(_made(), ("status: draft", "status: live"))
    assert checked.book is None
    assert {fault.code for fault in checked.of(Level.ERROR)} == {"R086"}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(ADMISSION.lexicon.values())))
def test_rule_when_begun_with_any_fact_then_its_tests_hold(fact: Fact) -> None:
    wanted = NewRule(set="payment", fact=fact.name, messages=MESSAGES)
    checked = check_book({**TEXTS, **scaffold(TEXTS, ADMISSION, wanted).files}, ADMISSION, TODAY, OWN_CHECKS)
    assert checked.book is not None
    assert [str(failed) for failed in prove(checked.book)] == []


def test_rule_when_its_set_has_no_file_yet_then_one_is_begun_with_the_schema() -> None:
    made = _made(NewRule(set="comfort", theme="meals", messages=MESSAGES))
    text = made.files["comfort/meals.yaml"]
    assert text.startswith("# yaml-language-server: $schema=../rule.schema.json\nformat: 1\nset: comfort\n")


def test_id_when_retired_in_the_lock_then_is_passed_over() -> None:
    lock = lock_text(read(SOUND)) + f"CMF-002 1 {'0' * 64} retired\n"
    assert _made(lock=lock).id == "CMF-003"


def test_reason_when_it_has_messages_then_they_stay() -> None:
    made = _made(NewRule(set="comfort", reason="TOO_MANY", messages=MESSAGES))
    assert set(made.files) == {RULES}


def test_words_when_given_then_stand_in_the_files() -> None:
    words = {"en": ('A "late" flight', "call", ""), "zh": ("航班晚点", "致电", "")}
    made = _made(NewRule(set="comfort", title="Late", verdict="ask", messages=words))
    assert 'text: "A \\"late\\" flight"' in made.files["messages/en.yaml"]
    assert "outcome: ask, severity: medium, reason: CMF_002, acts: crew, ask: []" in made.files[RULES]


@pytest.mark.parametrize(("verdict", "acts"), [("hold", "risk"), ("ask_customer", "buyer")])
def test_rule_when_new_then_who_acts_is_who_mostly_does_in_the_set(verdict: str, acts: str) -> None:
    texts = {
        **TEXTS,
        "fraud/more.yaml": "format: 1\nset: fraud\n# acts: risk, acts: risk, acts: buyer, acts: finance\n",
    }
    made = scaffold(texts, ADMISSION, NewRule(set="fraud", theme="own", verdict=verdict, messages=MESSAGES))
    assert f"acts: {acts}" in made.files["fraud/own.yaml"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (NewRule(set="comfrt"), "did you mean `comfort`"),
        (NewRule(set="comfort", id="SAF-009"), "begin with CMF; CMF-002 is free"),
        (NewRule(set="comfort", id="CMF-001"), "CMF-001 is taken, or was once; CMF-002 is free"),
        (NewRule(set="comfort", id="CMF1"), "has not the form of an id"),
        (NewRule(set="comfort", fact="flight.seat"), "did you mean `flight.seats`"),
        (NewRule(set="comfort", verdict="inspekt"), "did you mean `inspect`"),
        (NewRule(set="comfort", reason="too many"), "has not the form of a reason"),
    ],
)
def test_rule_when_it_cannot_be_written_then_says_what_can(wanted: NewRule, said: str) -> None:
    with pytest.raises(NotScaffolded, match=said):
        _made(wanted)


def test_file_when_it_cannot_be_added_to_then_nothing_is_written() -> None:
    texts = {**SOUND, RULES: SOUND[RULES].replace("set: comfort\n", "") + "set: comfort\n"}
    with pytest.raises(NotScaffolded, match="repair the file"):
        _made(texts=texts)
