"""`clearway rules try`, `explain` of kept decisions in both languages, and `clearway replay`."""

import json
from pathlib import Path

import pytest

from api.cli.phrases import Language
from api.cli.trace_words import TRACE_WORDS
from engine.order.payment import Payment
from engine.order.terms import PaymentMethod, PaymentStatus
from engine.rulebook.condition import Operator
from engine.runtime.evaluation import RuleState
from tests.builders import an_order
from tests.integration.cli.conftest import AT, Clearway, written
from tests.tiny_rule_book import PAYMENT, PROVED, written_to

FAILED = "given: {payment: {status: failed}}\n"
UNPAID = an_order(id="A-2", payment=Payment(method=PaymentMethod.CARD, status=PaymentStatus.FAILED))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.yaml"
    file.write_text(FAILED, encoding="utf-8")
    return file


@pytest.fixture
def drafts(rules: Path, tmp_path: Path) -> Path:
    """The small rule book with PAY-001 as a draft of next year."""
    for file in (each for each in rules.rglob("*") if each.is_file()):
        copy = tmp_path / "drafts" / file.relative_to(rules)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        if "PAY-001" in text and "set: payment" in text:
            text = PAYMENT.replace("status: live", "status: draft\n    effective: {from: 2027-01-01}")
        copy.write_text(text, encoding="utf-8")
    return tmp_path / "drafts"


def test_try_when_the_rule_fires_on_a_case_then_shows_each_test(clearway: Clearway, rules: Path, case: Path) -> None:
    ran = clearway("rules", "try", "PAY-001", "--case", case, "--rules", rules, "--at", AT)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "in force on 2026-11-22 (without end)",
        "PAY-001 Payment failed: fires",
        "  ✓ payment.status = failed, wanted: one of [failed, voided]",
    ]


def test_try_when_chinese_is_asked_for_then_words_are_chinese(clearway: Clearway, rules: Path, case: Path) -> None:
    ran = clearway("rules", "try", "PAY-001", "--case", case, "--rules", rules, "--at", AT, "--lang", "zh")
    assert "  ✓ payment.status = failed，要求：属于 [failed, voided]" in ran.out


def test_try_when_the_rule_is_a_draft_of_next_year_then_is_tried_and_says_both(
    clearway: Clearway, drafts: Path, case: Path
) -> None:
    ran = clearway("rules", "try", "PAY-001", "--case", case, "--rules", drafts, "--at", AT)
    assert ran.out.splitlines()[:3] == [
        "draft: it is tried, and decides nothing",
        "not in force on 2026-11-22: it counts since 2027-01-01; it is tried all the same",
        "PAY-001 Payment failed: fires",
    ]


def test_try_when_on_an_order_then_reads_its_facts(clearway: Clearway, rules: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "orders.jsonl", an_order(id="A-1"), UNPAID)
    ran = clearway("rules", "try", "PAY-001", "--order", file, "--id", "A-2", "--rules", rules, "--at", AT, "--json")
    document = json.loads(ran.out)
    assert (document["state"], document["decides"], document["lines"]) == ("fires", True, [])
    assert document["trace"][0]["condition"]["actual"] == "failed"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("PAY-1",), 2, "did you mean `PAY-001`?"),
        (("PAY-001", "--as-order", "--order", "x.json"), 2, "not both"),
    ],
)
def test_try_when_it_cannot_tell_what_is_meant_then_says_so(
    clearway: Clearway, rules: Path, case: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    more = () if "--as-order" in arguments else ("--case", case)
    ran = clearway("rules", "try", *arguments, *more, "--rules", rules, "--at", AT)
    assert (ran.code, said in ran.err) == (code, True)


def test_try_when_neither_order_nor_case_is_named_then_asks_for_one(clearway: Clearway, rules: Path) -> None:
    ran = clearway("rules", "try", "PAY-001", "--rules", rules)
    assert (ran.code, "--order FILE, or --case FILE" in ran.err) == (2, True)


def test_try_when_the_file_holds_several_orders_then_names_its_own_option(
    clearway: Clearway, rules: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "orders.jsonl", an_order(id="A-1"), UNPAID)
    ran = clearway("rules", "try", "PAY-001", "--order", file, "--rules", rules, "--at", AT)
    assert (ran.code, ran.err) == (
        2,
        "clearway: the file holds several orders; name one with --id ID [several_orders]\n",
    )


def test_try_when_the_case_is_a_suggested_test_with_its_dash_then_is_read(
    clearway: Clearway, rules: Path, tmp_path: Path
) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("- {name: fires 1a2b3c, given: {payment.status: failed}, expect: fires}\n", encoding="utf-8")
    ran = clearway("rules", "try", "PAY-001", "--case", file, "--rules", rules, "--at", AT)
    assert ran.out.splitlines()[-2].endswith(": fires")


def test_try_when_the_case_has_faults_then_shows_them_with_their_place(
    clearway: Clearway, rules: Path, tmp_path: Path
) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("given:\n  payment: {statuss: failed}\n", encoding="utf-8")
    ran = clearway("rules", "try", "PAY-001", "--case", file, "--rules", rules)
    assert ran.code == 2
    assert f"{file}:2:13" in ran.err
    assert "did you mean `payment.status`?" in ran.err


def test_try_when_the_case_becomes_an_order_then_the_order_is_decided_so(
    clearway: Clearway, rules: Path, case: Path, tmp_path: Path
) -> None:
    ran = clearway("rules", "try", "PAY-001", "--case", case, "--as-order", "--rules", rules, "--at", AT)
    file = tmp_path / "order.json"
    file.write_text(ran.out, encoding="utf-8")
    (document,) = clearway("screen", file, "--rules", rules, "--at", AT, "--json").documents()
    assert (document["outcome"], document["reasons"][0]["rule"]) == ("hold", "PAY-001")  # type: ignore[index]


@pytest.fixture
def kept(clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a decision that an installation keeps."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    clearway("rules", "publish", written_to(tmp_path / "proved", PROVED))
    clearway("order", "submit", written(tmp_path / "orders.jsonl", UNPAID))
    return str(clearway("order", "list", "--json").documents()[0]["decision_id"])


def test_explain_when_a_kept_decision_is_named_then_shows_reasons_ways_and_trees(clearway: Clearway, kept: str) -> None:
    english, chinese = (clearway("explain", kept, "--lang", each).out for each in ("en", "zh"))
    assert "PAY-001 Payment failed: fires" in english
    assert "admit if payment.status were" in english
    assert "[verified on the changed order]" in english
    assert "PAY-001 Payment failed：触发" in chinese
    assert "已用改动后的订单验证" in chinese


def test_explain_when_a_kept_decision_is_asked_for_as_json_then_has_the_ways(clearway: Clearway, kept: str) -> None:
    document = json.loads(clearway("explain", kept, "--json").out)
    way = document["alternatives"]["milder"][0]
    assert (way["outcome"], way["proof"], way["changes"][0]["fact"]) == ("admit", "verified", "payment.status")
    assert sorted(each["rule"] for each in document["trace"]) == ["ADR-001", "FRD-001", "IMP-001", "PAY-001"]


def test_explain_when_nobody_made_the_decision_then_one_clear_line(clearway: Clearway, kept: str) -> None:
    ran = clearway("explain", kept[:-1] + ("0" if kept[-1] != "0" else "1"))
    assert (ran.code, "there is no decision" in ran.err) == (1, True)


def test_replay_when_nothing_is_missing_then_the_same_byte_for_byte(clearway: Clearway, kept: str) -> None:
    assert clearway("replay", kept).out == f"{kept}: the same, byte for byte\n"
    assert clearway("replay", "--all").out == "replayed 1, the same 1, not the same 0\n"
    assert (
        clearway("replay", "--since", "2999-01-01T00:00:00Z", "--lang", "zh").out
        == "已重放 0 个，相同 0 个，不同 0 个\n"
    )


def test_replay_when_the_engine_is_another_then_names_it_and_ends_with_one(
    clearway: Clearway, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.__version__", "99.0")
    ran = clearway("replay", kept)
    assert ran.code == 1
    assert ran.out.splitlines()[0] == f"{kept}: not the same: content"
    assert "the engine's version: " in ran.out
    assert ran.out.endswith("then, 99.0 now\n")


@pytest.mark.parametrize("arguments", [(), ("--all", "dec_0")])
def test_replay_when_it_cannot_tell_which_then_says_so(clearway: Clearway, arguments: tuple[str, ...]) -> None:
    ran = clearway("replay", *arguments)
    assert (ran.code, "name one decision" in ran.err) == (2, True)


@pytest.mark.parametrize("language", Language)
def test_words_when_a_rule_uses_an_operator_or_ends_somehow_then_both_languages_have_it(language: Language) -> None:
    assert set(TRACE_WORDS[language].operators) == set(Operator)
    assert set(TRACE_WORDS[language].states) == set(RuleState)
