"""The words of the console: every one in both languages, and a name for every code that pages show."""

import re
from enum import StrEnum
from importlib.resources import files

import pytest

from api.access.roles import Role
from api.console.menu import MENU
from api.console.problem_words import SENTENCES, problem_sentence
from api.console.wording import GLOSSARY, Words, names, pairs
from api.problem_kinds import KINDS
from engine.bundled import rules_folder
from engine.desk.deadlines import Clock
from engine.desk.preferences import PREFERENCES
from engine.desk.reason_codes import ReasonCode
from engine.desk.reviewing import Disposition
from engine.domains import ADMISSION
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus
from engine.rulebook.holds_block import Expiry
from fulfillment.channels.causes import Stated
from fulfillment.shipping.choosing import Unmet, Way
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.service import Adds
from fulfillment.states import Pay, Stage, Work
from tests.said_sentences import SAMPLE, sentences

ENGLISH_LEFT = re.compile(r"[A-Za-z]{4,}")
MAY_STAND = re.compile(r"\{[a-z_]+\}|Clearway|JSON|IOSS|CITES|3-D Secure|eBay")
NAMED: dict[str, type[StrEnum]] = {
    "clock": Clock,
    "reason_code": ReasonCode,
    "disposition": Disposition,
    "on_expiry": Expiry,
    "stage": Stage,
    "payment": Pay,
    "work": Work,
    "ending_cause": Stated,
}


@pytest.mark.parametrize("name", names())
def test_words_when_read_then_none_lacks_a_language(name: str) -> None:
    lacking = [key for key, pair in pairs(name).items() if not all(text.strip() for text in pair)]
    english = [key for key, (_, zh) in pairs(name).items() if ENGLISH_LEFT.search(MAY_STAND.sub("", zh))]
    assert (lacking, english) == ([], [])


@pytest.mark.parametrize("name", names())
def test_words_when_they_hold_values_then_both_languages_hold_the_same(name: str) -> None:
    places = {key: [sorted(re.findall(r"\{(\w+)[:}]", text)) for text in pair] for key, pair in pairs(name).items()}
    assert {key: found for key, found in places.items() if found[0] != found[1]} == {}


@pytest.mark.parametrize("name", names())
def test_words_when_they_count_in_english_then_say_one_and_many(name: str) -> None:
    bare = re.compile(r"\{\w+\}(?: [a-z-]+)? [a-z]+[^s]s\b")  # `{number} days` would say `1 days`
    assert [key for key, (en, _) in pairs(name).items() if bare.search(en)] == []


def test_word_when_it_counts_then_says_one_and_many() -> None:
    english, chinese = Words("profit", "en"), Words("profit", "zh")
    assert [english.fill("days_back", number=many) for many in (0, 1, "2")] == ["0 days", "1 day", "2 days"]
    assert chinese.fill("days_back", number=1) == "1 天"


@pytest.mark.parametrize("name", names())
def test_codes_when_the_glossary_names_them_then_no_screen_does_it_unheard(name: str) -> None:
    unheard = {key for key in pairs(name).keys() & pairs(GLOSSARY).keys() if "." in key} if name != GLOSSARY else set()
    assert sorted(unheard) == []


@pytest.mark.parametrize("kind", NAMED)
def test_code_when_shown_then_has_a_name(kind: str) -> None:
    known = pairs(GLOSSARY)
    assert [each.value for each in NAMED[kind] if f"{kind}.{each.value}" not in known] == []


def test_quotes_when_shown_then_every_code_has_a_name() -> None:
    known = pairs("quotes")
    kinds: dict[str, type[StrEnum]] = {
        "way": Way, "unmet": Unmet, "criterion": Criterion, "item": Adds, "named_because": NamedBecause,
    }  # fmt: skip
    lacking = [f"{kind}.{each}" for kind, codes in kinds.items() for each in codes if f"{kind}.{each}" not in known]
    assert (lacking, [each for each in GoodsClass if f"goods.{each}" not in pairs(GLOSSARY)]) == ([], [])


def test_buyer_and_payment_when_shown_then_every_code_has_a_name() -> None:
    known = pairs("orders")
    kinds: dict[str, type[StrEnum]] = {
        "paid_by": PaymentMethod, "paid_state": PaymentStatus, "checked": CheckResult, "shift": LiabilityShift,
    }  # fmt: skip
    assert [f"{kind}.{each}" for kind, codes in kinds.items() for each in codes if f"{kind}.{each}" not in known] == []


def test_verdicts_and_actors_when_shown_then_have_names() -> None:
    words = Words("frame", "zh")
    assert all(words.code("outcome", each) != each for each in ADMISSION.precedence)
    assert all(words.code("acts", each) != each for each in ADMISSION.actors)


def test_settings_when_shown_then_have_names() -> None:
    assert [each for each in PREFERENCES if f"setting.{each}" not in pairs("settings")] == []


def test_roles_when_shown_then_have_names() -> None:
    known = {**pairs("people"), **{f"key {key}": pair for key, pair in pairs("keys").items()}}
    named = [f"{kind}.{each}" for kind in ("role", "role_may", "key role") for each in Role]
    assert [each for each in named if each not in known] == []


def test_menu_when_read_then_every_screen_has_a_name() -> None:
    words = Words("frame", "en")
    assert all(words[entry.word] for section in MENU for entry in section.entries)


def test_templates_when_they_name_a_word_then_it_is_none_of_the_methods_of_words() -> None:
    folder = files("api.console") / "templates"
    printed = re.compile(r"\bt\.(?:code|fill|event|noted|knows)\b(?!\()")
    assert [each.name for each in folder.iterdir() if printed.search(each.read_text(encoding="utf-8"))] == []


def test_keys_when_pressed_then_each_leads_to_one_screen() -> None:
    keys = [entry.key for section in MENU for entry in section.entries if entry.key]
    assert sorted(keys) == sorted(set(keys))


def test_problems_when_shown_in_chinese_then_every_kind_has_a_sentence_with_its_values() -> None:
    assert SENTENCES.keys() == KINDS.keys()
    assert [code for code, text in SENTENCES.items() if not re.search(r"[\u4e00-\u9fff]", text)] == []
    problem = {"code": "hold_ended", "detail": "the hold `hld_1` is released; fetch the order again"}
    assert problem_sentence(problem, "zh") == "挂起已结束：hld_1"
    assert problem_sentence(problem, "en") == problem_sentence({}, "zh") == ""


def test_entries_of_an_order_when_the_code_notes_them_then_have_names() -> None:
    found = sentences({"note": (0, "what")}, "fulfillment")
    noted = {each.said for each in found if each.said is not None and SAMPLE not in each.said}
    assert len(noted) > 30
    assert [each for each in noted if Words("frame", "zh").noted(each) in (each, each.replace("_", " "))] == []


def test_lists_when_they_come_with_the_rule_book_then_have_names() -> None:
    lists = {path.stem for path in (rules_folder() / "lists").glob("*.csv")}
    assert {each for each in lists if f"list_name.{each}" not in pairs("lists")} == set()


def test_owners_when_rules_name_them_then_have_names() -> None:
    texts = (path.read_text(encoding="utf-8") for path in rules_folder().rglob("*.yaml"))
    owners = {found for text in texts for found in re.findall(r"owner: ([a-z-]+)", text)}
    assert {each for each in owners if f"owner.{each}" not in pairs(GLOSSARY)} == set()


def test_words_when_filled_then_a_number_chooses_its_form_and_digits_of_a_name_stay() -> None:
    words = Words("profit", "en")
    assert [words.fill("pieces", number=number) for number in (1, "1", 2)] == ["1 piece", "1 piece", "2 pieces"]
    assert words.fill("item_expected", what="item", value="0400638") == "Expected item: 0400638"
