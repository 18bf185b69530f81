"""The rule book that the project ships: it reads, it keeps its own tests, and buyers are told nothing they must not."""

import re
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path

import pytest

from engine.admission import Admission, never_supplied
from engine.domains import ADMISSION
from engine.facts.knowledge import load_knowledge
from engine.lexicon.spec import FactType
from engine.lexicon.velocity_grid import DIFFERENT, GRID
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operator, ParamRef
from engine.rulebook.decided import rests_on_people
from engine.rulebook.folder import load_rulebook
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.let_through_block import LetThrough
from engine.rulebook.messages import untranslated
from engine.rulebook.rule import Expectation, Rule
from engine.rulebook.source import Span
from engine.runtime.proving import prove
from engine.workbench.case_files import read_cases
from engine.workbench.cases import run_cases
from engine.workbench.conventions import conventions
from engine.workbench.proof import proof_of
from engine.workbench.subject import gives_way

ROOT = Path(__file__).parents[3]
LOCALES = ("en", "zh", "de", "fr", "es", "ja")
LEAST_KILLED = 0.95
LEAST_RULES = {"address": 20, "payment": 20, "imports": 20, "fraud": 20}
# Words by which a buyer could learn that and how an order is checked.
FORBIDDEN = {
    "en": "fraud|sanction|embargo|risk|score|suspici|suspect|black ?list|blocked|velocity|watch ?list|police",
    "zh": "欺诈|诈骗|制裁|禁运|风险|评分|分数|可疑|嫌疑|黑名单|拦截|警方",
    "de": "betrug|betrüg|sanktion|embargo|risik|punktwert|verdächt|verdacht|sperrliste|polizei",
    "fr": "fraude|sanction|embargo|risque|score|suspect|soupçon|liste noire|police",
    "es": "fraude|sanci|embargo|riesgo|puntuaci|sospech|lista negra|policía",
    "ja": "詐欺|不正|制裁|禁輸|リスク|スコア|疑い|疑わ|ブラックリスト|警察",
}
ORDERED = frozenset({FactType.INTEGER, FactType.NUMBER})
KNOWN_OR_NOT = frozenset({Operator.MISSING, Operator.PRESENT})


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook(ROOT / "rules", ADMISSION)


def test_rule_book_when_read_then_every_set_is_well_filled(book: RuleBook) -> None:
    by_set = {name: sum(rule.set == name for rule in book.rules) for name in ADMISSION.sets}
    assert all(by_set[name] >= least for name, least in LEAST_RULES.items())
    assert len(book.rules) >= 80


def test_rule_book_when_proved_then_no_test_beside_a_rule_fails(book: RuleBook) -> None:
    assert [str(failed) for failed in prove(book)] == []


def test_rule_book_when_mutated_then_its_tests_cover_every_leaf_and_notice_nearly_every_change(book: RuleBook) -> None:
    proof = proof_of(book, mutation=True)
    assert proof.leaf_coverage == 1
    assert proof.mutation_score is not None
    assert proof.mutation_score >= LEAST_KILLED


def test_rule_book_when_whole_orders_are_decided_then_each_comes_out_as_its_case_says(book: RuleBook) -> None:
    cases = read_cases(book)
    assert {case.outcome for case in cases} == set(ADMISSION.precedence)
    failed = run_cases(Admission(book, load_knowledge(ROOT / "data")), cases).failed
    assert [str(each) for each in failed] == []


def test_rules_when_read_then_each_shows_when_it_fires_and_when_it_does_not(book: RuleBook) -> None:
    silent = [rule.id for rule in book.rules if not {Expectation.FIRES, Expectation.QUIET} <= _shown(rule)]
    assert silent == []


def test_rules_when_read_then_each_names_sources_and_known_false_alarms(book: RuleBook) -> None:
    assert [rule.id for rule in book.rules if not (rule.references and rule.false_positives and rule.owner)] == []


def test_reasons_when_told_then_english_and_chinese_are_complete(book: RuleBook) -> None:
    reasons = {rule.then.reason for rule in book.rules} | {band.reason for band in book.policy.bands}
    reasons |= set(ADMISSION.own_reasons)
    for locale in ("en", "zh"):
        assert reasons == {reason for reason, each in book.messages[locale].items() if each.text and each.fix}


def test_reasons_when_a_buyer_is_told_then_in_every_language(book: RuleBook) -> None:
    told = {rule.then.reason for rule in book.rules if rule.then.verdict != ADMISSION.neutral}
    assert all(book.messages[locale][reason].customer for locale in LOCALES for reason in told)
    assert not any(untranslated(told, book.messages).values())


@pytest.mark.parametrize("locale", LOCALES)
def test_customer_texts_when_read_then_say_nothing_of_how_orders_are_checked(book: RuleBook, locale: str) -> None:
    forbidden = re.compile(FORBIDDEN[locale], re.IGNORECASE)
    texts = {reason: message.customer for reason, message in book.messages[locale].items()}
    assert {reason: text for reason, text in texts.items() if forbidden.search(text) or "{" in text} == {}


def test_rules_when_they_ask_then_name_what_to_correct(book: RuleBook) -> None:
    asking = [rule for rule in book.rules if rule.then.verdict == "ask_customer"]
    assert {rule.id for rule in asking if not rule.then.ask} == {"PAY-084"}  # a yes or no, nothing to correct
    assert {rule.then.actor for rule in asking} == {"buyer"}


def test_cancelling_rules_when_listed_then_only_certain_bans_embargo_and_blocks_by_people(
    book: RuleBook,
) -> None:
    cancelling = {rule.id for rule in book.rules if rule.then.verdict == "cancel"}
    assert cancelling == {"IMP-001", "IMP-003", "IMP-020", "FRD-151"}


def test_scores_when_given_then_stand_only_where_they_are_summed(book: RuleBook) -> None:
    assert {rule.set for rule in book.rules if rule.then.score} == set(book.policy.score_sets)


def test_weak_signals_when_alone_then_no_score_reaches_a_band(book: RuleBook) -> None:
    lowest = min(band.at_least for band in book.policy.bands)
    remarks = [rule for rule in book.rules if rule.then.verdict == ADMISSION.neutral]
    assert max(rule.then.score for rule in remarks) < lowest


def test_lists_and_parameters_when_shipped_then_each_is_used_by_a_rule(book: RuleBook) -> None:
    tests = [leaf for rule in book.rules for leaf in leaves(rule.when)]
    assert set(book.lists) == {leaf.operand.name for leaf in tests if isinstance(leaf.operand, ListRef)}
    clocks = {name for each in book.channels.values() for name in astuple(each.clocks) if name}
    assert set(book.params) == {name for leaf in tests for name in param_names(leaf)} | clocks


@pytest.mark.parametrize(
    ("name", "file", "pattern"),
    [
        ("restricted_categories", "restricted_goods/categories.yaml", r"^\s*- \{?id: (\w+)"),
        ("import_documents", "restricted_goods/documents.yaml", r"^\s*- \{?id: (\w+)"),
        ("consignee_id_kinds", "customs/identifiers.yaml", r"\bkind: (\w+)"),
    ],
)
def test_lists_when_they_mean_any_of_the_data_then_leave_nothing_out(
    book: RuleBook, name: str, file: str, pattern: str
) -> None:
    text = (ROOT / "data" / file).read_text(encoding="utf-8")
    stated = set(re.findall(pattern, text, re.MULTILINE))
    assert stated
    assert stated == {entry.value for entry in book.lists[name]}


def test_lists_and_parameters_when_shipped_then_each_row_has_a_reference(book: RuleBook) -> None:
    assert all(entry.reference for entries in book.lists.values() for entry in entries)
    assert all(entry.reference for param in book.params.values() for entry in param.entries)


def test_thresholds_when_compared_then_tests_stand_on_and_beside_the_boundary(book: RuleBook) -> None:
    untested = [
        f"{rule.id}: {leaf.fact}"
        for rule in book.rules
        for leaf in leaves(rule.when)
        if ADMISSION.lexicon[leaf.fact].type in ORDERED and leaf.operator not in KNOWN_OR_NOT
        if not _stands_on_boundary(rule, leaf, book)
    ]
    assert untested == []


@pytest.mark.parametrize("channel", ["own_shop", "shopify", "woocommerce", "amazon", "ebay"])
def test_channels_when_orders_come_in_then_each_has_a_profile(book: RuleBook, channel: str) -> None:
    assert channel in book.channels


@pytest.mark.parametrize("channel", ["amazon", "ebay"])
def test_marketplaces_when_asked_then_bear_the_payment_risk_and_keep_the_card(book: RuleBook, channel: str) -> None:
    profile = book.channels[channel]
    assert (profile.bears_payment_risk, profile.collects_tax) == ("channel", True)
    assert {"payment.card_*", "payment.cvc", "payment.three_ds", "ip.*"} <= set(profile.never_supplies)


@pytest.mark.parametrize(
    ("channel", "unknown"),
    [
        ("own_shop", ()),
        ("shopify", ("device",)),
        ("woocommerce", ("device",)),
        ("amazon", ("device", "card", "ip", "network")),
        ("ebay", ("device", "card", "ip", "network")),
    ],
)
def test_channels_when_a_key_is_never_known_then_no_count_of_it_is(
    book: RuleBook, channel: str, unknown: tuple[str, ...]
) -> None:
    counted = {
        cell.name
        for cells in GRID.values()
        for cell in cells
        if cell.kind in unknown or DIFFERENT.get(cell.what) in unknown
    }
    never = {name for name in never_supplied(book, channel) if name in {c.name for s in GRID.values() for c in s}}
    assert never == counted


def _shown(rule: Rule) -> set[Expectation]:
    return {test.expect for test in rule.tests}


def _stands_on_boundary(rule: Rule, leaf: Leaf, book: RuleBook) -> bool:
    """Whether tests give the fact each bound itself, and something on its other side."""
    seen = [case[leaf.fact] for test in rule.tests for case in (test.whole, *test.parts) if leaf.fact in case]
    numbers = [value for value in seen if isinstance(value, (int, float))]
    bounds = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
    values = [book.params[each.name].entries[-1].value if isinstance(each, ParamRef) else each for each in bounds]
    return all(value in numbers and len(set(numbers)) > 1 for value in values if isinstance(value, (int, float)))


@pytest.mark.parametrize(
    ("fact", "codes"),
    [("mark.blocked_count", []), ("mark.trusted_count", ["R089"]), ("link.confirmed_frauds", ["R089"])],
)
def test_rule_that_cancels_when_it_rests_on_more_than_what_people_decided_then_is_told(
    book: RuleBook, fact: str, codes: list[str]
) -> None:
    (rule,) = (each for each in book.rules if each.id == "FRD-151")
    assert isinstance(rule.when, Leaf)
    changed = replace(book, rules=(replace(rule, when=replace(rule.when, fact=fact)),))
    assert [each.code for each in conventions(changed, date(2026, 11, 22))] == codes


NOWHERE = Span("x.yaml", 1, 1)
BLOCKED = Leaf("mark.blocked_identities", Operator.GTE, 2, NOWHERE)
FRAUDS = Leaf("link.confirmed_frauds", Operator.GTE, 1, NOWHERE)
NOBODY = Leaf("mark.blocked_count", Operator.EQ, 0, NOWHERE)
DOOR = Leaf("mark.blocked", Operator.EQ, "address", NOWHERE)


@pytest.mark.parametrize(
    ("when", "rests"),
    [
        (BLOCKED, True),
        (DOOR, True),
        (All((BLOCKED, FRAUDS)), True),
        (Any((BLOCKED, DOOR)), True),
        (Not(NOBODY), True),
        (Any((BLOCKED, FRAUDS)), False),
        (NOBODY, False),
        (Not(DOOR), False),
        (All((NOBODY, FRAUDS)), False),
        (replace(BLOCKED, operator=Operator.GTE, operand=0), False),
        (replace(BLOCKED, operator=Operator.BETWEEN, operand=(1, 3)), False),
        (replace(DOOR, operator=Operator.MISSING, operand=True), False),
    ],
)
def test_condition_when_it_may_be_true_of_somebody_nobody_blocked_then_does_not_rest_on_people(
    book: RuleBook, when: Condition, rests: bool
) -> None:
    assert rests_on_people(when, book) is rests


@pytest.mark.parametrize("when", [Any((BLOCKED, FRAUDS)), NOBODY, All((BLOCKED, FRAUDS))])
def test_rule_that_cancels_when_a_block_is_not_all_that_it_needs_then_is_told(book: RuleBook, when: Condition) -> None:
    rules = tuple(replace(each, when=when) for each in book.rules if each.id == "FRD-151")
    assert [each.code for each in conventions(replace(book, rules=rules), date(2026, 11, 22))] == ["R089"]


@pytest.mark.parametrize(("when", "gives"), [(BLOCKED, False), (FRAUDS, True), (Any((BLOCKED, FRAUDS)), True)])
def test_rule_that_holds_when_a_share_passes_by_chance_then_gives_way_unless_it_needs_a_block(
    book: RuleBook, when: Condition, gives: bool
) -> None:
    (rule,) = (each for each in book.rules if each.id == "FRD-150")
    drawing = replace(book, policy=replace(book.policy, let_through=LetThrough(permille=1)))
    assert gives_way(replace(rule, when=when), drawing) is gives
