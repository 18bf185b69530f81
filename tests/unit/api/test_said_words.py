"""What the API says in English of fields, documents and gates: every sentence in its code is told in Chinese."""

import re
from collections.abc import Iterable, Mapping

import pytest

from api.console.refusal_items import Item, Told, item_of, line_of, told
from api.console.wording import Words, pairs
from api.said_words import chinese, said_in
from api.schemas import fault_sentences, form_words
from engine.desk.request_errors import SAYS
from engine.order import faults as order_faults
from engine.runtime.trial import RulesNotHeld
from engine.workbench.gates import GateState
from fulfillment.consigning.refusals import TEXTS
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.states import Guard
from tests.said_sentences import BARS, GATES, ITEMS, SAMPLE, Found, Makers, sentences

HAN = re.compile(r"[\u4e00-\u9fff]")
# Modules whose faults become items of a problem, and those that say how gates stand.
SAYING = (
    "api/schemas", "api/routes", "api/parameters.py", "engine/desk", "engine/order", "engine/products",
    "fulfillment/channels", "fulfillment/documents",
)  # fmt: skip
GATED = ("engine/workbench/gates.py", "engine/desk/model_gates.py")
# What another place of the code made, or somebody outside did, and is told where it was made.
HANDED_ON = {
    ("api/routes/consignments.py", "session"), ("api/routes/meta.py", "wrong"),
    ("api/schemas/faults.py", "sentence_of(detail)"), ("api/schemas/submissions.py", "each.detail"),
    ("engine/desk/request_errors.py", "each.text or SAYS[each.code]"), ("engine/order/faults.py", "sentence"),
    ("engine/order/formats/held.py", "fault.detail"), ("engine/order/formats/settings.py", "each.detail"),
    ("engine/order/formats/source.py", "detail"), ("fulfillment/channels/taking.py", "self.seen.unread"),
    ("fulfillment/channels/taking.py", "spoken(error)"), ("fulfillment/channels/taking.py", "str(refused)"),
    ("fulfillment/documents/leaving.py", "str(refused)"),
}  # fmt: skip
MEASURED = {("engine/workbench/gates.py", "fault or 'the engine holds all rules'")}
RULE_GATES = ("check", "compile", "tests", "coverage", "mutation", "backtest", "ladder")
OPEN = {f"write {SAMPLE}", SAMPLE}  # of several steps, each of which is found by itself
NAMES = ("expected", "pattern", "max_length", "min_length", "ge", "le", "gt", "lt", "error")
LIMITS: Mapping[str, object] = dict.fromkeys(NAMES, SAMPLE)
ZH, EN = Words("frame", "zh"), Words("frame", "en")


def _lacking(said: set[str]) -> list[str]:
    return sorted(each for each in said - OPEN if not HAN.search(chinese(each)))


def _of_code(makers: Makers, *places: str) -> tuple[set[str], set[tuple[str, str]]]:
    """What is said, and who hands on what others said."""
    found: list[Found] = list(sentences(makers, *places))
    return {each.said for each in found if each.said}, {(each.path, each.code) for each in found if each.said is None}


def test_items_of_refusals_when_the_code_says_them_then_each_is_told_in_chinese() -> None:
    said, handed_on = _of_code(ITEMS, *SAYING)
    assert len(said) > 80
    assert (_lacking(said), handed_on - HANDED_ON) == ([], set())


def test_items_of_refusals_when_tables_say_them_then_each_is_told_in_chinese() -> None:
    """Of pydantic's faults, what a text must look like, answers of buyers, and orders that may not share a parcel."""
    tables = [each for _, each in order_faults.SENTENCES.values()] + list(fault_sentences.SENTENCES.values())
    said = {say(limits) for say in tables for limits in (LIMITS, {**LIMITS, "min_length": 1})}
    said |= {fault_sentences.OTHER, *form_words.FORMS.values(), *order_faults.FORMS.values(), *SAYS.values()}
    said |= {f"{text}{about}" for text in TEXTS.values() for about in ("", f" ({SAMPLE})")}
    assert _lacking(said) == []


def test_gates_when_they_are_told_then_findings_and_bars_have_chinese() -> None:
    details, measured = _of_code(GATES, *GATED)
    bars, _ = _of_code(BARS, *GATED)
    refused = {str(RulesNotHeld("FRD-001")), str(RulesNotHeld(""))}
    assert (_lacking(details | bars | refused), measured - MEASURED) == ([], set())
    assert [each for each in GateState if f"gate_state.{each}" not in pairs("glossary")] == []


def test_gate_when_it_shows_a_fault_of_a_rule_then_is_told_by_its_code() -> None:
    told_so = chinese(
        "1 error, 2 warnings, such as fraud/a.yaml:9:34 R033 `UK` is no country; mend what the check finds"
    )
    assert told_so.startswith("1 处错误、2 处警告，例如 fraud/a.yaml:9:34 不是国家代码：UK。")
    assert HAN.search(chinese("fraud/a.yaml:9:34 R033 `UK` is not a country code of ISO 3166-1; write GB, and 3 more"))


def test_sentence_when_of_no_known_form_or_read_in_english_then_stays() -> None:
    assert said_in("the moon is full", "zh") == "the moon is full"
    assert said_in("no fault", "en") == "no fault"
    assert told("the moon is full", ZH) == Told("the moon is full", is_foreign=True)
    assert told("the moon is full", EN) == Told("the moon is full")


def test_sentence_when_it_holds_itself_again_and_again_then_is_told_as_far_as_ours_go() -> None:
    said = chinese("use one of " * 300 + "x")
    assert said.startswith("可用：可用：")
    assert said.endswith("use one of x")


def test_item_when_it_names_a_field_then_the_field_and_a_choice_are_in_the_readers_words() -> None:
    item = {"pointer": "/lines/0/sku", "code": "missing", "detail": "the field is required; add it"}
    assert item_of(item, ZH) == Item("SKU", "/lines/0/sku", Told("必填，请填写"))
    line = line_of("/lines/0/sku: the field is required; add it [missing]", ZH)
    assert line == item_of(item, ZH)
    choice = {"pointer": "", "parameter": "state", "detail": "the word is not known here; use one of 'a', 'b' or 'c'"}
    assert item_of(choice, ZH).said.text == "不在可选值之内，可用：a、b、c"


@pytest.mark.parametrize(
    ("code", "detail", "en", "zh"),
    [
        ("possible_step", "label", "What can be done: make the label", "可执行：出面单"),
        ("waits_for", Guard.NOTHING_LEFT, "Before that: no parcel of the order has left", "须先满足：尚无包裹发出"),
        ("possible_part", "ful_1", "One of them: ful_1", "可选：ful_1"),
        ("expected_tote", "T-1", "Expected tote: T-1", "应为周转箱：T-1"),
        ("closed_gate", "check: no fault", "Check: no fault", "检查：没有错误"),
    ],
)
def test_item_when_it_holds_a_code_then_is_told_in_words(code: str, detail: str, en: str, zh: str) -> None:
    item = {"pointer": "", "code": code, "detail": detail}
    assert [item_of(item, words).said for words in (EN, ZH)] == [Told(en), Told(zh)]


def test_codes_of_items_when_shown_then_every_step_condition_and_gate_has_words() -> None:
    known = pairs("glossary")
    steps, scanned = {each.event for each in TRANSITIONS}, ("bin", "item", "tote", "quantity", "list")
    kinds: Mapping[str, Iterable[str]] = {"step": steps, "guard": Guard, "scan": scanned, "gate": RULE_GATES}
    assert [f"{kind}.{each}" for kind, codes in kinds.items() for each in codes if f"{kind}.{each}" not in known] == []


def test_item_when_the_outcome_moved_then_both_are_told_in_words() -> None:
    item = {"pointer": "/outcome", "code": "changed", "detail": "the outcome is `cancel`; it was `hold`"}
    assert item_of(item, EN).said.text == "the outcome is cancelled; it was held"
    assert said_in(str(item["detail"]), "zh") == "结论由挂起变为取消"
